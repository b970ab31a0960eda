/**
 * Writes types.data.ts: the types of every Kubernetes object that the API server knows, made from the same schema that
 * the editor and the field check use. Run it by hand after the schema changed, and commit:
 *
 *   node app/kube/kinds/gen-types.mjs
 *
 * A field is optional unless the schema requires it or names a default for it: defaults are applied once, at the door.
 */
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const schema = JSON.parse(fs.readFileSync(path.join(here, '../../ui/editor/schema/k8s.schema.json'), 'utf8'));

/** Fields that the API server or its defaulting always fills in, beyond what the schema can say. */
const ALWAYS = {
  ObjectMeta: ['name', 'uid', 'resourceVersion', 'creationTimestamp'],
  ServiceSpec: ['type', 'sessionAffinity'],
  ServicePort: ['targetPort'],
  PodSpec: ['restartPolicy', 'dnsPolicy', 'terminationGracePeriodSeconds', 'schedulerName'],
  Container: ['imagePullPolicy', 'resources', 'terminationMessagePath', 'terminationMessagePolicy'],
  DeploymentSpec: ['replicas', 'strategy', 'revisionHistoryLimit', 'progressDeadlineSeconds'],
  ReplicaSetSpec: ['replicas'],
  Pod: ['spec', 'status'],
  Service: ['spec', 'status'],
  Node: ['spec', 'status'],
  Namespace: ['spec', 'status'],
  Deployment: ['spec', 'status'],
  ReplicaSet: ['spec', 'status'],
  DaemonSet: ['spec', 'status'],
  StatefulSet: ['spec', 'status'],
  Job: ['spec', 'status'],
  PodTemplateSpec: ['metadata', 'spec'],
};

/** Fields that Go prints even when nobody has filled them: they come as null. */
const NULLABLE = { PodCondition: ['lastProbeTime'] };

const used = new Map();
function nameOf(definition) {
  const short = definition.replace(
    /^(ApisMetaV1|CoreV1|AppsV1|BatchV1|DiscoveryV1|NetworkingV1|PolicyV1|RbacV1|CoordinationV1|StorageV1|ApiResource|UtilIntstr)/,
    '',
  );
  const clash = {
    DiscoveryV1EndpointPort: 'SlicePort',
    AutoscalingV1HorizontalPodAutoscaler: 'HorizontalPodAutoscalerV1',
    AutoscalingV1HorizontalPodAutoscalerSpec: 'HorizontalPodAutoscalerV1Spec',
    AutoscalingV1HorizontalPodAutoscalerStatus: 'HorizontalPodAutoscalerV1Status',
    AutoscalingV1CrossVersionObjectReference: 'CrossVersionObjectReferenceV1',
  };
  return clash[definition] ?? short.replace(/^AutoscalingV2/, '');
}

const SCALARS = {
  ApiResourceQuantity: 'string',
  UtilIntstrIntOrString: 'number | string',
  ApisMetaV1Time: 'string',
  ApisMetaV1MicroTime: 'string',
  ApisMetaV1FieldsV1: 'Readonly<Record<string, unknown>>',
};

function typeOf(node) {
  if (!node) return 'unknown';
  if (node.$ref) {
    const definition = node.$ref.replace('#/definitions/', '');
    return SCALARS[definition] ?? nameOf(definition);
  }
  if (node.const !== undefined) return JSON.stringify(node.const).replaceAll('"', "'");
  if (node.enum) return node.enum.map((value) => `'${value}'`).join(' | ');
  const type = Array.isArray(node.type) ? node.type.find((name) => name !== 'null') : node.type;
  if (type === 'array') return `readonly ${wrap(typeOf(node.items))}[]`;
  if (type === 'object' && node.additionalProperties && node.additionalProperties !== true)
    return `Readonly<Record<string, ${typeOf(node.additionalProperties)}>>`;
  if (type === 'object') return 'Readonly<Record<string, unknown>>';
  return { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' }[type] ?? 'unknown';
}

function wrap(type) {
  return /[ |]/.test(type) ? `(${type})` : type;
}

const out = ['// Made by gen-types.mjs from k8s.schema.json; do not edit.', ''];
for (const [definition, node] of Object.entries(schema.definitions)) {
  if (SCALARS[definition] || definition === 'List' || definition === 'ApisMetaV1ListMeta') continue;
  const name = nameOf(definition);
  if (used.has(name)) throw new Error(`${name}: ${used.get(name)} and ${definition}`);
  used.set(name, definition);
  const needed = new Set([...(node.required ?? []), ...(ALWAYS[name] ?? [])]);
  if (node.properties?.kind?.const) needed.add('metadata');
  out.push(`export interface ${name} {`);
  for (const [field, value] of Object.entries(node.properties ?? {})) {
    const key = /^[A-Za-z_]\w*$/.test(field) ? field : `'${field}'`;
    const filled = needed.has(field) || value.default !== undefined;
    const type = NULLABLE[name]?.includes(field) ? `${typeOf(value)} | null` : typeOf(value);
    out.push(`  readonly ${key}${filled ? '' : '?'}: ${type};`);
  }
  out.push('}', '');
}
fs.writeFileSync(path.join(here, 'types.data.ts'), out.join('\n'));
