import { canonicalIp, parseIp } from '../../../base/ip.ts';
import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { at, invalid, required, type FieldError } from '../field-error.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { immutable } from '../metadata.ts';
import { pathSegmentProblems, type Problems } from '../names.ts';
import { isEqual } from '../plain.ts';
import { resource } from '../resource.ts';
import type { IPAddress } from '../types.data.ts';

/** The addresses of Services, one object each. @upstream pkg/registry/networking/ipaddress/strategy.go */
export const ipaddress = defineKind<IPAddress>({
  resource: resource('networking.k8s.io/v1', 'IPAddress', 'ipaddresses', { short: ['ip'], cluster: true }),
  wire: 'networking.IPAddress',
  nameProblems: addressName,
  validate: validateAddress,
  validateUpdate: (object, old) =>
    immutable(isEqual(object.spec?.parentRef, old.spec?.parentRef), 'spec.parentRef', object.spec?.parentRef),
  columns: [NAME_COLUMN, column('ParentRef'), AGE_COLUMN],
  row: ({ metadata, spec }, { now }) => {
    const parent = spec?.parentRef;
    const place = parent
      ? [parent.resource, parent.namespace, parent.name].filter(Boolean).join('/')
      : '<none>';
    return [metadata.name, place, ageOf(metadata.creationTimestamp, now)];
  },
});

function addressName(name: string): Problems {
  if (parseIp(name) === undefined)
    return /^[0-9]+(\.[0-9]+){3}$/.test(name) && /(^|\.)0[0-9]/.test(name)
      ? ['must not have leading 0s']
      : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  const canonical = canonicalIp(name);
  return canonical !== undefined && canonical !== name ? [`must be in canonical form ("${canonical}")`] : [];
}

/** @upstream ValidateIPAddress */
function validateAddress({ spec }: IPAddress): readonly FieldError[] {
  const parent = spec?.parentRef;
  const path = 'spec.parentRef';
  if (!parent) return [required(path)];
  const errors: FieldError[] = [];
  for (const key of ['resource', 'name'] as const) {
    const value = parent[key];
    if (!value) errors.push(required(at(path, key)));
    else
      for (const problem of pathSegmentProblems(value)) errors.push(invalid(at(path, key), value, problem));
  }
  return errors;
}
