import { ipv4Number, parsePrefix, prefixSize } from '../../../base/ip.ts';
import type { Service, ServiceSpec } from '../../kinds/types.data.ts';
import { reservedSize, type Bands } from './bands.ts';

/** Which addresses of a network are given out, in which order. */
export function addressBands(cidr: string): Bands {
  const prefix = parsePrefix(cidr);
  const size = prefix ? prefixSize(prefix) : 0;
  const network = ipv4Number(cidr.split('/')[0] ?? '');
  // Neither the network's own address nor the last one is given out.
  const first = network + 1;
  const last = network + size - 2;
  return { first, last, dynamic: first + reservedSize(size - 2, 16, 256, 16) };
}

/** A Service by namespace and name. */
export function nameOf({ metadata }: Service): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The cluster addresses that a Service holds. */
export function addressesOf(spec: ServiceSpec | undefined): readonly string[] {
  return (spec?.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== '');
}

/** The node ports that a Service holds. */
export function portsOf(spec: ServiceSpec | undefined): readonly number[] {
  const health = spec?.healthCheckNodePort ? [spec.healthCheckNodePort] : [];
  return [...(spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : [])), ...health];
}
