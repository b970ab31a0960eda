import { SIGNAL_NUMBERS, SIGNALS, signalOf } from '../../../linux/process/signals.ts';
import { quoteForReuse } from '../quote.ts';
import type { Shell } from '../shell.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Says what to do on signals and at the end. */
export const trap: Builtin = {
  name: 'trap',
  usage: '[-lp] [[arg] signal_spec ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, trap, args, 'lp');
    if (!options) return 2;
    const { letters, rest } = options;
    if (letters.includes('l')) {
      yield* sh.p.print(`${signalTable()}\n`);
      return 0;
    }
    if (letters.includes('p') || rest.length === 0) {
      for (const name of ['EXIT', ...SIGNALS, 'DEBUG', 'ERR', 'RETURN']) {
        const action = sh.traps.get(name);
        if (action === undefined || (rest.length > 0 && !rest.some((one) => conditionOf(one) === name)))
          continue;
        yield* sh.p.print(
          `trap -- ${quoteForReuse(action)} ${SIGNALS.some((s) => s === name) ? 'SIG' : ''}${name}\n`,
        );
      }
      return 0;
    }
    const [first = '', ...more] = rest;
    const resets = more.length === 0 || /^\d+$/.test(first);
    const action = resets || first === '-' ? undefined : first;
    let status = 0;
    for (const word of resets ? rest : more) {
      const condition = conditionOf(word);
      if (condition === undefined) {
        yield* sh.complain(`trap: ${word}: invalid signal specification`);
        status = 1;
      } else setTrap(sh, condition, action);
    }
    return status;
  },
};

function conditionOf(word: string): string | undefined {
  const name = word.toUpperCase();
  if (name === 'EXIT' || word === '0') return 'EXIT';
  if (name === 'ERR' || name === 'DEBUG' || name === 'RETURN') return name;
  return signalOf(word);
}

/** Signals that end a shell; with an EXIT trap it is woken by them, so that the trap can run. */
const ENDING = ['HUP', 'INT', 'TERM'] as const;

function setTrap(sh: Shell, condition: string, action: string | undefined): void {
  if (action === undefined) sh.traps.delete(condition);
  else sh.traps.set(condition, action);
  const signal = signalOf(condition);
  if (signal && signal !== 'KILL' && signal !== 'STOP') {
    sh.listen(signal, action === undefined ? quietAction(sh, signal) : action === '' ? 'ignore' : 'wake');
  }
  if (condition !== 'EXIT') return;
  for (const ending of ENDING) if (!sh.traps.has(ending)) sh.listen(ending, quietAction(sh, ending));
}

/** What a signal without a trap of its own does. */
function quietAction(sh: Shell, signal: string): 'default' | 'wake' {
  if (sh.interactive && signal === 'INT') return 'wake';
  return sh.traps.has('EXIT') && ENDING.some((one) => one === signal) ? 'wake' : 'default';
}

/** What `trap -l` and `kill -l` print. */
export function signalTable(): string {
  const cells = SIGNALS.map((signal) => `${String(SIGNAL_NUMBERS[signal]).padStart(2)}) SIG${signal}`);
  const rows: string[] = [];
  for (let index = 0; index < cells.length; index += 5) rows.push(cells.slice(index, index + 5).join('\t'));
  return rows.join('\n');
}
