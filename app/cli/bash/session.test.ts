import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, decodeUtf8 } from '../../base/utf8.ts';
import type { Pid } from '../../linux/names.ts';
import type { TtyState } from '../../linux/process/tty.ts';
import { testBed, type TestBed } from '../../linux/process/testing.ts';
import { programs } from '../programs/index.ts';

interface Session {
  readonly bed: TestBed;
  readonly pid: Pid;
  readonly states: readonly TtyState[];
  /** Types keys, lets some virtual time pass and gives what the screen got, without the marks of bracketed paste. */
  type(keys: string, ms?: number): string;
}

function open(bed: TestBed, id = 'a', columns = 80): Session {
  const chunks: string[] = [];
  const states: TtyState[] = [];
  bed.kernel.openTty({
    id,
    columns,
    rows: 24,
    output: (bytes) => void chunks.push(decodeUtf8(bytes)),
    onState: (state) => void states.push(state),
  });
  const launched = bed.kernel.launch({
    machine: bed.machine,
    argv: ['bash'],
    stdin: { tty: id },
    env: { PS1: '$ ' },
  });
  if (!launched.ok) throw new Error(launched.error);
  const type = (keys: string, ms = 20): string => {
    bed.kernel.type(id, encodeUtf8(keys));
    bed.advance(ms);
    return chunks
      .splice(0)
      .join('')
      .replaceAll('\u001b[?2004h', '')
      .replaceAll('\u001b[?2004l', '')
      .replaceAll('\r\n', '\n');
  };
  const session = { bed, pid: launched.value, states, type };
  type('');
  return session;
}

const FILES = { 'a.txt': 'hello\n', 'b.txt': 'x\n', 'dir/c.txt': '' };
const shell = (columns?: number): Session => open(testBed({ programs, files: FILES }), 'a', columns);
const others = ({ bed, pid }: Session): number =>
  bed.kernel.processes(bed.machine).filter((p) => p.pid !== pid).length;

describe('Ctrl-C', () => {
  test('keeps the output, stops the whole list and leaves no process', () => {
    const s = shell();
    expect(s.type('echo start; sleep 100; echo no\r')).toBe('echo start; sleep 100; echo no\nstart\n');
    expect(s.type('\u0003')).toBe('^C\n$ ');
    expect(others(s)).toBe(0);
    expect(s.type('echo $?\r')).toBe('echo $?\n130\n$ ');
  });

  test('ends an endless loop of the shell itself', () => {
    const s = shell();
    s.type('while :; do :; done\r');
    expect(s.type('\u0003')).toBe('^C\n$ ');
  });

  test('ends every part of a pipeline', () => {
    const s = shell();
    s.type('sleep 50 | cat | cat\r');
    expect(others(s)).toBe(3);
    expect(s.type('\u0003')).toBe('^C\n$ ');
    expect(others(s)).toBe(0);
  });

  test('at the prompt gives a new one', () => {
    expect(shell().type('echo x\u0003')).toBe('echo x^C\n$ ');
  });
});

describe('jobs', () => {
  test('stop, go on in the background, come back and end', () => {
    const s = shell();
    s.type('sleep 100\r');
    expect(s.type('\u001a')).toBe('^Z\n[1]+  Stopped                 sleep 100\n$ ');
    expect(s.type('echo $?\r')).toContain('148\n');
    expect(s.type('bg\r')).toBe('bg\n[1]+ sleep 100 &\n$ ');
    expect(s.type('jobs\r')).toBe('jobs\n[1]+  Running                 sleep 100 &\n$ ');
    expect(s.type('fg\r')).toBe('fg\nsleep 100\n');
    expect(s.type('\u0003')).toBe('^C\n$ ');
  });

  test('are reported before the next prompt', () => {
    const s = shell();
    expect(s.type('sleep 1 &\r')).toMatch(/^sleep 1 &\n\[1\] \d+\n\$ $/);
    s.type('', 2000);
    expect(s.type('\r')).toBe('\n[1]+  Done                    sleep 1\n$ ');
  });

  test('that read the terminal from the background stop', () => {
    const s = shell();
    s.type('cat &\r');
    expect(s.type('\r')).toBe('\n[1]+  Stopped                 cat\n$ ');
  });

  test('hold the shell back once', () => {
    const s = shell();
    s.type('cat\r');
    s.type('\u001a');
    expect(s.type('\u0004')).toBe('exit\nThere are stopped jobs.\n$ ');
    expect(s.type('\u0004')).toBe('exit\n');
    expect(s.bed.kernel.processes(s.bed.machine)).toEqual([]);
  });
});

