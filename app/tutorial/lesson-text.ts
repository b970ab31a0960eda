import type { Act } from './lesson.ts';

/** The words of one chapter in one language, compiled from Markdown at build time: no parser reaches the page. */
export interface ChapterText {
  readonly number: number;
  readonly title: string;
  readonly outcome: string;
  readonly minutes: number;
  readonly steps: readonly StepText[];
}

/** The words of one step, in order of reading. */
export interface StepText {
  readonly slug: string;
  readonly title: string;
  readonly minutes: number;
  readonly blocks: readonly TextBlock[];
  readonly goals: readonly { readonly check: string; readonly text: Inline }[];
  readonly reasons: readonly { readonly check: string; readonly code: string; readonly text: Inline }[];
  /** Rungs 1 to 3; rung 4 is the solution's commands. */
  readonly hints: readonly { readonly rung: number; readonly text: Inline; readonly card?: string }[];
  readonly solution: readonly string[];
  readonly beats: readonly {
    readonly id: string;
    readonly text: Inline;
    readonly notes?: Inline;
    readonly asked?: Inline;
  }[];
  readonly summary?: Inline;
  /** What the picture adds to its default while this step is open. */
  readonly stage?: readonly StageItem[];
}

/** Something that the picture shows only where a lesson asks for it. */
export type StageItem = 'dns' | 'control-plane' | 'laptop' | 'lb' | 'docker' | 'control';

/** One block of a step. */
export type TextBlock =
  | { readonly type: 'paragraph'; readonly text: Inline }
  | { readonly type: 'list'; readonly items: readonly Inline[] }
  /** A command with Run, Copy, Type. `in`: the tab it runs in; names in `‹…›` are filled from the live world. */
  | {
      readonly type: 'run';
      readonly act: string;
      readonly command: string;
      readonly in: string;
      readonly output?: string;
    }
  /** A button for an act that is not a command. `act` is carried out by the page as plain inputs. */
  | { readonly type: 'do'; readonly act: string; readonly label: Inline; readonly action: ActView }
  | {
      readonly type: 'predict';
      readonly id: string;
      readonly question: Inline;
      readonly choices: readonly { readonly value: string; readonly text: Inline }[];
      readonly feedback: Inline;
      readonly right: string;
    }
  | {
      readonly type: 'card';
      readonly id: string;
      readonly task: Inline;
      readonly items: readonly { readonly value: string; readonly text: Inline }[];
      readonly targets: readonly { readonly value: string; readonly text: Inline }[];
    }
  | { readonly type: 'erratum'; readonly id: string; readonly text: Inline };

/** An act as the page carries it out: each becomes one or more entries of the journal. */
export type ActView = Exclude<Act, { readonly type: 'answer' }>;

/** A run of text: plain, code, emphasised, a glossary term, or a live name. */
export type Inline = readonly (
  | string
  | { readonly code: string }
  | { readonly em: Inline }
  | { readonly strong: Inline }
  | { readonly term: string; readonly text: string }
  | { readonly name: string }
)[];

/** One entry of the glossary in one language. */
export interface TermText {
  readonly id: string;
  readonly title: string;
  readonly text: readonly Inline[];
}
