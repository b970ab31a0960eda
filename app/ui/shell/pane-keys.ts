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

/** Where a pane is used: its input, its text, its first card, else its first control. */
const ENTRANCES = [
  '.terminal-screen:not([hidden]) .xterm-helper-textarea',
  '.native-edit-context, .monaco-editor textarea',
  '#reading',
  '.react-flow__node[tabindex="0"]',
  'button:not(:disabled), a, [tabindex="0"]',
];

function enter(pane: HTMLElement | undefined): void {
  for (const entrance of ENTRANCES) {
    const target = pane?.querySelector<HTMLElement>(entrance);
    if (target === null || target === undefined) continue;
    target.focus();
    return;
  }
  pane?.focus();
}
