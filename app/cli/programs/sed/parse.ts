import { bad, good, type Result } from '../../../base/result.ts';
import { compileRegex, type Regex } from '../../regex/regex.ts';
import { parseReplacement, unescapeTransliteration } from './replacement.ts';
import type { Action, Address, Command } from './script.ts';

/** Reads a sed script. The error names the character reached, counted from the start of the script, and what was wrong. */
export function parseScript(
  source: string,
  extended: boolean,
): Result<readonly Command[], { readonly at: number; readonly text: string }> {
  const parser = new ScriptParser(source, extended);
  const commands = parser.script();
  return parser.failure ? bad(parser.failure) : good(commands);
}

class ScriptParser {
  readonly #source: string;
  readonly #extended: boolean;
  #at = 0;
  readonly #commands: Command[] = [];
  readonly #open: number[] = [];
  readonly #labels = new Map<string, number>();
  failure: { readonly at: number; readonly text: string } | undefined;

  constructor(source: string, extended: boolean) {
    this.#source = source;
    this.#extended = extended;
  }

  script(): readonly Command[] {
    if (this.#source.startsWith('#n\n') || this.#source === '#n') this.#at = 2;
    while (this.failure === undefined) {
      this.#skip(/^[\s;]*/);
      if (this.#peek() === '') break;
      if (this.#peek() === '#') {
        this.#skip(/^[^\n]*/);
        continue;
      }
      this.#command();
    }
    if (this.#open.length > 0) this.#fail("unmatched `{'", 0);
    return this.#linked();
  }

  #command(): void {
    const from = this.#address();
    let to: Address | undefined;
    this.#skip(/^[ \t]*/);
    if (from && this.#peek() === ',') {
      this.#at++;
      this.#skip(/^[ \t]*/);
      to = this.#secondAddress();
      if (!to) return this.#fail("unexpected `,'");
    }
    if (from?.type === 'line' && from.number === 0 && to?.type !== 'match')
      return this.#fail('invalid usage of line address 0', this.#at + 1);
    this.#skip(/^[ \t]*/);
    const negated = this.#peek() === '!';
    while (this.#peek() === '!') {
      this.#at++;
      this.#skip(/^[ \t]*/);
    }
    if (this.failure) return;
    const name = this.#next();
    const action = this.#action(name, from !== undefined);
    if (!action) return;
    this.#commands.push({ ...(from ? { from } : {}), ...(to ? { to } : {}), negated, action });
  }

  #action(name: string, addressed: boolean): Action | undefined {
    switch (name) {
      case '':
        return this.#fail('missing command');
      case '{':
        this.#open.push(this.#commands.length);
        return { name, end: 0 };
      case '}':
        if (addressed) return this.#fail("} doesn't want any addresses");
        return this.#closeBlock();
      case '=':
      case 'd':
      case 'D':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'n':
      case 'N':
      case 'p':
      case 'P':
      case 'x':
      case 'z':
      case 'F':
      case 'l':
        return this.#ended({ name });
      case 'a':
      case 'i':
      case 'c':
        return this.#text(name);
      case ':':
        return this.#label(addressed);
      case 'b':
      case 't':
      case 'T':
        return { name, label: this.#word(), target: 0 };
      case 'q':
      case 'Q':
        return this.#ended({ name, code: Number(this.#skip(/^[ \t]*\d*/).trim()) });
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        return this.#fileAction(name);
      case 's':
        return this.#substitute();
      case 'y':
        return this.#transliterate();
      default:
        return this.#fail(`unknown command: \`${name}'`);
    }
  }

  #closeBlock(): Action | undefined {
    const open = this.#open.pop();
    const block = open === undefined ? undefined : this.#commands[open];
    if (open === undefined || !block) return this.#fail("unexpected `}'");
    this.#commands[open] = { ...block, action: { name: '{', end: this.#commands.length } };
    return this.#ended({ name: '}' });
  }

  /** After a command only blanks, `;`, `}`, a comment or the end of the line may follow. */
  #ended(action: Action): Action | undefined {
    this.#skip(/^[ \t]*/);
    const next = this.#peek();
    if (next === '' || next === '\n' || next === ';' || next === '}' || next === '#') return action;
    this.#at++;
    return this.#fail('extra characters after command');
  }

