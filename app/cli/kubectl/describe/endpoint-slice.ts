import type { Endpoint, EndpointSlice } from '../../../kube/kinds/types.data.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { typed } from '../status.decode.ts';
import { textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeEndpointSliceV1 */
export const endpointSlice: Describer = {
  kind: 'EndpointSlice',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'EndpointSlice') : undefined;
    const w = new DescriptionWriter();
    describeEndpointSlice(w, typed<EndpointSlice>(object));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

/** Everything but the events. */
export function describeEndpointSlice(w: DescriptionWriter, slice: EndpointSlice): void {
  w.line('Name', slice.metadata.name);
  w.line('Namespace', slice.metadata.namespace ?? '');
  w.labels('Labels', slice.metadata, 'labels');
  w.annotations('Annotations', slice.metadata, 'annotations');
  w.line('AddressType', slice.addressType);
  const ports = slice.ports ?? [];
  if (ports.length === 0) w.write(0, 'Ports: <unset>\n');
  else {
    w.write(0, 'Ports:\n');
    w.write(1, 'Name\tPort\tProtocol\n');
    w.write(1, '----\t----\t--------\n');
    for (const port of ports) {
      const name = (port.name ?? '') === '' ? '<unset>' : (port.name ?? '');
      w.write(1, `${name}\t${port.port ?? '<unset>'}\t${port.protocol ?? 'TCP'}\n`);
    }
  }
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length === 0) w.write(0, 'Endpoints: <none>\n');
  else {
    w.write(0, 'Endpoints:\n');
    for (const endpoint of endpoints) describeEndpoint(w, endpoint);
  }
}

function describeEndpoint(w: DescriptionWriter, endpoint: Endpoint): void {
  w.write(1, `- Addresses:\t${endpoint.addresses.join(', ')}\n`);
  const ready = endpoint.conditions?.ready;
  w.write(2, 'Conditions:\n');
  w.write(3, `Ready:\t${ready === undefined ? '<unset>' : String(ready)}\n`);
  w.write(2, `Hostname:\t${endpoint.hostname ?? '<unset>'}\n`);
  if (endpoint.targetRef !== undefined) {
    w.write(2, `TargetRef:\t${textAt(endpoint.targetRef, 'kind')}/${textAt(endpoint.targetRef, 'name')}\n`);
  }
  w.write(2, `NodeName:\t${endpoint.nodeName ?? '<unset>'}\n`);
  w.write(2, `Zone:\t${endpoint.zone ?? '<unset>'}\n`);
}
