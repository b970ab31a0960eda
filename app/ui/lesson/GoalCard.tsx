import { useEffect, useRef, useState, type RefObject } from 'react';
import type { StepText } from '../../tutorial/lesson-text.ts';
import type { CheckView } from '../../tutorial/progress.ts';
import { Icon } from '../controls/Icon.tsx';
import { nothingFocused } from '../controls/modality.ts';
import { enterStep } from '../route.ts';
import { useCluster } from '../store/cluster.ts';
import { useChapters } from '../store/content.ts';
import { useFiles } from '../store/editor.ts';
import { useT } from '../text/translate.ts';
import { CommandBlock } from './CommandBlock.tsx';
import { InlineText } from './InlineText.tsx';

/** The goal of the current step at the foot of the lesson: what holds, what is open and why, hints, and the way on. */
export function GoalCard({ step }: { readonly step: StepText }) {
  const t = useT();
  const lesson = useCluster((cluster) => cluster.lesson);
  const [rung, setRung] = useState(0);
  const newest = useNewest(rung);
  const done = lesson?.done ?? false;
  const next = useNextStep();
  return (
    <section className="goal" aria-label={t('goal')}>
      <h2>{t('goal')}</h2>
      <ul>
        {step.goals.map(({ check, text }) => (
          <Goal key={check} text={text} step={step} check={lesson?.checks.find(({ id }) => id === check)} />
        ))}
      </ul>
      <Hints step={step} rung={rung} newest={newest} />
      <p className="hidden" role="status">
        {done ? t('stepComplete', { number: step.title }) : ''}
      </p>
      <div className="goal-foot">
        {done && next !== undefined ? (
          <button type="button" className="button primary" onClick={() => enterStep(next)}>
            <Icon name="arrow" />
            {t('nextStep')}
          </button>
        ) : null}
        {!done && rung < 4 ? (
          <button type="button" className="button outlined" onClick={() => setRung(rung + 1)}>
            <Icon name="hint" size={18} />
            {t('hintNumber', { n: rung + 1 })}
          </button>
        ) : null}
        {rung < 4 ? (
          <button type="button" className="button" onClick={() => setRung(4)}>
            {t('showSolution')}
          </button>
        ) : null}
      </div>
    </section>
  );
}

interface GoalProps {
  readonly text: StepText['goals'][number]['text'];
  readonly step: StepText;
  readonly check: CheckView | undefined;
}

function Goal({ text, step, check }: GoalProps) {
  const t = useT();
  const ok = check?.state === 'ok';
  const miss = ok ? undefined : check?.miss;
  const reason = step.reasons.find(({ check: of, code }) => of === check?.id && code === miss?.code);
  const place = miss?.place;
  return (
    <li className={`goal-line ${ok ? 'ok' : 'open'}`}>
      <Icon name={ok ? 'ok' : 'open'} />
      <span className="hidden">{t(ok ? 'goalOk' : 'goalOpen')}: </span>
      <div>
        <InlineText text={text} />
        {reason === undefined ? null : (
          <p className="reason">
            <InlineText text={reason.text} values={miss?.values ?? {}} />{' '}
            {place === undefined ? null : (
              <button
                type="button"
                className="link"
                onClick={() =>
                  useFiles.setState({ current: place.file, goTo: { path: place.file, field: place.path } })
                }
              >
                {t('showPlace')}
              </button>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

/** A new hint is brought into view; with the last one its button goes, and the focus goes to what it has shown. */
function useNewest(rung: number): RefObject<HTMLDivElement | null> {
  const newest = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (rung === 0) return;
    newest.current?.scrollIntoView({ block: 'end' });
    if (rung === 4 && nothingFocused()) newest.current?.focus();
  }, [rung]);
  return newest;
}

interface HintsProps {
  readonly step: StepText;
  readonly rung: number;
  readonly newest: RefObject<HTMLDivElement | null>;
}

function Hints({ step, rung, newest }: HintsProps) {
  const t = useT();
  if (rung === 0) return null;
  return (
    <div ref={newest} className="hints" role="status" tabIndex={-1}>
      {step.hints
        .filter((hint) => hint.rung <= rung)
        .map((hint) => (
          <p key={hint.rung}>
            <strong>{t('hintNumber', { n: hint.rung })}</strong> <InlineText text={hint.text} />
          </p>
        ))}
      {rung < 4
        ? null
        : step.solution.map((command) => (
            <CommandBlock
              key={command}
              command={command}
              where={whereOf(step, command)}
              next={false}
              primary={false}
            />
          ))}
    </div>
  );
}

const whereOf = (step: StepText, command: string): string =>
  step.blocks.flatMap((block) => (block.type === 'run' && block.command === command ? block.in : []))[0] ??
  'laptop';

function useNextStep(): { chapter: number; step: string } | undefined {
  const here = useCluster((cluster) => cluster.lesson?.step);
  const chapters = useChapters();
  const all = chapters.flatMap(({ number, steps }) =>
    steps.map(({ slug }) => ({ chapter: number, step: slug })),
  );
  const at = all.findIndex(({ chapter, step }) => chapter === here?.chapter && step === here.step);
  return at === -1 ? undefined : all[at + 1];
}
