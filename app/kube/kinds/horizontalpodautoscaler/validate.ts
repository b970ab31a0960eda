import { at, forbidden, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { pushAll } from '../metadata.ts';
import { dnsSubdomainProblems, pathSegmentProblems } from '../names.ts';
import { validateLabelSelector } from '../label-selector.ts';
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from '../types.data.ts';
import { isPositive } from './targets.ts';

const SOURCES = ['object', 'pods', 'resource', 'containerResource', 'external'] as const;
const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGETS = ['Utilization', 'Value', 'AverageValue'];
const WINDOW_LIMIT = 3600;
const PERIOD_LIMIT = 1800;
const POLICIES = ['Max', 'Min', 'Disabled'];
const POLICY_TYPES = ['Pods', 'Percent'];

/** @upstream pkg/apis/autoscaling/validation validateHorizontalPodAutoscalerSpec */
export function validateAutoscaler({ spec }: HorizontalPodAutoscaler): readonly FieldError[] {
  if (!spec) return [];
  const errors: FieldError[] = [];
  const { minReplicas, maxReplicas, metrics = [], behavior } = spec;
  if (minReplicas !== undefined && minReplicas < 1)
    errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  errors.push(...validateReference(spec.scaleTargetRef, 'spec.scaleTargetRef'));
  if (errors.every(({ field }) => !field.startsWith('spec.scaleTargetRef')))
    errors.push(...validateGroup(spec.scaleTargetRef, 'spec.scaleTargetRef'));
  errors.push(...metrics.flatMap((metric, index) => validateMetric(metric, item('spec.metrics', index))));
  const external = metrics.some(({ type }) => type === 'Object' || type === 'External');
  if (minReplicas === 0 && !external)
    errors.push(
      forbidden(
        'spec.metrics',
        'must specify at least one Object or External metric to support scaling to zero replicas',
      ),
    );
  if (behavior?.scaleUp) errors.push(...validateRules(behavior.scaleUp, 'spec.behavior.scaleUp'));
  if (behavior?.scaleDown) errors.push(...validateRules(behavior.scaleDown, 'spec.behavior.scaleDown'));
  return errors;
}

function validateReference({ kind, name }: CrossVersionObjectReference, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!kind) errors.push(required(at(path, 'kind')));
  else pushAll(errors, at(path, 'kind'), kind, pathSegmentProblems(kind));
  if (!name) errors.push(required(at(path, 'name')));
  else pushAll(errors, at(path, 'name'), name, pathSegmentProblems(name));
  return errors;
}

