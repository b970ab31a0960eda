import type { MissView } from './progress.ts';
import type { Words } from './words.ts';

/** One chapter: everything that is the same in both languages and can be wrong. Words stand in `id.md` and `en.md`. */
export interface Chapter {
  readonly number: number;
  readonly slug: string;
  readonly minutes: number;
  /** Items of the source page and errata that the chapter itself treats: its heading's S number. */
  readonly covers: readonly string[];
  /** Acts from the empty world to the chapter's start. */
  readonly checkpoint: readonly Act[];
  readonly stage?: readonly StageItem[];
  readonly steps: readonly Step[];
}

/** What the picture adds for a step beside workers, Pods and Services of `default`. */
export type StageItem = 'dns' | 'control-plane' | 'laptop' | 'lb' | 'docker' | 'control';

/** One step. Its number is its place in the chapter. */
export interface Step {
  readonly slug: string;
  readonly minutes: number;
  readonly covers: readonly string[];
  readonly stage?: readonly StageItem[];
  /** Whether the learner's own cluster meets the step's entry condition; without one it always does. */
  readonly pre?: (q: Words) => boolean;
  /** Live values used as `‹name›` in commands and texts; undefined when there is none now. */
  readonly names?: Readonly<Record<string, (q: Words) => string | undefined>>;
  readonly acts: Readonly<Record<string, Act>>;
  /** The canonical path, by names of acts. */
  readonly solution: readonly string[];
  readonly checks: Readonly<Record<string, Check>>;
  /** Other routes that must tick the step. */
  readonly accepts: readonly Route[];
  /** Near-misses that must leave it open, with the check and the reason that then stands. */
  readonly rejects: readonly (Route & { readonly reason: string })[];
  readonly predict?: { readonly id: string; readonly right: string };
  readonly cards?: Readonly<Record<string, Card>>;
}

/** A card to connect or sort: which item belongs to which target. */
export interface Card {
  readonly pairs: Readonly<Record<string, string>>;
}

/** A way through a step, in words for the test's name and as acts. */
export interface Route {
  readonly is: string;
  readonly acts: readonly Act[];
}

/** Something done. Every act becomes one or more inputs of the journal. */
export type Act =
  | { readonly type: 'run'; readonly command: string; readonly in: string }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'write'; readonly file: string; readonly text: string }
  | { readonly type: 'edit'; readonly file: string; readonly from: string; readonly to: string }
  | { readonly type: 'apply'; readonly file: string }
  | { readonly type: 'set'; readonly switch: string; readonly target: string; readonly value: string }
  | { readonly type: 'wait'; readonly seconds: number }
  | { readonly type: 'open'; readonly what: string }
  | { readonly type: 'point'; readonly what: string }
  | { readonly type: 'answer'; readonly id: string; readonly value: string }
  | { readonly type: 'branch'; readonly name: string }
  | { readonly type: 'back' };

/** How a check stands: it holds, or why not. */
export type CheckResult = 'ok' | MissView;

/** One assertion of a goal: a pure function of what the world is and what was observed since the step began. */
export type Check = (q: Words) => CheckResult;

/** The assertion holds. */
export const ok: CheckResult = 'ok';

/** The assertion is open: a code for its reason and the values that the reason's text names. */
export function miss(
  code: string,
  values: Readonly<Record<string, string | number>> = {},
  more: {
    readonly place?: MissView['place'];
    readonly wants?: readonly string[];
    readonly mustGo?: readonly string[];
  } = {},
): CheckResult {
  return {
    code,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
    ...(more.place && { place: more.place }),
    wants: more.wants ?? [],
    mustGo: more.mustGo ?? [],
  };
}

/** A command in a terminal: the laptop's unless `in` names a node or `pod ‹name›`. */
export function run(command: string, options: { readonly in?: string } = {}): Act {
  return { type: 'run', command, in: options.in ?? 'laptop' };
}

/** One passage of a file replaced in the editor. */
export function edit(file: string, from: string, to: string): Act {
  return { type: 'edit', file, from, to };
}

/** The editor's Apply: `kubectl apply -f FILE` at the laptop's prompt. */
export function apply(file: string): Act {
  return { type: 'apply', file };
}

/** A fault switch: `node.power` of a node, `pod.ready` of a Pod (`‹name›` is filled in). */
export function set(name: string, target: string, value: string): Act {
  return { type: 'set', switch: name, target, value };
}

/** Virtual time passes. */
export function wait(seconds: number): Act {
  return { type: 'wait', seconds };
}

/** A file, panel or card is opened. */
export function open(what: string): Act {
  return { type: 'open', what };
}

/** Something in graph, twin or rule list is selected. */
export function point(what: string): Act {
  return { type: 'point', what };
}

/** A prediction is answered, or a card's pair is set (`item=target`). */
export function answer(id: string, value: string): Act {
  return { type: 'answer', id, value };
}

/** A what-if branch opens. */
export function branch(name: string): Act {
  return { type: 'branch', name };
}

/** Back to the lesson, to the state before the branch. */
export function back(): Act {
  return { type: 'back' };
}
