import { useState } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { MaximiseButton } from '../controls/MaximiseButton.tsx';
import { useLayout } from '../store/layout.ts';
import { useSession } from '../store/session.ts';
import { useT } from '../text/translate.ts';
import { placeName } from '../trace/words.ts';
import { Conntrack } from './Conntrack.tsx';
import { EventList } from './EventList.tsx';
import './inspector.css';
import { ObjectPanel } from './ObjectPanel.tsx';
import { PacketTable } from './PacketTable.tsx';
import { RuleWalk } from './RuleWalk.tsx';

/** Closes the drawer; the focus goes back to the tab that opened it. */
function closeDrawer(): void {
  document.querySelector<HTMLElement>('[data-pane="dock"] [aria-controls="pane-drawer"]')?.focus();
  useLayout.setState({ drawer: undefined, maximised: undefined });
}

/** The drawer beside the graph: what happened to the watched packet, in words and tables. */
export default function Drawer() {
  const t = useT();
  const tab = useLayout((layout) => layout.drawer) ?? 'events';
  const { stops, stop } = useSession();
  const [filter, setFilter] = useState('');
  const here = stops[stop];
  return (
    <div className="drawer">
      <header className="drawer-head">
        <h2>
          {tab === 'rules' && here !== undefined ? t('rulesAt', { place: placeName(here.place) }) : t(tab)}
        </h2>
        {tab === 'rules' && here?.hook !== undefined ? <span className="code muted">{here.hook}</span> : null}
        {tab === 'events' ? (
          <label className="filter">
            <Icon name="search" size={16} />
            <span className="hidden">{t('filter')}</span>
            <input
              value={filter}
              placeholder={t('filter')}
              onChange={(event) => setFilter(event.target.value)}
            />
          </label>
        ) : null}
        <span className="spacer" />
        {tab === 'rules' ? null : <MaximiseButton pane="drawer" />}
        <button type="button" className="icon-button" aria-label={t('close')} onClick={closeDrawer}>
          <Icon name="close" />
        </button>
      </header>
      {/* A scrolling area must be reachable by keyboard even where nothing in it can be chosen. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="drawer-body" tabIndex={0} role="group" aria-label={t(tab)}>
        {tab === 'object' ? (
          <ObjectPanel />
        ) : here === undefined ? (
          <p className="drawer-empty">{t('noPacket')}</p>
        ) : (
          {
            events: <EventList filter={filter} />,
            packet: <PacketTable />,
            rules: <RuleWalk />,
            conntrack: <Conntrack />,
          }[tab]
        )}
      </div>
    </div>
  );
}
