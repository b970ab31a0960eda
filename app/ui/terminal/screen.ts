import { Terminal, type ILink } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { copyText } from '../acts/copy.ts';
import { lastInput } from '../controls/modality.ts';
import type { WayOut } from '../controls/WayOutNote.tsx';
import { engine } from '../engine-client.ts';
import { brush } from '../store/selection.ts';
import { attachScreen } from '../store/terminals.ts';
import { terminalTheme } from './ansi.ts';

const COLUMNS = 80;
const ROW = 20;
const CELL = 7.8;
const PADDING = 12;

/** What can be lit: addresses, with or without port, chain names, Pod and node names. */
export const TOKENS =
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\bKUBE-[A-Z0-9-]+\b|\bnode-[a-z0-9]+\b|\b[a-z][a-z0-9-]*-[a-z0-9]{8,10}-[a-z0-9]{5}\b/g;

/** What a pane does when its terminal asks for something. */
export interface ScreenEvents {
  readonly onPaste: (text: string) => void;
  readonly onWayOut: (way: WayOut) => void;
}

/** One terminal on the screen: xterm.js with our keys, our colours and our way out. */
export class Screen {
  readonly terminal: Terminal;
  readonly #tty: string;
  readonly #events: ScreenEvents;
  readonly #detach: () => void;
  #leaving = false;

  constructor(tty: string, host: HTMLElement, label: string, events: ScreenEvents) {
    this.#tty = tty;
    this.#events = events;
    this.terminal = new Terminal({
      cols: COLUMNS,
      rows: 12,
      fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
      fontSize: 13,
      fontWeight: 400,
      fontWeightBold: 700,
      lineHeight: 1.18,
      letterSpacing: 0,
      scrollback: 5000,
      overviewRuler: { width: 10 },
      theme: terminalTheme(),
      cursorBlink: false,
      cursorInactiveStyle: 'block',
      allowProposedApi: true,
      drawBoldTextInBrightColors: false,
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
    });
    this.terminal.open(host);
    this.terminal.textarea?.setAttribute('aria-label', label);
    this.terminal.onData((text) => engine.input({ type: 'terminal.input', tty, text }));
    this.terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
    this.terminal.registerLinkProvider({ provideLinks: (line, give) => give(this.#links(line)) });
    // xterm.js draws no cursor before its first focus; a terminal that a button has opened has had none.
    for (const type of ['focus', 'blur']) this.terminal.textarea?.dispatchEvent(new FocusEvent(type));
    host.addEventListener('paste', this.#onPaste, true);
    this.terminal.textarea?.addEventListener('focus', () => {
      if (lastInput() !== 'pointer') events.onWayOut('escThenTab');
    });
    this.terminal.textarea?.addEventListener('blur', () => events.onWayOut(undefined));
    this.#detach = attachScreen(tty, (bytes, fresh) => {
      const drawn = () => engine.send({ type: 'terminal.ack', tty, bytes: bytes.length });
      this.terminal.write(bytes, fresh ? drawn : undefined);
    });
    this.#squareRows();
  }

  /** Fits the screen into a box: never fewer than 80 columns, a narrower box scrolls sideways. */
  fit(width: number, height: number): void {
    if (width === 0 || height === 0) return;
    const columns = Math.max(COLUMNS, Math.floor((width - 2 * PADDING + 1) / CELL));
    const rows = Math.max(4, Math.floor((height - PADDING) / ROW));
    if (columns === this.terminal.cols && rows === this.terminal.rows) return;
    this.terminal.resize(columns, rows);
    engine.input({ type: 'terminal.resize', tty: this.#tty, columns, rows });
  }

  /** Takes over the colours of the page's theme. */
  repaint(): void {
    this.terminal.options.theme = terminalTheme();
  }

  /** Pastes text as the terminal would: with brackets where the shell asked for them. */
  paste(text: string): void {
    this.terminal.paste(text);
    this.terminal.focus();
  }

  /** Ends the screen. */
  dispose(): void {
    this.#detach();
    this.terminal.dispose();
  }

  /** Rows are exactly 20 px: the line height is set from what one row measures. */
  #squareRows(): void {
    void document.fonts.load("13px 'JetBrains Mono Variable'").then(() => {
      const rows = this.terminal.element?.querySelector<HTMLElement>('.xterm-rows');
      const first = rows?.firstElementChild?.getBoundingClientRect().height ?? ROW;
      const lineHeight = this.terminal.options.lineHeight ?? 1;
      if (first > 0 && first !== ROW) this.terminal.options.lineHeight = (lineHeight * ROW) / first + 0.001;
    });
  }

  #onKey(event: KeyboardEvent): boolean {
    const leaving = this.#leaving;
    if (event.type === 'keydown' && event.key !== 'Shift') this.#setLeaving(event.key === 'Escape');
    if (event.type === 'keydown' && event.key !== 'Escape') this.#events.onWayOut(undefined);
    if (event.key === 'F6' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return false;
    if (leaving && event.key === 'Tab') return false;
    if (event.type === 'keydown' && isCopy(event, this.terminal.hasSelection())) {
      void copyText(this.terminal.getSelection());
      this.terminal.clearSelection();
      event.preventDefault();
      return false;
    }
    // Ctrl+Shift+V pastes by the browser's own event.
    return !(event.ctrlKey && event.shiftKey && event.code === 'KeyV');
  }

  #setLeaving(leaving: boolean): void {
    if (leaving === this.#leaving) return;
    this.#leaving = leaving;
    this.#events.onWayOut(leaving ? 'tabLeaves' : undefined);
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!text.trim().includes('\n')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#events.onPaste(text);
  };

  #links(line: number): ILink[] | undefined {
    const text = this.terminal.buffer.active.getLine(line - 1)?.translateToString(true) ?? '';
    const links = [...text.matchAll(TOKENS)].map((match): ILink => {
      const start = match.index + 1;
      return {
        text: match[0],
        range: { start: { x: start, y: line }, end: { x: start + match[0].length - 1, y: line } },
        decorations: { underline: true, pointerCursor: true },
        activate: () => brush(match[0]),
      };
    });
    return links.length === 0 ? undefined : links;
  }
}

const isCopy = (event: KeyboardEvent, selected: boolean): boolean =>
  selected && event.code === 'KeyC' && (event.ctrlKey || event.metaKey) && (event.shiftKey || selected);
