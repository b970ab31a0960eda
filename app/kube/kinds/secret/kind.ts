import { encodeBase64 } from '../../../base/base64.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled } from '../plain.ts';
import { resource } from '../resource.ts';
import { validateSecret, validateSecretUpdate } from './validate.ts';
import type { Secret } from '../types.data.ts';

/** Secrets. @upstream pkg/registry/core/secret/strategy.go */
export const secret = defineKind<Secret>({
  resource: resource('v1', 'Secret', 'secrets'),
  wire: 'Secret',
  defaults: (object) => filled(withStringData(object), { type: 'Opaque' }),
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  fieldNames: ['type'],
  fields: ({ type }) => ({ type: type ?? '' }),
  columns: [NAME_COLUMN, column('Type'), column('Data'), AGE_COLUMN],
  row: ({ metadata, type, data }, { now }) => [
    metadata.name,
    type ?? '',
    Object.keys(data ?? {}).length,
    ageOf(metadata.creationTimestamp, now),
  ],
});

/** stringData is written only: it ends up in data, over what stands there. */
function withStringData(object: Secret): Secret {
  const { stringData, ...rest } = object;
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData).map(
    ([key, text]) => [key, encodeBase64(encodeUtf8(text))] as const,
  );
  const data = Object.fromEntries(
    Object.entries({ ...rest.data, ...Object.fromEntries(encoded) }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { ...rest, data };
}
