import { bad, good, type Result } from '../../base/result.ts';
import type { Status } from '../client.ts';
import { invalid } from '../kinds/field-error.ts';
import type { KubeObject } from '../kinds/object.ts';
import { isEqual, valueAt, type PlainObject } from '../kinds/plain.ts';
import { asKubeObject } from '../kinds/typed.decode.ts';
import type { ManagedFieldsEntry } from '../kinds/types.data.ts';
import type { Api, Call, Outcome, Served } from './api.ts';
import { touched, type Writer } from './fields/entries.ts';
import { isEmptySet, type FieldSet } from './fields/field-set.ts';
import { trackChange, withEntries, writerOf } from './fields/track.ts';
import { applyTo } from './patch/apply.ts';
import { invalidStatus, notFound } from './status.ts';
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

const REPLICAS: FieldSet = { 'f:spec': { 'f:replicas': {} } };

/** Who owns the number of replicas, as the Scale shows it. */
function ownersOfReplicas({ metadata }: KubeObject): readonly ManagedFieldsEntry[] {
  return (metadata.managedFields ?? [])
    .filter((entry) => !isEmptySet(touched(entry, REPLICAS)))
    .map((entry) => ({ ...entry, apiVersion: 'autoscaling/v1', fieldsV1: REPLICAS }));
}

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
  return updateScale(api, call, (scale) => applyTo(api, target, config, scale), 'Apply');
}

/** Sets the replicas to what `change` makes of the present Scale. */
export function updateScale(
  api: Api,
  call: Call,
  change: (scale: KubeObject) => Result<KubeObject, Status>,
  operation: Writer['operation'] = 'Update',
): Outcome {
  const outcome = updateObject(
    api,
    { ...call, tracked: true },
    (old) => {
      const scale = scaleOf(call, old);
      const rule = call.kind.scale;
      if (!scale || !rule) return bad(notFound(call.kind.resource, call.name));
      const changed = change(withEntries(scale, ownersOfReplicas(old)));
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
