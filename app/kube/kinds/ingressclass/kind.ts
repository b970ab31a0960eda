import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { at, forbidden, notSupported, required, tooLong, invalid, type FieldError } from '../field-error.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { immutable, pushAll } from '../metadata.ts';
import { dnsLabelProblems, domainPathProblems, dnsSubdomainProblems, pathSegmentProblems } from '../names.ts';
import { filled, withPart } from '../plain.ts';
import { resource } from '../resource.ts';
import type { IngressClass, IngressClassParametersReference, IngressClassSpec } from '../types.data.ts';

const CONTROLLER_LIMIT = 250;
const SCOPES = ['Cluster', 'Namespace'];

/** IngressClasses. @upstream pkg/registry/networking/ingressclass/strategy.go */
export const ingressclass = defineKind<IngressClass>({
  resource: resource('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { cluster: true }),
  wire: 'networking.IngressClass',
  generation: true,
  defaults: (object) => {
    const parameters = object.spec?.parameters;
    if (!object.spec || !parameters) return object;
    return withPart(
      object,
      'spec',
      withPart(object.spec, 'parameters', filled(parameters, { scope: 'Cluster' })),
    );
  },
  validate: ({ spec = {} }) => validateSpec(spec),
  validateUpdate: ({ spec = {} }, old) => [
    ...validateSpec(spec),
    ...immutable(spec.controller === old.spec?.controller, 'spec.controller', spec.controller ?? ''),
  ],
  columns: [NAME_COLUMN, column('Controller'), column('Parameters'), AGE_COLUMN],
  row: ({ metadata, spec }, { now }) => [
    metadata.name,
    spec?.controller ?? '',
    parametersText(spec?.parameters),
    ageOf(metadata.creationTimestamp, now),
  ],
});

function parametersText(parameters: IngressClassParametersReference | undefined): string {
  if (!parameters) return '<none>';
  const { kind, apiGroup, name } = parameters;
  return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`;
}

/** @upstream validateIngressClassSpec */
function validateSpec({ controller = '', parameters }: IngressClassSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (controller.length > CONTROLLER_LIMIT) errors.push(tooLong('spec.controller', CONTROLLER_LIMIT));
  if (controller === '') errors.push(required('spec.controller'));
  else
    for (const problem of domainPathProblems(controller))
      errors.push(invalid('spec.controller', controller, problem));
  if (parameters) errors.push(...validateParameters(parameters, 'spec.parameters'));
  return errors;
}

function validateParameters(
  { apiGroup, kind, name, namespace, scope }: IngressClassParametersReference,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (apiGroup !== undefined) pushAll(errors, at(path, 'apiGroup'), apiGroup, dnsSubdomainProblems(apiGroup));
  if (!kind) errors.push(required(at(path, 'kind'), 'kind is required'));
  else pushAll(errors, at(path, 'kind'), kind, pathSegmentProblems(kind));
  if (!name) errors.push(required(at(path, 'name'), 'name is required'));
  else pushAll(errors, at(path, 'name'), name, pathSegmentProblems(name));
  if (scope === undefined) return [...errors, required(at(path, 'scope'))];
  if (!SCOPES.includes(scope)) errors.push(notSupported(at(path, 'scope'), scope, SCOPES));
  if (scope === 'Namespace' && !namespace)
    errors.push(required(at(path, 'namespace'), "`parameters.scope` is set to 'Namespace'"));
  if (scope === 'Namespace' && namespace)
    pushAll(errors, at(path, 'namespace'), namespace, dnsLabelProblems(namespace));
  if (scope === 'Cluster' && namespace !== undefined)
    errors.push(forbidden(at(path, 'namespace'), "`parameters.scope` is set to 'Cluster'"));
  return errors;
}
