import { bad, good } from '../../../base/result.ts';
import { lastGiven, not, type MatchKind } from '../extension.ts';

/** Data of `-m icmp`. */
export interface IcmpMatch {
  readonly name: 'icmp';
  readonly type: number | 'any';
  readonly code?: number;
  readonly negated?: true;
}

const NAMES: Readonly<Record<string, readonly [number, number?]>> = {
  'echo-reply': [0],
  'destination-unreachable': [3],
  'network-unreachable': [3, 0],
  'host-unreachable': [3, 1],
  'port-unreachable': [3, 3],
  'fragmentation-needed': [3, 4],
  redirect: [5],
  'echo-request': [8],
  'time-exceeded': [11],
  'ttl-zero-during-transit': [11, 0],
};

/** `-m icmp --icmp-type echo-request`. */
export const icmp: MatchKind<IcmpMatch> = {
  name: 'icmp',
  options: { '--icmp-type': 1 },
  parse(given) {
    const option = lastGiven(given, '--icmp-type');
    if (!option) return bad('icmp: option "--icmp-type" must be specified');
    const text = option.values[0] ?? '';
    const negated = option.negated ? ({ negated: true } as const) : {};
    if (text === 'any') return good({ name: 'icmp', type: 'any', ...negated });
    const numbers = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(text);
    const [type, code] =
      NAMES[text] ??
      [numbers?.[1], numbers?.[2]].map((part) => (part === undefined ? undefined : Number(part)));
    if (type === undefined) return bad(`Invalid ICMP type \`${text}'`);
    return good({ name: 'icmp', type, ...(code === undefined ? {} : { code }), ...negated });
  },
  save: ({ type, code, negated }) =>
    `${not(negated)} --icmp-type ${type}${code === undefined ? '' : `/${code}`}`,
  list({ type, code, negated }, numeric) {
    if (type === 'any') return `icmp ${negated === true ? '!' : ''}${numeric ? 'type 255' : 'any'}`;
    const bang = negated === true ? '!' : '';
    const name = Object.entries(NAMES).find(([, [t, c]]) => t === type && c === code)?.[0];
    if (!numeric && name !== undefined) return `icmp ${bang}${name}`;
    return `icmp${bang === '' ? '' : ' !'}type ${type}${code === undefined ? '' : ` code ${code}`}`;
  },
  check({ type, code, negated }, { packet }) {
    const same =
      type === 'any' || (packet.icmp?.type === type && (code === undefined || packet.icmp.code === code));
    return same !== (negated === true) ? undefined : 'icmp-type';
  },
};
