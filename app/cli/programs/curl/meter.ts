/** Head of the progress table. */
const HEAD = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

/** What has been transferred when a line is printed. */
export interface Progress {
  readonly total: number;
  readonly received: number;
  readonly sent: number;
  readonly elapsedMs: number;
}

/** The progress table on standard error: its head and a first line of zeros. */
export function meterStart(): string {
  return `${HEAD}\r${line({ total: 0, received: 0, sent: 0, elapsedMs: 0 })}`;
}

/** The last line of the table. */
export function meterEnd(progress: Progress): string {
  return `\r${line(progress)}\n`;
}

function line({ total, received, sent, elapsedMs }: Progress): string {
  const speed = (bytes: number): number =>
    elapsedMs <= 0 ? bytes * 1000 : Math.floor((bytes * 1000) / elapsedMs);
  const percent = (part: number, whole: number): string =>
    String(whole > 0 ? Math.floor((part * 100) / whole) : 0).padStart(3);
  const down = received > 0 ? speed(received) : 0;
  const up = sent > 0 ? speed(sent) : 0;
  const seconds = Math.floor(elapsedMs / 1000);
  const expected = total > 0 && down > 0 ? Math.floor(total / down) : 0;
  const current = Math.floor(((received + sent) * 1000) / Math.max(1, Math.floor(elapsedMs)));
  const whole = total > 0 ? total + sent : received + sent;
  return [
    `${percent(received + sent, whole)} ${size(whole)}`,
    `${percent(received, total > 0 ? total : received)} ${size(received)}`,
    `${percent(sent, sent)} ${size(sent)}`,
    size(down),
    `${size(up)} ${clock(expected)} ${clock(seconds)} ${clock(Math.max(0, expected - seconds))} ${size(current)}`,
  ].join('  ');
}

/** A number of bytes in five characters. */
function size(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_000 * 1024) return `${String(Math.floor(bytes / 1024)).padStart(4)}k`;
  const mega = 1024 * 1024;
  if (bytes < 100 * mega)
    return `${String(Math.floor(bytes / mega)).padStart(2)}.${Math.floor((bytes % mega) / (mega / 10))}M`;
  return `${String(Math.floor(bytes / mega)).padStart(4)}M`;
}

function clock(seconds: number): string {
  if (seconds <= 0) return '--:--:--';
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${String(h).padStart(2)}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`;
}
