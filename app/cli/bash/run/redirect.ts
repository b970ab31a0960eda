import { encodeUtf8 } from '../../../base/utf8.ts';
import { fd as fdOf, STDERR, STDIN, STDOUT, type Fd } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { expandQuoted, expandText, expandWords } from '../expand/words.ts';
import type { Shell } from '../shell.ts';
import type { HereDoc, Redirection, Word, WordPart } from '../syntax.ts';

/** How to take redirections back. */
export type Undo = readonly (() => void)[];

/** What a pipe takes at once; longer here-documents are written by a process of their own. */
const PIPE_ROOM = 65_536;

/** Applies redirections to the shell's own descriptors; undefined after an error, with everything taken back. */
export function* redirect(sh: Shell, redirections: readonly Redirection[]): Sys<Undo | undefined> {
  const undo: (() => void)[] = [];
  for (const redirection of redirections) {
    const done = yield* applyOne(sh, redirection, undo);
    if (!done) {
      restore(undo);
      return undefined;
    }
  }
  return undo;
}

/** Takes redirections back, the last first. */
export function restore(undo: Undo): void {
  for (const step of undo.toReversed()) step();
}

function* applyOne(sh: Shell, redirection: Redirection, undo: (() => void)[]): Sys<boolean> {
  if (redirection.type === 'HereDoc') {
    const text = yield* hereText(sh, redirection);
    return !sh.unwind && (yield* feed(sh, redirection, text, undo));
  }
  const { target } = redirection;
  if (!target) return true;
  if (redirection.type === 'HereString') {
    const text = yield* expandText(sh, target);
    return !sh.unwind && (yield* feed(sh, redirection, `${text}\n`, undo));
  }
  if (redirection.operator === '>&' || redirection.operator === '<&') {
    const text = yield* expandText(sh, target);
    if (/^\d*-?$/.test(text) && text !== '') return yield* duplicate(sh, redirection, text, undo);
    if (redirection.operator === '<&' || redirection.descriptor) {
      yield* sh.complain(`${target.text}: ambiguous redirect`);
      return false;
    }
  }
  return yield* openFile(sh, redirection, target, undo);
}

type FileRedirection = Extract<Redirection, { type: 'Redirect' }>;

function* openFile(
  sh: Shell,
  redirection: FileRedirection,
  target: Word,
  undo: (() => void)[],
): Sys<boolean> {
  const [path, ...more] = yield* expandWords(sh, [target]);
  if (sh.unwind) return false;
  if (path === undefined || more.length > 0) {
    yield* sh.complain(`${target.text}: ambiguous redirect`);
    return false;
  }
  const { operator } = redirection;
  const existing = operator === '>' && sh.has('noclobber') ? sh.p.fs.stat(path) : undefined;
  if (existing?.ok === true && existing.value.type === 'file') {
    yield* sh.complain(`${path}: cannot overwrite existing file`);
    return false;
  }
  const opened = sh.p.open(path, MODES[operator]);
  if (!opened.ok) {
    const made = operator !== '<' && sh.features.shell === 'ash';
    const reason = made && opened.error === 'ENOENT' ? 'nonexistent directory' : strerror(opened.error);
    yield* sh.complain(
      sh.features.shell === 'ash'
        ? `can't ${made ? 'create' : 'open'} ${path}: ${opened.error === 'ENOENT' && !made ? 'no such file' : reason}`
        : `${path}: ${strerror(opened.error)}`,
    );
    return false;
  }
  const both = operator === '&>' || operator === '&>>' || (operator === '>&' && !redirection.descriptor);
  const { descriptor } = redirection;
  if (descriptor?.type === 'FileDescriptorVariable') {
    // The number stays open after the command, for the script to use and to close.
    sh.p.dup(opened.value, opened.value);
    sh.vars.set(descriptor.name, String(opened.value));
    return true;
  }
  const to = fdOf(descriptor?.value ?? (operator === '<' || operator === '<>' ? STDIN : STDOUT));
  put(sh, opened.value, to, undo);
  if (both) put(sh, opened.value, STDERR, undo);
  sh.p.close(opened.value);
  return true;
}

