import { useEffect, useState } from 'react';
import type { AskAnswer } from '../../engine/protocol.ts';
import type { FiveTuple } from '../../linux/packet.ts';
import { engine } from '../engine-client.ts';
import { useSession } from '../store/session.ts';
import { useT } from '../text/translate.ts';
import { endsOf } from '../trace/words.ts';
import { Icon } from '../controls/Icon.tsx';

type Entries = Extract<AskAnswer, { about: 'conntrack' }>['entries'];

/** The conntrack entries of the watched connection on every machine that it passes, as they are now. */
export function Conntrack() {
  const t = useT();
  const { trace, stops, stop } = useSession();
  const [entries, setEntries] = useState<Entries>();
  const here = stops[stop]?.place;
  useEffect(() => {
    if (trace === undefined) return undefined;
    let gone = false;
    const places = [...new Set(trace.packets.flatMap(({ hops }) => hops.map(({ place }): string => place)))];
    const machines = places.filter((place) => !/^(pod\/|edge$|laptop$|internet$)/.test(place));
    const look = () =>
      void engine.ask({ about: 'conntrack', places: machines }).then((answer) => {
        if (!gone) setEntries(answer.entries.filter(({ entry }) => isOf(entry.original, trace.packets)));
      });
    look();
    const timer = setInterval(look, 1000);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [trace]);
  if (entries === undefined) return null;
  if (entries.length === 0) return <p className="drawer-empty">{t('noConntrack')}</p>;
  return (
    <ul className="conntrack">
      {entries.map(({ place, entry, line }) => (
        <li key={`${place}/${entry.id}`} className={place === here ? 'here' : ''}>
          <h3>
            {place}{' '}
            <span className="code">
              {entry.state === 'NONE' ? entry.protocol.toUpperCase() : entry.state}
            </span>
          </h3>
          <Ends word={t('original')} tuple={entry.original} />
          <Ends word={t('reply')} tuple={entry.reply} />
          <pre className="code">{line}</pre>
        </li>
      ))}
    </ul>
  );
}

function Ends({ word, tuple }: { readonly word: string; readonly tuple: FiveTuple }) {
  const { source, destination } = endsOf({ ...tuple, ttl: 0, mark: 0 });
  return (
    <p className="conntrack-ends">
      <span className="muted">{word}</span>
      <span className="code">
        {source}
        <Icon name="arrow" size={14} />
        {destination}
      </span>
    </p>
  );
}

/** Whether an entry began with a packet of these, as it came to some machine. */
const isOf = (
  tuple: FiveTuple,
  packets: NonNullable<ReturnType<typeof useSession.getState>['trace']>['packets'],
): boolean =>
  packets.some(({ hops }) =>
    hops.some(
      ({ before }) =>
        before.src === tuple.src &&
        before.dst === tuple.dst &&
        before.sport === tuple.sport &&
        before.dport === tuple.dport,
    ),
  );
