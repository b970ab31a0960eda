import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { mapped, filled } from '../plain.ts';
import { resource } from '../resource.ts';
import type { Endpoints } from '../types.data.ts';

/** Endpoints, the older form of EndpointSlices. @upstream pkg/registry/core/endpoint/strategy.go */
export const endpoints = defineKind<Endpoints>({
  resource: resource('v1', 'Endpoints', 'endpoints', { short: ['ep'] }),
  wire: 'Endpoints',
  createOnUpdate: true,
  defaults: (object) => {
    const subsets = mapped(object.subsets, (subset) => {
      const ports = mapped(subset.ports, (port) => filled(port, { protocol: 'TCP' }));
      return ports === subset.ports || ports === undefined ? subset : { ...subset, ports };
    });
    return subsets === object.subsets || subsets === undefined ? object : { ...object, subsets };
  },
  columns: [NAME_COLUMN, column('Endpoints'), AGE_COLUMN],
  row: (object, { now }) => [
    object.metadata.name,
    endpointsText(object),
    ageOf(object.metadata.creationTimestamp, now),
  ],
});

const SHOWN = 3;

/** The first three `ip:port`, then how many more. @upstream printers.go formatEndpoints */
function endpointsText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const list: string[] = [];
  let count = 0;
  for (const { addresses = [], ports = [] } of subsets)
    for (const port of ports.length > 0 ? ports : [undefined])
      for (const { ip } of addresses) {
        count++;
        if (list.length < SHOWN) list.push(port === undefined ? ip : `${ip}:${port.port}`);
      }
  const text = list.join(',');
  return count > SHOWN ? `${text} + ${count - SHOWN} more...` : text;
}
