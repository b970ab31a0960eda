import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import { testBed } from '../../../linux/process/testing.ts';
import { programs } from '../../programs/index.ts';

const NAMES = Array.from({ length: 120 }, (_, index) => [`many/f${index}`, ''] as const);

/** Types keys at a prompt and gives the lines that commands printed. */
function typed(keys: string): string {
  const bed = testBed({
    programs,
    files: {
      'alpha.txt': 'A\n',
      'alpine.txt': 'B\n',
      'my file': '',
      'dir/inner': '',
      ...Object.fromEntries(NAMES),
    },
  });
  const chunks: Uint8Array[] = [];
  bed.kernel.openTty({ id: 't', columns: 60, rows: 24, output: (bytes) => void chunks.push(bytes) });
  bed.kernel.launch({ machine: bed.machine, argv: ['bash'], stdin: { tty: 't' }, env: { PS1: '$ ' } });
  bed.advance(5);
  bed.kernel.type('t', encodeUtf8(keys));
  bed.advance(20);
  return chunks.map((chunk) => decodeUtf8(chunk)).join('');
}

/** The line that was run: `printf` shows its arguments. */
function line(keys: string): string {
  const shown = typed(`${keys}\r`).split('\u001b[?2004l').at(-1) ?? '';
  // No line feed follows: the next prompt stands behind.
  return shown.slice(0, shown.indexOf('\u001b[?2004h'));
}

describe('keys', () => {
  const P = 'printf "<%s>" ';
  test.each([
    ['ctrl-a goes to the start', `rintf "<%s>" a\u0001p`, '<a>'],
    ['ctrl-e goes to the end', `${P}a\u0001\u0005b`, '<ab>'],
    ['ctrl-b and ctrl-f move by a character', `${P}abc\u0002\u0002X\u0006Y`, '<aXbYc>'],
    ['arrows move by a character', `${P}abc\u001b[D\u001b[DX\u001b[CY`, '<aXbYc>'],
    ['home and end', `rintf "<%s>" a\u001b[Hp\u001b[Fb`, '<ab>'],
    ['backspace and ctrl-h delete before', `${P}abXY\u007f\u0008c`, '<abc>'],
    ['ctrl-d and delete delete under', `${P}aXYb\u0002\u0002\u0002\u0004\u001b[3~`, '<ab>'],
    ['ctrl-k cuts to the end', `${P}abcdef\u0002\u0002\u0002\u000b`, '<abc>'],
    ['ctrl-u cuts to the start, ctrl-y puts back', `${P}a\u0015\u0019`, '<a>'],
    ['ctrl-w cuts a word', `${P}a bcd\u0017`, '<a>'],
    ['alt-backspace cuts a word of letters', `${P}a/bcd\u001b\u007f`, '<a/>'],
    ['alt-d cuts the next word', `${P}a bcd\u001bb\u001bd`, '<a>'],
    ['alt-b and alt-f move by words', `${P}one two\u001bb\u001bbX\u001bfY`, '<XoneY><two>'],
    ['kills in a row join', `${P}a b c\u0017\u0017\u0019`, '<a><b><c>'],
    ['alt-y turns the ring', `${P}one \u0017\u0001\u000b\u0019\u0019\u001by`, '<one>'],
    ['ctrl-t swaps characters', `${P}ab\u0014`, '<ba>'],
    ['ctrl-_ takes back', `${P}ab\u0017\u001f`, '<ab>'],
    [
      'alt-u, alt-l, alt-c change a word',
      `${P}ab CD ef\u001bb\u001bb\u001bb\u001bu\u001bl\u001bc`,
      '<AB><cd><Ef>',
    ],
    ['alt-. brings the last argument', `true x last\r${P}\u001b.`, '<last>'],
    ['up and down walk the history', `${P}one\r${P}two\r\u001b[A\u001b[A\u001b[B`, '<two>'],
    ['alt-< goes to the first line', `${P}one\r${P}two\r${P}three\r\u001b<`, '<one>'],
    ['ctrl-p and ctrl-n too', `${P}one\r${P}two\r\u0010\u0010\u000e`, '<two>'],
    ['ctrl-r searches back', `${P}find-me\r${P}other\r\u0012find`, '<find-me>'],
    ['ctrl-r again goes on, ctrl-g gives up', `${P}xa\r${P}xb\r${P}keep\u0012x\u0007`, '<keep>'],
    ['ctrl-v takes the next key as it is', `${P}"a\u0016\tb"`, '<a\tb>'],
    ['wide and joined characters count once', `${P}"日本e\u0301x"\u001b[D\u001b[D\u007f`, '<日本x>'],
    ['ctrl-l keeps the line', `${P}a\u000cb`, '<ab>'],
  ])('%s', (_name, keys, expected) => {
    expect(line(keys)).toBe(expected);
  });
});

describe('completion', () => {
  test('goes to the common prefix, then lists in columns', () => {
    const shown = typed('cat al\t\t');
    expect(shown).toContain('cat alp');
    expect(shown).toContain('alpha.txt   alpine.txt\r\n');
  });

  test('ends a single word with a blank, a directory with a slash', () => {
    expect(typed('cat alpha\t')).toMatch(/cat alpha\.txt $/);
    expect(typed('cat dir\t')).toMatch(/cat dir\/$/);
  });

  test('quotes what needs it', () => {
    expect(typed('cat my\t')).toMatch(/cat my\\ file $/);
  });

  test('knows commands and variables', () => {
    expect(typed('hist\t')).toMatch(/history $/);
    expect(typed('echo $HOSTNA\t')).toMatch(/echo \$HOSTNAME $/);
  });

  test('asks before it lists more than a hundred', () => {
    const shown = typed('cat many/f\t\t');
    expect(shown).toContain('Display all 120 possibilities? (y or n)');
    expect(typed('cat many/f\t\tn')).toMatch(/\$ cat many\/f$/);
    expect(typed('cat many/f\t\ty')).toContain('f119');
  });
});

test('ctrl-d leaves at an empty line only', () => {
  expect(typed('\u0004')).toContain('exit\r\n');
  expect(typed('a\u0004')).not.toContain('exit');
});

test('unknown keys ring the bell', () => {
  expect(typed('\u001b[99~')).toSatisfy((shown: string) => shown.endsWith('\u0007'));
});
