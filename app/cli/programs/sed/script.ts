import type { Regex } from '../../regex/regex.ts';

/** Where a command applies. */
export type Address =
  | { readonly type: 'line'; readonly number: number }
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  | { readonly type: 'last' }
  /** Undefined: the last expression used. */
  | { readonly type: 'match'; readonly regex: Regex | undefined }
  /** As second address: so many lines more, or up to a multiple. */
  | { readonly type: 'more'; readonly count: number }
  | { readonly type: 'multiple'; readonly of: number };

/** A piece of a replacement: text, a group (0 the whole match), or a change of case for what follows. */
export type ReplacementPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'group'; readonly index: number }
  | { readonly type: 'case'; readonly mode: 'U' | 'L' | 'u' | 'l' | 'E' };

/** What the s command does. */
export interface Substitution {
  readonly regex: Regex | undefined;
  readonly replacement: readonly ReplacementPart[];
  readonly global: boolean;
  readonly occurrence: number;
  readonly print: boolean;
  readonly file?: string;
}

/** What a command does, beside its addresses. */
export type Action =
  | { readonly name: '{'; readonly end: number }
  | {
      readonly name:
        '}' | '=' | 'd' | 'D' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' | 'F' | 'l';
    }
  | { readonly name: 'a' | 'i' | 'c'; readonly text: string }
  | { readonly name: 'b' | 't' | 'T'; readonly label: string; readonly target: number }
  | { readonly name: ':' }
  | { readonly name: 'q' | 'Q'; readonly code: number }
  | { readonly name: 'r' | 'R' | 'w' | 'W'; readonly file: string }
  | { readonly name: 's'; readonly substitution: Substitution }
  | { readonly name: 'y'; readonly map: ReadonlyMap<string, string> };

/** One command with its addresses; commands are numbered, blocks and labels are jumps. */
export interface Command {
  readonly from?: Address;
  readonly to?: Address;
  readonly negated: boolean;
  readonly action: Action;
}
