import type { EndpointSlice, Ingress, IngressBackend } from '../../../kube/kinds/types.data.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { DescriptionWriter } from '../description/writer.ts';
import type { Invocation } from '../invocation.ts';
import { typed } from '../status.decode.ts';
import { at, listAt, textAt } from '../unstructured.ts';
import { endpointsText } from './service.ts';

/** @upstream kubectl/pkg/describe/describe.go describeIngressV1 */
export const ingress: Describer = {
  kind: 'Ingress',
  *describe(k, object, showEvents) {
    const one = typed<Ingress>(object);
    const events = showEvents ? yield* eventsOf(k, object, 'Ingress') : undefined;
    const namespace = one.metadata.namespace ?? '';
    const w = new DescriptionWriter();
    w.line('Name', one.metadata.name);
    w.labels('Labels', one.metadata, 'labels');
    w.line('Namespace', namespace);
    w.line(
      'Address',
      listAt(one.status, 'loadBalancer', 'ingress')
        .map((address) => textAt(address, 'ip') || textAt(address, 'hostname'))
        .join(','),
    );
    w.line('Ingress Class', one.spec?.ingressClassName ?? '<none>');
    const fallback = one.spec?.defaultBackend;
    w.line(
      'Default backend',
      fallback === undefined ? '<default>' : yield* backendText(k, namespace, fallback),
    );
    describeTls(w, one);
    yield* describeRules(k, w, one, namespace);
    w.annotations('Annotations', one.metadata, 'annotations');
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeTls(w: DescriptionWriter, one: Ingress): void {
  const list = one.spec?.tls ?? [];
  if (list.length === 0) return;
  w.write(0, 'TLS:\n');
  for (const tls of list) {
    const hosts = (tls.hosts ?? []).join(',');
    w.write(
      1,
      tls.secretName === undefined ? `SNI routes ${hosts}\n` : `${tls.secretName} terminates ${hosts}\n`,
    );
  }
}

function* describeRules(k: Invocation, w: DescriptionWriter, one: Ingress, namespace: string): Sys<void> {
  w.write(0, 'Rules:\n  Host\tPath\tBackends\n');
  w.write(1, '----\t----\t--------\n');
  const rules = one.spec?.rules ?? [];
  for (const rule of rules) {
    w.write(1, `${(rule.host ?? '') === '' ? '*' : (rule.host ?? '')}\t\n`);
    for (const path of rule.http?.paths ?? []) {
      w.write(2, `\t${path.path ?? ''} \t${yield* backendText(k, namespace, path.backend)}\n`);
    }
  }
  if (rules.length === 0) {
    const fallback = one.spec?.defaultBackend;
    w.write(
      1,
      `*\t*\t${fallback === undefined ? '<default>' : yield* backendText(k, namespace, fallback)}\n`,
    );
  }
}

function* backendText(k: Invocation, namespace: string, backend: IngressBackend): Sys<string> {
  const service = backend.service;
  if (service === undefined) {
    const { apiGroup, kind, name } = backend.resource ?? { kind: '', name: '' };
    return `APIGroup: ${apiGroup ?? '<none>'}, Kind: ${kind}, Name: ${name}`;
  }
  const port = service.port?.name ?? String(service.port?.number ?? '');
  const found = yield* k.get(`/api/v1/namespaces/${namespace}/services/${service.name}`);
  if (!found.ok) return `${service.name}:${port} (<error: services "${service.name}" not found>)`;
  const listed = yield* k.get(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    labelSelector: `kubernetes.io/service-name=${service.name}`,
  });
  const slices = listed.ok ? listAt(listed.value, 'items').map((slice) => typed<EndpointSlice>(slice)) : [];
  const servicePort = listAt(found.value, 'spec', 'ports').find(
    (one) => at(one, 'port') === service.port?.number || textAt(one, 'name') === service.port?.name,
  );
  return `${service.name}:${port} (${endpointsText(slices, textAt(servicePort, 'name'))})`;
}
