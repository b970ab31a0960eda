/** Where something stands in the text; lines and columns count from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Kinds of tokens of YAML 1.1. */
export type TokenType =
  | 'stream-end'
  | 'version'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** One token; `text` is the name of an anchor or alias, or the version of a directive. */
export interface Token {
  readonly type: TokenType;
  readonly mark: Mark;
  readonly text?: string;
}

/** What is wrong with a document, with the line that go-yaml names (0: none). */
export interface YamlFault {
  readonly line: number;
  readonly problem: string;
}

/** A fault of the scanner: its line is counted from 1. */
export function scannerFault(problem: string, at: Mark, context: Mark): YamlFault {
  return { line: at.line > 0 ? at.line + 1 : context.line, problem };
}

/** A fault of the parser: go-yaml prints its line counted from 0, and that of the context where it is the first. */
export function parserFault(problem: string, at: Mark, context: Mark | undefined): YamlFault {
  return { line: at.line > 0 ? at.line : (context?.line ?? 0), problem };
}
