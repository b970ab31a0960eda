import { bad, good, type Result } from '../../../base/result.ts';

/** Expands `!!`, `!n`, `!-n`, `!text`, `!$`, `!*` and `^old^new`; says whether something changed. */
export function expandHistory(
  line: string,
  history: readonly string[],
): Result<{ readonly text: string; readonly changed: boolean }> {
  const quick = /^\^([^^]*)\^([^^]*)\^?(.*)$/.exec(line);
  if (quick) return substituted(quick, history);
  let out = '';
  let changed = false;
  for (let at = 0; at < line.length;) {
    const char = line[at] ?? '';
    if (char === '\\' && at + 1 < line.length) {
      out += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (char === "'") {
      const end = line.indexOf("'", at + 1);
      out += line.slice(at, end < 0 ? undefined : end + 1);
      at = end < 0 ? line.length : end + 1;
      continue;
    }
    const designator = char === '!' && !/\$\{?$/.test(line.slice(0, at)) ? designatorAt(line, at) : undefined;
    if (!designator) {
      out += char;
      at += 1;
      continue;
    }
    const found = eventOf(designator.event, history);
    if (found === undefined) return bad(`${line.slice(at, at + designator.length)}: event not found`);
    const word = wordOf(found, designator.word);
    if (word === undefined) return bad(`${designator.word}: bad word specifier`);
    out += word;
    changed = true;
    at += designator.length;
  }
  return good({ text: out, changed });
}

function substituted(
  quick: RegExpExecArray,
  history: readonly string[],
): Result<{ readonly text: string; readonly changed: boolean }> {
  const [all, old = '', fresh = '', rest = ''] = quick;
  const last = history.at(-1);
  if (last === undefined || old === '' || !last.includes(old)) return bad(`:s${all}: substitution failed`);
  return good({ text: last.replace(old, () => fresh) + rest, changed: true });
}

interface Designator {
  readonly event: string;
  readonly word: string;
  readonly length: number;
}

/** `!` before a blank, `=` or `(` is itself. */
function designatorAt(line: string, at: number): Designator | undefined {
  const rest = line.slice(at);
  const found =
    /^!(!|-?\d+|\?[^?\n]+\??|[^\s=(!"';|&<>^$*:-][^\s:;|&<>"'!]*|(?=[$*^:]))(:?(?:[$*^]|\d+(?:-\d*)?)|)/.exec(
      rest,
    );
  if (!found) return undefined;
  const [all, event = '', word = ''] = found;
  const bare = event === '' && word === '';
  return bare
    ? undefined
    : { event: event === '' ? '!' : event, word: word.replace(/^:/, ''), length: all.length };
}

function eventOf(event: string, history: readonly string[]): string | undefined {
  if (event === '!') return history.at(-1);
  if (/^-?\d+$/.test(event)) {
    const number = Number(event);
    return number < 0 ? history.at(number) : history[number - 1];
  }
  if (event.startsWith('?')) {
    const part = event.slice(1).replace(/\?$/, '');
    return history.findLast((line) => line.includes(part));
  }
  return history.findLast((line) => line.startsWith(event));
}

function wordOf(line: string, word: string): string | undefined {
  if (word === '') return line;
  const words = line.match(/(?:\\.|'[^']*'|"[^"]*"|[^\s])+/g) ?? [];
  if (word === '$') return words.at(-1);
  if (word === '^') return words[1];
  if (word === '*') return words.slice(1).join(' ');
  const [from = 0, to] = word.split('-').map((text) => (text === '' ? words.length - 1 : Number(text)));
  return words[from] === undefined ? undefined : words.slice(from, (to ?? from) + 1).join(' ');
}
