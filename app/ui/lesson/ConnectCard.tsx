import type { TextBlock } from '../../tutorial/lesson-text.ts';
import { Icon } from '../controls/Icon.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { useT } from '../text/translate.ts';
import { InlineText } from './InlineText.tsx';

/** A card to connect or sort: every item chooses its target. */
export function ConnectCard({ block }: { readonly block: Extract<TextBlock, { type: 'card' }> }) {
  const t = useT();
  const state = useCluster((cluster) => cluster.lesson?.cards[block.id]);
  return (
    <section className="predict" aria-labelledby={`card-${block.id}`}>
      <h2>{t('connectCard')}</h2>
      <p id={`card-${block.id}`} className="question">
        <InlineText text={block.task} />
      </p>
      {block.items.map((item) => (
        <fieldset key={item.value} className="pair">
          <legend>
            <InlineText text={item.text} />
          </legend>
          {block.targets.map((target) => (
            <button
              key={target.value}
              type="button"
              className="button outlined choice"
              aria-pressed={state?.pairs[item.value] === target.value}
              onClick={() =>
                engine.input({ type: 'answer', id: block.id, value: `${item.value}=${target.value}` })
              }
            >
              <InlineText text={target.text} />
            </button>
          ))}
        </fieldset>
      ))}
      <div role="status">
        {state?.solved === true ? (
          <p className="feedback right">
            <Icon name="ok" />
            <strong>{t('cardSolved')}</strong>
          </p>
        ) : null}
      </div>
    </section>
  );
}
