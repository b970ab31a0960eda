import { bad, good } from '../../../base/result.ts';
import { lastGiven, not, type MatchKind } from '../extension.ts';

/** Data of `-m recent`. */
export interface RecentMatch {
  readonly name: 'recent';
  readonly list: string;
  readonly action: 'set' | 'rcheck' | 'update' | 'remove';
  readonly seconds?: number;
  readonly hitcount?: number;
  readonly reap?: true;
  readonly destination?: true;
  readonly negated?: true;
}

const WORDS = { set: 'SET', rcheck: 'CHECK', update: 'UPDATE', remove: 'REMOVE' } as const;

/** `-m recent --name N --rcheck --seconds 10800 --reap`, `--name N --set`. */
export const recent: MatchKind<RecentMatch> = {
  name: 'recent',
  options: {
    '--set': 0,
    '--rcheck': 0,
    '--update': 0,
    '--remove': 0,
    '--seconds': 1,
    '--hitcount': 1,
    '--reap': 0,
    '--name': 1,
    '--mask': 1,
    '--rsource': 0,
    '--rdest': 0,
    '--rttl': 0,
  },
  parse(given) {
    const option = lastGiven(given, '--set', '--rcheck', '--update', '--remove');
    if (!option) return bad("recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'");
    const action =
      option.name === '--set'
        ? 'set'
        : option.name === '--rcheck'
          ? 'rcheck'
          : option.name === '--update'
            ? 'update'
            : 'remove';
    const seconds = lastGiven(given, '--seconds')?.values[0];
    const hitcount = lastGiven(given, '--hitcount')?.values[0];
    const bounded = action === 'rcheck' || action === 'update';
    if (!bounded && lastGiven(given, '--seconds', '--hitcount', '--reap'))
      return bad('recent: options are of --rcheck and --update');
    return good({
      name: 'recent',
      list: lastGiven(given, '--name')?.values[0] ?? 'DEFAULT',
      action,
      ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
      ...(hitcount === undefined ? {} : { hitcount: Number(hitcount) }),
      ...(lastGiven(given, '--reap') ? { reap: true } : {}),
      ...(lastGiven(given, '--rdest') ? { destination: true } : {}),
      ...(option.negated ? { negated: true } : {}),
    });
  },
  save: (match) =>
    `${not(match.negated)} --${match.action}${limits(match)} --name ${match.list} --mask 255.255.255.255 --r${match.destination === true ? 'dest' : 'source'}`,
  written: (match) => ` --name ${match.list}${not(match.negated)} --${match.action}${limits(match)}`,
  list(match) {
    const seconds = match.seconds === undefined ? '' : ` seconds: ${match.seconds}`;
    const hits = match.hitcount === undefined ? '' : ` hit_count: ${match.hitcount}`;
    const side = match.destination === true ? 'dest' : 'source';
    return `recent: ${match.negated === true ? '! ' : ''}${WORDS[match.action]}${seconds}${match.reap === true ? ' reap' : ''}${hits} name: ${match.list} side: ${side} mask: 255.255.255.255`;
  },
  check(match, { packet, recent: lists, now }) {
    const address = match.destination === true ? packet.dst : packet.src;
    const stamps = lists.stamps(match.list, address);
    const since = match.seconds === undefined ? 0 : now - match.seconds * 1000;
    let found = match.action === 'set' || stamps !== undefined;
    if (stamps && (match.action === 'rcheck' || match.action === 'update')) {
      found = stamps.filter((stamp) => stamp >= since).length >= (match.hitcount ?? 1);
      if (match.reap === true) lists.reap(match.list, since);
    }
    if (match.action === 'set' || (match.action === 'update' && found))
      lists.note(match.list, address, packet.ttl);
    if (match.action === 'remove') lists.remove(match.list, address);
    return found !== (match.negated === true) ? undefined : 'recent';
  },
};

function limits({ seconds, hitcount, reap }: RecentMatch): string {
  const time = seconds === undefined ? '' : ` --seconds ${seconds}`;
  return `${time}${reap === true ? ' --reap' : ''}${hitcount === undefined ? '' : ` --hitcount ${hitcount}`}`;
}
