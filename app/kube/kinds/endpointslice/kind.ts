import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, isEqual, mapped, without, withPart } from '../plain.ts';
import { resource } from '../resource.ts';
import { validateSlice, validateSliceUpdate } from './validate.ts';
import type { EndpointSlice } from '../types.data.ts';

/** EndpointSlices. @upstream pkg/registry/discovery/endpointslice/strategy.go */
export const endpointslice = defineKind<EndpointSlice>({
  resource: resource('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  wire: 'discovery.EndpointSlice',
  generation: (object, old) =>
    !isEqual(withoutMeta(object), withoutMeta(old)) ||
    !isEqual(object.metadata.labels ?? {}, old.metadata.labels ?? {}),
  defaults: (object) =>
    withPart(
      object,
      'ports',
      mapped(object.ports ?? undefined, (port) => filled(port, { name: '', protocol: 'TCP' })),
    ),
  prepare: (object, old) => (old === undefined ? withoutTopology(object) : object),
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

/** Only the first versions had a topology; new slices lose it. */
function withoutTopology(object: EndpointSlice): EndpointSlice {
  return withPart(
    object,
    'endpoints',
    mapped(object.endpoints, (endpoint) => without(endpoint, 'deprecatedTopology')),
  );
}

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