const MODES: Readonly<Record<FileRedirection['operator'], 'r' | 'w' | 'a' | 'rw'>> = {
  '>': 'w',
  '>|': 'w',
  '>>': 'a',
  '<': 'r',
  '<>': 'rw',
  '&>': 'w',
  '&>>': 'a',
  '>&': 'w',
  '<&': 'r',
};

function* duplicate(
  sh: Shell,
  redirection: FileRedirection,
  text: string,
  undo: (() => void)[],
): Sys<boolean> {
  const { descriptor } = redirection;
  const named =
    descriptor?.type === 'FileDescriptorVariable' ? Number(sh.vars.get(descriptor.name)) : undefined;
  const fixed = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
  const to = fdOf(named ?? fixed ?? (redirection.operator === '<&' ? STDIN : STDOUT));
  if (text === '-') {
    if (named === undefined) save(sh, to, undo);
    sh.p.close(to);
    return true;
  }
  const from = fdOf(Number(text.replace('-', '')));
  if (!sh.p.isOpen(from)) {
    yield* sh.complain(`${Number(from)}: Bad file descriptor`);
    return false;
  }
  put(sh, from, to, undo);
  if (text.endsWith('-') && from !== to) {
    save(sh, from, undo);
    sh.p.close(from);
  }
  return true;
}

/** The text of a here-document: expanded unless its delimiter was quoted, leading tabs cut by `<<-`. */
function* hereText(sh: Shell, document: HereDoc): Sys<string> {
  const text = yield* expandHere(sh, document);
  // A document that the end of the script cut off gets the line feed that is missing.
  return document.closing || text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function* expandHere(sh: Shell, { operator, body }: HereDoc): Sys<string> {
  if (operator === '<<') return body.parts ? yield* expandQuoted(sh, body.parts) : body.text;
  if (!body.parts) return body.text.replaceAll(/^\t+/gm, '');
  return yield* expandQuoted(sh, withoutTabs(body.parts));
}

function withoutTabs(parts: readonly WordPart[]): readonly WordPart[] {
  let lineStart = true;
  return parts.map((part) => {
    if (part.type !== 'Literal') {
      lineStart = false;
      return part;
    }
    const cut = part.value.replaceAll(/\n\t+/g, '\n');
    const value = lineStart ? cut.replace(/^\t+/, '') : cut;
    lineStart = part.value.endsWith('\n');
    return { ...part, value };
  });
}

function* feed(
  sh: Shell,
  redirection: Exclude<Redirection, FileRedirection>,
  text: string,
  undo: (() => void)[],
): Sys<boolean> {
  const [reader, writer] = sh.p.pipe();
  const bytes = encodeUtf8(text);
  if (bytes.length <= PIPE_ROOM) yield* sh.p.write(writer, bytes);
  else {
    const fds = new Map([[STDOUT, writer]]);
    sh.p.spawn(sh.p.argv, {
      fds,
      *program(child) {
        yield* child.write(STDOUT, bytes);
        return 0;
      },
    });
  }
  sh.p.close(writer);
  const { descriptor } = redirection;
  put(sh, reader, fdOf(descriptor?.type === 'FileDescriptor' ? descriptor.value : STDIN), undo);
  sh.p.close(reader);
  return true;
}

function put(sh: Shell, from: Fd, to: Fd, undo: (() => void)[]): void {
  save(sh, to, undo);
  sh.p.dup(from, to);
}

function save(sh: Shell, fd: Fd, undo: (() => void)[]): void {
  if (!sh.p.isOpen(fd)) {
    undo.push(() => sh.p.close(fd));
    return;
  }
  const copy = sh.p.dup(fd);
  undo.push(() => {
    sh.p.dup(copy, fd);
    sh.p.close(copy);
  });
}
