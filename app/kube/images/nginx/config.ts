import { bad, good, type Result } from '../../../base/result.ts';
import type { FileSystem } from '../../../linux/fs/file-system.ts';

/** One directive of a configuration file, with its block if it has one. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | undefined;
  readonly file: string;
  readonly line: number;
}

/** The files that a configuration is read from. */
export type ConfigFiles = Pick<FileSystem, 'readText' | 'readdir'>;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

/** Reads a configuration file with everything it includes. */
export function readConfig(fs: ConfigFiles, file: string): Result<readonly Directive[]> {
  const text = fs.readText(file);
  if (!text.ok) return bad(`open() "${file}" failed (2: No such file or directory)`);
  const tokens = tokenize(text.value);
  if (!tokens.ok) return bad(`${tokens.error.text} in ${file}:${tokens.error.line}`);
  const reader = new ConfigReader(fs, file, tokens.value);
  const directives = reader.block(0);
  return reader.failure === undefined ? good(directives) : bad(reader.failure);
}

function tokenize(text: string): Result<readonly Token[], { readonly text: string; readonly line: number }> {
  const tokens: Token[] = [];
  let line = 1;
  const pattern =
    /\n|#[^\n]*|[ \t\r]+|[{};]|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|((?:\\[\s\S]|\$\{[^}]*\}|[^\s{};"'])[^\s{};]*)|["']/g;
  for (const [all, double, single, word] of text.matchAll(pattern)) {
    const quoted = double ?? single;
    if (quoted !== undefined) tokens.push({ text: quoted.replace(/\\(["'\\])/g, '$1'), quoted: true, line });
    else if (word !== undefined) tokens.push({ text: word, quoted: false, line });
    else if ('{};'.includes(all)) tokens.push({ text: all, quoted: false, line });
    else if (all === '"' || all === "'")
      return bad({ text: `unexpected end of file, expecting "${all}"`, line });
    line += all.split('\n').length - 1;
  }
  return good(tokens);
}

class ConfigReader {
  readonly #fs: ConfigFiles;
  readonly #file: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  failure: string | undefined;

  constructor(fs: ConfigFiles, file: string, tokens: readonly Token[]) {
    this.#fs = fs;
    this.#file = file;
    this.#tokens = tokens;
  }

  block(depth: number): readonly Directive[] {
    const directives: Directive[] = [];
    while (this.failure === undefined) {
      const token = this.#tokens[this.#at++];
      if (!token) {
        if (depth > 0) this.#fail('unexpected end of file, expecting "}"', this.#tokens.at(-1)?.line ?? 1);
        break;
      }
      if (token.text === '}' && !token.quoted) {
        if (depth === 0) this.#fail('unexpected "}"', token.line);
        break;
      }
      directives.push(...this.#directive(token, depth));
    }
    return directives;
  }

  #directive(first: Token, depth: number): readonly Directive[] {
    if ((first.text === ';' || first.text === '{') && !first.quoted) {
      this.#fail(`unexpected "${first.text}"`, first.line);
      return [];
    }
    const args: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#at++];
      if (!token) {
        this.#fail('unexpected end of file, expecting ";" or "}"', first.line);
        return [];
      }
      const mark = token.quoted ? '' : token.text;
      if (mark === '}') {
        this.#fail(`unexpected "}"`, token.line);
        return [];
      }
      const place = { name: first.text, args, file: this.#file, line: first.line };
      if (mark === '{') return [{ ...place, block: this.block(depth + 1) }];
      if (mark === ';')
        return first.text === 'include'
          ? this.#include(args[0] ?? '', first.line)
          : [{ ...place, block: undefined }];
      args.push(token.text);
    }
  }

  #include(pattern: string, line: number): readonly Directive[] {
    const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
    if (!path.includes('*')) {
      const read = readConfig(this.#fs, path);
      if (read.ok) return read.value;
      this.failure ??= read.error.startsWith('open()')
        ? `${read.error} in ${this.#file}:${line}`
        : read.error;
      return [];
    }
    const slash = path.lastIndexOf('/');
    const [start = '', end = ''] = path.slice(slash + 1).split('*');
    const names = this.#fs.readdir(path.slice(0, slash));
    return (names.ok ? names.value : [])
      .filter((name) => name.startsWith(start) && name.endsWith(end) && !name.startsWith('.'))
      .toSorted()
      .flatMap((name) => this.#included(`${path.slice(0, slash)}/${name}`));
  }

  #included(path: string): readonly Directive[] {
    const read = readConfig(this.#fs, path);
    if (read.ok) return read.value;
    this.failure ??= read.error;
    return [];
  }

  #fail(text: string, line: number): void {
    this.failure ??= `${text} in ${this.#file}:${line}`;
  }
}
