import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { STDIN, STDOUT } from '../names.ts';
import type { Program, ProgramSpec } from './program.ts';
import { testBed, type TestBed } from './testing.ts';

function bedOf(programs: Readonly<Record<string, Program>>): TestBed {
  return testBed({
    programs: Object.entries(programs).map(([name, run]): ProgramSpec => ({
      name,
      run,
      help: '',
      on: ['laptop'],
    })),
  });
}

/** Starts a program as a child that writes into a pipe, which the caller reads. */
function* piped(p: Parameters<Program>[0], name: string): Generator<never, readonly [number, number]> {
  const [reader, writer] = p.pipe();
  const spawned = p.spawn([name], { fds: new Map([[STDOUT, writer]]) });
  p.close(writer);
  return [reader, spawned.ok ? spawned.value : 0];
}

describe('pipes', () => {
  test('hold 64 KiB, then the writer waits; the reader sees the end when the last writer closes', () => {
    const written: number[] = [];
    const bed = bedOf({
      *writer(p) {
        for (let index = 0; index < 100; index++) {
          yield* p.write(STDOUT, new Uint8Array(1024));
          written.push(p.now());
        }
        return 0;
      },
      *main(p) {
        const [reader, writer] = p.pipe();
        p.spawn(['writer'], { fds: new Map([[STDOUT, writer]]) });
        p.close(writer);
        yield* p.sleep(1000);
        let size = 0;
        for (let bytes = yield* p.read(reader); bytes; bytes = yield* p.read(reader)) size += bytes.length;
        yield* p.print(String(size));
        return 0;
      },
    });
    expect(bed.exec(['main'])).toMatchObject({ out: '102400', code: 0, ms: 1000 });
    expect(written.filter((at) => at === 0).length).toBe(64);
  });

  test('without reader end the writer by SIGPIPE', () => {
    const bed = bedOf({
      *yes(p) {
        for (;;) yield* p.print('y\n');
      },
      *main(p) {
        const [reader, pid] = yield* piped(p, 'yes');
        yield* p.readLine(STDIN);
        const line = yield* p.readLine(reader as never);
        p.close(reader as never);
        const ended = yield* p.wait(pid as never);
        yield* p.print(`${line?.text} ${ended.code} ${ended.signal}`);
        return 0;
      },
    });
    expect(bed.exec(['main']).out).toBe('y 141 PIPE');
  });

  test('give a line and leave the rest to the next reader', () => {
    const bed = bedOf({
      *main(p) {
        const line = yield* p.readLine(STDIN);
        const spawned = p.spawn(['rest']);
        if (spawned.ok) yield* p.wait(spawned.value);
        yield* p.print(`|${line?.text}`);
        return 0;
      },
      *rest(p) {
        yield* p.print(yield* p.readAll(STDIN));
        return 0;
      },
    });
    expect(bed.exec(['main'], { stdin: 'one\ntwo\nthree' }).out).toBe('two\nthree|one');
  });
});

describe('signals', () => {
  test('by default end a process at its wait, and its finally runs', () => {
    const notes: string[] = [];
    const bed = bedOf({
      *sleeper(p) {
        try {
          yield* p.sleep(100_000);
        } finally {
          notes.push('cleaned');
        }
        return 0;
      },
      *main(p) {
        const spawned = p.spawn(['sleeper']);
        if (!spawned.ok) return 1;
        yield* p.sleep(10);
        p.kill({ pid: spawned.value }, 'TERM');
        return (yield* p.wait(spawned.value)).code;
      },
    });
    expect(bed.exec(['main'])).toMatchObject({ code: 143, ms: 10 });
    expect(notes).toEqual(['cleaned']);
  });

  test('asked for wake the call that waits', () => {
    const bed = bedOf({
      *main(p) {
        p.onSignal('USR1', 'wake');
        const spawned = p.spawn(['poke']);
        const wake = yield* p.sleep(5000);
        yield* p.print(`${wake.signal} at ${p.now()} ${spawned.ok}`);
        return 0;
      },
      *poke(p) {
        yield* p.sleep(7);
        p.kill({ pid: p.ppid }, 'USR1');
        return 0;
      },
    });
    expect(bed.exec(['main']).out).toBe('USR1 at 7 true');
  });

  test('stop and continue: the deadline of a sleep stays where it was', () => {
    const bed = bedOf({
      *main(p) {
        yield* p.sleep(100);
        return 5;
      },
    });
    let code: number | undefined;
    const pid = bed.kernel.launch({
      machine: bed.machine,
      argv: ['main'],
      stdin: 'null',
      onExit: (e) => (code = e.code),
    });
    if (!pid.ok) return;
    bed.advance(10);
    bed.kernel.kill(pid.value, 'TSTP');
    bed.advance(500);
    expect(bed.kernel.processes(bed.machine)[0]?.state).toBe('stopped');
    bed.kernel.kill(pid.value, 'CONT');
    bed.advance(0);
    expect(code).toBe(5);
  });
});

