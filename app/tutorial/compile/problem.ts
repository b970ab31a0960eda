/** Something wrong in a lesson's file, at a line of it. */
export class ContentProblem extends Error {
  override readonly name = 'ContentProblem';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Says what is wrong with a node of the file. */
export function problem(
  message: string,
  node?: { position?: { start: { line: number } } | undefined },
): ContentProblem {
  return new ContentProblem(message, node?.position?.start.line ?? 1);
}
