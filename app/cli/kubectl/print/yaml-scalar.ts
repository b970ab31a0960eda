/** What a scalar's text allows, read once before its style is chosen. */
export interface ScalarTraits {
  readonly multiline: boolean;
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

/**
 * Finds which styles can carry a text unchanged.
 * @upstream goyaml.v2/emitterc.go yaml_emitter_analyze_scalar
 */
export function scalarTraits(text: string): ScalarTraits {
  if (text === '') return { multiline: false, plain: true, single: true, block: false };
  const characters = Array.from(text);
  const last = characters.length - 1;
  const marks = indicators(characters);
  let [lineBreaks, edge, breakSpace, spaceBreak] = [false, false, false, false];
  let special = false;
  characters.forEach((character, at) => {
    const before = characters[at - 1];
    if (!isPrintable(character)) special = true;
    if (character === ' ') {
      if (at === 0 || at === last) edge = true;
      if (before !== undefined && isBreak(before)) breakSpace = true;
    } else if (isBreak(character)) {
      lineBreaks = true;
      if (at === 0 || at === last) edge = true;
      if (before === ' ') spaceBreak = true;
    }
  });
  const lossy = spaceBreak || special;
  return {
    multiline: lineBreaks,
    plain: !(marks || edge || breakSpace || lossy || lineBreaks),
    single: !(breakSpace || lossy),
    block: !(lossy || characters[last] === ' '),
  };
}

/** Whether some character would be taken for YAML's own syntax in block context. */
function indicators(characters: readonly string[]): boolean {
  const head = characters.slice(0, 3).join('');
  if (head === '---' || head === '...') return true;
  return characters.some((character, at) => {
    const next = characters[at + 1];
    const blankFollows = next === undefined || next === ' ' || next === '\t';
    if (at === 0 && '#,[]{}&*!|>\'"%@`'.includes(character)) return true;
    if (at === 0 && '?-'.includes(character)) return blankFollows;
    if (character === ':') return blankFollows;
    const before = characters[at - 1] ?? '';
    return character === '#' && (before === ' ' || before === '\t' || isBreak(before));
  });
}

/** The characters that end a line for YAML 1.1. */
export function isBreak(character: string): boolean {
  return /^[\r\n\u0085\u2028\u2029]$/.test(character);
}

/** Characters that may stand unescaped; the emitter knows only the basic plane. */
export function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0xa0) return code === 0x0a || (code >= 0x20 && code <= 0x7e);
  return (
    code <= 0xffff &&
    code !== 0xfeff &&
    code !== 0xfffe &&
    code !== 0xffff &&
    !(code >= 0xd800 && code < 0xe000)
  );
}

const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  0x00: '0',
  0x07: 'a',
  0x08: 'b',
  0x09: 't',
  0x0a: 'n',
  0x0b: 'v',
  0x0c: 'f',
  0x0d: 'r',
  0x1b: 'e',
  0x22: '"',
  0x5c: '\\',
  0x85: 'N',
  0xa0: '_',
  0x2028: 'L',
  0x2029: 'P',
};

/** One character as it stands in double quotes. `all`: the text begins with a byte order mark, so nothing stays plain. */
export function doubleQuoted(character: string, all: boolean): string {
  const code = character.codePointAt(0) ?? 0;
  if (!all && isPrintable(character) && !isBreak(character) && character !== '"' && character !== '\\')
    return character;
  const short = SHORT_ESCAPES[code];
  if (short !== undefined) return `\\${short}`;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
