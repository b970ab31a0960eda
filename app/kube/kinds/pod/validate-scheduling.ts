import {
  at,
  duplicate,
  forbidden,
  invalid,
  item,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { pushAll } from '../metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, labelKeyProblems, labelValueProblems } from '../names.ts';
import type {
  Affinity,
  LabelSelector,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from '../types.data.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const WEIGHT = 'must be in the range 1-100';

/** Checks which nodes and neighbours a Pod wants. @upstream validateAffinity */
export function validateAffinity(affinity: Affinity | undefined, path: string): readonly FieldError[] {
  return [
    ...validateNodeAffinity(affinity?.nodeAffinity, at(path, 'nodeAffinity')),
    ...validatePodAffinity(affinity?.podAffinity, at(path, 'podAffinity')),
    ...validatePodAffinity(affinity?.podAntiAffinity, at(path, 'podAntiAffinity')),
  ];
}

function validateNodeAffinity(affinity: Affinity['nodeAffinity'], path: string): readonly FieldError[] {
  const needed = affinity?.[REQUIRED];
  const wished = affinity?.[PREFERRED] ?? [];
  return [
    ...(needed ? validateNodeSelector(needed, at(path, REQUIRED)) : []),
    ...wished.flatMap(({ weight, preference }, index) => {
      const one = item(at(path, PREFERRED), index);
      const wrong = weight <= 0 || weight > 100 ? [invalid(at(one, 'weight'), weight, WEIGHT)] : [];
      return [...wrong, ...validateTerm(preference, false, at(one, 'preference'))];
    }),
  ];
}

/** Checks the terms of which one must hold for a node. @upstream ValidateNodeSelector */
export function validateNodeSelector(selector: NodeSelector, path: string): readonly FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  const field = at(path, 'nodeSelectorTerms');
  if (terms.length === 0) return [required(field, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => validateTerm(term, true, item(field, index)));
}

function validateTerm(term: NodeSelectorTerm, withValues: boolean, path: string): readonly FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((one, index) =>
      validateNodeRequirement(one, withValues, item(at(path, 'matchExpressions'), index)),
    ),
    ...(term.matchFields ?? []).flatMap((one, index) =>
      validateNodeField(one, item(at(path, 'matchFields'), index)),
    ),
  ];
}

function validateNodeRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  withValues: boolean,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const field = at(path, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      errors.push(required(field, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(forbidden(field, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1)
      errors.push(required(field, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else errors.push(invalid(at(path, 'operator'), operator, 'not a valid selector operator'));
  pushAll(errors, at(path, 'key'), key, labelKeyProblems(key));
  if (withValues)
    for (const [index, value] of values.entries())
      pushAll(errors, item(field, index), value, labelValueProblems(value));
  return errors;
}

function validateNodeField(
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn')
    errors.push(invalid(at(path, 'operator'), operator, 'not a valid selector operator'));
  else if (values.length !== 1)
    errors.push(
      required(
        at(path, 'values'),
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    );
  if (key !== 'metadata.name') errors.push(invalid(at(path, 'key'), key, 'not a valid field selector key'));
  else
    for (const [index, value] of values.entries())
      pushAll(errors, item(at(path, 'values'), index), value, dnsSubdomainProblems(value));
  return errors;
}

function validatePodAffinity(affinity: PodAffinity | undefined, path: string): readonly FieldError[] {
  return [
    ...(affinity?.[REQUIRED] ?? []).flatMap((term, index) =>
      validatePodTerm(term, item(at(path, REQUIRED), index)),
    ),
    ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, podAffinityTerm }, index) => {
      const one = item(at(path, PREFERRED), index);
      const wrong = weight <= 0 || weight > 100 ? [invalid(at(one, 'weight'), weight, WEIGHT)] : [];
      return [...wrong, ...validatePodTerm(podAffinityTerm, at(one, 'podAffinityTerm'))];
    }),
  ];
}

function validatePodTerm(term: PodAffinityTerm, path: string): readonly FieldError[] {
  const errors: FieldError[] = [
    ...validateLabelSelector(term.labelSelector, at(path, 'labelSelector')),
    ...validateLabelSelector(term.namespaceSelector, at(path, 'namespaceSelector')),
  ];
  for (const name of term.namespaces ?? [])
    pushAll(errors, at(path, 'namespace'), name, dnsLabelProblems(name));
  errors.push(...validateMatchKeys(term, path));
  if (!term.topologyKey) errors.push(required(at(path, 'topologyKey'), 'can not be empty'));
  pushAll(errors, at(path, 'topologyKey'), term.topologyKey ?? '', labelKeyProblems(term.topologyKey ?? ''));
  return errors;
}

function validateMatchKeys(
  { matchLabelKeys, mismatchLabelKeys, labelSelector }: PodAffinityTerm,
  path: string,
): readonly FieldError[] {
  const errors = [
    ...validateKeys(matchLabelKeys, labelSelector, at(path, 'matchLabelKeys')),
    ...validateKeys(mismatchLabelKeys, labelSelector, at(path, 'mismatchLabelKeys')),
  ];
  for (const [index, key] of (matchLabelKeys ?? []).entries())
    if ((mismatchLabelKeys ?? []).includes(key))
      errors.push(
        invalid(
          item(at(path, 'matchLabelKeys'), index),
          key,
          'exists in both matchLabelKeys and mismatchLabelKeys',
        ),
      );
  return errors;
}

function validateKeys(
  keys: readonly string[] | undefined,
  selector: LabelSelector | undefined,
  path: string,
): readonly FieldError[] {
  if (!keys || keys.length === 0) return [];
  if (!selector) return [forbidden(path, 'must not be specified when labelSelector is not set')];
  return keys.flatMap((key, index) =>
    labelKeyProblems(key).map((problem) => invalid(item(path, index), key, problem)),
  );
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Checks which taints a Pod puts up with. @upstream ValidateTolerations */
export function validateTolerations(
  tolerations: readonly Toleration[] | undefined,
  path: string,
): readonly FieldError[] {
  return (tolerations ?? []).flatMap((one, index) => validateToleration(one, item(path, index)));
}

function validateToleration(
  { key, operator, value = '', effect, tolerationSeconds }: Toleration,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const field = at(path, 'operator');
  if (key) pushAll(errors, at(path, 'key'), key, labelKeyProblems(key));
  else if (operator !== 'Exists')
    errors.push(
      invalid(
        field,
        operator ?? '',
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    );
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    errors.push(
      invalid(at(path, 'effect'), effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"),
    );
  if (!operator || operator === 'Equal') {
    const problems = labelValueProblems(value);
    if (problems.length > 0) errors.push(invalid(field, value, problems.join(';')));
  } else if (operator === 'Exists') {
    if (value) errors.push(invalid(field, value, "value must be empty when `operator` is 'Exists'"));
  } else errors.push(notSupported(field, operator, ['Equal', 'Exists']));
  if (effect && !EFFECTS.includes(effect)) errors.push(notSupported(at(path, 'effect'), effect, EFFECTS));
  return errors;
}

/** Checks the taints of a node. @upstream validateNodeTaints */
export function validateTaints(taints: readonly Taint[] | undefined, path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return (taints ?? []).flatMap((taint, index) => {
    const one = item(path, index);
    const errors: FieldError[] = [];
    pushAll(errors, at(one, 'key'), taint.key, labelKeyProblems(taint.key));
    const problems = labelValueProblems(taint.value ?? '');
    if (problems.length > 0) errors.push(invalid(at(one, 'value'), taint.value, problems.join(';')));
    if (!taint.effect) errors.push(required(at(one, 'effect')));
    else if (!EFFECTS.includes(taint.effect))
      errors.push(notSupported(at(one, 'effect'), taint.effect, EFFECTS));
    const pair = `${taint.effect}/${taint.key}`;
    if (seen.has(pair)) errors.push(repeatedTaint(taint, one));
    seen.add(pair);
    return errors;
  });
}

function repeatedTaint({ key, value = '', effect, timeAdded }: Taint, path: string): FieldError {
  const shown = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
  const error = duplicate(path, shown);
  return { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];

/** Checks how evenly Pods are to be spread. @upstream validateTopologySpreadConstraints */
export function validateSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: string,
): readonly FieldError[] {
  return (constraints ?? []).flatMap((constraint, index, all) => {
    const one = item(path, index);
    const errors: FieldError[] = [];
    const { maxSkew, topologyKey, whenUnsatisfiable: action } = constraint;
    if (maxSkew <= 0) errors.push(invalid(at(one, 'maxSkew'), maxSkew, 'must be greater than zero'));
    if (!topologyKey) errors.push(required(at(one, 'topologyKey'), 'can not be empty'));
    if (!ACTIONS.includes(action))
      errors.push(notSupported(at(one, 'whenUnsatisfiable'), action ?? '', ACTIONS));
    const repeated = all
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === action);
    if (repeated)
      errors.push(duplicate(at(one, '{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${action}}`));
    return [...errors, ...validateSpreadRest(constraint, one)];
  });
}

function validateSpreadRest(constraint: TopologySpreadConstraint, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minDomains, whenUnsatisfiable: action, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  if (minDomains !== undefined) {
    if (minDomains <= 0)
      errors.push(invalid(at(path, 'minDomains'), minDomains, 'must be greater than zero'));
    if (action !== 'DoNotSchedule')
      errors.push(
        invalid(
          at(path, 'minDomains'),
          minDomains,
          `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
        ),
      );
  }
  for (const [key, policy] of [
    ['nodeAffinityPolicy', nodeAffinityPolicy],
    ['nodeTaintsPolicy', nodeTaintsPolicy],
  ] as const)
    if (policy !== undefined && !POLICIES.includes(policy))
      errors.push(notSupported(at(path, key), policy, POLICIES));
  errors.push(...validateSpreadKeys(constraint, at(path, 'matchLabelKeys')));
  return [...errors, ...validateLabelSelector(constraint.labelSelector, at(path, 'labelSelector'))];
}

function validateSpreadKeys(
  { matchLabelKeys, labelSelector }: TopologySpreadConstraint,
  path: string,
): readonly FieldError[] {
  if (!matchLabelKeys || matchLabelKeys.length === 0) return [];
  const errors: FieldError[] = [];
  if (!labelSelector) errors.push(forbidden(path, 'must not be specified when labelSelector is not set'));
  const taken = [
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ];
  for (const [index, key] of matchLabelKeys.entries()) {
    pushAll(errors, item(path, index), key, labelKeyProblems(key));
    if (taken.includes(key))
      errors.push(invalid(item(path, index), key, 'exists in both matchLabelKeys and labelSelector'));
  }
  return errors;
}