  #text(name: 'a' | 'i' | 'c'): Action | undefined {
    this.#skip(/^[ \t]*/);
    if (this.#peek() === '') return this.#fail("expected \\ after `a', `c' or `i'");
    // A backslash in front keeps the blanks of the text; alone on its line it only opens the text.
    if (this.#skip(/^\\[ \t]*\n/) === '' && this.#peek() === '\\') this.#at++;
    let text = '';
    for (let char = this.#next(); char !== '' && char !== '\n'; char = this.#next())
      text += char === '\\' ? escapedText(this.#next()) : char;
    return { name, text: `${text}\n` };
  }

  #label(addressed: boolean): Action | undefined {
    if (addressed) return this.#fail(": doesn't want any addresses");
    const label = this.#skip(/^[ \t]*[^\n;]*/).trim();
    if (label === '') return this.#fail('":" lacks a label');
    this.#labels.set(label, this.#commands.length);
    return { name: ':' };
  }

  #word(): string {
    return this.#skip(/^[ \t]*[^\n;}]*/).trim();
  }

  #fileAction(name: 'r' | 'R' | 'w' | 'W'): Action | undefined {
    const file = this.#skip(/^[ \t]*[^\n]*/).trim();
    return file === '' ? this.#fail('missing filename in r/R/w/W commands') : { name, file };
  }

