import { useEffect } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { MenuButton } from '../controls/Menu.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { useT } from '../text/translate.ts';
import { actWords } from '../timeline/act-words.ts';

/** Undo, redo, and the lines that were left by acting after an undo. Each says what it will do. */
export function UndoRedo() {
  const t = useT();
  const { undo, redo, kept } = useCluster((cluster) => cluster.timeline);
  useEffect(listenForKeys, []);
  return (
    <>
      <MoveButton
        move="undo"
        label={undo === null ? t('undo') : t('undoAct', { act: actWords(undo, t) })}
        off={undo === null}
      />
      <MoveButton
        move="redo"
        label={redo === null ? t('redo') : t('redoAct', { act: actWords(redo, t) })}
        off={redo === null}
      />
      {kept.length === 0 ? null : (
        <MenuButton
          label={t('keptLines')}
          className="icon-button"
          align="end"
          items={kept.map(({ label }, index) => ({
            id: String(index),
            label: actWords(label, t),
            icon: 'branch' as const,
            onSelect: () => engine.send({ type: 'line', index }),
          }))}
        >
          <Icon name="branch" />
        </MenuButton>
      )}
    </>
  );
}

interface MoveButtonProps {
  readonly move: 'undo' | 'redo';
  readonly label: string;
  readonly off: boolean;
}

function MoveButton({ move, label, off }: MoveButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={() => engine.send({ type: move })}
    >
      <Icon name={move} />
    </button>
  );
}

/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y outside inputs: terminal and editor have their own. */
function listenForKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    const move = moveOf(event);
    if (move === undefined || isInput(event.target)) return;
    event.preventDefault();
    if (useCluster.getState().timeline[move] !== null) engine.send({ type: move });
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function moveOf({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : undefined;
}

const isInput = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, [contenteditable], .native-edit-context') !== null;
