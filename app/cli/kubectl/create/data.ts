import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import { encodeBase64 } from '../../../base/base64.ts';
import { good, type Result } from '../../../base/result.ts';
import type { Flag } from '../command.ts';
import { failed, type Failure } from '../failure.ts';
import { byCodePoint } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';

/** --from-literal, --from-file and --from-env-file. */
export const DATA_FLAGS: readonly Flag[] = [
  { name: 'from-literal', kind: 'array', usage: 'A key and its value: KEY=VALUE.' },
  {
    name: 'from-file',
    kind: 'list',
    usage: 'A file, with its name as key, KEY=FILE, or a directory.',
    offers: 'files',
  },
  { name: 'from-env-file', kind: 'list', usage: 'A file with KEY=VALUE lines.', offers: 'files' },
  { name: 'append-hash', kind: 'bool', usage: 'Put a hash of the content behind the name.' },
];

/** Keys and contents that the flags name, in the order of keys. */
export function dataOf(k: Invocation): Result<ReadonlyMap<string, Uint8Array>, Failure> {
  const given = (flag: string): boolean => k.flags.list(flag).length > 0;
  if (given('from-env-file') && (given('from-file') || given('from-literal')))
    return failed('from-env-file cannot be combined with from-file or from-literal');
  const data = new Map<string, Uint8Array>();
  const add = (key: string, value: Uint8Array): Result<void, Failure> => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) return failed(invalidKey(key));
    if (data.has(key))
      return failed(
        `cannot add key "${key}", another key by that name already exists in Data for this operation`,
      );
    data.set(key, value);
    return good(undefined);
  };
  const sources = [literals(k), files(k), envFiles(k)];
  for (const source of sources) {
    if (!source.ok) return source;
    for (const [key, value] of source.value) {
      const added = add(key, value);
      if (!added.ok) return added;
    }
  }
  return good(new Map([...data].toSorted(([a], [b]) => byCodePoint(a, b))));
}

type Entries = readonly (readonly [string, Uint8Array])[];

function invalidKey(key: string): string {
  return (
    `"${key}" is not a valid key name: a valid config key must consist of alphanumeric characters, '-', '_' or '.' ` +
    "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
  );
}

function literals(k: Invocation): Result<Entries, Failure> {
  const entries: [string, Uint8Array][] = [];
  for (const literal of k.flags.list('from-literal')) {
    const equals = literal.indexOf('=');
    if (equals <= 0) return failed(`invalid literal source ${literal}, expected key=value`);
    const value = literal.slice(equals + 1);
    entries.push([literal.slice(0, equals), encodeUtf8(value)]);
  }
  return good(entries);
}

function files(k: Invocation): Result<Entries, Failure> {
  const entries: [string, Uint8Array][] = [];
  for (const source of k.flags.list('from-file')) {
    const equals = source.indexOf('=');
    const path = equals === -1 ? source : source.slice(equals + 1);
    const key = equals === -1 ? (path.split('/').at(-1) ?? path) : source.slice(0, equals);
    if (equals !== -1 && (key === '' || path === '')) {
      return failed(
        key === '' ? `key name for file path ${path} missing` : `file path for key name ${key} missing`,
      );
    }
    const stat = k.p.fs.stat(path);
    if (!stat.ok) return failed(`error reading ${path}: no such file or directory`);
    if (stat.value.type === 'directory') {
      if (equals !== -1) return failed('cannot give a key name for a directory path');
      const names = k.p.fs.readdir(path);
      for (const name of (names.ok ? names.value : []).toSorted(byCodePoint)) {
        const content = k.p.fs.readFile(`${path}/${name}`);
        if (content.ok && /^[-._a-zA-Z0-9]+$/.test(name)) entries.push([name, content.value]);
      }
    } else {
      const content = k.p.fs.readFile(path);
      if (!content.ok) return failed(`error reading ${path}: permission denied`);
      entries.push([key, content.value]);
    }
  }
  return good(entries);
}

function envFiles(k: Invocation): Result<Entries, Failure> {
  const entries: [string, Uint8Array][] = [];
  for (const path of k.flags.list('from-env-file')) {
    const text = k.p.fs.readText(path);
    if (!text.ok) return failed(`error reading ${path}: no such file or directory`);
    for (const line of text.value.split('\n')) {
      const trimmed = line.trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const equals = trimmed.indexOf('=');
      const key = equals === -1 ? trimmed : trimmed.slice(0, equals);
      entries.push([key, encodeUtf8(equals === -1 ? (k.p.env.get(key) ?? '') : trimmed.slice(equals + 1))]);
    }
  }
  return good(entries);
}

/** The `data` and `binaryData` of a ConfigMap. */
export function configMapData(data: ReadonlyMap<string, Uint8Array>): Readonly<Record<string, unknown>> {
  const texts: [string, string][] = [];
  const bytes: [string, string][] = [];
  for (const [key, value] of data) {
    const text = decodeUtf8(value);
    if (sameBytes(encodeUtf8(text), value)) texts.push([key, text]);
    else bytes.push([key, encodeBase64(value)]);
  }
  return {
    ...(texts.length > 0 ? { data: Object.fromEntries(texts) } : {}),
    ...(bytes.length > 0 ? { binaryData: Object.fromEntries(bytes) } : {}),
  };
}

/** The `data` of a Secret. */
export function secretData(data: ReadonlyMap<string, Uint8Array>): Readonly<Record<string, string>> {
  return Object.fromEntries([...data].map(([key, value]) => [key, encodeBase64(value)]));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
