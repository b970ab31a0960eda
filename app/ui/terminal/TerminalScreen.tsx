import { useEffect, useRef, useState } from 'react';
import { lastInput, nothingFocused } from '../controls/modality.ts';
import { WayOutNote, type WayOut } from '../controls/WayOutNote.tsx';
import { usePreferences } from '../store/preferences.ts';
import { useSelection } from '../store/selection.ts';
import { useTerminals, type TerminalTab } from '../store/terminals.ts';
import { useT } from '../text/translate.ts';
import { lightUp } from './light-up.ts';
import { PasteReview } from './PasteReview.tsx';
import { Screen } from './screen.ts';
import { cursorRow, outputSince } from './transcript.ts';

interface TerminalScreenProps {
  readonly tab: TerminalTab;
  readonly title: string;
  readonly active: boolean;
}

/** A terminal's screen, its readable transcript, and what may stand over it. It lives as long as its tab. */
export function TerminalScreen({ tab, title, active }: TerminalScreenProps) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen>(undefined);
  const [way, setWay] = useState<WayOut>();
  const [pasted, setPasted] = useState<string>();
  const label = t('terminalOn', { name: title });
  const wayOut = t('escThenTab');
  const theme = usePreferences((preferences) => preferences.theme);
  const brushed = useSelection((selection) => selection.brushed);

  useEffect(() => {
    const box = host.current;
    if (box === null) return undefined;
    const made = new Screen(tab.tty, box, label, { onPaste: setPasted, onWayOut: setWay });
    screen.current = made;
    const fit = () => made.fit(box.clientWidth, box.clientHeight);
    const sizes = new ResizeObserver(fit);
    sizes.observe(box);
    return () => {
      sizes.disconnect();
      made.dispose();
      screen.current = undefined;
    };
    // The label only names the input; a new language must not throw the screen away.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [tab.tty]);

  useEffect(() => screen.current?.repaint(), [theme]);
  useEffect(() => {
    const input = screen.current?.terminal.textarea;
    input?.setAttribute('aria-label', label);
    input?.setAttribute('aria-description', wayOut);
  }, [label, wayOut]);
  useEffect(() => {
    const terminal = screen.current?.terminal;
    return terminal === undefined ? undefined : lightUp(terminal, brushed);
  }, [brushed]);
  const wanted = useTerminals((terminals) => terminals.wanted === tab.tty);
  useEffect(() => {
    // A screen that comes to the front by itself takes no focus from anybody, and none from who goes by keys.
    if (!active || (!wanted && !(nothingFocused() && lastInput() !== 'key'))) return;
    screen.current?.terminal.focus();
    useTerminals.setState({ wanted: undefined });
  }, [active, wanted]);

  const transcript = useTranscript(screen, tab);
  return (
    <div
      className="terminal-screen nokey"
      hidden={!active}
      role="tabpanel"
      id={`panel-${tab.tty}`}
      aria-label={label}
      data-tty={tab.tty}
    >
      <div ref={host} className="terminal-host" />
      <div className="hidden" role="log" aria-label={t('transcript')} aria-live={active ? 'polite' : 'off'}>
        {transcript.map(({ n, lines, rest }) => (
          <div key={n}>
            {lines.map((line, at) => (
              <div key={at}>{line}</div>
            ))}
            {rest === 0 ? null : <div>{t('moreLines', { n: rest })}</div>}
          </div>
        ))}
      </div>
      <WayOutNote way={way} />
      {tab.closed ? <p className="note">{t('shellEnded')}</p> : null}
      {pasted === undefined ? null : (
        <PasteReview
          text={pasted}
          onPaste={() => {
            setPasted(undefined);
            screen.current?.paste(pasted);
          }}
          onCancel={() => {
            setPasted(undefined);
            screen.current?.terminal.focus();
          }}
        />
      )}
    </div>
  );
}

interface Said {
  readonly n: number;
  readonly lines: readonly string[];
  readonly rest: number;
}

const KEPT = 20;

/** The results of the last commands, one entry each, taken when the prompt is back. */
function useTranscript(screen: React.RefObject<Screen | undefined>, tab: TerminalTab): readonly Said[] {
  const [said, setSaid] = useState<readonly Said[]>([]);
  const from = useRef(0);
  const ready = tab.state?.prompt === true;
  useEffect(() => {
    const terminal = screen.current?.terminal;
    if (terminal === undefined) return;
    // Writing is asynchronous: an empty write calls back when all before it is on the screen.
    terminal.write('', () => {
      if (!ready) {
        from.current = cursorRow(terminal);
        return;
      }
      const { lines, rest } = outputSince(terminal, from.current);
      from.current = cursorRow(terminal);
      if (lines.length > 0)
        setSaid((before) => [...before.slice(1 - KEPT), { n: (before.at(-1)?.n ?? 0) + 1, lines, rest }]);
    });
  }, [screen, ready]);
  return said;
}
