import { characterWidth } from './width.ts';

const JOINER = 0x200d;

/** Splits a text into what a reader sees as characters: marks and joined emoji stay with their base. */
export function graphemes(text: string): string[] {
  const out: string[] = [];
  let joined = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const attaches = out.length > 0 && code >= 0x300 && (joined || characterWidth(code) === 0);
    if (attaches) out[out.length - 1] += character;
    else out.push(character);
    joined = code === JOINER;
  }
  return out;
}

/** Cells of a grapheme: those of its base. */
export function graphemeWidth(grapheme: string): number {
  return characterWidth(grapheme.codePointAt(0) ?? 0);
}
