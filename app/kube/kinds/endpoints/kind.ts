import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type KindContext } from '../kind.ts';
import { mapped, filled } from '../plain.ts';
import { at, item, required, type FieldError } from '../field-error.ts';
import { validateIp, validateOrdinaryIp } from '../ip-fields.ts';
import { pushAll } from '../metadata.ts';
import {
  dnsLabelProblems,
  dnsSubdomainProblems,
  portNumberProblems,
  qualifiedNameProblems,
} from '../names.ts';
import { validateProtocol } from '../pod/validate-containers.ts';
import { resource } from '../resource.ts';
import type { Endpoints } from '../types.data.ts';

/** Endpoints, the older form of EndpointSlices. @upstream pkg/registry/core/endpoint/strategy.go */
export const endpoints = defineKind<Endpoints>({
  resource: resource('v1', 'Endpoints', 'endpoints', { short: ['ep'] }),
  wire: 'Endpoints',
  createOnUpdate: true,
  defaults: (object) => {
    const subsets = mapped(object.subsets, (subset) => {
      const ports = mapped(subset.ports, (port) => filled(port, { protocol: 'TCP' }));
      return ports === subset.ports || ports === undefined ? subset : { ...subset, ports };
    });
    return subsets === object.subsets || subsets === undefined ? object : { ...object, subsets };
  },
  validate: validateEndpoints,
  columns: [NAME_COLUMN, column('Endpoints'), AGE_COLUMN],
  row: (object, { now }) => [
    object.metadata.name,
    endpointsText(object),
    ageOf(object.metadata.creationTimestamp, now),
  ],
});

const SHOWN = 3;

/** The first three `ip:port`, then how many more. @upstream printers.go formatEndpoints */
function endpointsText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const list: string[] = [];
  let count = 0;
  for (const { addresses = [], ports = [] } of subsets)
    for (const port of ports.length > 0 ? ports : [undefined])
      for (const { ip } of addresses) {
        count++;
        if (list.length < SHOWN) list.push(port === undefined ? ip : `${ip}:${port.port}`);
      }
  const text = list.join(',');
  return count > SHOWN ? `${text} + ${count - SHOWN} more...` : text;
}

type Subset = NonNullable<Endpoints['subsets']>[number];
type Address = NonNullable<Subset['addresses']>[number];
type Port = NonNullable<Subset['ports']>[number];

/** @upstream validateEndpointSubsets */
function validateEndpoints({ subsets }: Endpoints, { checked }: KindContext): readonly FieldError[] {
  return (subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const one = item('subsets', index);
    const none = addresses.length === 0 && notReadyAddresses.length === 0;
    return [
      ...(none ? [required(one, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...validateAddresses(addresses, at(one, 'addresses'), checked),
      ...validateAddresses(notReadyAddresses, at(one, 'notReadyAddresses'), checked),
      ...ports.flatMap((port, place) => validatePort(port, ports.length > 1, item(at(one, 'ports'), place))),
    ];
  });
}

function validateAddresses(
  addresses: readonly Address[],
  path: string,
  checked: KindContext['checked'],
): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [place, address] of addresses.entries()) {
    if (checked?.has(address) === true) continue;
    const found = validateAddress(address, item(path, place));
    if (found.length === 0 && Object.isFrozen(address)) checked?.set(address, 'address');
    errors.push(...found);
  }
  return errors;
}

function validateAddress({ ip, hostname, nodeName }: Address, path: string): readonly FieldError[] {
  const errors = [...validateIp(ip, at(path, 'ip'))];
  if (hostname) pushAll(errors, at(path, 'hostname'), hostname, dnsLabelProblems(hostname));
  if (nodeName !== undefined) pushAll(errors, at(path, 'nodeName'), nodeName, dnsSubdomainProblems(nodeName));
  return [...errors, ...validateOrdinaryIp(ip, at(path, 'ip'))];
}

function validatePort(
  { name, port, protocol, appProtocol }: Port,
  named: boolean,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (name) pushAll(errors, at(path, 'name'), name, dnsLabelProblems(name));
  else if (named) errors.push(required(at(path, 'name')));
  pushAll(errors, at(path, 'port'), port, portNumberProblems(port));
  errors.push(...validateProtocol(protocol, at(path, 'protocol')));
  if (appProtocol !== undefined)
    pushAll(errors, at(path, 'appProtocol'), appProtocol, qualifiedNameProblems(appProtocol));
  return errors;
}
