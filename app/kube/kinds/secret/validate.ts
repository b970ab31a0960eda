import { decodeBase64 } from '../../../base/base64.ts';
import { attempt } from '../../../base/attempt.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import { decodedLength, MAX_BYTES } from '../configmap/validate.ts';
import { forbidden, invalid, item, required, tooLong, type FieldError } from '../field-error.ts';
import { immutable, pushAll } from '../metadata.ts';
import { configKeyProblems } from '../names.ts';
import { isEqual, isObject } from '../plain.ts';
import type { Secret } from '../types.data.ts';

/** @upstream ValidateSecret */
export function validateSecret(secret: Secret): readonly FieldError[] {
  const data = secret.data ?? {};
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    pushAll(errors, item('data', key), key, configKeyProblems(key));
    size += decodedLength(value ?? '');
  }
  if (size > MAX_BYTES) errors.push(tooLong('data', MAX_BYTES));
  return [...errors, ...validateType(secret, data)];
}

type Data = NonNullable<Secret['data']>;

function missing(data: Data, ...keys: readonly string[]): readonly FieldError[] {
  return keys.filter((key) => !Object.hasOwn(data, key)).map((key) => required(item('data', key)));
}

const ACCOUNT = 'kubernetes.io/service-account.name';

function validateType({ type, metadata }: Secret, data: Data): readonly FieldError[] {
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return metadata.annotations?.[ACCOUNT] ? [] : [required(item('metadata.annotations', ACCOUNT))];
    case 'kubernetes.io/dockercfg':
      return validateJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth': {
      const none = !Object.hasOwn(data, 'username') && !Object.hasOwn(data, 'password');
      return none ? missing(data, 'username', 'password') : [];
    }
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required(item('data', 'ssh-privatekey'))];
    case 'kubernetes.io/tls':
      return missing(data, 'tls.crt', 'tls.key');
    default:
      return [];
  }
}

function validateJson(data: Data, key: string): readonly FieldError[] {
  const absent = missing(data, key);
  if (absent.length > 0) return absent;
  const bytes = decodeBase64(data[key] ?? '');
  const parsed = bytes.ok ? attempt((): unknown => JSON.parse(decodeUtf8(bytes.value))) : undefined;
  if (parsed?.ok === true && isObject(parsed.value)) return [];
  const text = bytes.ok ? decodeUtf8(bytes.value) : '';
  const detail =
    text.trim() === ''
      ? 'unexpected end of JSON input'
      : `invalid character '${text.trim()[0] ?? ''}' looking for beginning of value`;
  return [invalid(item('data', key), '<secret contents redacted>', detail)];
}

const FROZEN = 'field is immutable when `immutable` is set';

/** @upstream ValidateSecretUpdate */
export function validateSecretUpdate(object: Secret, old: Secret): readonly FieldError[] {
  const errors = [...immutable(object.type === old.type, 'type', object.type ?? '')];
  if (old.immutable === true) {
    if (object.immutable !== true) errors.push(forbidden('immutable', FROZEN));
    if (!isEqual(object.data, old.data)) errors.push(forbidden('data', FROZEN));
  }
  return [...errors, ...validateSecret(object)];
}
