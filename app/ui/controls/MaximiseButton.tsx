import { toggleMaximised, useLayout, type Pane } from '../store/layout.ts';
import { useT } from '../text/translate.ts';
import { Icon } from './Icon.tsx';

/** Fills the page with a pane, or puts it back. */
export function MaximiseButton({ pane }: { readonly pane: Pane }) {
  const t = useT();
  const is = useLayout((layout) => layout.maximised === pane);
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t(is ? 'restore' : 'maximise')}
      aria-pressed={is}
      onClick={() => toggleMaximised(pane)}
    >
      <Icon name={is ? 'unzoom' : 'zoom'} size={16} />
    </button>
  );
}
