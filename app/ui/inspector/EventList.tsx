import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Trace } from '../../linux/trace.ts';
import { Icon } from '../controls/Icon.tsx';
import { drive, useSession } from '../store/session.ts';
import { useT, type Translate } from '../text/translate.ts';
import type { Stop } from '../trace/stops.ts';
import { badgeOf, chipLetter, endsOf, placeName, verdictOf } from '../trace/words.ts';

/** A row for every stop. Row and packet follow each other. */
export function EventList({ filter }: { readonly filter: string }) {
  const t = useT();
  const { stops, stop, trace } = useSession();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#event-${stop}`)?.scrollIntoView({ block: 'nearest' });
  }, [stop]);
  if (trace === undefined) return null;
  const shown = stops.filter((each) => textOf(each, trace, t).toLowerCase().includes(filter.toLowerCase()));
  const onKey = (event: KeyboardEvent) => {
    const at = shown.findIndex(({ index }) => index === stop);
    const to = {
      ArrowDown: at + 1,
      PageDown: at + 1,
      ArrowUp: at - 1,
      PageUp: at - 1,
      Home: 0,
      End: shown.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : shown[Math.max(0, Math.min(shown.length - 1, to))];
    if (next === undefined) return;
    event.preventDefault();
    drive({ type: 'seek', stop: next.index });
  };
  if (shown.length === 0) return <p className="drawer-empty">{t('noEvents')}</p>;
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={t('events')}
      aria-activedescendant={`event-${stop}`}
      tabIndex={0}
      className="event-list"
      onKeyDown={onKey}
    >
      {shown.map((each) => (
        <EventRow key={each.index} stop={each} trace={trace} selected={each.index === stop} />
      ))}
    </div>
  );
}

interface EventRowProps {
  readonly stop: Stop;
  readonly trace: Trace;
  readonly selected: boolean;
}

function EventRow({ stop, trace, selected }: EventRowProps) {
  const t = useT();
  const { source, destination } = endsOf(stop.leaves);
  const before = endsOf(stop.arrives);
  const rewrite = badgeOf(stop);
  return (
    // The list owns the keys; a row is chosen by them or by a click.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="option"
      id={`event-${stop.index}`}
      aria-selected={selected}
      className={`event ${stop.kind === 'send' && stop.index > 0 ? 'turn' : ''}`}
      onClick={() => drive({ type: 'seek', stop: stop.index })}
    >
      <span className="event-number code">{stop.index + 1}</span>
      <span className="event-place">
        <strong>{eventPlace(stop.place, t)}</strong>{' '}
        {stop.hook ?? (stop.kind === 'edge' ? '1:1' : stop.interfaceName)}
      </span>
      <span className="event-verdict">
        {rewrite === undefined ? null : <b className="chip">{chipLetter(rewrite.kind)}</b>}
        {rewrite?.kind ?? t(verdictOf(stop, trace).word)}
      </span>
      <span className="event-ends code">
        <span className={source === before.source ? '' : 'changed'}>{source}</span>
        <Icon name="arrow" size={14} />
        <span className={destination === before.destination ? '' : 'changed'}>{destination}</span>
      </span>
    </div>
  );
}

function eventPlace(place: string, t: Translate): string {
  if (place === 'edge') return t('cloudEdge');
  return place.startsWith('pod/') ? `${t('pod')} ${placeName(place)}` : placeName(place);
}

function textOf(stop: Stop, trace: Trace, t: Translate): string {
  const { source, destination } = endsOf(stop.leaves);
  const kinds = stop.rewrites.map(({ kind }) => kind).join(' ');
  const words = [
    stop.place,
    stop.hook,
    stop.interfaceName,
    kinds,
    kinds === '' ? t(verdictOf(stop, trace).word) : '',
  ];
  return [...words, source, destination].join(' ');
}
