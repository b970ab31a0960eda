import { Icon } from '../controls/Icon.tsx';
import { openStep, useRoute } from '../route.ts';
import { useCluster } from '../store/cluster.ts';
import { useChapters, type ChapterEntry } from '../store/content.ts';
import { useT } from '../text/translate.ts';
import './home.css';

/** The start page: what this is, the one way on, and the chapters on one wire. */
export function Home() {
  const t = useT();
  const place = useRoute((route) => route.place);
  const chapters = useChapters();
  const unknown = place.view === 'home' ? place.unknown : undefined;
  return (
    <div className="home" data-view="home">
      <section className="home-words">
        {unknown === undefined ? null : <p role="alert">{t('unknownAddress', { address: unknown })}</p>}
        <h1>{t('subline')}</h1>
        <p className="home-text">
          {t('homeFirst')} {t('homeSecond')}
        </p>
        <WayOn chapters={chapters} />
        <p className="attribution">{t('attribution')}</p>
      </section>
      <ChapterList chapters={chapters} />
    </div>
  );
}

function WayOn({ chapters }: { readonly chapters: readonly ChapterEntry[] }) {
  const t = useT();
  const here = useCluster((cluster) => cluster.lesson?.step);
  const chapter =
    chapters.find(({ number }) => number === here?.chapter) ?? chapters.find(({ steps }) => steps.length > 0);
  const at = Math.max(0, chapter?.steps.findIndex(({ slug }) => slug === here?.step) ?? 0);
  const step = chapter?.steps[at];
  if (chapter === undefined || step === undefined) return null;
  const number = `${chapter.number}.${at + 1}`;
  const going = here !== undefined;
  return (
    <>
      <button
        type="button"
        // The page opens with the focus on its one primary button, so that Enter begins.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className="button primary way-on"
        onClick={() => {
          if (going) history.pushState(null, '', `#/${chapter.number}/${at + 1}`);
          if (going) useRoute.setState({ place: { view: 'learn', step: here } });
          else openStep({ chapter: chapter.number, step: step.slug });
        }}
      >
        <Icon name="arrow" />
        {going ? t('continueAt', { number, title: step.title }) : t('start')}
      </button>
      <p className="muted">
        {t(going ? 'whereYouAre' : 'startHere', {
          chapter: chapter.number,
          n: at + 1,
          of: chapter.steps.length,
        })}
      </p>
    </>
  );
}

function ChapterList({ chapters }: { readonly chapters: readonly ChapterEntry[] }) {
  const t = useT();
  const doneSteps = useCluster((cluster) => cluster.lesson?.doneSteps) ?? [];
  const total = chapters.reduce((sum, { steps }) => sum + steps.length, 0);
  const [first, last] = [chapters[0], chapters.at(-1)];
  return (
    <section className="home-chapters" aria-labelledby="home-chapters">
      <header>
        <h2 id="home-chapters">{t('chapterRange', { from: first?.number ?? 0, to: last?.number ?? 0 })}</h2>
        <span className="muted">{t('stepsDoneOf', { done: doneSteps.length, of: total })}</span>
      </header>
      <ol>
        {chapters.map((chapter) => (
          <ChapterRow key={chapter.number} chapter={chapter} doneSteps={doneSteps} />
        ))}
      </ol>
    </section>
  );
}

interface ChapterRowProps {
  readonly chapter: ChapterEntry;
  readonly doneSteps: readonly string[];
}

function ChapterRow({ chapter, doneSteps }: ChapterRowProps) {
  const t = useT();
  const here = useCluster((cluster) => cluster.lesson?.step);
  const { number, title, steps, minutes } = chapter;
  const isDone = (slug: string) => doneSteps.includes(`${number}/${slug}`);
  const done = steps.filter(({ slug }) => isDone(slug)).length;
  const current = here?.chapter === number;
  const whole = steps.length > 0 && done === steps.length;
  const [first] = steps;
  const state = whole
    ? t('finished')
    : done > 0
      ? t('stepsDoneOf', { done, of: steps.length })
      : t('stepCount', { n: steps.length });
  const at = steps.findIndex(({ slug }) => slug === here?.step);
  return (
    <li className={`chapter-row ${current ? 'current' : ''} ${done > 0 || current ? 'travelled' : ''}`}>
      <span className="chapter-mark" aria-hidden="true">
        {current ? <b>{`${number}.${at + 1}`}</b> : whole ? <Icon name="ok" /> : <i />}
      </span>
      <button
        type="button"
        disabled={first === undefined}
        aria-current={current ? 'step' : undefined}
        onClick={() => first !== undefined && openStep({ chapter: number, step: first.slug })}
      >
        <span className="code chapter-number">{number}</span>
        <span className="chapter-title">{title}</span>
        <span className="chapter-steps" aria-hidden="true">
          {steps.map(({ slug }) => (
            <i key={slug} className={isDone(slug) ? 'done' : slug === here?.step && current ? 'here' : ''} />
          ))}
        </span>
        <span className="chapter-state">{first === undefined ? t('toCome') : state}</span>
        <span className="chapter-minutes">{t('minutes', { n: minutes })}</span>
      </button>
    </li>
  );
}
