import { byNaturalOrder } from '../go/natural-order.ts';
import { floatText } from '../go/number.ts';
import { staysString } from './yaml-resolve.ts';
import { doubleQuoted, isBreak, scalarTraits } from './yaml-scalar.ts';

/**
 * A plain value as kubectl prints it with `-o yaml`, byte for byte.
 * @upstream goyaml.v2 Marshal, as sigs.k8s.io/yaml uses it
 */
export function printYaml(value: unknown): string {
  const emitter = new YamlEmitter();
  emitter.node(value, { indent: 0, simpleKey: false });
  return emitter.finish();
}

/** Lines are folded at a space once they are longer than this. */
const BEST_WIDTH = 80;
/** Keys longer than this many bytes get the complex form `? key`. */
const LONGEST_SIMPLE_KEY = 128;

interface Place {
  /** Where the lines of this node begin when it continues on a new line. */
  readonly indent: number;
  readonly simpleKey: boolean;
}

type Style = 'plain' | 'single' | 'double' | 'literal';

class YamlEmitter {
  #out = '';
  #column = 0;

  finish(): string {
    return this.#out.endsWith('\n') ? this.#out : `${this.#out}\n`;
  }

  node(value: unknown, place: Place): void {
    if (Array.isArray(value)) this.#sequence(value, place.indent);
    else if (typeof value === 'object' && value !== null) this.#mapping(Object.entries(value), place.indent);
    else if (typeof value === 'string') this.#scalar(value, place);
    else
      this.#put(
        typeof value === 'number'
          ? floatText(value)
          : value === true
            ? 'true'
            : value === false
              ? 'false'
              : 'null',
      );
  }

  #sequence(items: readonly unknown[], indent: number): void {
    if (items.length === 0) return this.#put('[]');
    for (const item of items) {
      this.#lineAt(indent);
      this.#put('- ');
      this.node(item, { indent: indent + 2, simpleKey: false });
    }
  }

  #mapping(entries: readonly (readonly [string, unknown])[], indent: number): void {
    const present = entries.filter(([, value]) => value !== undefined);
    if (present.length === 0) return this.#put('{}');
    for (const [key, value] of present.toSorted(([a], [b]) => byNaturalOrder(a, b))) {
      this.#lineAt(indent);
      this.#key(key, indent);
      this.#value(value, indent);
    }
  }

  #key(key: string, indent: number): void {
    const simple = !scalarTraits(key).multiline && byteLength(key) <= LONGEST_SIMPLE_KEY;
    if (!simple) this.#put('? ');
    this.#scalar(key, { indent: indent + 2, simpleKey: simple });
    if (!simple) this.#lineAt(indent);
    this.#put(':');
  }

  /** Sequences stand at the indent of their key, mappings two deeper. */
  #value(value: unknown, indent: number): void {
    if (Array.isArray(value) && value.length > 0) {
      this.#breakLine();
      this.#sequence(value, indent);
    } else if (
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).some((part) => part !== undefined)
    ) {
      this.#breakLine();
      this.node(value, { indent: indent + 2, simpleKey: false });
    } else {
      this.#put(' ');
      this.node(value, { indent: indent + 2, simpleKey: false });
    }
  }

  #scalar(text: string, place: Place): void {
    const style = styleOf(text, place.simpleKey);
    if (style === 'literal') return this.#literal(text, place.indent);
    const foldAt = place.simpleKey ? undefined : place.indent;
    if (style === 'plain') this.#folded(Array.from(text), foldAt, (c) => c);
    else if (style === 'single') this.#single(Array.from(text), foldAt);
    else this.#double(Array.from(text), foldAt);
  }

  #folded(
    characters: readonly string[],
    foldAt: number | undefined,
    write: (character: string) => string,
  ): void {
    characters.forEach((character, at) => {
      const alone = character === ' ' && characters[at - 1] !== ' ' && characters[at + 1] !== ' ';
      const inside = at > 0 && at < characters.length - 1;
      if (foldAt !== undefined && alone && inside && this.#column > BEST_WIDTH) this.#lineAt(foldAt, true);
      else this.#put(write(character));
    });
  }

  #single(characters: readonly string[], foldAt: number | undefined): void {
    this.#put("'");
    if (!characters.some(isBreak)) this.#folded(characters, foldAt, (c) => (c === "'" ? "''" : c));
    else this.#put(indentAfterBreaks(characters.join('').replaceAll("'", "''"), foldAt ?? 0));
    this.#put("'");
  }

  #double(characters: readonly string[], foldAt: number | undefined): void {
    const all = characters[0] === '\ufeff';
    let spaces = false;
    this.#put('"');
    characters.forEach((character, at) => {
      const inside = at > 0 && at < characters.length - 1;
      if (character === ' ' && !all) {
        if (foldAt !== undefined && !spaces && inside && this.#column > BEST_WIDTH) {
          this.#lineAt(foldAt, true);
          if (characters[at + 1] === ' ') this.#put('\\');
        } else this.#put(' ');
        spaces = true;
      } else {
        this.#put(doubleQuoted(character, all));
        spaces = false;
      }
    });
    this.#put('"');
  }

  /** `|` with the digit when the text begins with a blank, and `-` or `+` for how many line feeds end it. */
  #literal(text: string, indent: number): void {
    const digit = /^[ \r\n\u0085\u2028\u2029]/.test(text) ? '2' : '';
    const ends = /[\r\n\u0085\u2028\u2029]*$/.exec(text)?.[0].length ?? 0;
    this.#put(`|${digit}${ends === 0 ? '-' : ends === 1 && text.length > 1 ? '' : '+'}`);
    this.#breakLine();
    let atLineStart = true;
    for (const character of text) {
      if (character === '\n') this.#breakLine();
      else {
        if (atLineStart) this.#put(' '.repeat(indent));
        this.#put(character);
      }
      atLineStart = isBreak(character);
    }
  }

  #lineAt(indent: number, force = false): void {
    if (force || this.#column > indent) this.#breakLine();
    if (this.#column < indent) this.#put(' '.repeat(indent - this.#column));
  }

  #breakLine(): void {
    this.#out += '\n';
    this.#column = 0;
  }

  #put(text: string): void {
    this.#out += text;
    for (const character of text) if (character !== '') this.#column++;
  }
}

function styleOf(text: string, simpleKey: boolean): Style {
  const traits = scalarTraits(text);
  const wanted: Style = text.includes('\n') ? 'literal' : staysString(text) ? 'plain' : 'double';
  if (wanted === 'literal') return traits.block && !simpleKey ? 'literal' : 'double';
  if (wanted === 'double') return 'double';
  if (traits.plain) return 'plain';
  return traits.single && !(simpleKey && traits.multiline) ? 'single' : 'double';
}

/** Breaks other than a line feed stay in the text; what follows one begins at the indent. */
function indentAfterBreaks(text: string, indent: number): string {
  return text.replace(/[\u0085\u2028\u2029](?=[^\u0085\u2028\u2029])/g, (end) => end + ' '.repeat(indent));
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
