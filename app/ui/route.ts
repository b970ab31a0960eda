import { create } from 'zustand';
import type { StepAddress } from '../tutorial/progress.ts';
import { engine } from './engine-client.ts';
import { useCluster } from './store/cluster.ts';
import { chaptersNow, type ChapterEntry } from './store/content.ts';

/** Where the page is. */
export type Place =
  | { readonly view: 'home'; readonly unknown?: string }
  | { readonly view: 'learn'; readonly step: StepAddress };

/** The place that is shown. */
export const useRoute = create<{ readonly place: Place }>()(() => ({ place: { view: 'home' } }));

/** Reads an address: `#/2/7`, `#/2/virtual-ip`, `#/home` or nothing. */
export function readAddress(hash: string, chapters: readonly ChapterEntry[]): Place {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((part) => part !== '');
  if (parts.length === 0 || parts[0] === 'home') return { view: 'home' };
  const chapter = chapters.find(({ number }) => parts[0] === String(number));
  const step =
    parts[1] === undefined
      ? chapter?.steps[0]
      : chapter?.steps.find(({ slug }, at) => slug === parts[1] || String(at + 1) === parts[1]);
  if (chapter === undefined || step === undefined) return { view: 'home', unknown: hash };
  return { view: 'learn', step: { chapter: chapter.number, step: step.slug } };
}

/** The address of a step as people write it: `#/2/7`. */
export function addressOf({ chapter, step }: StepAddress, chapters: readonly ChapterEntry[]): string {
  const steps = chapters.find(({ number }) => number === chapter)?.steps ?? [];
  const at = steps.findIndex(({ slug }) => slug === step);
  return `#/${chapter}/${at === -1 ? step : at + 1}`;
}

/** Where an address leads that is opened while a session stands at `here`: nowhere, if it is that step. */
export function stepFrom(here: StepAddress | undefined): StepAddress | undefined {
  const place = readAddress(location.hash, chaptersNow());
  if (place.view !== 'learn' || (here !== undefined && sameStep(place.step, here))) return undefined;
  return place.step;
}

/** Follows the address bar: a new address is a jump. With `arrived` the engine stands there already. */
export function followAddress(arrived = false): void {
  openAddress(arrived);
  addEventListener('hashchange', () => openAddress());
  // Undo and redo may lead to a world in which another step is open.
  useCluster.subscribe(({ worlds, lesson }, before) => {
    const { place } = useRoute.getState();
    if (worlds === before.worlds || lesson === undefined || place.view !== 'learn') return;
    if (sameStep(lesson.step, place.step)) return;
    history.replaceState(null, '', addressOf(lesson.step, chaptersNow()));
    useRoute.setState({ place: { view: 'learn', step: lesson.step } });
  });
}

/** Opens the place that the address names, by a jump unless the engine stands there already. */
export function openAddress(arrived = false): void {
  const place = readAddress(location.hash, chaptersNow());
  useRoute.setState({ place });
  if (place.view === 'learn' && !arrived) engine.jump(place.step);
}

const sameStep = (a: StepAddress, b: StepAddress): boolean => a.chapter === b.chapter && a.step === b.step;

/** Opens a step in its canonical state. */
export function openStep(step: StepAddress): void {
  const address = addressOf(step, chaptersNow());
  if (location.hash === address) {
    useRoute.setState({ place: { view: 'learn', step } });
    engine.jump(step);
  } else location.hash = address;
}

/** Goes on to a step with the cluster as it is. */
export function enterStep(step: StepAddress): void {
  // replaceState makes no hashchange: an address that was typed is a jump, this is none.
  history.pushState(null, '', addressOf(step, chaptersNow()));
  useRoute.setState({ place: { view: 'learn', step } });
  engine.input({ type: 'enter', step });
}
