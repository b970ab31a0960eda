import { useEffect } from 'react';
import { useLayout } from '../store/layout.ts';

const ORDER = ['lesson', 'graph', 'drawer', 'dock', 'terminal', 'editor'];

/** F6 goes to the next pane, Shift+F6 to the one before, from everywhere. */
export function usePaneKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const panes = ORDER.flatMap(
        (name) => document.querySelector<HTMLElement>(`[data-pane="${name}"]`) ?? [],
      );
      const at = panes.findIndex((pane) => pane.contains(document.activeElement));
      const next = panes.at((at + (event.shiftKey ? -1 : 1) + panes.length) % panes.length);
      useLayout.setState({ maximised: undefined });
      enter(next);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);
}

/** Goes to where a pane is used: its input, its first card, its first button. */
function enter(pane: HTMLElement | undefined): void {
  const target = pane?.querySelector<HTMLElement>(
    '.xterm-helper-textarea, .native-edit-context, .react-flow__node[tabindex="0"], button:not(:disabled), a, [tabindex="0"]',
  );
  (target ?? pane)?.focus();
}
