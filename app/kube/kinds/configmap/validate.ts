import { decodeBase64 } from '../../../base/base64.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import { forbidden, invalid, item, tooLong, type FieldError } from '../field-error.ts';
import { pushAll } from '../metadata.ts';
import { configKeyProblems } from '../names.ts';
import { isEqual } from '../plain.ts';
import type { ConfigMap } from '../types.data.ts';

/** The most bytes that a ConfigMap or Secret may hold. */
export const MAX_BYTES = 1024 * 1024;

/** Bytes behind a base64 text. */
export function decodedLength(text: string): number {
  const decoded = decodeBase64(text);
  return decoded.ok ? decoded.value.length : 0;
}

/** @upstream ValidateConfigMap */
export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    pushAll(errors, item('data', key), key, configKeyProblems(key));
    if (Object.hasOwn(binaryData, key))
      errors.push(invalid(item('data', key), key, 'duplicate of key present in binaryData'));
    size += encodeUtf8(value).length;
  }
  for (const [key, value] of Object.entries(binaryData)) {
    pushAll(errors, item('binaryData', key), key, configKeyProblems(key));
    size += decodedLength(value);
  }
  if (size > MAX_BYTES) errors.push(tooLong('[]', MAX_BYTES));
  return errors;
}

const FROZEN = 'field is immutable when `immutable` is set';

/** @upstream ValidateConfigMapUpdate */
export function validateConfigMapUpdate(object: ConfigMap, old: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (old.immutable === true) {
    if (object.immutable !== true) errors.push(forbidden('immutable', FROZEN));
    if (!isEqual(object.data, old.data)) errors.push(forbidden('data', FROZEN));
    if (!isEqual(object.binaryData, old.binaryData)) errors.push(forbidden('binaryData', FROZEN));
  }
  return [...errors, ...validateConfigMap(object)];
}
