import type { TextBlock } from '../../tutorial/lesson-text.ts';
import { Icon } from '../controls/Icon.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { useT } from '../text/translate.ts';
import { InlineText } from './InlineText.tsx';

/** A question before the key packet. A wrong answer is told without blame and may be changed. */
export function Prediction({ block }: { readonly block: Extract<TextBlock, { type: 'predict' }> }) {
  const t = useT();
  const given = useCluster((cluster) => cluster.lesson?.predictions[block.id]);
  const rows = useCluster((cluster) => cluster.rows);
  const inGraph = block.choices.some(({ value }) => rows.has(`Node/${value}`) || rows.has(value));
  return (
    <section className="predict" aria-labelledby={`predict-${block.id}`}>
      <h2>{t('predictFirst')}</h2>
      <p id={`predict-${block.id}`} className="question">
        <InlineText text={block.question} />
      </p>
      <div className="choices">
        {block.choices.map(({ value, text }) => (
          <button
            key={value}
            type="button"
            className="button outlined choice"
            aria-pressed={given?.value === value}
            onClick={() => engine.input({ type: 'answer', id: block.id, value })}
          >
            <InlineText text={text} />
          </button>
        ))}
        {inGraph ? <span className="aside">{t('orClickGraph')}</span> : null}
      </div>
      <div role="status">
        {given === undefined ? null : (
          <p className={`feedback ${given.right ? 'right' : ''}`}>
            {given.right ? <Icon name="ok" /> : null}
            <span>
              <strong>{t(given.right ? 'right' : 'notQuite')}</strong> <InlineText text={block.feedback} />
            </span>
          </p>
        )}
      </div>
    </section>
  );
}
