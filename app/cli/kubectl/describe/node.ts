import type { Node } from '../../../kube/kinds/types.data.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { describeNodePods } from '../description/node-pods.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { byCodePoint } from '../go/json.ts';
import { typed } from '../status.decode.ts';
import { fieldsAt, listAt, textAt } from '../unstructured.ts';

const ROLE = 'node-role.kubernetes.io/';

/** @upstream kubectl/pkg/describe/describe.go describeNode */
export const node: Describer = {
  kind: 'Node',
  *describe(k, object, showEvents) {
    const one = typed<Node>(object);
    const name = one.metadata.name;
    const lease = yield* k.get(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`);
    const listed = yield* k.get('/api/v1/pods', {
      fieldSelector: `spec.nodeName=${name},status.phase!=Failed,status.phase!=Succeeded`,
      limit: '500',
    });
    const events = showEvents ? yield* eventsOf(k, object, 'Node') : undefined;
    const w = new DescriptionWriter();
    describeHead(w, one);
    describeLease(w, lease.ok ? lease.value : undefined);
    describeConditions(w, one);
    describeMachine(w, one);
    describeNodePods(k, w, one, listed.ok ? listAt(listed.value, 'items') : []);
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeHead(w: DescriptionWriter, { metadata, spec }: Node): void {
  w.line('Name', metadata.name);
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE) && key.length > ROLE.length) return [key.slice(ROLE.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  w.line('Roles', roles.length === 0 ? '<none>' : [...new Set(roles)].toSorted(byCodePoint).join(','));
  w.labels('Labels', metadata, 'labels');
  w.annotations('Annotations', metadata, 'annotations');
  w.line('CreationTimestamp', rfc1123(metadata.creationTimestamp));
  const taints = (spec?.taints ?? [])
    .toSorted((a, b) => byCodePoint(a.effect, b.effect) || byCodePoint(a.key, b.key))
    .map(
      (taint) => `${taint.key}${(taint.value ?? '') === '' ? '' : `=${taint.value ?? ''}`}:${taint.effect}`,
    );
  w.line('Taints', taints.length === 0 ? '<none>' : taints.join('\n\t'));
  w.line('Unschedulable', String(spec?.unschedulable === true));
}

function describeLease(w: DescriptionWriter, lease: unknown): void {
  w.write(0, 'Lease:\n');
  if (lease === undefined) {
    w.write(1, 'Failed to get lease\n');
    return;
  }
  const [acquired, renewed] = [textAt(lease, 'spec', 'acquireTime'), textAt(lease, 'spec', 'renewTime')];
  w.write(1, `HolderIdentity:\t${textAt(lease, 'spec', 'holderIdentity') || '<unset>'}\n`);
  w.write(1, `AcquireTime:\t${acquired === '' ? '<unset>' : rfc1123(acquired)}\n`);
  w.write(1, `RenewTime:\t${renewed === '' ? '<unset>' : rfc1123(renewed)}\n`);
}

function describeConditions(w: DescriptionWriter, { status }: Node): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    w.write(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n');
    w.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
    for (const one of conditions) {
      w.write(
        1,
        `${one.type} \t${one.status} \t${rfc1123(one.lastHeartbeatTime)} \t${rfc1123(one.lastTransitionTime)} \t` +
          `${one.reason ?? ''} \t${one.message ?? ''}\n`,
      );
    }
  }
  w.write(0, 'Addresses:\n');
  for (const address of status?.addresses ?? []) w.write(1, `${address.type}:\t${address.address}\n`);
}

function describeMachine(w: DescriptionWriter, { spec, status }: Node): void {
  for (const [title, field] of [
    ['Capacity', 'capacity'],
    ['Allocatable', 'allocatable'],
  ] as const) {
    const amounts = Object.entries(fieldsAt(status, field)).toSorted(([a], [b]) => byCodePoint(a, b));
    if (amounts.length === 0) continue;
    w.write(0, `${title}:\n`);
    for (const [name, amount] of amounts) w.write(0, `  ${name}:\t${String(amount)}\n`);
  }
  const facts = status?.nodeInfo;
  w.write(0, 'System Info:\n');
  w.write(0, `  Machine ID:\t${facts?.machineID ?? ''}\n`);
  w.write(0, `  System UUID:\t${facts?.systemUUID ?? ''}\n`);
  w.write(0, `  Boot ID:\t${facts?.bootID ?? ''}\n`);
  w.write(0, `  Kernel Version:\t${facts?.kernelVersion ?? ''}\n`);
  w.write(0, `  OS Image:\t${facts?.osImage ?? ''}\n`);
  w.write(0, `  Operating System:\t${facts?.operatingSystem ?? ''}\n`);
  w.write(0, `  Architecture:\t${facts?.architecture ?? ''}\n`);
  w.write(0, `  Container Runtime Version:\t${facts?.containerRuntimeVersion ?? ''}\n`);
  w.write(0, `  Kubelet Version:\t${facts?.kubeletVersion ?? ''}\n`);
  w.write(0, `  Kube-Proxy Version:\t${textAt(facts, 'kubeProxyVersion')}\n`);
  if ((spec?.podCIDR ?? '') !== '') w.line('PodCIDR', spec?.podCIDR ?? '');
  if ((spec?.podCIDRs ?? []).length > 0) w.line('PodCIDRs', (spec?.podCIDRs ?? []).join(','));
  if ((spec?.providerID ?? '') !== '') w.line('ProviderID', spec?.providerID ?? '');
}
