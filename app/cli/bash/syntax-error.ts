import type { Features } from './features.ts';
import type { ParsedScript } from './syntax.ts';

/** A mistake in a script, as bash words it. */
export interface SyntaxError {
  readonly message: string;
  /** Line inside the text, from 1. */
  readonly line: number;
  /** Where that line begins. */
  readonly lineStart: number;
  /** The source line that scripts and `-c` quote below the message. */
  readonly quoted: string | undefined;
}

/** The first mistake in a script, if there is one. */
export function syntaxErrorOf(
  text: string,
  script: ParsedScript,
  _features: Features,
): SyntaxError | undefined {
  const [first] = script.errors ?? [];
  if (!first) return undefined;
  const lineStart = text.lastIndexOf('\n', first.pos - 1) + 1;
  const line = text.slice(0, first.pos).split('\n').length;
  return { message: `syntax error: ${first.message}`, line, lineStart, quoted: undefined };
}
