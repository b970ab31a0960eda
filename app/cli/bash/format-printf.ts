import { formatOne, type Conversion } from '../tool/printf.ts';
import { unescape, unescapeEcho } from './escapes.ts';
import { quoteByBackslash } from './quote.ts';
import { dateAtMs } from './clock.ts';

/** What printf made: its text, and what it has to complain about. */
export interface Formatted {
  readonly text: string;
  readonly errors: readonly string[];
}

/** The instant that `%(…)T` prints without an argument, and the shell's beginning. */
export interface Instants {
  readonly now: number;
  readonly started: number;
}

const PART = /%([-+ #0']*)(\*|\d*)(?:\.(\*|-?\d*))?(?:hh|h|ll|l|L|q|j|z|t)?(\(([^)]*)\)T|[a-zA-Z%])|%|[^%]+/g;

/** Formats as `printf` does: the format again and again until the arguments are used up. */
export function formatPrintf(format: string, args: readonly string[], instants?: Instants): Formatted {
  const printer = new Printer(args, instants);
  do {
    const before = printer.used;
    printer.pass(format);
    // A format without conversions is printed once.
    if (printer.used === before) break;
  } while (printer.used < args.length && !printer.stopped);
  return { text: printer.text, errors: printer.errors };
}

class Printer {
  readonly #args: readonly string[];
  readonly #instants: Instants;
  text = '';
  readonly errors: string[] = [];
  used = 0;
  stopped = false;

  constructor(args: readonly string[], instants: Instants = { now: 0, started: 0 }) {
    this.#args = args;
    this.#instants = instants;
  }

  pass(format: string): void {
    for (const [all, flags = '', width = '', precision, letter, clock] of format.matchAll(PART)) {
      if (this.stopped) return;
      if (letter === undefined) {
        if (all === '%') {
          this.errors.push("`%': missing format character");
          this.stopped = true;
        } else this.#literal(all);
      } else if (letter === '%') this.text += '%';
      else this.#convert(this.#conversion(flags, width, precision, letter), clock);
    }
  }

  #literal(text: string): void {
    const made = unescape(text.replaceAll(/\\c[\s\S]*/g, ''));
    if (/(^|[^\\])(\\\\)*\\c/.test(text)) this.stopped = true;
    this.text += made;
  }

  #next(): string | undefined {
    const arg = this.#args[this.used];
    this.used += 1;
    return arg;
  }

  #conversion(flags: string, width: string, precision: string | undefined, letter: string): Conversion {
    const wide = width === '*' ? Number(this.#next() ?? 0) : Number(width);
    const places =
      precision === '*' ? Number(this.#next() ?? 0) : precision === undefined ? undefined : Number(precision);
    const left = wide < 0 ? `${flags}-` : flags;
    const exact = places !== undefined && places < 0 ? undefined : places;
    return { flags: left, width: Math.abs(wide), precision: exact, letter };
  }

  #convert(conversion: Conversion, clock: string | undefined): void {
    const arg = this.#next();
    const asText: Conversion = { ...conversion, letter: 's' };
    if (clock !== undefined) {
      this.text += formatOne(asText, this.#time(clock, arg));
      return;
    }
    switch (conversion.letter) {
      case 's':
        this.text += formatOne(conversion, arg ?? '');
        return;
      case 'b': {
        const made = unescapeEcho(arg ?? '');
        this.text += formatOne(asText, made.text);
        this.stopped = made.stop;
        return;
      }
      case 'q':
        this.text += formatOne(asText, quoteByBackslash(arg ?? ''));
        return;
      case 'c':
        this.text += formatOne(asText, (arg ?? '').slice(0, 1));
        return;
      default:
        this.#number(conversion, arg);
    }
  }

  #number(conversion: Conversion, arg: string | undefined): void {
    if (!'diouxXeEfFgGaA'.includes(conversion.letter)) {
      this.errors.push(`\`${conversion.letter}': invalid format character`);
      this.stopped = true;
      return;
    }
    const whole = 'diouxX'.includes(conversion.letter);
    const { value, valid } = numberFrom(arg ?? '0', whole);
    if (!valid) this.errors.push(`${arg ?? ''}: invalid number`);
    this.text += formatOne(conversion, value);
  }

  #time(format: string, arg: string | undefined): string {
    const { now, started } = this.#instants;
    const ms = arg === undefined || arg === '-1' ? now : arg === '-2' ? started : Number(arg) * 1000;
    const iso = dateAtMs(ms);
    const [date = '', time = ''] = iso.split('T');
    const [year = '', month = '', day = ''] = date.split('-');
    const parts: Readonly<Record<string, string>> = {
      Y: year,
      m: month,
      d: day,
      H: time.slice(0, 2),
      M: time.slice(3, 5),
      S: time.slice(6, 8),
      F: date,
      T: time.slice(0, 8),
      s: String(Math.floor(ms / 1000)),
      R: time.slice(0, 5),
      Z: 'UTC',
      z: '+0000',
    };
    return (format === '' ? '%T' : format).replaceAll(/%([a-zA-Z%])/g, (all, letter: string) =>
      letter === '%' ? '%' : (parts[letter] ?? all),
    );
  }
}

/** A number as printf reads it: decimal, 0 octal, 0x hexadecimal, or the code of the character after a quote. */
function numberFrom(text: string, whole: boolean): { readonly value: number; readonly valid: boolean } {
  const trimmed = text.trimStart();
  if (/^['"]/.test(trimmed)) return { value: trimmed.codePointAt(1) ?? 0, valid: true };
  if (trimmed === '') return { value: 0, valid: true };
  const pattern = whole
    ? /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)/
    : /^[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf|nan)/;
  const found = pattern.exec(trimmed)?.[0];
  if (found === undefined) return { value: 0, valid: false };
  const digits = found.replace(/^[-+]/, '');
  const octal = whole && /^0[0-7]+$/.test(digits);
  const size = octal
    ? parseInt(digits, 8)
    : digits === 'inf'
      ? Infinity
      : digits === 'nan'
        ? NaN
        : Number(digits);
  return { value: found.startsWith('-') ? -size : size, valid: found.length === trimmed.length };
}
