import { STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { concat } from '../tool/input.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { dateOf, strftime } from '../tool/civil.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Runs a command again and again and shows its output on the whole screen. */
export const watch = tool('watch', 'watch [-n SECONDS] [-t] [-d] COMMAND [ARGUMENT]...', run);

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    {
      flags: 'tdbegxcpw',
      values: 'nq',
      stopAtOperand: true,
      long: { 'interval=': 'n', 'no-title': 't', 'differences=?': 'd', exec: 'x' },
    },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn('Usage:\n watch [options] command\n');
    return 1;
  }
  const seconds = Math.max(0.1, Number(options.value('n') ?? 2));
  const command = options.operands.join(' ');
  for (;;) {
    const output = yield* outputOf(p, command);
    const columns = p.tty?.columns ?? 80;
    const rows = p.tty?.rows ?? 24;
    const left = `Every ${seconds.toFixed(1)}s: ${command}`;
    const right = `${p.hostname}: ${strftime('%a %b %e %H:%M:%S %Y', dateOf(p))}`;
    const title = options.has('t')
      ? ''
      : `${left}${' '.repeat(Math.max(1, columns - left.length - right.length))}${right}\n\n`;
    const lines = output.split('\n').slice(0, Math.max(1, rows - (title === '' ? 0 : 2)));
    yield* p.print(
      `\x1b[H\x1b[2J${(title + lines.join('\n')).replaceAll('\n', p.isTty(STDOUT) ? '\r\n' : '\n')}`,
    );
    yield* p.sleep(seconds * 1000);
  }
}

function* outputOf(p: Process, command: string): Sys<string> {
  const [read, write] = p.pipe();
  const spawned = p.spawn(['sh', '-c', command], { fds: new Map([[STDOUT, write]]) });
  p.close(write);
  const chunks: Uint8Array[] = [];
  for (let chunk = yield* p.read(read); chunk; chunk = yield* p.read(read)) chunks.push(chunk);
  p.close(read);
  if (spawned.ok) yield* p.wait(spawned.value);
  return decodeUtf8(concat(chunks));
}
