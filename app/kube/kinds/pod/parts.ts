import { forbidden, type FieldError } from '../field-error.ts';
import { isEqual } from '../plain.ts';
import type { Container, Pod, PodSpec } from '../types.data.ts';
import { validatePodAlways } from './validate.ts';

/** Ephemeral containers may be added to a Pod, and nothing else be changed. @upstream ValidatePodEphemeralContainersUpdate */
export const ephemeralPart = {
  select: (object: Pod, old: Pod): Pod => {
    const added = object.spec.ephemeralContainers;
    return {
      ...old,
      metadata: object.metadata,
      spec: { ...old.spec, ...(added && { ephemeralContainers: added }) },
    };
  },
  validate: (object: Pod, old: Pod): readonly FieldError[] => {
    const now = object.spec.ephemeralContainers ?? [];
    const errors = (old.spec.ephemeralContainers ?? []).flatMap((before) => {
      const after = now.find(({ name }) => name === before.name);
      if (!after) return [kept(before.name, 'removed')];
      return isEqual(after, before) ? [] : [kept(before.name, 'changed')];
    });
    return [...validatePodAlways(object), ...errors];
  },
};

function kept(name: string, change: string): FieldError {
  const message = `existing ephemeral containers ${JSON.stringify(name)} may not be ${change}\n`;
  return forbidden('spec.ephemeralContainers', message);
}

/** A resize changes what containers ask for; all else of the body is passed over. */
export const resizePart = {
  select: (object: Pod, old: Pod): Pod => ({
    ...old,
    metadata: object.metadata,
    spec: resized(object.spec, old.spec),
  }),
  validate: (object: Pod): readonly FieldError[] => validatePodAlways(object),
};

function resized(now: PodSpec, before: PodSpec): PodSpec {
  const containers = before.containers.map((old): Container => {
    const wanted = now.containers.find(({ name }) => name === old.name);
    return wanted?.resources ? { ...old, resources: wanted.resources } : old;
  });
  return isEqual(containers, before.containers) ? before : { ...before, containers };
}
