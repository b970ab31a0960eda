import type { Saved } from '../../engine/protocol.ts';
import { Icon } from '../controls/Icon.tsx';
import { engine } from '../engine-client.ts';
import { openAddress } from '../route.ts';
import { useCluster, type Crash } from '../store/cluster.ts';
import { loadTexts, useContent } from '../store/content.ts';
import { usePreferences } from '../store/preferences.ts';
import { useT } from '../text/translate.ts';
import './fault.css';

/** Says that the world has stopped or did not come, and how to go on. */
export function WorldFault() {
  const crash = useCluster((cluster) => cluster.crash);
  const wordless = useContent((content) => content.failed);
  const absent = crash?.code === 'engine-not-loaded';
  if (absent || wordless) return <Absent engineToo={absent} />;
  return crash === undefined ? null : <Stopped crash={crash} />;
}

/** The network failed while engine or lessons were on their way: nothing has happened yet, so it is tried again. */
function Absent({ engineToo }: { readonly engineToo: boolean }) {
  const t = useT();
  const retry = () => {
    // Only where nothing has begun yet does the address say where to begin.
    const begins = engineToo || Object.keys(useContent.getState().texts).length === 0;
    if (engineToo) engine.reconnect();
    void loadTexts(usePreferences.getState().lang).then(() => begins && openAddress(engine.resumes));
  };
  return (
    <div className="fault over-page" role="alert">
      <Icon name="warn" />
      <p>{t('notLoaded')}</p>
      <button type="button" className="button primary" onClick={retry}>
        {t('retry')}
      </button>
    </div>
  );
}

/** A fault of ours stopped the world: it goes on without the act that stopped it, or from the start. */
function Stopped({ crash }: { readonly crash: Crash }) {
  const t = useT();
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
