import { virtualMs } from '../../base/brand.ts';
import type { ProcessView } from '../../linux/process/process-view.ts';
import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { dateOf, strftime, two } from '../tool/civil.ts';
import { tool, type Flavour } from '../tool/tool.ts';

/** Lists processes. */
export const ps: ProgramSpec = tool('ps', 'ps [aux | -ef | -e] [-o COLUMNS] [-p PID]', run);

/** Finds processes by name. */
export const pgrep: ProgramSpec = tool('pgrep', 'pgrep [-f] [-l] [-x] PATTERN', function* (p) {
  const words = p.argv.slice(1);
  const pattern = words.findLast((word) => !word.startsWith('-')) ?? '';
  const whole = words.some((word) => /^-\w*f/.test(word));
  const exact = words.some((word) => /^-\w*x/.test(word));
  const found = p.processes().filter((view) => {
    const text = whole ? view.argv.join(' ') : commandName(view);
    return view.pid !== p.pid && (exact ? text === pattern : text.includes(pattern));
  });
  for (const view of found)
    yield* p.print(
      words.some((word) => /^-\w*[la]/.test(word)) ? `${view.pid} ${view.argv.join(' ')}\n` : `${view.pid}\n`,
    );
  return found.length > 0 ? 0 : 1;
});

function* run(p: Process, flavour: Flavour): Sys<number> {
  const words = p.argv.slice(1);
  const text = words.join(' ');
  const all = p.processes();
  if (flavour === 'busybox') {
    yield* p.print('PID   USER     TIME  COMMAND\n');
    for (const view of all)
      yield* p.print(`${String(view.pid).padStart(5)} ${view.user.padEnd(8)}  0:00 ${bracketed(view)}\n`);
    return 0;
  }
  const pids = /-p\s*([\d,]+)/.exec(text)?.[1]?.split(',').map(Number);
  const columns = /-o\s*(\S+)/.exec(text)?.[1];
  const everything = /(^|\s)-?\w*[eAx]/.test(text.replace(/-o\s*\S+/, '')) || /^aux?/.test(words[0] ?? '');
  const shown = all.filter((view) =>
    pids ? pids.includes(view.pid) : everything || (view.tty !== undefined && view.tty === p.tty?.id),
  );
  if (columns !== undefined) yield* p.print(custom(p, shown, columns.split(',')));
  else if (/^-?aux/.test(words[0] ?? '') || /\bu\b/.test(words[0] ?? ''))
    yield* p.print(
      shown.reduce(
        (out, view) => out + userRow(p, view),
        'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n',
      ),
    );
  else if (/(^|\s)-\w*f/.test(text))
    yield* p.print(
      shown.reduce(
        (out, view) => out + fullRow(p, view),
        'UID          PID    PPID  C STIME TTY          TIME CMD\n',
      ),
    );
  else
    yield* p.print(
      shown.reduce(
        (out, view) =>
          `${out}${String(view.pid).padStart(7)} ${ttyName(view).padEnd(8)} 00:00:00 ${commandName(view)}\n`,
        '    PID TTY          TIME CMD\n',
      ),
    );
  return 0;
}

/** The name of a process: that of its program, or its title where it set one. */
export function commandName({ argv }: ProcessView): string {
  return (argv[0] ?? '').split(/[: ]/)[0]?.split('/').at(-1) ?? '';
}

function bracketed(view: ProcessView): string {
  return view.state === 'zombie' ? `[${commandName(view)}]` : view.argv.join(' ');
}

function ttyName({ tty }: ProcessView): string {
  return tty === undefined ? '?' : tty.startsWith('pts/') ? tty : 'pts/0';
}

function stateLetter({ state, pid, pgid }: ProcessView): string {
  const letter = { running: 'R', sleeping: 'S', stopped: 'T', zombie: 'Z' }[state];
  return `${letter}${Number(pid) === Number(pgid) ? 's' : ''}`;
}

function startText(p: Process, view: ProcessView): string {
  const at = dateOf(p, virtualMs(view.startedAt));
  return `${two(at.hour)}:${two(at.minute)}`;
}

function userRow(p: Process, view: ProcessView): string {
  return `${view.user.padEnd(8)} ${String(view.pid).padStart(7)}  0.0  0.0   4600  3200 ${ttyName(view).padEnd(8)} ${stateLetter(view).padEnd(4)} ${startText(p, view)}   0:00 ${bracketed(view)}\n`;
}

function fullRow(p: Process, view: ProcessView): string {
  return `${view.user.padEnd(8)} ${String(view.pid).padStart(7)} ${String(view.ppid).padStart(7)}  0 ${startText(p, view)} ${ttyName(view).padEnd(8)} 00:00:00 ${bracketed(view)}\n`;
}

function custom(p: Process, views: readonly ProcessView[], columns: readonly string[]): string {
  const named = columns.map((column) => ({
    key: column.replace(/=.*$/, ''),
    title: column.includes('=') ? column.slice(column.indexOf('=') + 1) : undefined,
  }));
  const right = ['pid', 'ppid', 'pgid', 'etimes', 'etime', 'rss', 'vsz', 'ni'];
  const titles = named.map(
    ({ key, title }) =>
      title ??
      (key === 'comm' || key === 'args' || key === 'cmd'
        ? key === 'cmd'
          ? 'CMD'
          : 'COMMAND'
        : key === 'etimes'
          ? 'ELAPSED'
          : key.toUpperCase()),
  );
  const rows = views.map((view) => named.map(({ key }) => cellOf(p, view, key)));
  const least: Readonly<Record<string, number>> = {
    pid: 7,
    ppid: 7,
    pgid: 7,
    user: 8,
    comm: 15,
    tty: 8,
    stat: 4,
    etimes: 7,
    etime: 11,
  };
  const widths = named.map(({ key }, at) =>
    Math.max(least[key] ?? 0, ...[titles, ...rows].map((row) => (row[at] ?? '').length)),
  );
  const silent = titles.every((title) => title === '');
  return (silent ? rows : [titles, ...rows])
    .map((row) => {
      const cells = row.map((text, at) =>
        right.includes(named[at]?.key ?? '')
          ? text.padStart(widths[at] ?? 0)
          : at === row.length - 1
            ? text
            : text.padEnd(widths[at] ?? 0),
      );
      return `${cells.join(' ')}\n`;
    })
    .join('');
}

/** One cell of a list with chosen columns. */
function cellOf(p: Process, view: ProcessView, key: string): string {
  const seconds = Math.floor((p.now() - view.startedAt) / 1000);
  const cells: Readonly<Record<string, string>> = {
    pid: String(view.pid),
    ppid: String(view.ppid),
    pgid: String(view.pgid),
    user: view.user,
    comm: commandName(view),
    cmd: bracketed(view),
    args: bracketed(view),
    command: bracketed(view),
    stat: stateLetter(view),
    state: stateLetter(view).charAt(0),
    s: stateLetter(view).charAt(0),
    tty: ttyName(view),
    time: '00:00:00',
    etimes: String(seconds),
    etime: `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`,
    start: strftime('%H:%M:%S', dateOf(p, virtualMs(view.startedAt))),
    pcpu: '0.0',
    pmem: '0.0',
    rss: '3200',
    vsz: '4600',
    ni: '0',
  };
  return cells[key] ?? '-';
}
