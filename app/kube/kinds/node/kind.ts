import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type Cell, type KindContext } from '../kind.ts';
import { forbidden, item, type FieldError } from '../field-error.ts';
import { validateCidr } from '../ip-fields.ts';
import { isEqual } from '../plain.ts';
import { validateTaints } from '../pod/validate-scheduling.ts';
import { resource } from '../resource.ts';
import type { Node } from '../types.data.ts';

/** Nodes. @upstream pkg/registry/core/node/strategy.go */
export const node = defineKind<Node>({
  resource: resource('v1', 'Node', 'nodes', { short: ['no'], cluster: true }),
  wire: 'Node',
  subresources: ['status', 'proxy'],
  defaults: defaultNode,
  validate: ({ spec }) => [
    ...validateTaints(spec?.taints, 'metadata.taints'),
    ...(spec?.podCIDRs ?? []).flatMap((one, index) => validateCidr(one, item('spec.podCIDRs', index))),
  ],
  validateUpdate,
  fieldNames: ['spec.unschedulable'],
  fields: ({ spec }) => ({ 'spec.unschedulable': String(spec?.unschedulable ?? false) }),
  columns: [
    NAME_COLUMN,
    column('Status'),
    column('Roles'),
    AGE_COLUMN,
    column('Version'),
    column('Internal-IP', 'string', 1),
    column('External-IP', 'string', 1),
    column('OS-Image', 'string', 1),
    column('Kernel-Version', 'string', 1),
    column('Container-Runtime', 'string', 1),
  ],
  row: nodeRow,
});

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeRow(object: Node, { now }: KindContext): readonly Cell[] {
  const { metadata, status } = object;
  const system = status?.nodeInfo;
  return [
    metadata.name,
    nodeStatus(object),
    rolesOf(metadata.labels ?? {}).join(',') || '<none>',
    ageOf(metadata.creationTimestamp, now),
    system?.kubeletVersion ?? '',
    addressOf(object, 'InternalIP'),
    addressOf(object, 'ExternalIP'),
    system?.osImage || '<unknown>',
    system?.kernelVersion || '<unknown>',
    system?.containerRuntimeVersion || '<unknown>',
  ];
}

function nodeStatus({ spec, status }: Node): string {
  const ready = (status?.conditions ?? []).find((one) => one.type === 'Ready');
  const words = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (spec?.unschedulable === true) words.push('SchedulingDisabled');
  return words.join(',');
}

function rolesOf(labels: Readonly<Record<string, string>>): readonly string[] {
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX))
      return key.length > ROLE_PREFIX.length ? [key.slice(ROLE_PREFIX.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].toSorted();
}

function addressOf({ status }: Node, type: string): string {
  return (status?.addresses ?? []).find((one) => one.type === type)?.address ?? '<none>';
}

function defaultNode(object: Node): Node {
  const { spec, status } = object;
  const cidrs =
    spec?.podCIDR && (spec.podCIDRs ?? []).length === 0 ? { ...spec, podCIDRs: [spec.podCIDR] } : spec;
  const allocatable =
    status?.capacity && !status.allocatable ? { ...status, allocatable: status.capacity } : status;
  if (cidrs === spec && allocatable === status) return object;
  return { ...object, ...(cidrs && { spec: cidrs }), ...(allocatable && { status: allocatable }) };
}

/** @upstream ValidateNodeUpdate */
function validateUpdate({ spec }: Node, { spec: old }: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  if ((old?.podCIDRs ?? []).length > 0 && !isEqual(old?.podCIDRs, spec?.podCIDRs))
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  if (old?.providerID && old.providerID !== spec?.providerID)
    errors.push(
      forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'),
    );
  return [...errors, ...validateTaints(spec?.taints, 'metadata.taints')];
}
