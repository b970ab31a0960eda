import type { Journal } from '../../engine/protocol.ts';
import { Icon } from '../controls/Icon.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { useT } from '../text/translate.ts';
import './fault.css';

/** Says that the world has stopped, and how to go on: without the act that stopped it, or from the start. */
export function WorldFault() {
  const t = useT();
  const crash = useCluster((cluster) => cluster.crash);
  if (crash === undefined) return null;
  const before = crash.journal && withoutLast(crash.journal);
  return (
    <div className="fault over-page" role="alert">
      <Icon name="warn" />
      <p>{t('worldFailed', { code: crash.code })}</p>
      {before === undefined ? null : (
        <button type="button" className="button primary" onClick={() => engine.load(before)}>
          {t('goOnWithout')}
        </button>
      )}
      <button type="button" className="button outlined" onClick={() => location.reload()}>
        {t('reload')}
      </button>
    </div>
  );
}

/** The session up to the act before the last. */
function withoutLast(journal: Journal): Journal | undefined {
  const last = journal.entries.at(-1);
  if (last === undefined) return undefined;
  return { ...journal, entries: journal.entries.slice(0, -1), now: last.at };
}