  #substitute(): Action | undefined {
    const delimiter = this.#next();
    const pattern = this.#delimited(delimiter, true);
    const replacement = pattern === undefined ? undefined : this.#delimited(delimiter, false);
    if (pattern === undefined || replacement === undefined) return this.#fail("unterminated `s' command");
    const flags = this.#flags();
    if (!flags) return undefined;
    const regex = this.#regex(pattern, flags.ignoreCase, flags.lines);
    if (this.failure) return undefined;
    const parts = parseReplacement(replacement);
    const highest = Math.max(0, ...parts.map((part) => (part.type === 'group' ? part.index : 0)));
    if (regex && highest > regex.groups)
      return this.#fail(`invalid reference \\${highest} on \`s' command's RHS`);
    const { global, occurrence, print, file } = flags;
    const substitution = {
      regex,
      replacement: parts,
      global,
      occurrence,
      print,
      ...(file === undefined ? {} : { file }),
    };
    return file === undefined ? this.#ended({ name: 's', substitution }) : { name: 's', substitution };
  }

  #flags():
    | {
        global: boolean;
        print: boolean;
        ignoreCase: boolean;
        lines: boolean;
        occurrence: number;
        file?: string;
      }
    | undefined {
    const flags = { global: false, print: false, ignoreCase: false, lines: false, occurrence: 1 };
    for (;;) {
      const number = this.#skip(/^\d+/);
      if (number !== '') {
        if (Number(number) === 0) return this.#fail("number option to `s' command may not be zero");
        flags.occurrence = Number(number);
        continue;
      }
      const flag = this.#peek();
      if (flag === 'g') flags.global = true;
      else if (flag === 'p') flags.print = true;
      else if (flag === 'i' || flag === 'I') flags.ignoreCase = true;
      else if (flag === 'm' || flag === 'M') flags.lines = true;
      else if (flag === 'w') {
        this.#at++;
        return { ...flags, file: this.#skip(/^[ \t]*[^\n]*/).trim() };
      } else if (/^[ \t\n;}#]?$/.test(flag)) return flags;
      else {
        this.#at++;
        return this.#fail("unknown option to `s'");
      }
      this.#at++;
    }
  }

  #transliterate(): Action | undefined {
    const delimiter = this.#next();
    const from = this.#delimited(delimiter, false);
    const to = from === undefined ? undefined : this.#delimited(delimiter, false);
    if (from === undefined || to === undefined) return this.#fail("unterminated `y' command");
    const [one, other] = [unescapeTransliteration(from), unescapeTransliteration(to)];
    if (one.length !== other.length) return this.#fail("strings for `y' command are different lengths");
    return this.#ended({ name: 'y', map: new Map(one.map((char, index) => [char, other[index] ?? char])) });
  }

  /** Text up to the delimiter; an escaped delimiter stands for itself, and inside brackets it needs no escape. */
  #delimited(delimiter: string, isPattern: boolean): string | undefined {
    let text = '';
    let inBrackets = false;
    for (;;) {
      const char = this.#next();
      if (char === '' || (char === '\n' && isPattern && !inBrackets && delimiter === '\n')) return undefined;
      if (char === '\\') {
        const escaped = this.#next();
        if (escaped === '') return undefined;
        if (escaped === delimiter)
          text +=
            isPattern && /[.*[\]^$+?(){}|&]/.test(delimiter)
              ? `\\${delimiter}`
              : isPattern || delimiter !== '&'
                ? delimiter
                : '\\&';
        else if (escaped === '\n' && isPattern) text += '\n';
        else text += char + escaped;
        continue;
      }
      if (char === delimiter && !inBrackets) return text;
      if (isPattern && char === '[' && !inBrackets) {
        inBrackets = true;
        text += char + this.#skip(/^\^?\]?/);
        continue;
      }
      if (inBrackets && char === '[' && /[:.=]/.test(this.#peek())) {
        const kind = this.#peek();
        const close = this.#source.indexOf(`${kind}]`, this.#at + 1);
        if (close >= 0) {
          text += char + this.#source.slice(this.#at, close + 2);
          this.#at = close + 2;
          continue;
        }
      }
      if (char === ']') inBrackets = false;
      text += char;
    }
  }

  #address(): Address | undefined {
    const number = this.#skip(/^\d+/);
    if (number !== '') {
      if (this.#skip(/^[ \t]*~[ \t]*/) === '') return { type: 'line', number: Number(number) };
      return { type: 'step', first: Number(number), step: Number(this.#skip(/^\d*/)) };
    }
    if (this.#peek() === '$') {
      this.#at++;
      return { type: 'last' };
    }
    if (this.#peek() !== '/' && this.#peek() !== '\\') return undefined;
    const delimiter = this.#next() === '/' ? '/' : this.#next();
    const pattern = this.#delimited(delimiter, true);
    if (pattern === undefined) return this.#fail('unterminated address regex');
    const flags = this.#skip(/^[IM]*/);
    return { type: 'match', regex: this.#regex(pattern, flags.includes('I'), flags.includes('M')) };
  }

  #secondAddress(): Address | undefined {
    const relative = /^([+~])(\d+)/.exec(this.#source.slice(this.#at));
    if (!relative) return this.#address();
    this.#at += relative[0].length;
    const count = Number(relative[2]);
    return relative[1] === '+' ? { type: 'more', count } : { type: 'multiple', of: count };
  }

  #regex(pattern: string, ignoreCase: boolean, lines: boolean): Regex | undefined {
    if (pattern === '' || this.failure) return undefined;
    const regex = compileRegex(pattern, {
      syntax: this.#extended ? 'extended' : 'basic',
      controls: true,
      strict: true,
      ignoreCase,
      lines,
    });
    return regex.ok ? regex.value : this.#fail(regex.error);
  }

  #linked(): readonly Command[] {
    return this.#commands.map((command) => {
      const { action } = command;
      if (action.name !== 'b' && action.name !== 't' && action.name !== 'T') return command;
      const target = action.label === '' ? this.#commands.length : this.#labels.get(action.label);
      if (target === undefined) {
        this.failure ??= { at: -1, text: `can't find label for jump to \`${action.label}'` };
        return command;
      }
      return { ...command, action: { ...action, target } };
    });
  }

  #skip(pattern: RegExp): string {
    const found = pattern.exec(this.#source.slice(this.#at))?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    return this.#source.charAt(this.#at++);
  }

  #fail(text: string, at = Math.min(this.#at, this.#source.length)): undefined {
    this.failure ??= { at, text };
    return undefined;
  }
}

/** In the text of a, i and c a backslash makes control characters of some letters and is dropped before others. */
function escapedText(letter: string): string {
  const controls: Readonly<Record<string, string>> = {
    t: '\t',
    n: '\n',
    r: '\r',
    f: '\f',
    v: '\v',
    a: '\x07',
  };
  return controls[letter] ?? letter;
}
