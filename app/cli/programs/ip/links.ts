import { ipv4Number, ipv4Text, parsePrefix } from '../../../base/ip.ts';
import type { Interface, Network } from '../../../linux/network.ts';

/** Index of the peer behind the `@` of a veth: `eth0@if7`. */
function shownName(face: Interface, network: Network): string {
  const peer = face.peer && network.interfaces(face.peer.netns).find(({ name }) => name === face.peer?.name);
  return peer ? `${face.name}@if${peer.index}` : face.name;
}

function state(face: Interface): string {
  if (face.kind === 'loopback' || face.kind === 'dummy') return 'UNKNOWN';
  return face.up ? 'UP' : 'DOWN';
}

function flags(face: Interface): string {
  if (face.kind === 'loopback') return 'LOOPBACK,UP,LOWER_UP';
  const kind = face.kind === 'dummy' ? 'BROADCAST,NOARP' : 'BROADCAST,MULTICAST';
  return face.up ? `${kind},UP,LOWER_UP` : kind;
}

function firstLine(face: Interface, network: Network, mode: string): string {
  const queue = face.kind === 'ethernet' ? 'fq_codel' : face.up ? 'noqueue' : 'noop';
  const length =
    face.kind === 'ethernet' || face.kind === 'loopback' || face.kind === 'bridge' ? ' qlen 1000' : '';
  const master = face.master === undefined ? '' : ` master ${face.master}`;
  return `${face.index}: ${shownName(face, network)}: <${flags(face)}> mtu ${face.mtu} qdisc ${queue}${master} state ${state(face)}${mode} group default${length}\n`;
}

function hardwareLine(face: Interface): string {
  if (face.kind === 'loopback') return '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n';
  return `    link/ether ${face.mac} brd ff:ff:ff:ff:ff:ff${face.peer ? ' link-netnsid 0' : ''}\n`;
}

/** `ip link`: two lines for an interface. */
export function linkText(face: Interface, network: Network): string {
  return firstLine(face, network, ' mode DEFAULT') + hardwareLine(face);
}

/** `ip addr`: the lines of an interface with its addresses. */
export function addressText(face: Interface, network: Network, only6 = false): string {
  const lines = face.addresses
    .filter((address) => !only6 || address.includes(':'))
    .map((address) => {
      const isV6 = address.includes(':');
      const scope = face.kind === 'loopback' ? 'host' : 'global';
      const broadcast = isV6 || face.kind === 'loopback' ? '' : broadcastOf(address);
      const label = isV6 ? '' : ` ${face.name}`;
      return `    ${isV6 ? 'inet6' : 'inet'} ${address}${broadcast} scope ${scope}${label}\n       valid_lft forever preferred_lft forever\n`;
    });
  return firstLine(face, network, '') + hardwareLine(face) + lines.join('');
}

function broadcastOf(address: string): string {
  const prefix = parsePrefix(address);
  const number = ipv4Number(address.split('/')[0] ?? '');
  if (!prefix || number < 0 || prefix.length >= 31) return '';
  const hosts = prefix.length === 0 ? 0xffff_ffff : (0xffff_ffff >>> prefix.length) >>> 0;
  return ` brd ${ipv4Text((number | hosts) >>> 0)}`;
}

/** `ip -br addr`: one line for an interface. */
export function briefAddresses(faces: readonly Interface[], network: Network): string {
  return faces
    .map(
      (face) =>
        `${shownName(face, network).padEnd(16)} ${state(face).padEnd(14)} ${face.addresses.map((address) => `${address} `).join('')}\n`,
    )
    .join('');
}

/** `ip -br link`. */
export function briefLinks(faces: readonly Interface[], network: Network): string {
  return faces
    .map((face) => {
      const mac = face.kind === 'loopback' ? '00:00:00:00:00:00' : face.mac;
      return `${shownName(face, network).padEnd(16)} ${state(face).padEnd(14)} ${mac} <${flags(face)}> \n`;
    })
    .join('');
}
