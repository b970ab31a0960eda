import type { ReactNode } from 'react';
import { useLayout } from '../store/layout.ts';
import { useT } from '../text/translate.ts';

/** Terminal and editor as two tabs, where there is no room for both. */
export function LowerTabs({
  terminals,
  editor,
}: {
  readonly terminals: ReactNode;
  readonly editor: ReactNode;
}) {
  const t = useT();
  const shown = useLayout((layout) => layout.lower);
  return (
    <>
      <div className="lower-tabs" role="tablist">
        {(['terminal', 'editor'] as const).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`lower-tab-${name}`}
            aria-selected={name === shown}
            aria-controls="lower-panel"
            tabIndex={name === shown ? 0 : -1}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
              const other = name === 'terminal' ? 'editor' : 'terminal';
              useLayout.setState({ lower: other });
              document.getElementById(`lower-tab-${other}`)?.focus();
            }}
            onClick={() => useLayout.setState({ lower: name })}
          >
            {t(name)}
          </button>
        ))}
      </div>
      <div id="lower-panel" role="tabpanel" aria-labelledby={`lower-tab-${shown}`} className="lower-panes">
        {shown === 'terminal' ? terminals : editor}
      </div>
    </>
  );
}
