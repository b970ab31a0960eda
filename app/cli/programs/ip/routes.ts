import { canonicalIp, cidrContains } from '../../../base/ip.ts';
import { ip, type NetnsId } from '../../../linux/names.ts';
import type { Network, Route } from '../../../linux/network.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';

/** `ip route`: one line for a route, with a blank at its end. */
export function routeLines(network: Network, netns: NetnsId, words: readonly string[]): string {
  if (words.includes('table') && words.includes('local')) return localLines(network, netns);
  const device = words[words.indexOf('dev') + 1];
  const wanted = words.find((word) => word === 'default' || /^\d/.test(word));
  return network
    .routes(netns)
    .filter((route) => !words.includes('dev') || route.device === device)
    .filter((route) => wanted === undefined || route.destination === wanted)
    .map((route) => `${routeText(route)} \n`)
    .join('');
}

/** A route as `ip route` prints it, without the blank at the end. */
export function routeText(route: Route): string {
  if (route.type === 'blackhole') return `blackhole ${route.destination}`;
  const parts = [
    route.destination,
    ...(route.via === undefined ? [] : [`via ${route.via}`]),
    ...(route.device === '' ? [] : [`dev ${route.device}`]),
    ...(route.protocol === undefined || route.protocol === 'boot' ? [] : [`proto ${route.protocol}`]),
    ...(route.scope === undefined || route.scope === 'global' ? [] : [`scope ${route.scope}`]),
    ...(route.source === undefined ? [] : [`src ${route.source}`]),
  ];
  const hops = (route.vias ?? []).map((via) => `\n\tnexthop via ${via} dev ${route.device} weight 1`);
  return parts.join(' ') + hops.join('');
}

function localLines(network: Network, netns: NetnsId): string {
  return network
    .interfaces(netns)
    .flatMap((face) => face.addresses.map((address) => ({ face, address: address.split('/')[0] ?? '' })))
    .filter(({ address }) => !address.includes(':'))
    .map(({ face, address }) => `local ${address} dev ${face.name} proto kernel scope host src ${address} \n`)
    .join('');
}

/** `ip route get ADDRESS`: the way that a packet of this process would take. */
export function* routeGet(p: Process, network: Network, words: readonly string[]): Sys<number> {
  const [address = ''] = words;
  const to = canonicalIp(address);
  if (to === undefined) {
    yield* p.warn(`Error: any valid prefix is expected rather than "${address}".\n`);
    return 1;
  }
  const local = network
    .interfaces(p.netns)
    .find((face) => face.addresses.some((own) => own.split('/')[0] === to));
  if (local || to.startsWith('127.')) {
    yield* p.print(`local ${to} dev lo src ${to} uid ${p.user.uid} \n    cache <local> \n`);
    return 0;
  }
  const route = network.lookup(p.netns, ip(to));
  if (!route || route.type === 'blackhole') {
    yield* p.warn(
      route ? 'RTNETLINK answers: Invalid argument\n' : 'RTNETLINK answers: Network is unreachable\n',
    );
    return 2;
  }
  const via = route.via ?? route.vias?.[0];
  const source = route.source ?? sourceFor(network, p.netns, route, via ?? to);
  yield* p.print(
    `${to}${via === undefined ? '' : ` via ${via}`} dev ${route.device} src ${source} uid ${p.user.uid} \n    cache \n`,
  );
  return 0;
}

function sourceFor(network: Network, netns: NetnsId, route: Route, next: string): string {
  const face = network.interfaces(netns).find(({ name }) => name === route.device);
  const addresses = face?.addresses ?? [];
  return (addresses.find((address) => cidrContains(address, next)) ?? addresses[0] ?? '').split('/')[0] ?? '';
}

/** `ip neigh`: the gateways and neighbours that the routes name; the wires of the world know theirs. */
export function neighbours(network: Network, netns: NetnsId, device: string | undefined): string {
  const lines = new Set<string>();
  for (const route of network.routes(netns)) {
    for (const via of [...(route.via === undefined ? [] : [route.via]), ...(route.vias ?? [])]) {
      if (device !== undefined && route.device !== device) continue;
      lines.add(`${via} dev ${route.device} lladdr ${macOf(via)} REACHABLE \n`);
    }
  }
  return [...lines].join('');
}

/** Addresses of neighbours are made of their IP address, as the network makes them. */
function macOf(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return `0a:58:${octets.join(':')}`;
}
