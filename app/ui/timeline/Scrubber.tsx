import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { drive, useSession, wallTime } from '../store/session.ts';
import { useT } from '../text/translate.ts';
import { progressAt } from '../trace/slots.ts';
import { timeAt } from '../trace/transport.ts';
import { badgeOf, placeName } from '../trace/words.ts';

const WIDTH = 254;
const LINE = 24;

/** The watched walk as a line: a tick for each stop, a tall one where the reply begins, yellow above each rewrite. */
export function Scrubber() {
  const t = useT();
  const { stops, stop, slots } = useSession();
  const knob = useRef<SVGCircleElement>(null);
  const done = useRef<SVGPathElement>(null);
  const last = Math.max(1, stops.length - 1);
  useFollow((progress) => {
    const x = (progress / last) * WIDTH;
    knob.current?.setAttribute('cx', String(x));
    done.current?.setAttribute('d', `M0,${LINE}H${Math.max(0.01, x)}`);
  });
  const here = stops[stop];
  const seekTo = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - box.left - 2) / WIDTH;
    drive({ type: 'seek', stop: Math.round(Math.min(1, Math.max(0, part)) * last) });
  };
  return (
    <div
      className="scrubber"
      role="slider"
      tabIndex={stops.length === 0 ? -1 : 0}
      aria-label={t('scrubber')}
      aria-disabled={stops.length === 0}
      aria-valuemin={1}
      aria-valuemax={Math.max(1, stops.length)}
      aria-valuenow={stop + 1}
      aria-valuetext={
        here === undefined
          ? t('noPacket')
          : t('hopSentence', { n: stop + 1, of: stops.length, place: placeName(here.place) })
      }
      onKeyDown={byKey}
      onPointerDown={(event) => {
        if (stops.length === 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
    >
      <svg width={WIDTH + 18} height="44" viewBox={`-9 0 ${WIDTH + 18} 44`} aria-hidden="true">
        <path className="track" d={`M0,${LINE}H${WIDTH}`} />
        {stops.length === 0 ? (
          <path className="tick" d={`M0,20v8M${WIDTH},20v8`} />
        ) : (
          <path ref={done} className="walked" d={`M0,${LINE}H0.01`} />
        )}
        {stops.map(({ index, kind }) => {
          const x = (index / last) * WIDTH;
          const turn = kind === 'send' && index > 0;
          const past = index <= stop ? 'past' : '';
          return (
            <path
              key={index}
              className={`tick ${past} ${turn ? 'turn' : ''}`}
              d={turn ? `M${x},16v16` : `M${x},20v8`}
            />
          );
        })}
        {stops.map((each) =>
          badgeOf(each) === undefined ? null : (
            <rect
              key={each.index}
              className="rewrite-mark"
              x={(each.index / last) * WIDTH - 4.5}
              y="5.5"
              width="9"
              height="9"
              rx="1.5"
            />
          ),
        )}
        {slots.length === 0 ? null : <circle ref={knob} className="knob" cx="0" cy={LINE} r="6.5" />}
      </svg>
    </div>
  );
}

/** Moves the knob without React: a frame at a time while the walk runs, once when it stands. */
function useFollow(show: (progress: number) => void): void {
  const transport = useSession((session) => session.transport);
  const slots = useSession((session) => session.slots);
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    let frame = 0;
    const step = () => {
      const time = timeAt(transport, wallTime());
      latest.current(slots.length === 0 ? 0 : progressAt(slots, time));
      if (transport.rate > 0 && time < transport.until) frame = requestAnimationFrame(step);
    };
    step();
    return () => cancelAnimationFrame(frame);
  }, [transport, slots]);
}

function byKey(event: KeyboardEvent): void {
  const { stop, stops } = useSession.getState();
  const act = {
    ArrowRight: { type: 'next' },
    PageDown: { type: 'next' },
    ArrowUp: { type: 'next' },
    ArrowLeft: { type: 'back' },
    PageUp: { type: 'back' },
    ArrowDown: { type: 'back' },
    Home: { type: 'start' },
    End: { type: 'end' },
  }[event.key] as Parameters<typeof drive>[0] | undefined;
  if (act === undefined) return;
  event.preventDefault();
  if (act.type === 'next') drive({ type: 'seek', stop: Math.min(stops.length - 1, stop + 1) });
  else drive(act);
}
