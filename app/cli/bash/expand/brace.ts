/** Expands `{a,b}`, `{1..3}` and nested ones in a word's source text; a word without them comes back alone. */
export function expandBraces(word: string): readonly string[] {
  const found = findBrace(word, 0);
  if (!found) return [word];
  const { start, end, choices } = found;
  const before = word.slice(0, start);
  const rests = expandBraces(word.slice(end));
  return choices.flatMap((choice) =>
    (found.sequence ? [choice] : expandBraces(choice)).flatMap((middle) =>
      rests.map((rest) => before + middle + rest),
    ),
  );
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
  readonly sequence: boolean;
}

/** The first pair of braces that is one to expand. */
function findBrace(word: string, from: number): Brace | undefined {
  for (let at = from; at < word.length; at = skip(word, at)) {
    if (word[at] !== '{') continue;
    const brace = braceAt(word, at);
    if (brace) return brace;
  }
  return undefined;
}

function braceAt(word: string, start: number): Brace | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start; at < word.length; at = skip(word, at)) {
    const char = word[at];
    if (char === '{') depth += 1;
    if (char === ',' && depth === 1) commas.push(at);
    if (char !== '}' || --depth > 0) continue;
    const inside = word.slice(start + 1, at);
    if (commas.length > 0) {
      const bounds = [start, ...commas, at];
      const choices = bounds.slice(1).map((end, index) => word.slice((bounds[index] ?? 0) + 1, end));
      return { start, end: at + 1, choices, sequence: false };
    }
    const sequence = sequenceOf(inside);
    return sequence && { start, end: at + 1, choices: sequence, sequence: true };
  }
  return undefined;
}

/** The place after the character at `at`, or after the quotes, escape or expansion that begins there. */
function skip(word: string, at: number): number {
  const char = word[at];
  if (char === '\\') return at + 2;
  if (char === "'") return after(word.indexOf("'", at + 1), word);
  if (char === '"') return quoted(word, at);
  if (char === '`') return after(word.indexOf('`', at + 1), word);
  if (char === '$' && (word[at + 1] === '{' || word[at + 1] === '(')) return nested(word, at + 1);
  return at + 1;
}

function after(found: number, word: string): number {
  return found < 0 ? word.length : found + 1;
}

function quoted(word: string, at: number): number {
  let end = at + 1;
  while (end < word.length && word[end] !== '"') end += word[end] === '\\' ? 2 : 1;
  return end + 1;
}

function nested(word: string, at: number): number {
  const open = word[at];
  const close = open === '{' ? '}' : ')';
  let depth = 0;
  for (let end = at; end < word.length; end++) {
    if (word[end] === '\\') end += 1;
    else if (word[end] === open) depth += 1;
    else if (word[end] === close && --depth === 0) return end + 1;
  }
  return word.length;
}

const NUMBERS = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/;
const LETTERS = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/;
/** More than this many words is a mistake, and would fill the memory. */
const MAX_SEQUENCE = 100_000;

function sequenceOf(inside: string): readonly string[] | undefined {
  const letters = LETTERS.exec(inside);
  if (letters) {
    const [, from = '', to = '', step] = letters;
    return range(from.charCodeAt(0), to.charCodeAt(0), Number(step ?? 1)).map((code) =>
      String.fromCharCode(code),
    );
  }
  const numbers = NUMBERS.exec(inside);
  if (!numbers) return undefined;
  const [, from = '', to = '', step] = numbers;
  const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
  const width = padded ? Math.max(from.length, to.length) : 0;
  return range(Number(from), Number(to), Number(step ?? 1)).map((number) =>
    number < 0 ? `-${String(-number).padStart(width - 1, '0')}` : String(number).padStart(width, '0'),
  );
}

function range(from: number, to: number, step: number): readonly number[] {
  const stride = Math.max(1, Math.abs(step));
  const count = Math.min(MAX_SEQUENCE, Math.floor(Math.abs(to - from) / stride) + 1);
  return Array.from({ length: count }, (_, index) => from + (from <= to ? index : -index) * stride);
}
