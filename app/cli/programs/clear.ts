import type { ProgramSpec } from '../../linux/process/program.ts';
import { tool } from '../tool/tool.ts';

/** Empties the screen. */
export const clear: ProgramSpec = tool('clear', 'clear', function* (p) {
  yield* p.print('\x1b[H\x1b[2J\x1b[3J');
  return 0;
});

const CODES: Readonly<Record<string, string>> = {
  bold: '\x1b[1m',
  dim: '\x1b[2m',
  smul: '\x1b[4m',
  rmul: '\x1b[24m',
  rev: '\x1b[7m',
  sgr0: '\x1b(B\x1b[m',
  clear: '\x1b[H\x1b[2J\x1b[3J',
  civis: '\x1b[?25l',
  cnorm: '\x1b[?12l\x1b[?25h',
};

/** Speaks to the terminal. */
export const tput: ProgramSpec = tool('tput', 'tput cols|lines|bold|sgr0|setaf N|…', function* (p) {
  const [, name = '', value = ''] = p.argv;
  if (name === 'cols' || name === 'lines') {
    yield* p.print(`${name === 'cols' ? (p.tty?.columns ?? 80) : (p.tty?.rows ?? 24)}\n`);
    return 0;
  }
  if (name === 'colors') {
    yield* p.print('256\n');
    return 0;
  }
  const code = name === 'setaf' ? `\x1b[3${value}m` : name === 'setab' ? `\x1b[4${value}m` : CODES[name];
  if (code === undefined) {
    yield* p.warn(`tput: unknown terminfo capability '${name}'\n`);
    return 4;
  }
  yield* p.print(code);
  return 0;
});