test('a process that never waits lets the clock go on', () => {
  const bed = bedOf({
    *busy(p) {
      for (;;) yield* p.write(STDOUT, '');
    },
    *loop(p) {
      for (;;) yield* p.breathe();
    },
  });
  expect(bed.exec(['busy'], { limit: 50 })).toMatchObject({ code: 130, ms: 50 });
  expect(bed.exec(['loop'], { limit: 600_000 })).toMatchObject({ code: 130, ms: 600_000 });
});

test('a machine without power goes on where it was', () => {
  const bed = bedOf({
    *main(p) {
      yield* p.sleep(10);
      return 0;
    },
  });
  let ended = false;
  bed.kernel.launch({ machine: bed.machine, argv: ['main'], stdin: 'null', onExit: () => (ended = true) });
  bed.advance(1);
  bed.kernel.setPower(bed.machine, false);
  bed.advance(100);
  expect(ended).toBe(false);
  bed.kernel.setPower(bed.machine, true);
  bed.advance(0);
  expect(ended).toBe(true);
});

test('an effect is asked once and its answer wakes the asker', () => {
  const bed = bedOf({
    *main(p) {
      const { privateKeyPem } = yield* p.effect('rsa.generate', { bits: 2048, seed: 1 });
      yield* p.print(privateKeyPem);
      return 0;
    },
  });
  const out: string[] = [];
  const stdout = (bytes: Uint8Array): void => void out.push(decodeUtf8(bytes));
  bed.kernel.launch({ machine: bed.machine, argv: ['main'], stdin: 'null', stdout });
  bed.advance(1);
  const asked = bed.kernel.takeEffects();
  expect(asked).toEqual([{ id: 1, kind: 'rsa.generate', input: { bits: 2048, seed: 1 } }]);
  bed.kernel.answer(1, { privateKeyPem: 'PEM' });
  bed.advance(1);
  expect(out).toEqual(['PEM']);
});

describe('a terminal', () => {
  const opened = (run: Program): { readonly bed: TestBed; readonly type: (keys: string) => string } => {
    const bed = bedOf({ main: run });
    const out: string[] = [];
    bed.kernel.openTty({
      id: 't',
      columns: 80,
      rows: 24,
      output: (bytes) => void out.push(decodeUtf8(bytes)),
    });
    bed.kernel.launch({ machine: bed.machine, argv: ['main'], stdin: { tty: 't' } });
    bed.advance(1);
    return {
      bed,
      type: (keys) => {
        bed.kernel.type('t', encodeUtf8(keys));
        bed.advance(1);
        return out.splice(0).join('');
      },
    };
  };
  const echoing: Program = function* echo(p) {
    for (let line = yield* p.readLine(STDIN); line; line = yield* p.readLine(STDIN))
      yield* p.print(`[${line.text}]\n`);
    yield* p.print('end\n');
    return 0;
  };

  test('edits lines: erase, word erase, kill, wide characters', () => {
    expect(opened(echoing).type('ab\u007fc\r')).toBe('ab\b \bc\r\n[ac]\r\n');
    expect(opened(echoing).type('one two\u0017x\r')).toContain('[one x]');
    expect(opened(echoing).type('gone\u0015x\r')).toContain('[x]');
    expect(opened(echoing).type('日\u007fx\r')).toBe('日\b \b\b \bx\r\n[x]\r\n');
  });

  test('gives what was typed at ctrl-d, and the end at the start of a line', () => {
    const t = opened(echoing);
    t.type('ab\u0004');
    expect(t.type('c\r')).toContain('[abc]');
    expect(t.type('\u0004')).toBe('end\r\n');
  });

  test('sends signals to the group in front and shows the key', () => {
    const t = opened(echoing);
    expect(t.type('abc\u0003')).toBe('abc^C');
    expect(t.bed.kernel.processes(t.bed.machine)).toEqual([]);
    const q = opened(echoing);
    expect(q.type('\u001c')).toBe('^\\');
    expect(q.bed.kernel.processes(q.bed.machine)).toEqual([]);
  });

  test('in raw mode gives bytes as they come, without echo', () => {
    const t = opened(function* raw(p) {
      p.tty?.setMode('raw');
      const bytes = yield* p.read(STDIN);
      yield* p.print([...(bytes ?? [])].join(','));
      return 0;
    });
    expect(t.type('a\u0003\r')).toBe('97,3,13');
  });
});
