import type { Stat } from '../../../linux/fs/file-system.ts';
import type { Process } from '../../../linux/process/program.ts';
import { dateOf, MONTHS, short, strftime, two } from '../../tool/civil.ts';
import { humanSize } from '../../tool/number.ts';
import type { Options } from '../../tool/options.ts';

/** One file to list. */
export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
}

/** Half a year: older files show their year instead of the hour. */
const RECENT_MS = (365.2425 / 2) * 86_400_000;

/** The rows of ls -l, columns padded to the widest cell. */
export function longRows(
  p: Process,
  entries: readonly Entry[],
  options: Options,
  shown: (entry: Entry) => string,
): string {
  const cells = entries.map((entry) => ({
    entry,
    links: String(entry.stat.links),
    size: options.has('h') ? humanSize(entry.stat.size) : String(entry.stat.size),
  }));
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const links = widest(cells.map((cell) => cell.links));
  const owner = widest(entries.map(({ stat }) => stat.owner));
  const group = widest(entries.map(({ stat }) => stat.group));
  const size = widest(cells.map((cell) => cell.size));
  return cells
    .map((cell) => {
      const { stat, path } = cell.entry;
      const target = stat.type === 'symlink' ? p.fs.readlink(path) : undefined;
      const parts = [
        modeText(stat),
        cell.links.padStart(links),
        ...(options.has('g') ? [] : [stat.owner.padEnd(owner)]),
        ...(options.has('G') || options.has('o') ? [] : [stat.group.padEnd(group)]),
        cell.size.padStart(size),
        timeText(p, stat, options),
        shown(cell.entry) + (target?.ok ? ` -> ${target.value}` : ''),
      ];
      return `${parts.join(' ')}\n`;
    })
    .join('');
}

/** `-rw-r--r--` and its like. */
export function modeText(stat: Stat): string {
  const type = { file: '-', directory: 'd', symlink: 'l', device: 'c' }[stat.type];
  const bits = Array.from('rwxrwxrwx').map((letter, at) => ((stat.mode >> (8 - at)) & 1 ? letter : '-'));
  const special = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ] as const;
  for (const [bit, place, letter] of special)
    if (stat.mode & bit) bits[place] = bits[place] === 'x' ? letter : letter.toUpperCase();
  return type + bits.join('');
}

function timeText(p: Process, stat: Stat, options: Options): string {
  const at = dateOf(p, stat.modifiedAt);
  const style = options.value('time-style');
  if (options.has('full-time') || style === 'full-iso') return strftime('%Y-%m-%d %H:%M:%S.%N +0000', at);
  if (style === 'long-iso') return strftime('%Y-%m-%d %H:%M', at);
  if (style?.startsWith('+')) return strftime(style.slice(1), at);
  const age = p.now() - stat.modifiedAt;
  const day = `${short(MONTHS[at.month - 1])} ${String(at.day).padStart(2)}`;
  return age >= 0 && age < RECENT_MS ? `${day} ${two(at.hour)}:${two(at.minute)}` : `${day}  ${at.year}`;
}
