/** One line of a makefile after its continuations are joined. */
export interface SourceLine {
  readonly text: string;
  readonly file: string;
  readonly number: number;
}

/** One line of a recipe, without the tab. */
export type RecipeLine = SourceLine;

/** One rule. Targets with `%` make it a pattern. */
export interface Rule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly orderOnly: readonly string[];
  recipe: readonly RecipeLine[] | undefined;
  readonly doubleColon: boolean;
}

/** A fatal error: what stands before `***`, and between it and `  Stop.` */
export interface MakeFault {
  readonly text: string;
  /** `FILE:LINE` where it has a place. */
  readonly place: string | undefined;
}

/** Takes a makefile apart into lines; a recipe keeps its tab, its continuations and their line feeds. */
export function sourceLines(text: string, file: string): readonly SourceLine[] {
  const lines: SourceLine[] = [];
  const raw = text.replace(/\r\n/g, '\n').split('\n');
  for (let at = 0; at < raw.length; at++) {
    const number = at + 1;
    let line = raw[at] ?? '';
    const isRecipe = line.startsWith('\t');
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) && at + 1 < raw.length) {
      const next = raw[++at] ?? '';
      line = isRecipe
        ? `${line}\n${next.replace(/^\t/, '')}`
        : `${line.slice(0, -1).trimEnd()} ${next.trimStart()}`;
    }
    lines.push({ text: line, file, number });
  }
  return lines;
}

/** A line without its comment. */
export function withoutComment(text: string): string {
  return text.replace(/(^|[^\\])#.*$/s, '$1').replaceAll('\\#', '#');
}
