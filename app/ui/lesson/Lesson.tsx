import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ChapterText, StepText } from '../../tutorial/lesson-text.ts';
import { Icon } from '../controls/Icon.tsx';
import { lastInput, nothingFocused } from '../controls/modality.ts';
import { engine } from '../engine-client.ts';
import { useRoute } from '../route.ts';
import { useCluster } from '../store/cluster.ts';
import { textsIn, useContent } from '../store/content.ts';
import { usePreferences } from '../store/preferences.ts';
import { useT } from '../text/translate.ts';
import { GoalCard } from './GoalCard.tsx';
import { StepBody } from './StepBody.tsx';
import './lesson.css';
import './goal.css';

/** The lesson column: done steps folded, the current one open, what comes, and the goal at the foot. */
export function Lesson() {
  const t = useT();
  const place = useRoute((route) => route.place);
  const lang = usePreferences((preferences) => preferences.lang);
  const address = place.view === 'learn' ? place.step : undefined;
  const texts = useContent((state) => textsIn(state, lang));
  const chapter = texts?.chapters.find(({ number }) => number === address?.chapter);
  const at = chapter?.steps.findIndex(({ slug }) => slug === address?.step) ?? -1;
  const step = chapter?.steps[at];
  if (chapter === undefined || step === undefined) return <p className="lesson-loading">{t('loading')}</p>;
  return (
    <div className="lesson" key={`${chapter.number}/${step.slug}`}>
      <Reading chapter={chapter} step={step} at={at} />
      <GoalCard step={step} />
    </div>
  );
}

/** The text of the step, where the skip link leads. */
export const READING = 'reading';
const STEP = 'step-title';

interface ReadingProps {
  readonly chapter: ChapterText;
  readonly step: StepText;
  readonly at: number;
}

function Reading({ chapter, step, at }: ReadingProps) {
  const doneSteps = useCluster((cluster) => cluster.lesson?.doneSteps) ?? [];
  const coming = chapter.steps.slice(at + 1);
  const scroll = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const roomy = useRoomFor(scroll, content, coming.length);
  const done = (slug: string) => doneSteps.includes(`${chapter.number}/${slug}`);
  useEffect(() => {
    document.title = `${chapter.number}.${at + 1} ${step.title} · Lintas`;
  }, [chapter, step, at]);
  useEffect(() => {
    // The button that led here is gone: whoever goes by keys reads on at the begin of the step.
    if (nothingFocused() && lastInput() === 'key') scroll.current?.focus();
  }, []);
  const shown = roomy ? coming : coming.slice(0, 1);
  return (
    <>
      {/* A text that scrolls must be reachable by keyboard, also below its last button. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={scroll} id={READING} className="reading" tabIndex={0} role="group" aria-labelledby={STEP}>
        <div ref={content}>
          <Branch />
          <EarlierSteps chapter={chapter} upTo={at} done={done} />
          <h1 id={STEP}>
            {chapter.number}.{at + 1} {step.title}
          </h1>
          <StepBody step={step} current />
        </div>
        {roomy ? <Coming chapter={chapter} from={at + 1} steps={shown} rest={0} /> : null}
      </div>
      {roomy || coming.length === 0 ? null : (
        <Coming chapter={chapter} from={at + 1} steps={shown} rest={coming.length - 1} pinned />
      )}
    </>
  );
}

const LINE = 32;

/** Whether the later steps fit below the current one; if not, only the next one shows, at the foot. */
function useRoomFor(
  scroll: React.RefObject<HTMLDivElement | null>,
  content: React.RefObject<HTMLDivElement | null>,
  lines: number,
): boolean {
  const [roomy, setRoomy] = useState(false);
  useLayoutEffect(() => {
    const [outer, inner] = [scroll.current, content.current];
    const column = outer?.parentElement;
    if (outer === null || inner === null || !column) return undefined;
    const measure = () => {
      const goal = column.querySelector('.goal')?.getBoundingClientRect().height ?? 0;
      setRoomy(inner.offsetHeight + lines * LINE + 48 <= column.clientHeight - goal && lines > 1);
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(inner);
    watcher.observe(column);
    return () => watcher.disconnect();
  }, [scroll, content, lines]);
  return roomy;
}

interface EarlierProps {
  readonly chapter: ChapterText;
  readonly upTo: number;
  readonly done: (slug: string) => boolean;
}

function EarlierSteps({ chapter, upTo, done }: EarlierProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const steps = chapter.steps.slice(0, upTo);
  const line = (step: StepText, at: number) => (
    <EarlierStep key={step.slug} number={`${chapter.number}.${at + 1}`} step={step} done={done(step.slug)} />
  );
  const folds = steps.length >= 3 && steps.every(({ slug }) => done(slug));
  if (steps.length === 0) return null;
  if (!folds) return <div className="earlier">{steps.map(line)}</div>;
  const summary = t('stepsFolded', { from: `${chapter.number}.1`, to: `${chapter.number}.${upTo}`, n: upTo });
  return (
    <div className="earlier">
      <button type="button" className="step-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={open ? 'fold open' : 'fold'}>
          <Icon name="chevron" size={16} />
        </span>
        <Icon name="ok" />
        {summary}
      </button>
      {open ? <div className="unfolded">{steps.map(line)}</div> : null}
    </div>
  );
}

interface EarlierStepProps {
  readonly number: string;
  readonly step: StepText;
  readonly done: boolean;
}

/** A step of before: one line, and its text to read again. Nothing is reset by reading. */
function EarlierStep({ number, step, done }: EarlierStepProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="step-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={done ? 'ok' : 'open'} />
        {number} {step.title}
      </button>
      {open ? (
        <div className="again">
          <StepBody step={step} current={false} />
        </div>
      ) : null}
    </>
  );
}

interface ComingProps {
  readonly chapter: ChapterText;
  readonly from: number;
  readonly steps: readonly StepText[];
  readonly rest: number;
  readonly pinned?: boolean;
}

function Coming({ chapter, from, steps, rest, pinned = false }: ComingProps) {
  const t = useT();
  return (
    <ul className={pinned ? 'coming pinned' : 'coming'}>
      {steps.map((step, at) => (
        <li key={step.slug} className="step-line">
          <Icon name="open" />
          {chapter.number}.{from + at + 1} {step.title}
          {rest === 0 ? null : <span className="more">{t('moreSteps', { n: rest })}</span>}
        </li>
      ))}
    </ul>
  );
}

function Branch() {
  const t = useT();
  const branch = useCluster((cluster) => cluster.branch);
  if (branch === null) return null;
  return (
    <div className="branch" role="status">
      <Icon name="branch" />
      {t('branchOpen', { name: branch })}
      <button type="button" className="link" onClick={() => engine.send({ type: 'return' })}>
        {t('backToLesson')}
      </button>
    </div>
  );
}
