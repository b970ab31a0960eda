import { Icon } from '../controls/Icon.tsx';
import { useT } from '../text/translate.ts';
import { useSaving } from './autosave.ts';
import './saving.css';

const WORDS = {
  forbidden: 'savingForbidden',
  full: 'savingFull',
  'other-tab': 'savingOtherTab',
  unreadable: 'savingUnreadable',
} as const;

/** Says when what happens here will not be found again after a reload, and why. */
export function SavingNotice() {
  const t = useT();
  const state = useSaving((saving) => saving.state);
  if (state === 'saving') return null;
  return (
    <div className="saving-notice" role="status">
      <Icon name="warn" size={16} />
      <span>{t(WORDS[state])}</span>
      <button type="button" className="icon-button" aria-label={t('close')} onClick={hide}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

const hide = (): void => useSaving.setState({ state: 'saving' });
