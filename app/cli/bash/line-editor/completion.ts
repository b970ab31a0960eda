import { displayWidth } from '../../../base/width.ts';
import type { Candidate } from '../../../linux/process/program.ts';
import { KEYWORDS } from '../find-command.ts';
import { quoteByBackslash } from '../quote.ts';
import type { Shell } from '../shell.ts';

/** What can stand where the cursor is. */
export interface Completion {
  /** Where the word being completed begins, in characters before the cursor. */
  readonly start: number;
  /** The word as it was typed. */
  readonly word: string;
  readonly candidates: readonly Candidate[];
}

/** Finds the candidates for the word before the cursor: variables, commands, what the program offers, files. */
export function complete(sh: Shell, before: string): Completion {
  const words = wordsBefore(before);
  const word = words.at(-1) ?? '';
  const start = before.length - word.length;
  const variable = /\$\{?(\w*)$/.exec(word);
  if (variable) {
    const [all, name = ''] = variable;
    const closing = all.startsWith('${') ? '}' : '';
    const opening = all.slice(0, all.length - name.length);
    const names = sh.vars
      .names(name)
      .map((one) => ({ text: `${word.slice(0, -all.length)}${opening}${one}${closing}` }));
    return { start, word, candidates: names };
  }
  const candidates = words.length <= 1 ? commandCandidates(sh, word) : argumentCandidates(sh, words);
  return { start, word, candidates: unique(candidates) };
}

/** Words of the command that the cursor is in, the last one being completed. */
function wordsBefore(before: string): readonly string[] {
  const command = before.split(/(?:\|\||&&|[;|&(]|\$\(|`)\s*/).at(-1) ?? '';
  const found: readonly string[] = command.match(/(?:\\.|"[^"]*"?|'[^']*'?|[^\s"'\\])+|\\$/g) ?? [];
  const first = found.findIndex((word) => !/^\w+=/.test(word));
  const words = first < 0 ? [] : found.slice(first);
  const plain = words.map((word) => word.replaceAll(/^[<>&\d]+/g, (mark) => (/[<>]/.test(mark) ? '' : mark)));
  return /\s$/.test(command) || command === '' ? [...plain, ''] : plain;
}

function commandCandidates(sh: Shell, word: string): readonly Candidate[] {
  if (word.includes('/') || word.startsWith('~')) return fileCandidates(sh, word);
  const names = [
    ...sh.aliases.keys(),
    ...sh.functions.keys(),
    ...sh.builtins.keys(),
    ...KEYWORDS,
    ...sh.p.programs.map(({ name }) => name),
  ];
  return names.filter((name) => name.startsWith(word)).map((text) => ({ text }));
}

function argumentCandidates(sh: Shell, words: readonly string[]): readonly Candidate[] {
  const [name = ''] = words;
  const word = words.at(-1) ?? '';
  const program = sh.p.programs.find((one) => one.name === name);
  if (program?.complete) {
    const offered = program.complete({ words, process: sh.p });
    if (offered.length > 0) return offered;
  }
  if (name === 'cd' || name === 'pushd' || name === 'rmdir') {
    return fileCandidates(sh, word).filter(({ text }) => text.endsWith('/'));
  }
  if (['help', 'type', 'which', 'man', 'command', 'sudo'].includes(name)) return commandCandidates(sh, word);
  return fileCandidates(sh, word);
}

/** Names of files that begin with the word, as they would be typed; directories end in a slash. */
export function fileCandidates(sh: Shell, word: string): readonly Candidate[] {
  const typed = word.replaceAll(/\\(.)/g, '$1').replace(/^["']/, '');
  const slash = typed.lastIndexOf('/');
  const directory = typed.slice(0, slash + 1);
  const prefix = typed.slice(slash + 1);
  const home = sh.vars.get('HOME') ?? '';
  const real = directory.startsWith('~/') ? home + directory.slice(1) : directory;
  const names = sh.p.fs.readdir(real === '' ? '.' : real);
  return (names.ok ? names.value : [])
    .filter((name) => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
    .map((name) => {
      const stat = sh.p.fs.stat(`${real}${name}`);
      const isDirectory = stat.ok && stat.value.type === 'directory';
      const text = `${directory.startsWith('~') ? directory : quotePath(directory)}${quotePath(name)}`;
      return { text: isDirectory ? `${text}/` : text, final: !isDirectory };
    });
}

function quotePath(path: string): string {
  return path === '' ? '' : quoteByBackslash(path);
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  const byText = new Map(candidates.map((candidate) => [candidate.text, candidate]));
  return [...byText.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

/** What all candidates begin with. */
export function commonPrefix(candidates: readonly Candidate[]): string {
  const [first, ...rest] = candidates;
  let prefix = first?.text ?? '';
  for (const { text } of rest)
    while (!text.startsWith(prefix)) prefix = Array.from(prefix).slice(0, -1).join('');
  return prefix;
}

/** How a candidate is listed: without the directory before it. */
export function shownName(text: string): string {
  const bare = text.replace(/\/$/, '');
  return text.slice(bare.lastIndexOf('/') + 1).replaceAll(/\\(.)/g, '$1');
}

/** Candidates in columns, filled downwards; with descriptions one a line, where there is room. */
export function inColumns(candidates: readonly Candidate[], columns: number): string {
  const names = candidates.map(({ text }) => shownName(text));
  const width = Math.max(...names.map(displayWidth)) + 2;
  if (candidates.some(({ description }) => description !== undefined && description !== '')) {
    return candidates
      .map(({ description = '' }, index) => {
        const name = names[index] ?? '';
        const room = columns - width - 5;
        const short =
          description.length > room ? `${description.slice(0, Math.max(0, room - 1))}…` : description;
        return `${name}${' '.repeat(width - displayWidth(name))}${short === '' || room < 10 ? '' : `(${short})`}`.trimEnd();
      })
      .join('\n');
  }
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / perRow);
  const lines = Array.from({ length: rows }, (_, row) =>
    names
      .filter((_name, index) => index % rows === row)
      .map((name) => name + ' '.repeat(width - displayWidth(name)))
      .join('')
      .trimEnd(),
  );
  return lines.join('\n');
}
