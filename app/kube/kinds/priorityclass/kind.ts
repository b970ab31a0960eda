import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { forbidden, notSupported, type FieldError } from '../field-error.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { filled } from '../plain.ts';
import { resource } from '../resource.ts';

/** How important Pods are. */
export interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: string;
}

const POLICIES = ['Never', 'PreemptLowerPriority'];
const HIGHEST_USER = 1_000_000_000;
const SYSTEM: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** PriorityClasses. @upstream pkg/registry/scheduling/priorityclass/strategy.go */
export const priorityclass = defineKind<PriorityClass>({
  resource: resource('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', {
    short: ['pc'],
    cluster: true,
  }),
  wire: 'scheduling.PriorityClass',
  createOnUpdate: true,
  generation: true,
  defaults: (object) => filled(object, { preemptionPolicy: 'PreemptLowerPriority' }),
  validate: validateClass,
  validateUpdate: (object, old) => [
    ...((object.value ?? 0) === (old.value ?? 0)
      ? []
      : [forbidden('value', 'may not be changed in an update.')]),
    ...(object.preemptionPolicy === old.preemptionPolicy
      ? []
      : [forbidden('preemptionPolicy', 'may not be changed in an update.')]),
  ],
  columns: [
    NAME_COLUMN,
    column('Value', 'integer'),
    column('Global-Default', 'boolean'),
    AGE_COLUMN,
    column('PreemptionPolicy'),
  ],
  row: (object, { now }) => [
    object.metadata.name,
    object.value ?? 0,
    object.globalDefault ?? false,
    ageOf(object.metadata.creationTimestamp, now),
    object.preemptionPolicy ?? '',
  ],
});

/** @upstream pkg/apis/scheduling/validation ValidatePriorityClass */
function validateClass({ metadata, value = 0, preemptionPolicy }: PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (metadata.name.startsWith('system-')) {
    if (SYSTEM[metadata.name] !== value)
      errors.push(
        forbidden(
          'metadata.name',
          "priority class names with 'system-' prefix are reserved for system use only. error: " +
            (metadata.name in SYSTEM
              ? `value of ${metadata.name} PriorityClass must be ${SYSTEM[metadata.name]}`
              : `${metadata.name} is not a known system priority class`),
        ),
      );
  } else if (value > HIGHEST_USER)
    errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER}`));
  if (preemptionPolicy !== undefined && !POLICIES.includes(preemptionPolicy))
    errors.push(notSupported('preemptionPolicy', preemptionPolicy, POLICIES.toReversed()));
  return errors;
}
