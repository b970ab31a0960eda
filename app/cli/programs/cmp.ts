import { closeInput, openInput, readBytes } from '../tool/input.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Compares two files byte by byte. */
export const cmp = tool('cmp', 'cmp [-ls] FILE1 [FILE2]', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'lsb', values: 'in', long: { silent: 's', quiet: 's', verbose: 'l', 'bytes=': 'n' } },
    flavour,
  );
  if (!options) return 2;
  const [one, other = '-'] = options.operands;
  if (one === undefined) {
    yield* p.warn(`cmp: missing operand after 'cmp'\ncmp: ${tryHelp('cmp')}`);
    return 2;
  }
  const first = yield* openInput(p, one);
  const second = first && (yield* openInput(p, other));
  if (!first || !second) return 2;
  const limit = Number(options.value('n') ?? Infinity);
  const a = (yield* readBytes(p, first.fd)).slice(0, limit);
  const b = (yield* readBytes(p, second.fd)).slice(0, limit);
  closeInput(p, first);
  closeInput(p, second);
  const shorter = Math.min(a.length, b.length);
  let line = 1;
  let differs = false;
  for (let at = 0; at < shorter; at++) {
    if (a[at] !== b[at]) {
      differs = true;
      if (options.has('s')) return 1;
      if (!options.has('l')) {
        yield* p.print(`${one} ${other} differ: byte ${at + 1}, line ${line}\n`);
        return 1;
      }
      const width = String(Math.max(a.length, b.length)).length + (other === '-' ? 1 : 0);
      yield* p.print(
        `${String(at + 1).padStart(width)} ${(a[at] ?? 0).toString(8).padStart(3)} ${(b[at] ?? 0).toString(8).padStart(3)}\n`,
      );
    }
    if (a[at] === 0x0a) line++;
  }
  if (a.length === b.length) return differs ? 1 : 0;
  const ended = a.length < b.length ? one : other;
  const lines = line - 1;
  const lastFeed = (a.length < b.length ? a : b).at(-1) === 0x0a;
  if (!options.has('s'))
    yield* p.warn(
      shorter === 0
        ? `cmp: EOF on ${ended} which is empty\n`
        : `cmp: EOF on ${ended} after byte ${shorter}${options.has('l') ? '' : `, ${lastFeed ? 'line' : 'in line'} ${lastFeed ? lines : lines + 1}`}\n`,
    );
  return 1;
});
