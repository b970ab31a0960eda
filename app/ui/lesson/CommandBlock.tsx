import { useEffect, useRef, useState } from 'react';
import { copyText } from '../acts/copy.ts';
import { isBusy, machineOf, runCommand, typeCommand } from '../acts/run-command.ts';
import { Icon } from '../controls/Icon.tsx';
import { useCluster } from '../store/cluster.ts';
import { useTerminals } from '../store/terminals.ts';
import { useT } from '../text/translate.ts';
import { fillNames, missingName, useNames } from './InlineText.tsx';

interface CommandBlockProps {
  readonly command: string;
  readonly where: string;
  /** It comes next: its Run is the pane's primary button and has the key. */
  readonly next: boolean;
  readonly primary: boolean;
  /** One of several that stand together: two lines, the lesser buttons without their words. */
  readonly tight?: boolean;
  readonly onRun?: () => void;
}

/** A command with Run, Copy and Type. Names in it are filled from the living world. */
export function CommandBlock({ command, where, next, primary, tight = false, onRun }: CommandBlockProps) {
  const t = useT();
  const names = useNames();
  const place = fillNames(where, names);
  const line = fillNames(command, names);
  const known = useCluster((cluster) => cluster.lesson !== undefined);
  const missing = known ? missingName(`${command} ${where}`, names) : undefined;
  const busy = useBusy(place);
  const finish = useRef<() => void>(undefined);
  const [copied, setCopied] = useState(false);
  const run = () => {
    onRun?.();
    void runCommand(line, place);
  };
  const block = useComesNext(next);
  useRunKey(next && known && missing === undefined, run);
  return (
    <div ref={block} className={tight ? 'command tight' : 'command'} role="group" aria-label={line}>
      <div className="command-head">
        <Icon name="terminal" size={16} />
        <span className="hidden">{t('runsIn', { where: place })}</span>
        <span aria-hidden="true">{tabName(place)}</span>
        {next ? <kbd>Ctrl+Enter</kbd> : null}
      </div>
      <pre className="command-line">
        <code lang="en" translate="no">
          <bdi dir="ltr">{line}</bdi>
        </code>
      </pre>
      <div className="command-foot">
        <button
          type="button"
          className={`button ${primary ? 'primary' : 'outlined'}`}
          disabled={!known || missing !== undefined}
          onClick={run}
        >
          <Icon name="play" size={16} />
          {t(busy ? 'interruptAndRun' : 'run')}
        </button>
        <span className="spacer" />
        <button
          type="button"
          className="button"
          onClick={() => {
            void copyText(line).then(() => setCopied(true));
            setTimeout(() => setCopied(false), 1500);
          }}
        >
          <Icon name={copied ? 'check' : 'copy'} size={16} />
          <span>{t(copied ? 'copied' : 'copy')}</span>
        </button>
        <button
          type="button"
          className="button"
          disabled={missing !== undefined}
          onClick={() => {
            if (finish.current === undefined) finish.current = typeCommand(line, place);
            else finish.current();
            setTimeout(() => (finish.current = undefined), (line.length * 1000) / 30);
          }}
        >
          <Icon name="keys" size={16} />
          <span>{t('typeIt')}</span>
        </button>
      </div>
      {missing === undefined ? null : (
        <p className="command-missing">{t('nameMissing', { name: missing })}</p>
      )}
    </div>
  );
}

/** When a command's turn comes, it is brought into view. */
function useComesNext(next: boolean): React.RefObject<HTMLDivElement | null> {
  const block = useRef<HTMLDivElement>(null);
  const before = useRef(true);
  useEffect(() => {
    if (next && !before.current) block.current?.scrollIntoView({ block: 'nearest' });
    before.current = next;
  }, [next]);
  return block;
}

/** The tab's title: the machine's own name. */
const tabName = (where: string): string => where.replace(/^pod /, '');

function useBusy(where: string): boolean {
  const rows = useCluster((cluster) => cluster.rows);
  const machine = machineOf(where, rows);
  return useTerminals(({ tabs }) => tabs.some((tab) => tab.machine === machine) && isBusy(where));
}

function useRunKey(active: boolean, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!active) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [active]);
}
