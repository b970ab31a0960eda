import type { KeyboardEvent } from 'react';
import type { Row } from '../../engine/protocol.ts';
import { Icon } from '../controls/Icon.tsx';
import { MaximiseButton } from '../controls/MaximiseButton.tsx';
import { MenuButton, type MenuItem } from '../controls/Menu.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { enterTab, showTab, useTerminals, type TerminalTab } from '../store/terminals.ts';
import { useT } from '../text/translate.ts';
import { placeName } from '../trace/words.ts';
import './terminal.css';
import { TerminalScreen } from './TerminalScreen.tsx';

/** The terminals: a tab for each, the screens below, and the menu that opens a shell on a machine. */
export default function Terminals() {
  const t = useT();
  const { tabs, active } = useTerminals();
  const rows = useCluster((cluster) => cluster.rows);
  return (
    <div className="terminals">
      <div className="strip-bar">
        <div role="tablist" aria-label={t('terminal')} className="tabs">
          {tabs.map((tab) => (
            <Tab key={tab.tty} tab={tab} title={titleOf(tab, tabs)} active={tab.tty === active} />
          ))}
        </div>
        <MenuButton label={t('openShell')} className="icon-button" mono items={shells(rows)}>
          <Icon name="plus" size={16} />
        </MenuButton>
        <span className="spacer" />
        <MaximiseButton pane="terminal" />
      </div>
      <div className="screens">
        {tabs.map((tab) => (
          <TerminalScreen key={tab.tty} tab={tab} title={titleOf(tab, tabs)} active={tab.tty === active} />
        ))}
      </div>
    </div>
  );
}

interface TabProps {
  readonly tab: TerminalTab;
  readonly title: string;
  readonly active: boolean;
}

function Tab({ tab, title, active }: TabProps) {
  const t = useT();
  const closable = tab.machine !== 'laptop' || tab.tty !== 'laptop';
  return (
    <span className={`tab ${active ? 'active' : ''}`}>
      <button
        type="button"
        role="tab"
        id={`tab-${tab.tty}`}
        aria-selected={active}
        aria-controls={`panel-${tab.tty}`}
        tabIndex={active ? 0 : -1}
        onKeyDown={(event) => moveAmongTabs(event, tab.tty)}
        aria-keyshortcuts={closable ? 'Delete' : undefined}
        onClick={() => enterTab(tab.tty)}
      >
        {title}
      </button>
      {active && closable ? (
        <button
          type="button"
          className="tab-close"
          tabIndex={-1}
          aria-label={t('closeTab', { name: title })}
          onClick={() => engine.closeTerminal(tab.tty)}
        >
          <Icon name="close" size={14} />
        </button>
      ) : null}
    </span>
  );
}

/** Arrows go from tab to tab, Delete closes. */
function moveAmongTabs(event: KeyboardEvent, tty: string): void {
  const { tabs } = useTerminals.getState();
  const at = tabs.findIndex((tab) => tab.tty === tty);
  if (event.key === 'Delete' && tty !== 'laptop') engine.closeTerminal(tty);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
  if (next === undefined) return;
  event.preventDefault();
  showTab(next.tty);
  document.getElementById(`tab-${next.tty}`)?.focus();
}

/** The tab says what the prompt says: the machine on which its shell stands. */
function titleOf(tab: TerminalTab, tabs: readonly TerminalTab[]): string {
  const machine: string = tab.state?.machine ?? tab.machine;
  const name = tab.state?.hostname ?? machine.replace(/^pod\/[^/]+\/([^/]+).*$/, '$1');
  const title = placeName(machine.startsWith('pod/') ? `pod/-/${name}` : name);
  const twins = tabs.filter((other) => (other.state?.machine ?? other.machine) === machine);
  const at = twins.indexOf(tab);
  return at > 0 ? `${title} ${at + 1}` : title;
}

function shells(rows: ReadonlyMap<string, Row>): MenuItem[] {
  const open = (machine: string, label: string): MenuItem => ({
    id: machine,
    label,
    icon: machine === 'laptop' || machine === 'internet' ? 'laptop' : 'terminal',
    onSelect: () => enterTab(engine.openTerminal(machine)),
  });
  return [
    open('laptop', 'laptop'),
    ...[...rows.values()].flatMap((row) => {
      if (row.kind === 'Actor' && row.role === 'internet') return open(row.place, row.name);
      if (row.kind === 'Node') return open(row.name, row.name);
      if (row.kind !== 'Pod' || row.namespace !== 'default' || row.containers[0] === undefined) return [];
      return open(`${row.place}/${row.containers[0].name}`, row.name);
    }),
  ];
}
