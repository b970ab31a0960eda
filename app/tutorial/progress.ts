/** Address of a step: chapter number and slug of the step. */
export interface StepAddress {
  readonly chapter: number;
  readonly step: string;
}

/** How one check of a step stands. */
export interface CheckView {
  readonly id: string;
  readonly state: 'open' | 'ok';
  /** Why it is open: the code of the reason and the values its text names. */
  readonly miss?: MissView;
}

/** A reason as data; the page puts it into words. */
export interface MissView {
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
  /** The field to look at: a file and a path in it. */
  readonly place?: { readonly file: string; readonly path: string };
  /** Object keys that are missing, and that must go: the ghosts of the goal overlay. */
  readonly wants: readonly string[];
  readonly mustGo: readonly string[];
}

/** What the page shows of the lesson: words come from the page's own content, everything that can change from here. */
export interface LessonView {
  readonly step: StepAddress;
  readonly checks: readonly CheckView[];
  readonly done: boolean;
  /** Steps done on this line of the session, as `2/expose`. */
  readonly doneSteps: readonly string[];
  /** Live values of the names used in commands and texts; null when there is none now. */
  readonly names: Readonly<Record<string, string | null>>;
  readonly predictions: Readonly<Record<string, { readonly value: string; readonly right: boolean }>>;
  readonly cards: Readonly<
    Record<string, { readonly solved: boolean; readonly pairs: Readonly<Record<string, string>> }>
  >;
}
