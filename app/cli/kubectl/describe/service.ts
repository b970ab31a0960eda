import type { EndpointSlice, Service } from '../../../kube/kinds/types.data.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { labelsText } from '../description/selector.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { typed } from '../status.decode.ts';
import { listAt } from '../unstructured.ts';

const SHOWN_ENDPOINTS = 3;

/** @upstream kubectl/pkg/describe/describe.go describeService */
export const service: Describer = {
  kind: 'Service',
  *describe(k, object, showEvents) {
    const svc = typed<Service>(object);
    const namespace = svc.metadata.namespace ?? '';
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
    const listed = yield* k.get(path, { labelSelector: `kubernetes.io/service-name=${svc.metadata.name}` });
    const slices = listed.ok ? listAt(listed.value, 'items').map((slice) => typed<EndpointSlice>(slice)) : [];
    const events = showEvents ? yield* eventsOf(k, object, 'Service') : undefined;
    const w = new DescriptionWriter();
    describeService(w, svc, slices);
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

/** Everything but the events. */
export function describeService(w: DescriptionWriter, svc: Service, slices: readonly EndpointSlice[]): void {
  const { metadata, spec } = svc;
  w.line('Name', metadata.name);
  w.line('Namespace', metadata.namespace ?? '');
  w.labels('Labels', metadata, 'labels');
  w.annotations('Annotations', metadata, 'annotations');
  w.line('Selector', labelsText(spec, 'selector'));
  w.line('Type', spec.type);
  describeAddresses(w, svc);
  for (const port of spec.ports ?? []) {
    const name = (port.name ?? '') === '' ? '<unset>' : (port.name ?? '');
    const protocol = port.protocol ?? 'TCP';
    w.write(0, `Port:\t${name}\t${port.port}/${protocol}\n`);
    w.line('TargetPort', `${port.targetPort ?? 0}/${protocol}`);
    if ((port.nodePort ?? 0) !== 0) w.write(0, `NodePort:\t${name}\t${port.nodePort ?? 0}/${protocol}\n`);
    w.line('Endpoints', endpointsText(slices, port.name ?? ''));
  }
  describePolicies(w, svc);
}

function describeAddresses(w: DescriptionWriter, { spec, status }: Service): void {
  if (spec.ipFamilyPolicy !== undefined) w.line('IP Family Policy', spec.ipFamilyPolicy);
  w.line('IP Families', (spec.ipFamilies ?? []).join(',') || '<none>');
  w.line('IP', spec.clusterIP ?? '');
  w.line('IPs', (spec.clusterIPs ?? []).join(',') || '<none>');
  if ((spec.externalIPs ?? []).length > 0) w.line('External IPs', (spec.externalIPs ?? []).join(','));
  if ((spec.loadBalancerIP ?? '') !== '') w.line('Desired LoadBalancer IP', spec.loadBalancerIP ?? '');
  if ((spec.externalName ?? '') !== '') w.line('External Name', spec.externalName ?? '');
  const ingress = (status?.loadBalancer?.ingress ?? []).map((one) => {
    if ((one.ip ?? '') === '') return one.hostname ?? '';
    return one.ipMode === undefined ? (one.ip ?? '') : `${one.ip ?? ''} (${one.ipMode})`;
  });
  if (ingress.length > 0) w.line('LoadBalancer Ingress', ingress.join(', '));
}

function describePolicies(w: DescriptionWriter, { spec }: Service): void {
  w.line('Session Affinity', spec.sessionAffinity ?? '');
  if ((spec.externalTrafficPolicy ?? '') !== '')
    w.line('External Traffic Policy', spec.externalTrafficPolicy ?? '');
  if (spec.internalTrafficPolicy !== undefined) w.line('Internal Traffic Policy', spec.internalTrafficPolicy);
  if ((spec.healthCheckNodePort ?? 0) !== 0) w.line('HealthCheck NodePort', spec.healthCheckNodePort ?? 0);
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) w.line('LoadBalancer Source Ranges', ranges.join(','));
  if (spec.trafficDistribution !== undefined) w.line('Traffic Distribution', spec.trafficDistribution);
}

/** The first ready endpoints behind a port of that name, and how many more there are. */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap((slice) => {
    const ready = (slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready !== false);
    const ports = slice.ports ?? [];
    if (ports.length === 0) return ready.map((endpoint) => endpoint.addresses[0] ?? '');
    return ports
      .filter((port) => (port.name ?? '') === portName)
      .flatMap((port) => ready.map((endpoint) => joinHostPort(endpoint.addresses[0] ?? '', port.port ?? 0)));
  });
  const shown = all.slice(0, SHOWN_ENDPOINTS).join(',');
  return all.length > SHOWN_ENDPOINTS ? `${shown} + ${all.length - SHOWN_ENDPOINTS} more...` : shown;
}

function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
