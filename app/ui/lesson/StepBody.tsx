import { useState } from 'react';
import { assertNever } from '../../base/assert.ts';
import type { StepText, TextBlock } from '../../tutorial/lesson-text.ts';
import { carryOut } from '../acts/carry-out.ts';
import { Icon } from '../controls/Icon.tsx';
import { useCluster } from '../store/cluster.ts';
import { useT } from '../text/translate.ts';
import { CommandBlock } from './CommandBlock.tsx';
import { ConnectCard } from './ConnectCard.tsx';
import { InlineText } from './InlineText.tsx';
import { Prediction } from './Prediction.tsx';

/** What a step says, block by block. `current`: it is the step that is being learned. */
export function StepBody({ step, current }: { readonly step: StepText; readonly current: boolean }) {
  const done = useCluster((cluster) => cluster.lesson?.done) ?? false;
  const [pressed, setPressed] = useState<readonly string[]>([]);
  const acts = step.blocks.flatMap((block) => ('act' in block ? [block.act] : []));
  const next = current && !done ? acts.find((act) => !pressed.includes(act)) : undefined;
  const draw = (block: TextBlock, at: number, tight: boolean) => (
    <Block
      key={at}
      block={block}
      tight={tight}
      next={'act' in block && block.act === next}
      onPress={() => 'act' in block && setPressed([...pressed, block.act])}
    />
  );
  return neighbours(step.blocks).map(({ from, blocks }) =>
    blocks.length === 1 ? (
      blocks.map((block) => draw(block, from, false))
    ) : (
      <div key={from} className="commands">
        {blocks.map((block, at) => draw(block, from + at, true))}
      </div>
    ),
  );
}

/** Commands that follow each other stand together; every other block stands for itself. */
function neighbours(
  blocks: readonly TextBlock[],
): { readonly from: number; readonly blocks: readonly TextBlock[] }[] {
  const groups: { from: number; blocks: TextBlock[] }[] = [];
  for (const [from, block] of blocks.entries()) {
    const last = groups.at(-1);
    if (block.type === 'run' && last?.blocks[0]?.type === 'run') last.blocks.push(block);
    else groups.push({ from, blocks: [block] });
  }
  return groups;
}

interface BlockProps {
  readonly block: TextBlock;
  /** It is one of several commands that stand together. */
  readonly tight: boolean;
  /** The act that comes next on the way through the step. */
  readonly next: boolean;
  readonly onPress: () => void;
}

function Block({ block, tight, next, onPress }: BlockProps) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p className="lesson-text">
          <InlineText text={block.text} />
        </p>
      );
    case 'list':
      return (
        <ul className="lesson-text lesson-list">
          {block.items.map((item, at) => (
            <li key={at}>
              <InlineText text={item} />
            </li>
          ))}
        </ul>
      );
    case 'run':
      return (
        <CommandBlock
          command={block.command}
          where={block.in}
          tight={tight}
          next={next}
          primary={next}
          onRun={onPress}
        />
      );
    case 'do':
      return (
        <button
          type="button"
          className={`button do ${next ? 'primary' : 'outlined'}`}
          onClick={() => {
            onPress();
            void carryOut(block.action);
          }}
        >
          <InlineText text={block.label} />
        </button>
      );
    case 'predict':
      return <Prediction block={block} />;
    case 'card':
      return <ConnectCard block={block} />;
    case 'erratum':
      return <Erratum block={block} />;
    default:
      return assertNever(block);
  }
}

function Erratum({ block }: { readonly block: Extract<TextBlock, { type: 'erratum' }> }) {
  const t = useT();
  return (
    <p className="erratum" role="note">
      <Icon name="warn" size={16} />
      <span>
        <strong>
          {t('erratum')} {block.id}
        </strong>{' '}
        <InlineText text={block.text} />
      </span>
    </p>
  );
}