/** Only what has a group can be scaled, except ReplicationControllers. */
function validateGroup(
  { apiVersion = '', kind }: CrossVersionObjectReference,
  path: string,
): readonly FieldError[] {
  const field = at(path, 'apiVersion');
  const parts = apiVersion.split('/');
  if (parts.length > 2) return [invalid(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  if (group === '') {
    const isController = kind === 'ReplicationController' && apiVersion === 'v1';
    return isController ? [] : [invalid(field, apiVersion, 'apiVersion must specify API group')];
  }
  return dnsSubdomainProblems(group).map((problem) => invalid(field, apiVersion, problem));
}

function validateMetric(metric: MetricSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { type } = metric;
  if (!type) errors.push(required(at(path, 'type'), 'must specify a metric source type'));
  else if (!TYPES.includes(type)) errors.push(notSupported(at(path, 'type'), type, TYPES));
  const given = SOURCES.filter((source) => metric[source] !== undefined);
  const expected = SOURCES.find((source) => source.toLowerCase() === type.toLowerCase());
  for (const [index, source] of given.entries()) {
    const field = at(path, source);
    if (index === 0) errors.push(...validateSource(metric, source, field));
    else errors.push(forbidden(field, 'may not set more than one metric source'));
  }
  if (expected === undefined) {
    if (type) errors.push(notSupported(at(path, 'type'), type, TYPES));
  } else if (metric[expected] === undefined)
    errors.push(required(at(path, expected), `must populate information for the given metric source`));
  for (const source of given)
    if (expected !== undefined && source !== expected)
      errors.push(forbidden(at(path, source), `must populate the given metric source only`));
  return errors;
}

function validateSource(
  metric: MetricSpec,
  source: (typeof SOURCES)[number],
  path: string,
): readonly FieldError[] {
  const { object, pods, resource, containerResource, external } = metric;
  if (source === 'object' && object)
    return [
      ...validateReference(object.describedObject, at(path, 'describedObject')),
      ...validateIdentifier(object.metric, at(path, 'metric')),
      ...validateTarget(object.target, at(path, 'target')),
      ...requireValue(object.target, at(path, 'target')),
    ];
  if (source === 'external' && external)
    return [
      ...validateIdentifier(external.metric, at(path, 'metric')),
      ...validateTarget(external.target, at(path, 'target')),
      ...requireValue(external.target, at(path, 'target')),
    ];
  if (source === 'pods' && pods) {
    const errors = [
      ...validateIdentifier(pods.metric, at(path, 'metric')),
      ...validateTarget(pods.target, at(path, 'target')),
    ];
    return isPositive(pods.target.averageValue)
      ? errors
      : [...errors, required(at(path, 'target.averageValue'), 'must specify a positive target averageValue')];
  }
  if (source === 'resource' && resource) return validateResource(resource.name, resource.target, path);
  if (!containerResource) return [];
  const unnamed = containerResource.container
    ? []
    : [required(at(path, 'container'), 'must specify a container')];
  return [...unnamed, ...validateResource(containerResource.name, containerResource.target, path)];
}

function validateResource(name: string, target: MetricTarget, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!name) errors.push(required(at(path, 'name'), 'must specify a resource name'));
  errors.push(...validateTarget(target, at(path, 'target')));
  const { averageUtilization, averageValue } = target;
  const utilization = at(path, 'target.averageUtilization');
  if (averageUtilization === undefined && averageValue === undefined)
    errors.push(required(utilization, 'must set either a target raw value or a target utilization'));
  if (averageUtilization !== undefined && averageValue !== undefined)
    errors.push(
      forbidden(
        at(path, 'target.averageValue'),
        'may not set both a target raw value and a target utilization',
      ),
    );
  return errors;
}

function requireValue({ value, averageValue }: MetricTarget, path: string): readonly FieldError[] {
  if (value === undefined && averageValue === undefined)
    return [
      required(at(path, 'averageValue'), 'must set either a target value for metric or a per-pod target'),
    ];
  return value !== undefined && averageValue !== undefined
    ? [forbidden(at(path, 'value'), 'may not set both a target value for metric and a per-pod target')]
    : [];
}

function validateTarget(
  { type, averageUtilization, value, averageValue }: MetricTarget,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!type) errors.push(required(at(path, 'type'), 'must specify a metric target type'));
  if (type && !TARGETS.includes(type))
    errors.push(invalid(at(path, 'type'), type, 'must be either Utilization, Value, or AverageValue'));
  if (averageUtilization !== undefined && averageUtilization < 1)
    errors.push(invalid(at(path, 'averageUtilization'), averageUtilization, 'must be greater than 0'));
  if (value !== undefined && !isPositive(value))
    errors.push(invalid(at(path, 'value'), value, 'must be positive'));
  if (averageValue !== undefined && !isPositive(averageValue))
    errors.push(invalid(at(path, 'averageValue'), averageValue, 'must be positive'));
  return errors;
}

function validateIdentifier({ name, selector }: MetricIdentifier, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!name) errors.push(required(at(path, 'name'), 'must specify a metric name'));
  else pushAll(errors, at(path, 'name'), name, pathSegmentProblems(name));
  return [...errors, ...validateLabelSelector(selector, at(path, 'selector'))];
}

/** @upstream validateScalingRules */
function validateRules(rules: HPAScalingRules, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules;
  const field = at(path, 'stabilizationWindowSeconds');
  if (window !== undefined && window < 0)
    errors.push(invalid(field, window, 'must be greater than or equal to zero'));
  if (window !== undefined && window > WINDOW_LIMIT)
    errors.push(invalid(field, window, `must be less than or equal to ${WINDOW_LIMIT}`));
  if (selectPolicy !== undefined && !POLICIES.includes(selectPolicy))
    errors.push(notSupported(at(path, 'selectPolicy'), selectPolicy, POLICIES.toSorted()));
  if (policies.length === 0) errors.push(required(at(path, 'policies'), 'must specify at least one Policy'));
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const one = item(at(path, 'policies'), index);
    if (!POLICY_TYPES.includes(type))
      errors.push(notSupported(at(one, 'type'), type, POLICY_TYPES.toSorted()));
    if (value <= 0) errors.push(invalid(at(one, 'value'), value, 'must be greater than zero'));
    if (periodSeconds <= 0)
      errors.push(invalid(at(one, 'periodSeconds'), periodSeconds, 'must be greater than zero'));
    if (periodSeconds > PERIOD_LIMIT)
      errors.push(
        invalid(at(one, 'periodSeconds'), periodSeconds, `must be less than or equal to ${PERIOD_LIMIT}`),
      );
  }
  return errors;
}
