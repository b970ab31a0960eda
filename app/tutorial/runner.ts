import type { VirtualMs } from '../base/brand.ts';
import type { Pod } from '../kube/kinds/types.data.ts';
import type { Trace } from '../linux/trace.ts';
import { noEvidence, type MutableEvidence, type Output, type Read } from './evidence.ts';
import { flowOf } from './flow.ts';
import type { Chapter, CheckResult, Step } from './lesson.ts';
import type { CheckView, LessonView, StepAddress } from './progress.ts';
import { Words, type Scene } from './words.ts';

/** What was seen since the last look. */
export interface Observed {
  readonly reads: readonly Read[];
  readonly outputs: readonly Output[];
  readonly traces: readonly Trace[];
}

/** What a learner did with the lesson itself. */
export type LessonAct =
  | { readonly type: 'enter'; readonly step: StepAddress }
  | { readonly type: 'open'; readonly what: string }
  | { readonly type: 'point'; readonly what: string }
  | { readonly type: 'answer'; readonly id: string; readonly value: string }
  | { readonly type: 'returned'; readonly held: readonly string[] };

/**
 * Follows one learner through the lessons: gathers evidence, asks the checks of the current step, remembers what is
 * done. It looks and never acts, so ticks are a function of the session's journal.
 */
export class LessonRunner {
  readonly #chapters: readonly Chapter[];
  #address: StepAddress | undefined;
  #step: Step | undefined;
  #evidence: MutableEvidence;
  #results = new Map<string, CheckResult>();
  #done = false;
  #looked = false;
  #doneSteps = new Set<string>();
  #names: Record<string, string | null> = {};

  constructor(chapters: readonly Chapter[], now: VirtualMs) {
    this.#chapters = chapters;
    this.#evidence = noEvidence(now);
  }

  /** The step the learner is in, if any. */
  get step(): Step | undefined {
    return this.#step;
  }

  /** Keys of what was proved at some moment of this step: what a branch takes back with it. */
  get held(): readonly string[] {
    return [...this.#evidence.latched];
  }

  /** Takes an act of the learner. */
  act(act: LessonAct, now: VirtualMs): void {
    switch (act.type) {
      case 'enter':
        this.#enter(act.step, now);
        return;
      case 'open':
        this.#evidence.opened.add(act.what);
        return;
      case 'point':
        this.#evidence.pointed.add(act.what);
        return;
      case 'answer':
        this.#answer(act.id, act.value);
        return;
      case 'returned':
        for (const key of act.held) this.#evidence.latched.add(key);
    }
  }

  /** Takes what was observed and asks the checks; the world must be quiet. */
  look(scene: Scene, observed: Observed): void {
    this.#evidence.reads.push(...observed.reads);
    this.#evidence.outputs.push(...observed.outputs);
    for (const trace of observed.traces)
      if (trace.startedAt >= this.#evidence.since) this.#evidence.flows.set(trace.id, flowOf(trace));
    this.#knowPods(scene.pods);
    const step = this.#step;
    if (!step) return;
    const words = new Words(scene, this.#evidence);
    this.#names = Object.fromEntries(
      Object.entries(step.names ?? {}).map(([name, find]) => [name, find(words) ?? null]),
    );
    // Every check is asked, also of a step that is done: they latch what held at this moment.
    for (const [id, check] of Object.entries(step.checks)) this.#results.set(id, check(words));
    if ([...this.#results.values()].every((result) => result === 'ok')) this.#finish();
  }

  /** What the page shows. */
  view(): LessonView | undefined {
    const [address, step] = [this.#address, this.#step];
    if (!address || !step) return undefined;
    return {
      step: address,
      checks: this.#done ? allOk(step) : this.#checks(step),
      done: this.#done,
      doneSteps: [...this.#doneSteps],
      names: this.#names,
      predictions: this.#predictions(step),
      cards: this.#cards(step),
    };
  }

  #enter(address: StepAddress, now: VirtualMs): void {
    const chapter = this.#chapters.find(({ number }) => number === address.chapter);
    this.#step = chapter?.steps.find(({ slug }) => slug === address.step);
    this.#address = this.#step && address;
    this.#evidence = noEvidence(now);
    this.#results = new Map();
    this.#done = false;
    this.#looked = false;
    this.#names = {};
  }

  #knowPods(pods: readonly Pod[]): void {
    const known = this.#evidence.pods;
    const first = !this.#looked;
    this.#looked = true;
    const living = new Set<string>();
    for (const { metadata, status } of pods) {
      if (metadata.namespace !== 'default') continue;
      living.add(metadata.uid);
      const before = known.get(metadata.uid);
      known.set(metadata.uid, {
        uid: metadata.uid,
        name: metadata.name,
        ip: status.podIP ?? before?.ip ?? '',
        labels: metadata.labels ?? {},
        gone: metadata.deletionTimestamp !== undefined,
        first: before?.first ?? first,
      });
    }
    for (const [uid, pod] of known) if (!living.has(uid) && !pod.gone) known.set(uid, { ...pod, gone: true });
  }

  #answer(id: string, value: string): void {
    const card = this.#step?.cards?.[id];
    if (!card) {
      this.#evidence.answers.set(id, value);
      return;
    }
    const [item = '', target = ''] = value.split('=');
    this.#evidence.cards.set(id, { ...this.#evidence.cards.get(id), [item]: target });
  }

  #finish(): void {
    this.#done = true;
    if (this.#address) this.#doneSteps.add(`${this.#address.chapter}/${this.#address.step}`);
  }

  #checks(step: Step): CheckView[] {
    return Object.keys(step.checks).map((id) => {
      const result = this.#results.get(id);
      if (result === 'ok') return { id, state: 'ok' };
      return { id, state: 'open', ...(result && { miss: result }) };
    });
  }

  #predictions(step: Step): LessonView['predictions'] {
    const predict = step.predict;
    const value = predict && this.#evidence.answers.get(predict.id);
    return predict && value !== undefined ? { [predict.id]: { value, right: value === predict.right } } : {};
  }

  #cards(step: Step): LessonView['cards'] {
    return Object.fromEntries(
      Object.entries(step.cards ?? {}).map(([id, { pairs }]) => {
        const set = this.#evidence.cards.get(id) ?? {};
        const solved = Object.entries(pairs).every(([item, target]) => set[item] === target);
        return [id, { solved, pairs: set }];
      }),
    );
  }
}

function allOk(step: Step): CheckView[] {
  return Object.keys(step.checks).map((id) => ({ id, state: 'ok' }));
}
