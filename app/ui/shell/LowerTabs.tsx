import { useEffect, type KeyboardEvent, type ReactNode } from 'react';
import { useLayout, type LowerPane } from '../store/layout.ts';
import { useT } from '../text/translate.ts';

interface LowerTabsProps {
  readonly terminal: ReactNode;
  readonly editor: ReactNode;
  /** The drawer, where it has no room beside the graph. */
  readonly drawer: ReactNode;
}

/** Terminal and editor as tabs, where there is no room for both; on narrow pages the drawer is a third. */
export function LowerTabs(panes: LowerTabsProps) {
  const t = useT();
  const drawer = useLayout((layout) => layout.drawer);
  const chosen = useLayout((layout) => layout.lower);
  const withDrawer = drawer !== undefined && panes.drawer !== undefined;
  const names: readonly LowerPane[] = withDrawer ? ['terminal', 'editor', 'drawer'] : ['terminal', 'editor'];
  const shown = names.includes(chosen) ? chosen : 'terminal';
  useEffect(() => {
    if (withDrawer && drawer !== undefined) useLayout.setState({ lower: 'drawer' });
  }, [withDrawer, drawer]);
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : names.at((names.indexOf(shown) + step) % names.length);
    if (next === undefined) return;
    event.preventDefault();
    useLayout.setState({ lower: next });
    document.getElementById(`lower-tab-${next}`)?.focus();
  };
  return (
    <>
      <div className="lower-tabs" role="tablist" aria-label={t('panes')}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`lower-tab-${name}`}
            aria-selected={name === shown}
            aria-controls="lower-panel"
            tabIndex={name === shown ? 0 : -1}
            onKeyDown={onKey}
            onClick={() => useLayout.setState({ lower: name })}
          >
            {t(name === 'drawer' ? (drawer ?? 'events') : name)}
          </button>
        ))}
      </div>
      <div id="lower-panel" role="tabpanel" aria-labelledby={`lower-tab-${shown}`} className="lower-panes">
        {panes[shown]}
      </div>
    </>
  );
}
