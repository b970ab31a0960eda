import { useLayoutEffect, useRef, useState } from 'react';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { MenuButton } from '../controls/Menu.tsx';
import { toggleDrawer, useLayout } from '../store/layout.ts';
import { drive, isMoving, useSession } from '../store/session.ts';
import { useT, type WordKey } from '../text/translate.ts';
import { SPEEDS, type TransportAct } from '../trace/transport.ts';
import './dock.css';
import { Scrubber } from './Scrubber.tsx';

/** The transport of the watched packet, its scrubber, and the tabs of the drawer. */
export function Dock() {
  const t = useT();
  const stops = useSession((session) => session.stops);
  const stop = useSession((session) => session.stop);
  const transport = useSession((session) => session.transport);
  const empty = stops.length === 0;
  const moving = isMoving(transport);
  return (
    <div className="dock">
      <div role="group" aria-label={t('transport')} className="transport">
        <Press icon="to-start" word="toStart" act={{ type: 'start' }} off={empty} />
        <Press icon="step-prev" word="stepBack" act={{ type: 'back' }} off={empty} />
        <Press
          icon={moving ? 'pause' : 'play'}
          word={moving ? 'pause' : 'play'}
          act={{ type: moving ? 'pause' : 'play' }}
          off={empty}
        />
        <Press icon="step-next" word="stepForward" act={{ type: 'next' }} off={empty} />
        <Press icon="to-end" word="toEnd" act={{ type: 'end' }} off={empty} />
        <MenuButton
          label={`${t('speed')} ${speedName(transport.speed)}`}
          className="button speed menu-chevron"
          disabled={empty}
          items={SPEEDS.map((speed) => ({
            id: String(speed),
            label: speedName(speed),
            checked: speed === transport.speed,
            onSelect: () => drive({ type: 'speed', speed }),
          }))}
        >
          {speedName(transport.speed)}
          <Icon name="chevron" size={14} />
        </MenuButton>
      </div>
      <Scrubber />
      <output className="hop">{empty ? t('noPacket') : t('hopOf', { n: stop + 1, of: stops.length })}</output>
      <span className="spacer" />
      <DrawerTabs />
    </div>
  );
}

const speedName = (speed: number): string => `${{ 0.25: '¼', 0.5: '½' }[speed] ?? speed}×`;

interface PressProps {
  readonly icon: IconName;
  readonly word: WordKey;
  readonly act: TransportAct;
  readonly off: boolean;
}

function Press({ icon, word, act, off }: PressProps) {
  const t = useT();
  return (
    <button
      type="button"
      className="icon-button press"
      aria-label={t(word)}
      disabled={off}
      onClick={() => drive(act)}
    >
      <Icon name={icon} />
    </button>
  );
}

const TABS = ['events', 'packet', 'rules', 'conntrack'] as const;

function DrawerTabs() {
  const t = useT();
  const drawer = useLayout((layout) => layout.drawer);
  const strip = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState(false);
  useLayoutEffect(() => {
    const dock = strip.current?.parentElement;
    if (!dock) return undefined;
    const watcher = new ResizeObserver(() => setMenu(dock.clientWidth < 900));
    watcher.observe(dock);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={strip} className="drawer-tabs">
      {menu ? (
        <MenuButton
          label={t('moreMenu')}
          className="icon-button"
          align="end"
          items={TABS.map((tab) => ({
            id: tab,
            label: t(tab),
            checked: tab === drawer,
            onSelect: () => toggleDrawer(tab),
          }))}
        >
          <Icon name="more" />
        </MenuButton>
      ) : (
        TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            className="drawer-tab"
            aria-expanded={tab === drawer}
            aria-controls={tab === drawer ? 'pane-drawer' : undefined}
            onClick={() => toggleDrawer(tab)}
          >
            {t(tab)}
          </button>
        ))
      )}
    </div>
  );
}
