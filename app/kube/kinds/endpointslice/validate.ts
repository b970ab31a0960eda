import { parseIp } from '../../../base/ip.ts';
import {
  at,
  duplicate,
  invalid,
  item,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../field-error.ts';
import { validateOrdinaryIp } from '../ip-fields.ts';
import { immutable, pushAll } from '../metadata.ts';
import {
  dnsLabelProblems,
  dnsSubdomainProblems,
  labelValueProblems,
  qualifiedNameProblems,
} from '../names.ts';
import type { KindContext } from '../kind.ts';
import type { EndpointSlice } from '../types.data.ts';

type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];
type Port = NonNullable<EndpointSlice['ports']>[number];

const TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ENDPOINTS = 1000;
const MAX_PORTS = 20_000;
const MAX_ADDRESSES = 100;

/** @upstream pkg/apis/discovery/validation ValidateEndpointSlice */
export function validateSlice(
  { addressType, endpoints, ports }: EndpointSlice,
  { checked }: Pick<KindContext, 'checked'> = {},
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!addressType) errors.push(required('addressType'));
  else if (!TYPES.includes(addressType)) errors.push(notSupported('addressType', addressType, TYPES));
  return [
    ...errors,
    ...validateEndpoints(endpoints ?? [], addressType, checked),
    ...validatePorts(ports ?? []),
  ];
}

/** The type of addresses stays what it is. */
export function validateSliceUpdate(
  object: EndpointSlice,
  old: EndpointSlice,
  context: KindContext,
): readonly FieldError[] {
  return [
    ...validateSlice(object, context),
    ...immutable(object.addressType === old.addressType, 'addressType', object.addressType),
  ];
}

function validateEndpoints(
  endpoints: readonly Endpoint[],
  type: string,
  checked: KindContext['checked'],
): readonly FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany('endpoints', endpoints.length, MAX_ENDPOINTS)];
  const errors: FieldError[] = [];
  for (const [index, endpoint] of endpoints.entries()) {
    if (checked?.get(endpoint) === type) continue;
    const found = validateEndpoint(endpoint, type, item('endpoints', index));
    if (found.length === 0 && Object.isFrozen(endpoint)) checked?.set(endpoint, type);
    errors.push(...found);
  }
  return errors;
}

function validateEndpoint(endpoint: Endpoint, type: string, path: string): readonly FieldError[] {
  const addresses = endpoint.addresses ?? [];
  const errors: FieldError[] = [];
  const field = at(path, 'addresses');
  if (addresses.length === 0) errors.push(required(field, 'must contain at least 1 address'));
  else if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(field, addresses.length, MAX_ADDRESSES));
  for (const [index, address] of addresses.entries())
    errors.push(...validateAddress(address, type, field, item(field, index)));
  const { nodeName, hostname, hints } = endpoint;
  if (nodeName !== undefined) pushAll(errors, at(path, 'nodeName'), nodeName, dnsSubdomainProblems(nodeName));
  for (const [key, value] of Object.entries(endpoint.deprecatedTopology ?? {}))
    pushAll(errors, at(path, 'deprecatedTopology'), value, [
      ...qualifiedNameProblems(key),
      ...labelValueProblems(value),
    ]);
  if (hostname !== undefined) pushAll(errors, at(path, 'hostname'), hostname, dnsLabelProblems(hostname));
  if (hints) errors.push(...validateHints(hints, at(path, 'hints')));
  return errors;
}

function validateAddress(address: string, type: string, field: string, one: string): readonly FieldError[] {
  if (type === 'FQDN') return dnsSubdomainProblems(address).map((problem) => invalid(one, address, problem));
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const family = parseIp(address) === undefined ? undefined : address.includes(':') ? 'IPv6' : 'IPv4';
  if (family === undefined)
    return [invalid(one, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  const wrong = family === type ? [] : [invalid(field, address, `must be an ${type} address`)];
  return [...wrong, ...validateOrdinaryIp(address, one)];
}

function validateHints(
  { forZones = [], forNodes = [] }: NonNullable<Endpoint['hints']>,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, hints] of [
    ['forZones', forZones],
    ['forNodes', forNodes],
  ] as const) {
    const seen = new Set<string>();
    if (hints.length > 8) return [tooMany(at(path, key), hints.length, 8)];
    for (const [index, { name }] of hints.entries()) {
      const field = at(item(at(path, key), index), 'name');
      if (seen.has(name)) errors.push(duplicate(field, name));
      else if (key === 'forZones') pushAll(errors, field, name, labelValueProblems(name));
      else pushAll(errors, field, name, dnsSubdomainProblems(name));
      seen.add(name);
    }
  }
  return errors;
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function validatePorts(ports: readonly Port[]): readonly FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol, appProtocol }, index) => {
    const one = item('ports', index);
    const errors: FieldError[] = [];
    if (name !== '') pushAll(errors, at(one, 'name'), name, dnsLabelProblems(name));
    if (names.has(name)) errors.push(duplicate(at(one, 'name'), name));
    names.add(name);
    if (!protocol) errors.push(required(at(one, 'protocol')));
    else if (!PROTOCOLS.includes(protocol))
      errors.push(notSupported(at(one, 'protocol'), protocol, PROTOCOLS));
    if (appProtocol !== undefined)
      pushAll(errors, at(one, 'appProtocol'), appProtocol, qualifiedNameProblems(appProtocol));
    return errors;
  });
}
