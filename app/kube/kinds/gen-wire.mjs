/**
 * Writes wire.data.ts: the field table of every type that the API server decodes, made from the Go types of
 * k8s.io/api (field order, json names, omitempty, pointers, patch strategies and list types are facts of the wire).
 * Run it by hand and commit:
 *
 *   node app/kube/kinds/gen-wire.mjs <checkout of k8s.io/api at v0.35.4>
 */
import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const PACKAGES = [
  ['core/v1', ''],
  ['apps/v1', 'apps'],
  ['batch/v1', 'batch'],
  ['discovery/v1', 'discovery'],
  ['networking/v1', 'networking'],
  ['autoscaling/v1', 'autoscalingv1'],
  ['autoscaling/v2', 'autoscalingv2'],
  ['policy/v1', 'policy'],
  ['rbac/v1', 'rbac'],
  ['coordination/v1', 'coordination'],
  ['storage/v1', 'storage'],
  ['events/v1', 'events'],
  ['authentication/v1', 'authentication'],
  ['authorization/v1', 'authorization'],
  ['scheduling/v1', 'scheduling'],
];

/** Kinds that Lintas serves; every type that can be reached from them is written. */
const ROOTS = {
  '': 'Pod PodTemplate Node Namespace Service Endpoints ConfigMap Secret ServiceAccount Event ReplicationController PersistentVolume PersistentVolumeClaim LimitRange ResourceQuota Binding PodLogOptions',
  apps: 'Deployment ReplicaSet DaemonSet StatefulSet ControllerRevision',
  batch: 'Job CronJob',
  discovery: 'EndpointSlice',
  networking: 'Ingress IngressClass NetworkPolicy ServiceCIDR IPAddress',
  autoscalingv1: 'HorizontalPodAutoscaler Scale',
  autoscalingv2: 'HorizontalPodAutoscaler',
  policy: 'PodDisruptionBudget Eviction',
  rbac: 'Role ClusterRole RoleBinding ClusterRoleBinding',
  coordination: 'Lease',
  storage: 'StorageClass',
  events: 'Event',
  authentication: 'TokenReview TokenRequest SelfSubjectReview',
  authorization:
    'SubjectAccessReview SelfSubjectAccessReview LocalSubjectAccessReview SelfSubjectRulesReview',
  scheduling: 'PriorityClass',
};

/** Types of apimachinery, in the same notation as the table. */
const META = {
  'meta.ObjectMeta':
    'name:s generateName:s namespace:s selfLink:s uid:s=types.UID resourceVersion:s generation:l creationTimestamp:t deletionTimestamp:*t deletionGracePeriodSeconds:*l labels:{}s annotations:{}s ownerReferences:[]meta.OwnerReference~uid%uid finalizers:[]s~%& managedFields:[]meta.ManagedFieldsEntry',
  'meta.OwnerReference':
    'apiVersion:s! kind:s! name:s! uid:s=types.UID! controller:*b blockOwnerDeletion:*b %#',
  'meta.ManagedFieldsEntry':
    'manager:s operation:s=v1.ManagedFieldsOperationType apiVersion:s time:*t fieldsType:s fieldsV1:*o subresource:s',
  'meta.ListMeta': 'selfLink:s resourceVersion:s continue:s remainingItemCount:*l',
  'meta.LabelSelector': 'matchLabels:{}s matchExpressions:[]meta.LabelSelectorRequirement %#',
  'meta.LabelSelectorRequirement': 'key:s! operator:s=v1.LabelSelectorOperator! values:[]s',
  'meta.Condition':
    'type:s! status:s=v1.ConditionStatus! observedGeneration:l lastTransitionTime:t! reason:s! message:s!',
  'meta.DeleteOptions':
    'kind:s apiVersion:s gracePeriodSeconds:*l preconditions:*meta.Preconditions orphanDependents:*b propagationPolicy:*s=v1.DeletionPropagation dryRun:[]s ignoreStoreReadErrorWithClusterBreakingPotential:*b',
  'meta.Preconditions': 'uid:*s=types.UID resourceVersion:*s',
  'resource.Quantity': 'q',
  'runtime.RawExtension': 'o',
  'meta.FieldSelectorRequirement': 'key:s! operator:s! values:[]s',
  'meta.MicroTime': 'u',
};

const SCALARS = {
  string: 's',
  bool: 'b',
  int32: 'i',
  int64: 'l',
  int: 'l',
  float64: 'f',
  uint32: 'i',
  '[]byte': 'y',
  'metav1.Time': 't',
  'metav1.MicroTime': 'u',
  'resource.Quantity': 'q',
  'intstr.IntOrString': 'x',
  'types.UID': 's=types.UID',
  'runtime.RawExtension': 'o',
  'types.NodeName': 's=types.NodeName',
  'metav1.Duration': 's',
};

const aliases = new Map();
const structs = new Map();

for (const [folderName, prefix] of PACKAGES) readPackage(path.join(folder, folderName), prefix);

