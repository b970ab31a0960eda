import { isList, isObject, type PlainObject } from './plain.ts';
import { WireSchema, zeroScalar, type WireField, type WireShape, type WireStruct } from './wire.ts';

/** Words at the beginning of a json name that Go writes in capitals. */
const ACRONYMS = [
  'http',
  'tcp',
  'grpc',
  'tty',
  'ip',
  'os',
  'dns',
  'fs',
  'uid',
  'api',
  'nfs',
  'iscsi',
  'rbd',
  'fc',
  'csi',
  'gce',
  'aws',
  'pd',
  'ttl',
  'cidr',
  'qos',
  'tls',
  'url',
  'pid',
];
const SPECIAL: Readonly<Record<string, string>> = {
  seLinuxOptions: 'SELinuxOptions',
  seLinuxChangePolicy: 'SELinuxChangePolicy',
  cephfs: 'CephFS',
  storageos: 'StorageOS',
  cidrs: 'CIDRs',
};

/** The server's own types keep some fields in another order than the API's. */
const ORDERS: Readonly<Record<string, string>> = {
  PodSpec:
    'volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName automountServiceAccountToken nodeName securityContext imagePullSecrets hostname subdomain setHostnameAsFQDN affinity schedulerName tolerations hostAliases priorityClassName priority preemptionPolicy dnsConfig readinessGates runtimeClassName overhead enableServiceLinks topologySpreadConstraints os schedulingGates resourceClaims resources hostnameOverride workloadRef',
  PodSecurityContext:
    'seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups supplementalGroupsPolicy fsGroup fsGroupChangePolicy sysctls seccompProfile appArmorProfile seLinuxChangePolicy',
  'policy.PodDisruptionBudgetSpec': 'minAvailable selector maxUnavailable unhealthyPodEvictionPolicy',
  Volume:
    'name hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd quobyte flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume azureDisk photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image',
  PersistentVolumeSource:
    'gcePersistentDisk awsElasticBlockStore hostPath glusterfs nfs rbd quobyte iscsi flexVolume cinder cephfs fc flocker azureFile vsphereVolume azureDisk photonPersistentDisk portworxVolume scaleIO local storageos csi',
};
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/**
 * A value as error texts print the server's own types: Go's field names, everything written out, nothing as null.
 * Metadata and label selectors have json names there too.
 */
export function internalForm(type: string, value: unknown): unknown {
  const form = new InternalForm(new WireSchema());
  return form.struct(type, isObject(value) ? value : {});
}

class InternalForm {
  readonly #schema: WireSchema;

  constructor(schema: WireSchema) {
    this.#schema = schema;
  }

  struct(type: string, value: PlainObject): unknown {
    if (type.startsWith('meta.')) return value;
    if (type === 'PodTemplateSpec') return this.#template(value);
    if (type === 'ResourceRequirements' && value === undefined) return null;
    const struct = this.#schema.struct(type === 'PersistentVolumeSource' ? 'PersistentVolumeSpec' : type);
    const fields = orderedFields(struct, ORDERS[type]);
    const entries = fields.map((field) => [goName(field.name), this.#field(type, field, value)] as const);
    return Object.fromEntries(entries);
  }

  #field(type: string, field: WireField, value: PlainObject): unknown {
    const part = value[field.name];
    if (type === 'PodSpec' && field.name === 'securityContext') return this.#podSecurity(part, value);
    if (part === undefined || part === null) return field.pointer ? null : this.#zero(field.shape);
    return this.#shape(field.shape, part);
  }

  /** The host's namespaces belong to the security context in the server's own type. */
  #podSecurity(context: unknown, spec: PlainObject): unknown {
    const inner = this.struct('PodSecurityContext', isObject(context) ? context : {});
    const host = HOST_FIELDS.map((name) => {
      const value = spec[name];
      const pointer = name === 'shareProcessNamespace' || name === 'hostUsers';
      return [goName(name), value ?? (pointer ? null : false)] as const;
    });
    return { ...Object.fromEntries(host), ...(isObject(inner) ? inner : {}) };
  }

