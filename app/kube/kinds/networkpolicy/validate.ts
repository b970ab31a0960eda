import { ipv4Number } from '../../../base/ip.ts';
import { at, forbidden, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { validatePortOrName } from '../int-or-percent.ts';
import { parseSloppyCidr, validateCidr } from '../ip-fields.ts';
import { validateLabelSelector } from '../label-selector.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../types.data.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const TYPES = ['Egress', 'Ingress'];

/** @upstream pkg/apis/networking/validation ValidateNetworkPolicySpec */
export function validateNetworkPolicy({ spec }: NetworkPolicy): readonly FieldError[] {
  if (!spec) return [];
  const errors: FieldError[] = [...validateLabelSelector(spec.podSelector, 'spec.podSelector')];
  for (const [index, { ports, from }] of (spec.ingress ?? []).entries())
    errors.push(...validateRule(item('spec.ingress', index), ports, from, 'from'));
  for (const [index, { ports, to }] of (spec.egress ?? []).entries())
    errors.push(...validateRule(item('spec.egress', index), ports, to, 'to'));
  const types: readonly string[] = spec.policyTypes ?? [];
  if (types.length > 2)
    return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  for (const [index, type] of types.entries())
    if (!TYPES.includes(type)) errors.push(notSupported(item('spec.policyTypes', index), type, TYPES));
  return errors;
}

function validateRule(
  path: string,
  ports: readonly NetworkPolicyPort[] = [],
  peers: readonly NetworkPolicyPeer[] = [],
  peersName: string,
): readonly FieldError[] {
  return [
    ...ports.flatMap((port, index) => validatePort(port, item(at(path, 'ports'), index))),
    ...peers.flatMap((peer, index) => validatePeer(peer, item(at(path, peersName), index))),
  ];
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol))
    errors.push(notSupported(at(path, 'protocol'), protocol, PROTOCOLS));
  const end = at(path, 'endPort');
  if (port === undefined)
    return endPort === undefined
      ? errors
      : [...errors, required(end, 'must be specified when `endPort` is specified')];
  errors.push(...validatePortOrName(port, at(path, 'port')));
  if (endPort === undefined) return errors;
  if (typeof port === 'string')
    errors.push(invalid(end, endPort, 'may not be specified when `port` is non-numeric'));
  else {
    if (endPort < port) errors.push(invalid(end, port, 'must be greater than or equal to `port`'));
    errors.push(...validatePortOrName(endPort, end));
  }
  return errors;
}

function validatePeer(peer: NetworkPolicyPeer, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { podSelector, namespaceSelector, ipBlock } = peer;
  errors.push(
    ...validateLabelSelector(podSelector, at(path, 'podSelector')),
    ...validateLabelSelector(namespaceSelector, at(path, 'namespaceSelector')),
    ...(ipBlock ? validateBlock(ipBlock, at(path, 'ipBlock')) : []),
  );
  const selectors = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selectors && ipBlock === undefined) errors.push(required(path, 'must specify a peer'));
  else if (selectors && ipBlock !== undefined)
    errors.push(forbidden(path, 'may not specify both ipBlock and another peer'));
  return errors;
}

/** @upstream ValidateIPBlock */
function validateBlock({ cidr, except = [] }: IPBlock, path: string): readonly FieldError[] {
  if (cidr === '') return [required(at(path, 'cidr'))];
  const errors = [...validateCidr(cidr, at(path, 'cidr'))];
  if (errors.length > 0) return errors;
  for (const [index, one] of except.entries()) {
    const field = item(at(path, 'except'), index);
    const wrong = validateCidr(one, field);
    errors.push(...wrong);
    if (wrong.length === 0 && !isInside(one, cidr))
      errors.push(invalid(field, one, 'must be a strict subset of `cidr`'));
  }
  return errors;
}

function isInside(inner: string, outer: string): boolean {
  const [small, large] = [parseSloppyCidr(inner), parseSloppyCidr(outer)];
  if (!small || !large || small.length <= large.length) return false;
  if (small.ip.includes(':') || large.ip.includes(':'))
    return small.ip.includes(':') === large.ip.includes(':');
  const size = 2 ** (32 - large.length);
  return Math.floor(ipv4Number(small.ip) / size) === Math.floor(ipv4Number(large.ip) / size);
}