function readPackage(packageFolder, prefix) {
  const text = fs.readFileSync(path.join(packageFolder, 'types.go'), 'utf8');
  for (const [, name, target] of text.matchAll(
    /^type (\w+) (string|\[\]\w+|map\[\w+\][\w.]+|metav1\.\w+)$/gm,
  ))
    aliases.set(`${prefix}.${name}`, target);
  for (const [, name, target] of text.matchAll(/^\t(\w+) (string)$/gm))
    if (/^type \($/m.test(text)) aliases.set(`${prefix}.${name}`, target);
  for (const match of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    const before = text.slice(Math.max(0, match.index - 600), match.index);
    const comment = before.slice(before.lastIndexOf('\n\n') + 2);
    structs.set(`${prefix}.${match[1]}`, {
      fields: readFields(match[2]),
      atomic: /\+structType=atomic/.test(comment),
    });
  }
}

function readFields(body) {
  const fields = [];
  let markers = '';
  for (const raw of body.split('\n')) {
    const line = raw.trim();
    if (line === '') markers = '';
    if (line.startsWith('//')) markers += line + '\n';
    const match = /^(?:(\w+)\s+)?([\w.*[\]]+)\s+`([^`]*)`/.exec(line);
    if (!match) continue;
    const [, , goType, tag] = match;
    const json = /json:"([^"]*)"/.exec(tag)?.[1] ?? '';
    const [name, ...options] = json.split(',');
    fields.push({
      name,
      goType,
      inline: options.includes('inline'),
      omitempty: options.includes('omitempty') || options.includes('omitzero'),
      omitzero: options.includes('omitzero'),
      mergeKey: /patchMergeKey:"([^"]*)"/.exec(tag)?.[1],
      strategy: /patchStrategy:"([^"]*)"/.exec(tag)?.[1],
      listType: /\+listType=(\w+)/.exec(markers)?.[1],
      mapType: /\+(?:mapType|structType)=(\w+)/.exec(markers)?.[1],
      mapKeys: [...markers.matchAll(/\+listMapKey=(\w+)/g)].map((found) => found[1]),
    });
    markers = '';
  }
  return fields;
}

const written = new Map();
const pending = [];

function typeCode(goType, prefix) {
  if (goType.startsWith('*')) return `*${typeCode(goType.slice(1), prefix)}`;
  if (SCALARS[goType] !== undefined) return SCALARS[goType];
  if (goType.startsWith('[]')) return `[]${typeCode(goType.slice(2), prefix)}`;
  const map = /^map\[[\w.]+\](.+)$/.exec(goType);
  if (map) return `{}${typeCode(map[1], prefix)}`;
  const foreign = /^(metav1|corev1|apiv1|v1)\.(\w+)$/.exec(goType);
  if (foreign) return foreign[1] === 'metav1' ? metaCode(foreign[2]) : typeCode(foreign[2], '');
  const name = `${prefix}.${goType}`;
  if (structs.has(name)) {
    pending.push(name);
    return shortName(name);
  }
  const target = aliases.get(name);
  if (target === undefined) throw new Error(`unknown type ${name}`);
  if (target === 'string') return `s=v1.${goType}`;
  return typeCode(target, prefix);
}

function metaCode(name) {
  if (SCALARS[`metav1.${name}`]) return SCALARS[`metav1.${name}`];
  if (name === 'ConditionStatus' || name === 'FieldsV1') return 's';
  if (META[`meta.${name}`] === undefined) throw new Error(`unknown meta type ${name}`);
  return `meta.${name}`;
}

function shortName(name) {
  return name.startsWith('.') ? name.slice(1) : name;
}

function fieldText(field, prefix) {
  const code = typeCode(field.goType, prefix);
  let text = `${field.name}:${code}`;
  // omitempty means nothing to Go's structs: times are printed as null, quantities as 0, unless omitzero is said.
  const isStruct = ['t', 'u', 'q'].includes(code);
  if (!field.omitempty || (isStruct && !field.omitzero)) text += '!';
  if (field.strategy?.includes('merge')) text += `~${field.mergeKey ?? ''}`;
  if (field.strategy?.includes('retainKeys')) text += '^';
  if (field.listType === 'map') text += `%${field.mapKeys.join(',')}`;
  else if (field.listType === 'set') text += '%&';
  else if (field.mapType === 'atomic') text += '%#';
  return text;
}

function structText(name, out = []) {
  const prefix = name.slice(0, name.indexOf('.'));
  for (const field of structs.get(name).fields) {
    if (!field.inline) out.push(fieldText(field, prefix));
    else if (field.goType === 'metav1.TypeMeta') out.push('kind:s', 'apiVersion:s');
    else structText(`${prefix}.${field.goType}`, out);
  }
  return out;
}

for (const [prefix, kinds] of Object.entries(ROOTS))
  for (const kind of kinds.split(' ')) pending.push(`${prefix}.${kind}`);
for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
  if (written.has(name)) continue;
  const fields = structText(name);
  if (structs.get(name).atomic) fields.push('%#');
  written.set(name, fields.join(' '));
}

const entries = [...written].map(([name, text]) => [shortName(name), text]);
const metaEntries = Object.entries(META).filter(
  ([name]) => name.startsWith('meta.') && name !== 'meta.MicroTime',
);
const lines = [...entries, ...metaEntries]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, text]) => `  '${name}': '${text}',`);
fs.writeFileSync(
  path.join(import.meta.dirname, 'wire.data.ts'),
  `// Made by gen-wire.mjs from the types of k8s.io/api v0.35.4; do not edit.\n\n` +
    `/**\n * The fields of every wire type in Go's order: \`name:TYPE\`, with \`!\` where the zero value is printed too, \`~key\` for a\n` +
    ` * strategic merge list (by that key, or of scalars), \`^\` for retainKeys, \`%keys\` for a list map, \`%&\` for a set, \`%#\` for\n` +
    ` * what apply takes as a whole. TYPE: s string, b bool, i int32, l int64, f float64, y bytes, q quantity, t time, u micro\n` +
    ` * time, x int or string, o anything; \`*\` pointer, \`[]\` list, \`{}\` map; \`s=GoName\` names a string type.\n */\n` +
    `export const WIRE_TYPES: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`,
);
console.log(`${entries.length} types`);