  #template(value: PlainObject): unknown {
    const metadata = isObject(value['metadata']) ? value['metadata'] : {};
    return { ...metadata, Spec: this.struct('PodSpec', isObject(value['spec']) ? value['spec'] : {}) };
  }

  #shape(shape: WireShape, value: unknown): unknown {
    switch (shape.is) {
      case 'scalar':
        return value;
      case 'struct':
        return isObject(value) ? this.struct(shape.struct, value) : null;
      case 'list':
        return isList(value) ? value.map((item) => this.#shape(shape.of, item)) : null;
      case 'map':
        return isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.#shape(shape.of, part)]))
          : null;
    }
  }

  #zero(shape: WireShape): unknown {
    if (shape.is === 'struct') return this.struct(shape.struct, {});
    return shape.is !== 'scalar' ? null : zeroScalar(shape.scalar);
  }
}

function orderedFields(struct: WireStruct, order: string | undefined): readonly WireField[] {
  if (order === undefined) return struct.fields;
  return order.split(' ').flatMap((name) => {
    const field = struct.byName.get(name);
    return field ? [field] : [];
  });
}

function goName(name: string): string {
  const special = SPECIAL[name];
  if (special !== undefined) return special;
  const word = /^[a-z]+/.exec(name)?.[0] ?? '';
  if (ACRONYMS.includes(word)) return word.toUpperCase() + name.slice(word.length);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const CONTEXT = 3;

/** How two values differ, line by line of their indented JSON, in the manner of `diff -u`. */
export function internalDiff(before: unknown, after: unknown): string {
  const [old, fresh] = [
    JSON.stringify(before, null, 1).split('\n'),
    JSON.stringify(after, null, 1).split('\n'),
  ];
  const edits = lineEdits(old, fresh);
  let text = '';
  for (const hunk of hunksOf(edits)) {
    const [first] = hunk;
    if (!first) continue;
    const removed = hunk.filter((edit) => edit.sign !== '+').length;
    const added = hunk.filter((edit) => edit.sign !== '-').length;
    text += `@@ -${first.old + 1},${removed} +${first.fresh + 1},${added} @@\n`;
    for (const { sign, line } of hunk) text += `${sign}${line}\n`;
  }
  return text;
}

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
  /** Line numbers, from 0, where this edit stands. */
  readonly old: number;
  readonly fresh: number;
}

/** The longest common subsequence of lines, removals before additions. */
function lineEdits(old: readonly string[], fresh: readonly string[]): readonly Edit[] {
  const lengths = commonLengths(old, fresh);
  const edits: Edit[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < fresh.length) {
    const [left, right] = [old[a], fresh[b]];
    if (left !== undefined && left === right) edits.push({ sign: ' ', line: left, old: a++, fresh: b++ });
    else if (left !== undefined && (right === undefined || at(lengths, a + 1, b) >= at(lengths, a, b + 1)))
      edits.push({ sign: '-', line: left, old: a++, fresh: b });
    else edits.push({ sign: '+', line: right ?? '', old: a, fresh: b++ });
  }
  return edits;
}

function commonLengths(old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = old.concat('').map(() => [...fresh.map(() => 0), 0]);
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = fresh.length - 1; b >= 0; b--) {
      const row = rows[a];
      if (row)
        row[b] =
          old[a] === fresh[b] ? at(rows, a + 1, b + 1) + 1 : Math.max(at(rows, a + 1, b), at(rows, a, b + 1));
    }
  return rows;
}

function at(rows: readonly (readonly number[])[], a: number, b: number): number {
  return rows[a]?.[b] ?? 0;
}

function hunksOf(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const hunks: Edit[][] = [];
  let end = -1;
  for (const [index, edit] of edits.entries()) {
    if (edit.sign === ' ') continue;
    const start = Math.max(index - CONTEXT, end, 0);
    const last = hunks.at(-1);
    const stop = Math.min(index + CONTEXT + 1, edits.length);
    if (last && start <= end) last.push(...edits.slice(end, stop));
    else hunks.push(edits.slice(start, stop));
    end = Math.max(end, stop);
  }
  return hunks;
}
