import { useEffect, useRef } from 'react';
import { useT } from '../text/translate.ts';

interface PasteReviewProps {
  readonly text: string;
  readonly onPaste: () => void;
  readonly onCancel: () => void;
}

/** Several lines would run at once: they are shown first. */
export function PasteReview({ text, onPaste, onCancel }: PasteReviewProps) {
  const t = useT();
  const paste = useRef<HTMLButtonElement>(null);
  useEffect(() => paste.current?.focus(), []);
  const lines = text.trimEnd().split('\n');
  return (
    // A dialog hears Esc for the buttons in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="paste-review"
      role="alertdialog"
      aria-label={t('pasteReview', { n: lines.length })}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <p>{t('pasteReview', { n: lines.length })}</p>
      <pre aria-label={t('pasteLines')}>{text.trimEnd()}</pre>
      <div className="paste-foot">
        <button ref={paste} type="button" className="button primary" onClick={onPaste}>
          {t('paste')}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}
