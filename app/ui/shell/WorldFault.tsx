import type { Saved } from '../../engine/protocol.ts';
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
  const before = crash.saved && withoutLast(crash.saved);
  return (
    <div className="fault over-page" role="alert">
      <Icon name="warn" />
      <p>{t('worldFailed', { code: crash.code })}</p>
      {before === undefined ? null : (
        <button
          type="button"
          className="button primary"
          onClick={() => engine.send({ type: 'restore', saved: before })}
        >
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
function withoutLast({ head, heads }: Saved): Saved | undefined {
  const { journal } = head;
  const last = journal.entries.at(-1);
  if (last === undefined) return undefined;
  return {
    head: { ...head, journal: { ...journal, entries: journal.entries.slice(0, -1), now: last.at } },
    heads,
  };
}
