import { useRef, useState } from 'react';
import type { Lang } from '../../engine/protocol.ts';
import { Floating } from '../controls/Floating.tsx';
import { Icon } from '../controls/Icon.tsx';
import { moveFocus } from '../controls/Menu.tsx';
import { openStep, useRoute } from '../route.ts';
import { useCluster } from '../store/cluster.ts';
import { useChapters, type ChapterEntry } from '../store/content.ts';
import { prefer, usePreferences } from '../store/preferences.ts';
import { useT } from '../text/translate.ts';
import { engine } from '../engine-client.ts';
import { SavingNotice } from '../saving/SavingNotice.tsx';
import { UndoRedo } from './UndoRedo.tsx';
import './top-bar.css';

/** The bar of every view: home, the section map with the steps of the chapter, language, theme, help. */
export function TopBar() {
  const t = useT();
  const place = useRoute((route) => route.place);
  const chapters = useChapters();
  const chapter =
    place.view === 'learn' ? chapters.find(({ number }) => number === place.step.chapter) : undefined;
  return (
    <header className="bar">
      <a className="icon-button mark" href="#/home" aria-label={t('home')}>
        <Icon name="lintas" size={24} />
      </a>
      {chapter === undefined ? (
        <span className="brand">Lintas</span>
      ) : (
        <>
          <SectionMap chapter={chapter} />
          <StepTicks chapter={chapter} current={place.view === 'learn' ? place.step.step : ''} />
        </>
      )}
      <span className="spacer" />
      <SavingNotice />
      {chapter === undefined ? null : <UndoRedo />}
      <LanguageSwitch />
      <ThemeButton />
      <HelpButton />
    </header>
  );
}

function SectionMap({ chapter }: { readonly chapter: ChapterEntry }) {
  const t = useT();
  const chapters = useChapters();
  const done = useCluster((cluster) => cluster.lesson?.doneSteps);
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<DOMRect>();
  const close = () => setAnchor(undefined);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button map-button"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={() => setAnchor(anchor === undefined ? button.current?.getBoundingClientRect() : undefined)}
      >
        <Icon name="map" />
        <span className="map-name">
          {chapter.number} {chapter.title}
        </span>
        <Icon name="chevron" size={16} />
      </button>
      {anchor === undefined ? null : (
        <Floating anchor={anchor} role="dialog" label={t('chapters')} className="map" onClose={close}>
          {chapters.map((entry) => (
            <MapChapter
              key={entry.number}
              entry={entry}
              open={entry === chapter}
              done={done ?? []}
              onChoose={close}
            />
          ))}
        </Floating>
      )}
    </>
  );
}

interface MapChapterProps {
  readonly entry: ChapterEntry;
  readonly open: boolean;
  readonly done: readonly string[];
  readonly onChoose: () => void;
}

function MapChapter({ entry, open, done, onChoose }: MapChapterProps) {
  const t = useT();
  const [first] = entry.steps;
  const go = (step: string) => {
    onChoose();
    openStep({ chapter: entry.number, step });
  };
  const doneCount = entry.steps.filter(({ slug }) => done.includes(`${entry.number}/${slug}`)).length;
  return (
    <section className="map-chapter">
      <button
        type="button"
        className="menu-item"
        disabled={first === undefined}
        data-autofocus={open ? '' : undefined}
        aria-current={open ? 'true' : undefined}
        onKeyDown={moveFocus}
        onClick={() => first !== undefined && go(first.slug)}
      >
        <span className="code map-number">{entry.number}</span>
        <span className="map-title">{entry.title}</span>
        <span className="map-state">
          {first === undefined ? t('toCome') : `${doneCount}/${entry.steps.length}`}
        </span>
      </button>
      {open
        ? entry.steps.map(({ slug, title }, at) => (
            <button
              key={slug}
              type="button"
              className="menu-item map-step"
              onKeyDown={moveFocus}
              onClick={() => go(slug)}
            >
              <Icon name={done.includes(`${entry.number}/${slug}`) ? 'ok' : 'open'} size={16} />
              <span>
                {entry.number}.{at + 1} {title}
              </span>
            </button>
          ))
        : null}
    </section>
  );
}

