import { parseIp } from '../../../base/ip.ts';
import { at, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { validateIp } from '../ip-fields.ts';
import { pushAll } from '../metadata.ts';
import {
  dns1035Problems,
  dnsSubdomainProblems,
  pathSegmentProblems,
  portNameProblems,
  portNumberProblems,
  wildcardProblems,
} from '../names.ts';
import type { HTTPIngressPath, Ingress, IngressBackend } from '../types.data.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDINGS = ['/..', '/.'];

/** What only new Ingresses must keep to. @upstream pkg/apis/networking/validation ValidateIngressCreate */
export function validateIngressCreate(object: Ingress): readonly FieldError[] {
  const legacy = object.metadata.annotations?.[CLASS_ANNOTATION];
  const name = object.spec?.ingressClassName;
  const errors = validateIngress(object);
  if (legacy === undefined || name === undefined || legacy === name) return errors;
  const message = `must match \`ingressClassName\` when both are specified`;
  return [...errors, invalid('annotations.kubernetes.io/ingress.class', legacy, message)];
}

/** @upstream ValidateIngressSpec */
export function validateIngress({ spec = {} }: Ingress): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { rules = [], tls = [], defaultBackend, ingressClassName } = spec;
  if (rules.length === 0 && !defaultBackend)
    errors.push(invalid('spec', rules, 'either `defaultBackend` or `rules` must be specified'));
  if (defaultBackend) errors.push(...validateBackend(defaultBackend, 'spec.defaultBackend'));
  for (const [index, { host, http }] of rules.entries()) {
    const path = item('spec.rules', index);
    if (host) errors.push(...validateHost(host, at(path, 'host')));
    if (http) errors.push(...validatePaths(http.paths, at(path, 'http.paths')));
  }
  for (const [index, { hosts = [] }] of tls.entries())
    for (const [number, host] of hosts.entries())
      errors.push(...validateName(host, item(at(item('spec.tls', index), 'hosts'), number)));
  if (ingressClassName !== undefined) {
    const field = 'spec.ingressClassName';
    pushAll(errors, field, ingressClassName, dnsSubdomainProblems(ingressClassName));
  }
  return errors;
}

function validateHost(host: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (parseIp(host) !== undefined) errors.push(invalid(path, host, 'must be a DNS name, not an IP address'));
  if (host.includes('*')) pushAll(errors, path, host, wildcardProblems(host));
  else pushAll(errors, path, host, dnsSubdomainProblems(host));
  return errors;
}

function validateName(host: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  pushAll(errors, path, host, host.includes('*') ? wildcardProblems(host) : dnsSubdomainProblems(host));
  return errors;
}

function validatePaths(
  paths: readonly HTTPIngressPath[] | undefined | null,
  path: string,
): readonly FieldError[] {
  if (!paths || paths.length === 0) return [required(path)];
  return paths.flatMap((one, index) => validatePath(one, item(path, index)));
}

function validatePath(
  { path: url = '', pathType, backend }: HTTPIngressPath,
  path: string,
): readonly FieldError[] {
  const type: string | undefined = pathType;
  if (!type) return [required(at(path, 'pathType'), 'pathType must be specified')];
  const errors: FieldError[] = [];
  const field = at(path, 'path');
  if (type === 'Exact' || type === 'Prefix') {
    if (!url.startsWith('/')) errors.push(invalid(field, url, 'must be an absolute path'));
    if (url !== '') errors.push(...validateSequences(url, field));
  } else if (type === 'ImplementationSpecific') {
    if (url !== '' && !url.startsWith('/')) errors.push(invalid(field, url, 'must be an absolute path'));
  } else errors.push(notSupported(at(path, 'pathType'), type, PATH_TYPES));
  return [...errors, ...validateBackend(backend, at(path, 'backend'))];
}

function validateSequences(url: string, field: string): readonly FieldError[] {
  return [
    ...BAD_SEQUENCES.filter((one) => url.includes(one)).map((one) =>
      invalid(field, url, `must not contain '${one}'`),
    ),
    ...BAD_ENDINGS.filter((one) => url.endsWith(one)).map((one) =>
      invalid(field, url, `cannot end with '${one}'`),
    ),
  ];
}

/** @upstream validateIngressBackend */
function validateBackend({ resource, service }: IngressBackend, path: string): readonly FieldError[] {
  if (resource && service) return [invalid(path, '', 'cannot set both resource and service backends')];
  if (resource) return validateTypedReference(resource, at(path, 'resource'));
  if (!service) return [];
  const errors: FieldError[] = [];
  const name = at(path, 'service.name');
  if (!service.name) errors.push(required(name));
  else pushAll(errors, name, service.name, dns1035Problems(service.name));
  const port = service.port ?? {};
  if (port.name && (port.number ?? 0) !== 0)
    errors.push(invalid(path, '', 'cannot set both port name & port number'));
  else if (port.name) pushAll(errors, at(path, 'service.port.name'), port.name, portNameProblems(port.name));
  else if (port.number)
    pushAll(errors, at(path, 'service.port.number'), port.number, portNumberProblems(port.number));
  else errors.push(required(path, 'port name or number is required'));
  return errors;
}

function validateTypedReference(
  { kind, name, apiGroup }: { readonly kind: string; readonly name: string; readonly apiGroup?: string },
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (apiGroup !== undefined) pushAll(errors, at(path, 'apiGroup'), apiGroup, dnsSubdomainProblems(apiGroup));
  if (!kind) errors.push(required(at(path, 'kind'), 'kind is required'));
  else pushAll(errors, at(path, 'kind'), kind, pathSegmentProblems(kind));
  if (!name) errors.push(required(at(path, 'name'), 'name is required'));
  else pushAll(errors, at(path, 'name'), name, pathSegmentProblems(name));
  return errors;
}

/** The addresses that a controller reports. @upstream ValidateIngressStatusUpdate */
export function validateIngressStatus({ status }: Ingress): readonly FieldError[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }, index) => {
    const path = item('status.loadBalancer.ingress', index);
    const errors: FieldError[] = ip ? [...validateIp(ip, at(path, 'ip'))] : [];
    if (hostname) errors.push(...validateHost(hostname, at(path, 'hostname')));
    return errors;
  });
}
