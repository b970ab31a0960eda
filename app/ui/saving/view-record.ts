import { useFiles } from '../store/editor.ts';
import { useLayout, type DrawerTab } from '../store/layout.ts';
import { useSelection } from '../store/selection.ts';
import { useTerminals } from '../store/terminals.ts';
import type { ViewRecord } from './session-store.ts';

const TABS: readonly DrawerTab[] = ['events', 'packet', 'rules', 'conntrack', 'object'];

/** Where the learner looks now. */
export function viewNow(): ViewRecord {
  return {
    drawer: useLayout.getState().drawer,
    terminal: useTerminals.getState().active,
    file: useFiles.getState().current,
    object: useSelection.getState().object,
    scroll: reading()?.scrollTop ?? 0,
  };
}

/** Looks there again, as far as it still exists. */
export function restoreView({ drawer, terminal, file, object, scroll }: ViewRecord): void {
  useLayout.setState({ drawer: TABS.find((tab) => tab === drawer) });
  if (useTerminals.getState().tabs.some(({ tty }) => tty === terminal))
    useTerminals.setState({ active: terminal });
  if (file !== undefined && useFiles.getState().paths.includes(file)) useFiles.setState({ current: file });
  useSelection.setState({ object });
  requestAnimationFrame(() => reading()?.scrollTo({ top: scroll }));
}

const reading = (): HTMLElement | null => document.querySelector('[data-pane="lesson"] .reading');
