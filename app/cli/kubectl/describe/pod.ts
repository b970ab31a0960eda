import type { Pod } from '../../../kube/kinds/types.data.ts';
import { describeContainers } from '../description/containers.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { describeSpread, describeTolerations } from '../description/pod-template.ts';
import { controllerText } from '../description/selector.ts';
import { rfc1123, since } from '../description/time.ts';
import { describeVolumes } from '../description/volumes.ts';
import { DescriptionWriter } from '../description/writer.ts';
import type { Invocation } from '../invocation.ts';
import { typed } from '../status.decode.ts';
import { listAt, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describePod */
export const pod: Describer = {
  kind: 'Pod',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'Pod') : undefined;
    const w = new DescriptionWriter();
    const one = typed<Pod>(object);
    describeHead(k, w, one);
    describeAddresses(w, one);
    const { spec, status } = one;
    const init = listAt(spec, 'initContainers');
    if (init.length > 0) {
      describeContainers(
        w,
        'Init Containers',
        init,
        { statuses: listAt(status, 'initContainerStatuses'), pod: one },
        '',
      );
    }
    describeContainers(
      w,
      'Containers',
      spec.containers,
      { statuses: listAt(status, 'containerStatuses'), pod: one },
      '',
    );
    const ephemeral = listAt(spec, 'ephemeralContainers');
    if (ephemeral.length > 0) {
      const statuses = listAt(status, 'ephemeralContainerStatuses');
      describeContainers(w, 'Ephemeral Containers', ephemeral, { statuses, pod: one }, '');
    }
    describeConditions(w, one);
    describeVolumes(w, listAt(spec, 'volumes'), '');
    w.line('QoS Class', status?.qosClass ?? '');
    w.labels('Node-Selectors', spec, 'nodeSelector');
    describeTolerations(w, 'Tolerations', listAt(spec, 'tolerations'));
    describeSpread(w, listAt(spec, 'topologySpreadConstraints'), '');
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeHead(k: Invocation, w: DescriptionWriter, { metadata, spec, status }: Pod): void {
  w.line('Name', metadata.name);
  w.line('Namespace', metadata.namespace ?? '');
  if (spec.priority !== undefined) w.line('Priority', spec.priority);
  if ((spec.priorityClassName ?? '') !== '') w.line('Priority Class Name', spec.priorityClassName ?? '');
  if ((spec.runtimeClassName ?? '') !== '') w.line('Runtime Class Name', spec.runtimeClassName ?? '');
  if ((spec.serviceAccountName ?? '') !== '') w.line('Service Account', spec.serviceAccountName ?? '');
  w.line('Node', (spec.nodeName ?? '') === '' ? '<none>' : `${spec.nodeName ?? ''}/${status?.hostIP ?? ''}`);
  if (status?.startTime !== undefined) w.line('Start Time', rfc1123(status.startTime));
  w.labels('Labels', metadata, 'labels');
  w.annotations('Annotations', metadata, 'annotations');
  const phase = status?.phase ?? '';
  if (metadata.deletionTimestamp !== undefined && phase !== 'Failed' && phase !== 'Succeeded') {
    w.line('Status', `Terminating (lasts ${since(k, metadata.deletionTimestamp)})`);
    w.line('Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else w.line('Status', phase);
  if (textAt(status, 'reason') !== '') w.line('Reason', textAt(status, 'reason'));
  if (textAt(status, 'message') !== '') w.line('Message', textAt(status, 'message'));
  const profile = textAt(spec, 'securityContext', 'seccompProfile', 'type');
  if (profile !== '') w.line('SeccompProfile', profile);
}

function describeAddresses(w: DescriptionWriter, one: Pod): void {
  w.line('IP', one.status?.podIP ?? '');
  const ips = one.status?.podIPs ?? [];
  if (ips.length === 0) w.write(0, 'IPs:\t<none>\n');
  else {
    w.write(0, 'IPs:\n');
    for (const { ip } of ips) w.write(1, `IP:\t${ip}\n`);
  }
  const owner = controllerText(one);
  if (owner !== '') w.line('Controlled By', owner);
  if ((one.status?.nominatedNodeName ?? '') !== '')
    w.line('NominatedNodeName', one.status?.nominatedNodeName ?? '');
}

function describeConditions(w: DescriptionWriter, { spec, status }: Pod): void {
  const conditions = status?.conditions ?? [];
  const gates = spec.readinessGates ?? [];
  if (gates.length > 0) {
    w.write(0, 'Readiness Gates:\n  Type\tStatus\n');
    for (const gate of gates) {
      const found = conditions.find((condition) => condition.type === gate.conditionType);
      w.write(1, `${gate.conditionType} \t${found?.status ?? '<none>'} \n`);
    }
  }
  if (conditions.length === 0) return;
  w.write(0, 'Conditions:\n  Type\tStatus\n');
  for (const condition of conditions) w.write(1, `${condition.type} \t${condition.status} \n`);
}