describe('a command of several lines', () => {
  test('is asked for with PS2 and is one entry of the history', () => {
    const s = shell();
    expect(s.type('for i in 1 2\r')).toBe('for i in 1 2\n> ');
    expect(s.type('do echo $i; done\r')).toBe('do echo $i; done\n1\n2\n$ ');
    expect(s.type('\u001b[A')).toContain('for i in 1 2; do echo $i; done');
  });

  test('pasted waits for Enter', () => {
    const s = shell();
    expect(s.type('\u001b[200~echo a\recho b\u001b[201~')).not.toContain('a\nb\n');
    expect(s.type('\r')).toMatch(/a\nb\n\$ $/);
  });
});

test('the screen is told whether a prompt stands there or which command runs', () => {
  const s = shell();
  s.type('sleep 1\r');
  s.type('', 2000);
  expect(s.states.map(({ prompt, command, hostname }) => [prompt, command, hostname])).toEqual([
    [true, '', 'laptop'],
    [false, 'sleep 1', 'laptop'],
    [true, '', 'laptop'],
  ]);
});

test('a nested shell has its own variables and gives its status back', () => {
  const s = shell();
  s.type('x=outer\r');
  s.type('bash\r');
  expect(s.type('echo [$x] $SHLVL\r')).toBe('echo [$x] $SHLVL\n[] 2\n$ ');
  expect(s.type('exit 3\r')).toBe('exit 3\nexit\n$ ');
  expect(s.type('echo $? $x\r')).toBe('echo $? $x\n3 outer\n$ ');
});

test('keys typed at a program in front are edited and echoed by the terminal', () => {
  const s = shell();
  s.type('cat\r');
  expect(s.type('abX\u007fc\r')).toBe('abX\b \bc\nabc\n');
  expect(s.type('\u0004')).toBe('$ ');
});

test('history expansion shows the line that it made', () => {
  const s = shell();
  s.type('echo one two\r');
  expect(s.type('!!\r')).toBe('!!\necho one two\none two\n$ ');
  expect(s.type('echo !$\r')).toBe('echo !$\necho two\ntwo\n$ ');
  expect(s.type('^two^three\r')).toBe('^two^three\necho three\nthree\n$ ');
  expect(s.type('!nope\r')).toBe('!nope\nbash: !nope: event not found\n$ ');
});

test('closing the terminal ends everything on it', () => {
  const s = shell();
  s.type('sleep 100 &\r');
  s.type('cat\r');
  s.bed.kernel.closeTty('a');
  s.bed.advance(10);
  expect(s.bed.kernel.processes(s.bed.machine)).toEqual([]);
});

test('endless output is paced and can be ended', () => {
  const s = shell();
  const shown = s.type('seq 1000000\r', 50);
  expect(shown.length).toBeGreaterThan(1000);
  expect(shown.length).toBeLessThan(51 * 8192);
  expect(s.type('\u0003', 5)).toContain('^C\n$ ');
});

test('output without a line feed stays before the prompt', () => {
  expect(shell().type('printf abc\r')).toBe('printf abc\nabc$ ');
});

test('two sessions in any interleaving replay to the same bytes', () => {
  const COMMANDS = [
    'echo $RANDOM\r',
    'sleep 1 &\r',
    'for i in 1 2; do echo $i; done | cat\r',
    'x=$((x+1)); echo $x\r',
    '\u0003',
    'cat\r',
    '\u0004',
    'jobs\r',
  ];
  const play = (steps: readonly (readonly ['a' | 'b', number, number])[]): string => {
    const bed = testBed({ programs, files: FILES });
    const sessions = { a: open(bed, 'a'), b: open(bed, 'b') };
    return steps
      .map(([tab, command, ms]) => `${tab}:${sessions[tab].type(COMMANDS[command] ?? '', ms)}`)
      .join('');
  };
  const step = fc.tuple(
    fc.constantFrom('a' as const, 'b' as const),
    fc.nat(COMMANDS.length - 1),
    fc.nat(1500),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      expect(play(steps)).toBe(play(steps));
    }),
    { numRuns: 25 },
  );
});

test('a command that never ends is interrupted with 130, its group with it', () => {
  const bed = testBed({ programs });
  expect(bed.run('sleep 1000 | cat', { limit: 5000 })).toMatchObject({ code: 130, ms: 5000 });
  expect(bed.kernel.processes(bed.machine)).toEqual([]);
  expect(bed.run('while :; do :; done', { limit: 3000 })).toMatchObject({ code: 130 });
});
