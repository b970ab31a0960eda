import { bad, good } from '../../../base/result.ts';
import { lastGiven, type RejectWith, type TargetKind } from '../extension.ts';

/** Data of `-j REJECT`; without `with` it is a port unreachable. */
export interface RejectTarget {
  readonly name: 'REJECT';
  readonly with?: RejectWith;
}

const ANSWERS: Readonly<Record<string, RejectWith>> = {
  'icmp-port-unreachable': 'icmp-port-unreachable',
  'port-unreach': 'icmp-port-unreachable',
  'icmp6-port-unreachable': 'icmp-port-unreachable',
  'icmp-host-unreachable': 'icmp-host-unreachable',
  'host-unreach': 'icmp-host-unreachable',
  'icmp-net-unreachable': 'icmp-net-unreachable',
  'net-unreach': 'icmp-net-unreachable',
  'icmp-admin-prohibited': 'icmp-admin-prohibited',
  'admin-prohib': 'icmp-admin-prohibited',
  'tcp-reset': 'tcp-reset',
  'tcp-rst': 'tcp-reset',
};

/** `-j REJECT --reject-with icmp-port-unreachable`. */
export const reject: TargetKind<RejectTarget> = {
  name: 'REJECT',
  options: { '--reject-with': 1 },
  parse(given) {
    const text = lastGiven(given, '--reject-with')?.values[0];
    if (text === undefined) return good({ name: 'REJECT' });
    const answer = ANSWERS[text];
    return answer ? good({ name: 'REJECT', with: answer }) : bad(`unknown reject type "${text}"`);
  },
  save: (target) => ` --reject-with ${target.with ?? 'icmp-port-unreachable'}`,
  written: (target) => (target.with ? ` --reject-with ${target.with}` : ''),
  list: (target) => `reject-with ${target.with ?? 'icmp-port-unreachable'}`,
  label: (target) => `REJECT ${target.with ?? 'icmp-port-unreachable'}`,
  act: (target) => ({ type: 'reject', with: target.with ?? 'icmp-port-unreachable' }),
};
