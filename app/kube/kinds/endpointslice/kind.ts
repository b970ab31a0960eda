import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, isEqual, mapped, withPart } from '../plain.ts';
import { resource } from '../resource.ts';
import { validateSlice, validateSliceUpdate } from './validate.ts';
import type { EndpointSlice } from '../types.data.ts';

/** EndpointSlices. @upstream pkg/registry/discovery/endpointslice/strategy.go */
export const endpointslice = defineKind<EndpointSlice>({
  resource: resource('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  wire: 'discovery.EndpointSlice',
  generation: true,
  defaults: (object) =>
    withPart(
      object,
      'ports',
      mapped(object.ports ?? undefined, (port) => filled(port, { name: '', protocol: 'TCP' })),
    ),
  prepare: (object, old) =>
    old !== undefined && !isEqual(withoutMeta(object), withoutMeta(old))
      ? { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
      : object,
  validate: validateSlice,
  validateUpdate: validateSliceUpdate,
  warnings: ({ addressType }) =>
    addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : [],
  columns: [NAME_COLUMN, column('AddressType'), column('Ports'), column('Endpoints'), AGE_COLUMN],
  row: (object, { now }) => [
    object.metadata.name,
    object.addressType,
    portsText(object),
    addressesText(object),
    ageOf(object.metadata.creationTimestamp, now),
  ],
});

const SHOWN = 3;

function portsText({ ports }: EndpointSlice): string {
  const list = (ports ?? []).map(({ port, name }) => (port !== undefined ? String(port) : name || '*'));
  return shortList(list);
}

function addressesText({ endpoints }: EndpointSlice): string {
  return shortList((endpoints ?? []).flatMap(({ addresses }) => addresses ?? []));
}

function shortList(list: readonly string[]): string {
  if (list.length === 0) return '<unset>';
  const text = list.slice(0, SHOWN).join(',');
  return list.length > SHOWN ? `${text} + ${list.length - SHOWN} more...` : text;
}

function withoutMeta({ metadata: _metadata, ...rest }: EndpointSlice): object {
  return rest;
}
