import { Icon } from '../controls/Icon.tsx';
import { useSession } from '../store/session.ts';
import { useT, type WordKey } from '../text/translate.ts';
import type { Stop } from '../trace/stops.ts';
import { chipLetter, flagWord, placeName } from '../trace/words.ts';

interface Line {
  readonly word: WordKey;
  readonly before: string;
  readonly after: string;
}

/** The packet as it came to this stop and as it left, field by field; what changed says by what. */
export function PacketTable() {
  const t = useT();
  const { stops, stop } = useSession();
  const here = stops[stop];
  if (here === undefined) return null;
  return (
    <table className="packet-table">
      <caption>
        {placeName(here.place)} {here.hook ?? ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">{t('field')}</span>
          </th>
          <th scope="col">{t('packetIn')}</th>
          <th scope="col">{t('packetOut')}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(here).map(({ word, before, after }) => {
          const kind = before === after ? undefined : changedBy(here, word);
          return (
            <tr key={word} className={before === after ? '' : 'changed'}>
              <th scope="row">{t(word)}</th>
              {before === after ? (
                <td className="code" colSpan={2}>
                  {before}
                </td>
              ) : (
                <>
                  <td className="code">
                    <s>{before}</s>
                  </td>
                  <td className="code">
                    {after}
                    {kind === undefined ? null : <ChangedBy kind={kind} />}
                  </td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function ChangedBy({ kind }: { readonly kind: string }) {
  const t = useT();
  const icon = kind.startsWith('un-') ? 'un-nat' : kind === 'DNAT' || kind === 'edge' ? 'dnat' : 'snat';
  return (
    <span className="changed-by">
      <Icon name={icon} size={16} />
      {t('changedBy', { kind })}
    </span>
  );
}

function linesOf(stop: Stop): Line[] {
  const { arrives, leaves, journey, hops } = stop;
  const same = (word: WordKey, value: string | undefined): Line[] =>
    value === undefined || value === '' ? [] : [{ word, before: value, after: value }];
  const pair = (word: WordKey, before: string | number, after: string | number): Line => ({
    word,
    before: String(before),
    after: String(after),
  });
  const ports = arrives.protocol.startsWith('icmp')
    ? []
    : [pair('sourcePort', arrives.sport, leaves.sport), pair('destinationPort', arrives.dport, leaves.dport)];
  return [
    ...same('interfaceIn', hops.find(({ interfaceIn }) => interfaceIn !== undefined)?.interfaceIn),
    ...same('interfaceOut', hops.findLast(({ interfaceOut }) => interfaceOut !== undefined)?.interfaceOut),
    pair('sourceIp', arrives.src, leaves.src),
    pair('destinationIp', arrives.dst, leaves.dst),
    pair('ttl', arrives.ttl, leaves.ttl),
    ...same('protocol', arrives.protocol.toUpperCase()),
    ...ports,
    ...same('flags', journey.flags === undefined ? undefined : flagWord(journey)),
    ...(arrives.mark === 0 && leaves.mark === 0 ? [] : [pair('mark', hex(arrives.mark), hex(leaves.mark))]),
    ...same('length', String(journey.bytes)),
    ...same('route', hops.find(({ route }) => route !== undefined)?.route),
  ];
}

const hex = (mark: number): string => `0x${mark.toString(16)}`;

function changedBy({ rewrites }: Stop, word: WordKey): string | undefined {
  const letter = word.startsWith('source') ? 'S' : word.startsWith('destination') ? 'D' : undefined;
  if (letter === undefined) return undefined;
  const found =
    rewrites.find(({ kind }) => kind !== 'edge' && chipLetter(kind) === letter) ??
    rewrites.find(({ kind }) => kind === 'edge');
  return found?.kind;
}
