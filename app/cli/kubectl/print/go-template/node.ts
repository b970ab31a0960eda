import type { Place } from './lex.ts';

/** A parsed template. */
export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipe: Pipe }
  | {
      readonly type: 'if' | 'with' | 'range';
      readonly pipe: Pipe;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | { readonly type: 'template'; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly type: 'break' | 'continue' };

/** Commands joined by `|`, with the variables that take the result. */
export interface Pipe {
  readonly variables: readonly string[];
  /** `:=` makes variables, `=` changes them. */
  readonly declares: boolean;
  readonly commands: readonly CommandWords[];
}

/** What is called or read, and with what. */
export interface CommandWords extends Place {
  readonly operands: readonly Operand[];
}

/** One word of a command; `head` is where errors point to. */
export type Operand = Place & { readonly head: number } & OperandWord;

/** What a word means. */
export type OperandWord =
  | { readonly type: 'dot'; readonly fields: readonly string[] }
  | { readonly type: 'variable'; readonly name: string; readonly fields: readonly string[] }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'value'; readonly value: string | number | boolean | null }
  | { readonly type: 'pipe'; readonly pipe: Pipe; readonly fields: readonly string[] };

/** A template with what it defines. */
export interface Template {
  readonly text: string;
  readonly body: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}
