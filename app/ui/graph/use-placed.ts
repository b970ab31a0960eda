import { useMemo } from 'react';
import type { StageItem, StepText } from '../../tutorial/lesson-text.ts';
import { useCluster } from '../store/cluster.ts';
import { stepText, useContent } from '../store/content.ts';
import { useSession } from '../store/session.ts';
import type { Placed } from './place/boxes.ts';
import { place } from './place/place.ts';
import { NO_SEATS, type Seats } from './place/places.ts';

/** The picture of the world as it is now, in a pane of this size. Objects keep their seats from picture to picture. */
export function usePlaced(width: number, height: number): Placed | undefined {
  const rows = useCluster((cluster) => cluster.rows);
  const watched = useSession((session) => session.trace);
  const stage = useStage();
  const seating = useMemo(() => seatingFor(), []);
  return useMemo(() => {
    if (width === 0 || height === 0) return undefined;
    const seats = seating.of(`${width}x${height}/${stage.join()}`);
    const result = place({ rows, width, height, stage, watched, seats });
    seating.keep(result.seats);
    return result.placed;
  }, [rows, watched, width, height, stage, seating]);
}

/** Remembers who sits where, as long as size and stage stay: asking twice gives the same picture. */
function seatingFor() {
  let known: { key: string; seats: Seats } = { key: '', seats: NO_SEATS };
  return {
    of(key: string): Seats {
      if (known.key !== key) known = { key, seats: NO_SEATS };
      return known.seats;
    },
    keep(seats: Seats): void {
      known = { ...known, seats };
    },
  };
}

const NO_STAGE: readonly StageItem[] = [];

/** What the current step adds to the picture. */
export function useStage(): readonly StageItem[] {
  const step = useCluster((cluster) => cluster.lesson?.step);
  const text = useContent((state): StepText | undefined =>
    step === undefined ? undefined : stepText(state, 'id', step),
  );
  return text?.stage ?? NO_STAGE;
}
