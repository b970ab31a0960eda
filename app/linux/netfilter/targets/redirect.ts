import { bad, good } from '../../../base/result.ts';
import { ip } from '../../names.ts';
import { lastGiven, type TargetKind } from '../extension.ts';
import { parseNatPorts } from '../nat-range.ts';
import type { PortRange } from '../ports.ts';

/** Data of `-j REDIRECT`. */
export interface RedirectTarget {
  readonly name: 'REDIRECT';
  readonly ports?: PortRange;
}

/** `-j REDIRECT --to-ports 8080`: to this machine itself. */
export const redirect: TargetKind<RedirectTarget> = {
  name: 'REDIRECT',
  options: { '--to-ports': 1 },
  parse(given) {
    const text = lastGiven(given, '--to-ports')?.values[0];
    const ports = text === undefined ? undefined : parseNatPorts(text);
    if (text !== undefined && !ports) return bad(`Port \`${text}' not valid`);
    return good({ name: 'REDIRECT', ...(ports ? { ports } : {}) });
  },
  save: ({ ports }) => (ports ? ` --to-ports ${portsText(ports)}` : ''),
  list: ({ ports }) => (ports ? `redir ports ${portsText(ports)}` : ''),
  label: ({ ports }) => `REDIRECT${ports ? ` ${portsText(ports)}` : ''}`,
  act({ ports }, walk) {
    const inbound = walk.context.interfaceIn !== undefined;
    const address = inbound ? walk.context.outgoingAddress : ip('127.0.0.1');
    if (address === undefined) return { type: 'drop' };
    walk.nat = { manip: 'dst', address, ...(ports ? { ports } : {}), randomFully: false, masquerade: false };
    return { type: 'accept' };
  },
};

function portsText({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}
