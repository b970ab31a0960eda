import { useRef, useState } from 'react';
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
  const key = `${width}x${height}/${stage.join()}`;
  const seats = useRef<{ key: string; seats: Seats }>({ key, seats: NO_SEATS });
  const [last, setLast] = useState<{ inputs: readonly unknown[]; placed: Placed }>();
  const inputs = [rows, watched, key];
  if (width === 0 || height === 0) return last?.placed;
  if (last !== undefined && last.inputs.every((input, at) => input === inputs[at])) return last.placed;
  const before = seats.current.key === key ? seats.current.seats : NO_SEATS;
  const result = place({ rows, width, height, stage, watched, seats: before });
  seats.current = { key, seats: result.seats };
  setLast({ inputs, placed: result.placed });
  return result.placed;
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