function StepTicks({ chapter, current }: { readonly chapter: ChapterEntry; readonly current: string }) {
  const t = useT();
  const done = useCluster((cluster) => cluster.lesson?.doneSteps) ?? [];
  const at = chapter.steps.findIndex(({ slug }) => slug === current);
  return (
    <>
      <span className="step-count" aria-label={t('stepOf', { n: at + 1, of: chapter.steps.length })}>
        {at + 1}/{chapter.steps.length}
      </span>
      <ol className="ticks" aria-label={t('stepsOfChapter')}>
        {chapter.steps.map(({ slug, title }, index) => {
          const isDone = done.includes(`${chapter.number}/${slug}`);
          const state = index === at ? 'current' : isDone ? 'done' : 'open';
          const key = ({ current: 'stepCurrent', done: 'stepDone', open: 'stepOpen' } as const)[state];
          return (
            <li key={slug} className={`tick ${state}`}>
              <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <circle cx="8" cy="8" r={state === 'open' ? 7 : 8} />
                {state === 'done' ? <path d="M4.5 8.3l2.4 2.4 4.6-5" /> : null}
                {state === 'current' ? <circle className="tick-here" cx="8" cy="8" r="2.6" /> : null}
              </svg>
              <span className="hidden">{t(key, { title })}</span>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function LanguageSwitch() {
  const t = useT();
  const lang = usePreferences((preferences) => preferences.lang);
  const choose = (choice: Lang) => {
    prefer({ lang: choice });
    engine.send({ type: 'lang', lang: choice });
  };
  return (
    <div role="group" aria-label={t('language')} className="language">
      {(['id', 'en'] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          lang={choice}
          aria-label={t(choice === 'id' ? 'indonesian' : 'english')}
          aria-pressed={choice === lang}
          onClick={() => choose(choice)}
        >
          {choice}
        </button>
      ))}
    </div>
  );
}

function ThemeButton() {
  const t = useT();
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t(theme === 'light' ? 'themeToDark' : 'themeToLight')}
      onClick={() => prefer({ theme: theme === 'light' ? 'dark' : 'light' })}
    >
      <Icon name="theme" />
    </button>
  );
}

/** Keys as they are printed on keyboards; arrows that the fonts lack are drawn. */
const KEYS = [
  ['Ctrl+Enter', 'helpRun'],
  ['F6, Shift+F6', 'helpPane'],
  ['Tab, Shift+Tab', 'helpControl'],
  ['Esc, Tab', 'helpLeave'],
  ['{arrow-back} {arrow}', 'helpHop'],
  ['↑ ↓', 'helpCard'],
  ['Enter', 'helpPoint'],
  ['Shift+F10', 'helpMenu'],
  ['Ctrl+Z, Ctrl+Y', 'helpUndo'],
  ['{arrow-back} {arrow} ↑ ↓', 'helpResize'],
  ['Esc', 'helpClose'],
] as const;

function Keys({ keys }: { readonly keys: string }) {
  const t = useT();
  const names = { '{arrow-back}': ['arrow-back', 'keyLeft'], '{arrow}': ['arrow', 'keyRight'] } as const;
  return (
    <kbd>
      {keys.split(/(\{[a-z-]+\})/).map((part) => {
        const drawn = names[part as keyof typeof names];
        if (drawn === undefined) return part;
        return (
          <span key={part}>
            <Icon name={drawn[0]} size={14} />
            <span className="hidden">{t(drawn[1])}</span>
          </span>
        );
      })}
    </kbd>
  );
}

function HelpButton() {
  const t = useT();
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<DOMRect>();
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={t('help')}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={() => setAnchor(anchor === undefined ? button.current?.getBoundingClientRect() : undefined)}
      >
        <Icon name="help" />
      </button>
      {anchor === undefined ? null : (
        <Floating
          anchor={anchor}
          align="end"
          role="dialog"
          label={t('help')}
          className="help"
          onClose={() => setAnchor(undefined)}
        >
          <h2>{t('help')}</h2>
          <dl>
            {KEYS.map(([keys, word]) => (
              <div key={keys}>
                <dt>
                  <Keys keys={keys} />
                </dt>
                <dd>{t(word)}</dd>
              </div>
            ))}
          </dl>
        </Floating>
      )}
    </>
  );
}
