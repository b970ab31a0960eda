/** Expressions of awk. */
export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'element'; readonly array: string; readonly index: readonly Expression[] }
  | { readonly type: 'field'; readonly index: Expression }
  | {
      readonly type: 'assign';
      readonly target: Target;
      readonly operator: string;
      readonly value: Expression;
    }
  | { readonly type: 'change'; readonly target: Target; readonly by: 1 | -1; readonly before: boolean }
  | { readonly type: 'unary'; readonly operator: '!' | '-' | '+'; readonly operand: Expression }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'match';
      readonly negated: boolean;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly type: 'in'; readonly index: readonly Expression[]; readonly array: string }
  | {
      readonly type: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly builtin: boolean;
    }
  | { readonly type: 'group'; readonly parts: readonly Expression[] }
  | {
      readonly type: 'getline';
      readonly target: Target | undefined;
      readonly from: 'input' | 'file' | 'command';
      readonly source: Expression | undefined;
    };

/** What can be assigned to. */
export type Target = Extract<Expression, { readonly type: 'variable' | 'element' | 'field' }>;

/** Where print writes besides standard output. */
export interface Redirect {
  readonly kind: '>' | '>>' | '|';
  readonly to: Expression;
}

/** Statements of awk. */
export type Statement =
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'expression'; readonly expression: Expression }
  | {
      readonly type: 'print' | 'printf';
      readonly args: readonly Expression[];
      readonly redirect: Redirect | undefined;
    }
  | {
      readonly type: 'if';
      readonly test: Expression;
      readonly yes: Statement;
      readonly no: Statement | undefined;
    }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly type: 'do'; readonly body: Statement; readonly test: Expression }
  | {
      readonly type: 'for';
      readonly first: Statement | undefined;
      readonly test: Expression | undefined;
      readonly next: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly type: 'forin'; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly type: 'delete'; readonly array: string; readonly index: readonly Expression[] | undefined }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly type: 'break' | 'continue' | 'next' | 'nextfile' };

/** A pattern with its action; without action the record is printed. */
export interface Rule {
  readonly pattern:
    | { readonly type: 'begin' | 'end' | 'always' }
    | { readonly type: 'test'; readonly test: Expression }
    | { readonly type: 'range'; readonly from: Expression; readonly to: Expression };
  readonly action: Statement | undefined;
}

/** A function of the program. */
export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** A whole program. */
export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
