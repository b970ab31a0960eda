import { bad, good, type Result } from '../../base/result.ts';
import type { Status } from '../client.ts';
import { invalid } from '../kinds/field-error.ts';
import type { KubeObject } from '../kinds/object.ts';
import { isEqual, textAt, valueAt, type PlainObject } from '../kinds/plain.ts';
import { asKubeObject, retyped } from '../kinds/typed.decode.ts';
import type { Pod } from '../kinds/types.data.ts';
import type { Api, Call, Outcome, Served } from './api.ts';
import { decodeBody, readBody } from './body.ts';
import { deleteObject } from './delete.ts';
import { touched, type Writer } from './fields/entries.ts';
import { isEmptySet, type FieldSet } from './fields/field-set.ts';
import { trackChange, withEntries, writerOf } from './fields/track.ts';
import { applyTo } from './patch/apply.ts';
import { conflict, failure, invalidStatus, notFound, qualified } from './status.ts';
import { updateObject } from './write.ts';

/** autoscaling/v1 Scale: the number of replicas of anything that has some. */
export interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

/** What Scale is decoded as. */
export const SCALE: Omit<Served, 'kind'> = {
  group: 'autoscaling',
  version: 'v1',
  kindName: 'Scale',
  wire: 'autoscalingv1.Scale',
};

/** The Scale of an object. */
export function scaleOf(call: Call, object: KubeObject): Scale | undefined {
  const rule = call.kind.scale;
  if (!rule) return undefined;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = rule.replicas(object);
  const selector = rule.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: rule.statusReplicas(object), ...(selector !== '' && { selector }) },
  };
}

const REPLICAS: FieldSet = { 'f:spec': { 'f:replicas': {} } };

/** Whoever scales owns the number of replicas from then on. @upstream managedfields/internal/scalehandler.go */
function trackScale(
  call: Call,
  old: KubeObject,
  scaled: KubeObject,
  operation: Writer['operation'],
): KubeObject {
  const entries = old.metadata.managedFields ?? [];
  const changed = isEqual(valueAt(old, 'spec'), valueAt(scaled, 'spec')) ? {} : REPLICAS;
  return withEntries(scaled, trackChange(entries, writerOf(call, operation), changed, {}, undefined));
}

/** Applies a Scale: a conflict when somebody else owns the number of replicas. */
export function applyScale(api: Api, call: Call, config: PlainObject): Outcome {
  const target: Call = { ...call, served: { ...call.served, ...SCALE }, tracked: true };
  const change = (scale: KubeObject, old: KubeObject): Result<KubeObject, Status> => {
    const owners = (old.metadata.managedFields ?? [])
      .filter((entry) => !isEmptySet(touched(entry, REPLICAS)))
      .map((entry) => ({ ...entry, apiVersion: 'autoscaling/v1', fieldsV1: REPLICAS }));
    const applied = applyTo(api, target, config, withEntries(scale, owners));
    return applied;
  };
  return updateScale(api, call, change, 'Apply');
}

/** Sets the replicas to what `change` makes of the present Scale. */
export function updateScale(
  api: Api,
  call: Call,
  change: (scale: KubeObject, old: KubeObject) => Result<KubeObject, Status>,
  operation: Writer['operation'] = 'Update',
): Outcome {
  const outcome = updateObject(
    api,
    { ...call, tracked: true },
    (old) => {
      const scale = scaleOf(call, old);
      const rule = call.kind.scale;
      if (!scale || !rule) return bad(notFound(call.kind.resource, call.name));
      const changed = change(scale, old);
      if (!changed.ok) return changed;
      const replicas = Number(valueAt(changed.value, 'spec', 'replicas') ?? 0);
      if (replicas < 0)
        return bad(
          invalidStatus({ group: 'autoscaling', kind: 'Scale' }, call.name, [
            invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
          ]),
        );
      const { resourceVersion } = changed.value.metadata;
      const scaled = trackScale(call, old, rule.scaled(old, replicas), operation);
      return good({ ...scaled, metadata: { ...scaled.metadata, resourceVersion } });
    },
    'all',
  );
  if (!outcome.ok) return outcome;
  return good({ code: outcome.value.code, object: scaleOf(call, asKubeObject(outcome.value.object)) });
}

/** Binds a Pod to a node. @upstream pkg/registry/core/pod/storage BindingREST */
export function bindPod(api: Api, call: Call): Outcome {
  const read = decodeBody(api, { ...call, served: { ...call.served, kindName: 'Binding', wire: 'Binding' } });
  if (!read.ok) return read;
  const target = valueAt(read.value, 'target');
  const kindName = textAt(target, 'kind');
  const node = textAt(target, 'name');
  if (node === '')
    return bad(
      invalidStatus({ group: '', kind: 'Binding' }, call.name, [
        { reason: 'FieldValueRequired', field: 'target.name', message: 'Required value' },
      ]),
    );
  if (kindName !== '' && kindName !== 'Node')
    return bad(
      invalidStatus({ group: '', kind: 'Binding' }, call.name, [
        {
          reason: 'FieldValueNotSupported',
          field: 'target.kind',
          message: `Unsupported value: "${kindName}": supported values: "Node", "<empty>"`,
        },
      ]),
    );
  const outcome = assignPod(api, call, node);
  if (outcome) return bad(outcome);
  return good({
    code: 201,
    object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  });
}

function assignPod(api: Api, call: Call, node: string): Status | undefined {
  const old = api.store.get(call.kind, call.namespace, call.name);
  if (!old) return notFound(call.kind.resource, call.name);
  const pod = retyped<Pod>(old);
  const subject = { ...call.kind.resource, plural: `${call.kind.resource.plural}/binding` };
  if (pod.metadata.deletionTimestamp !== undefined)
    return conflict(subject, call.name, `pod ${call.name} is being deleted, cannot be assigned to a host`);
  if (pod.spec?.nodeName)
    return conflict(
      subject,
      call.name,
      `pod ${call.name} is already assigned to node "${pod.spec.nodeName}"`,
    );
  if (call.dryRun) return undefined;
  const condition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: new Date(api.context().now).toISOString().replace(/\.\d+Z$/, 'Z'),
    observedGeneration: pod.metadata.generation,
  };
  const conditions = (pod.status?.conditions ?? []).filter((one) => one.type !== 'PodScheduled');
  api.store.put(
    call.kind,
    retyped({
      ...pod,
      spec: { ...pod.spec, nodeName: node },
      status: { ...pod.status, conditions: [...conditions, condition] },
    }),
  );
  return undefined;
}

/** Evicts a Pod as far as its disruption budgets allow. @upstream pkg/registry/core/pod/storage EvictionREST */
export function evictPod(api: Api, call: Call): Outcome {
  const read = readBody(call);
  if (!read.ok) return read;
  const deleted = deleteObject(api, {
    ...call,
    request: withoutBody(call, valueAt(read.value, 'deleteOptions')),
  });
  if (!deleted.ok) return deleted;
  return good({
    code: 201,
    object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  });
}

function withoutBody(call: Call, options: unknown): Call['request'] {
  const { body: _body, ...request } = call.request;
  return options === undefined ? request : { ...request, body: options };
}

/** 404 for a subresource whose object is missing. */
export function missing(call: Call): Status {
  return failure(404, 'NotFound', `${qualified(call.kind.resource)} "${call.name}" not found`);
}
