import { bad, good, type Result } from '../../../base/result.ts';
import { fd } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { at, isFields, listAt, type Fields } from '../unstructured.ts';
import { parseYaml } from './yaml-decode.ts';

/** A decoded object with where it came from: a file's name, or STDIN. */
export interface SourcedObject {
  readonly source: string;
  readonly object: Fields;
}

/** One document of the sources, before anything is known about its shape. */
export interface SourcedDocument {
  readonly source: string;
  readonly value: unknown;
}

/**
 * Reads and decodes all documents of -f. Decoding goes on until the first error, as the real client's visitor does.
 * @upstream kubectl resource.Builder Path, Stdin, StreamVisitor
 */
export function* readDocuments(
  k: Invocation,
  paths: readonly string[],
  recursive: boolean,
): Sys<
  Result<{ readonly documents: readonly SourcedDocument[]; readonly error: Failure | undefined }, Failure>
> {
  const files = findFiles(k, paths, recursive);
  if (!files.ok) return files;
  const documents: SourcedDocument[] = [];
  for (const file of files.value) {
    let text: string;
    if (file === '-') text = yield* k.p.readAll(fd(0));
    else {
      const read = k.p.fs.readText(file);
      if (!read.ok) return failed(`error reading ${file}: ${read.error}`);
      text = read.value;
    }
    const source = file === '-' ? 'STDIN' : file;
    const decoded = decodeStream(text, source);
    documents.push(...decoded.documents);
    if (decoded.error !== undefined)
      return good({ documents, error: { type: 'plain', message: decoded.error } });
  }
  return good({ documents, error: undefined });
}

/** Splits a stream at `---` lines and decodes each part. */
export function decodeStream(
  text: string,
  source: string,
): { readonly documents: readonly SourcedDocument[]; readonly error: string | undefined } {
  const documents: SourcedDocument[] = [];
  for (const part of splitDocuments(text)) {
    const value = parseYaml(part);
    if (!value.ok) {
      const label = source === 'STDIN' ? '' : source;
      return {
        documents,
        error: `error parsing ${label || 'STDIN'}: error converting YAML to JSON: ${value.error}`,
      };
    }
    if (value.value === null || value.value === undefined) continue;
    documents.push({ source, value: value.value });
  }
  return { documents, error: undefined };
}

function splitDocuments(text: string): readonly string[] {
  const parts: string[] = [];
  let part: string[] = [];
  for (const line of text.split('\n')) {
    if (/^---(\s|$)/.test(line)) {
      parts.push(part.join('\n'));
      part = line.trim() === '---' || /^---\s*#/.test(line) ? [] : [line.slice(3)];
    } else part.push(line);
  }
  parts.push(part.join('\n'));
  return parts.filter((one) => one.trim() !== '');
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

function findFiles(
  k: Invocation,
  paths: readonly string[],
  recursive: boolean,
): Result<readonly string[], Failure> {
  const files: string[] = [];
  const missing: string[] = [];
  for (const path of paths) {
    if (path === '-') files.push(path);
    else if (/^https?:\/\//.test(path))
      return failed(`lintas: reading manifests from ${path} is not simulated`);
    else {
      const found = path.includes('*') ? glob(k, path) : [path];
      const existing = found.filter((one) => k.p.fs.exists(one));
      if (existing.length === 0) missing.push(`the path "${path}" does not exist`);
      for (const one of existing) {
        const listed = expand(k, one, recursive);
        if (!listed.ok) return listed;
        files.push(...listed.value);
      }
    }
  }
  if (missing.length === 1) return failed(missing[0] ?? '');
  if (missing.length > 1) {
    return bad({ type: 'several', failures: missing.map((message) => ({ type: 'plain', message })) });
  }
  return good(files);
}

function expand(k: Invocation, path: string, recursive: boolean): Result<readonly string[], Failure> {
  const stat = k.p.fs.stat(path);
  if (!stat.ok || stat.value.type !== 'directory') return good([path]);
  const files: string[] = [];
  const names = k.p.fs.readdir(path);
  for (const name of (names.ok ? names.value : []).toSorted()) {
    const full = `${path.replace(/\/$/, '')}/${name}`;
    const inner = k.p.fs.stat(full);
    if (inner.ok && inner.value.type === 'directory') {
      if (!recursive) continue;
      const deeper = expand(k, full, true);
      if (deeper.ok) files.push(...deeper.value);
    } else if (EXTENSIONS.some((extension) => name.endsWith(extension))) files.push(full);
  }
  if (files.length === 0) {
    return failed(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`);
  }
  return good(files);
}

function glob(k: Invocation, pattern: string): readonly string[] {
  const slash = pattern.lastIndexOf('/');
  const folder = slash === -1 ? '.' : pattern.slice(0, slash);
  const names = k.p.fs.readdir(folder);
  const escaped = pattern.slice(slash + 1).replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const matcher = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return (names.ok ? names.value : [])
    .filter((name) => matcher.test(name))
    .toSorted()
    .map((name) => (slash === -1 ? name : `${folder}/${name}`));
}

/** Objects of a decoded document: itself, or the items of a List. */
export function itemsOf(document: SourcedDocument): readonly SourcedObject[] {
  if (!isFields(document.value)) return [];
  const kind = at(document.value, 'kind');
  const isList =
    typeof kind === 'string' && kind.endsWith('List') && Array.isArray(at(document.value, 'items'));
  if (!isList) return [{ source: document.source, object: document.value }];
  return listAt(document.value, 'items')
    .filter(isFields)
    .map((object) => ({ source: document.source, object }));
}
