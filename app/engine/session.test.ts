import { expect, test } from 'vitest';
import { worldHash } from './hash.ts';
import { COMMAND_LIMIT_MS } from './run-command.ts';
import { Session } from './session.ts';
import { tools } from './tools.ts';
import { World } from './world.ts';
import { recorded } from './worlds/recorded.ts';

const makeWorld = (_name: string, seed: number) =>
  new World({ ...recorded, objects: [], nodes: [] }, { seed, home: {}, tools });
const always = () => true;

test('virtual time follows the wall at the rate asked for', () => {
  const session = new Session({ makeWorld }, 'recorded', 1);
  session.work(100, always);
  session.post({ type: 'rate', rate: 0.5 });
  session.work(100, always);
  expect(session.world.now).toBeGreaterThanOrEqual(100);
  expect(session.world.now).toBeLessThanOrEqual(200);
});

test('an input is written down with the instant at which it took effect', () => {
  const session = new Session({ makeWorld }, 'recorded', 1);
  session.work(200, always);
  const now = session.world.now;
  session.post({ type: 'open', what: 'run-my-nginx.yaml' });
  session.work(0, always);
  expect(session.journal().entries).toEqual([
    { n: 0, at: now, input: { type: 'open', what: 'run-my-nginx.yaml' } },
  ]);
});

test('fast-forward passes the time that it was given, whatever the rate', () => {
  const session = new Session({ makeWorld }, 'recorded', 1);
  session.post({ type: 'rate', rate: 0 });
  session.post({ type: 'advance', ms: 360_000 });
  session.drain();
  expect(session.world.now).toBe(360_000);
});

test('a command from outside is an entry, and a replay ends in the same world', () => {
  const session = new Session({ makeWorld }, 'recorded', 1);
  const results: unknown[] = [];
  const note = (result: unknown) => results.push(result);
  session.run('echo lalu > lintas; sleep 3; cat lintas; cat nothing', note);
  session.run('cat lintas; exit 3', note);
  session.drain();
  expect(results).toEqual([
    { out: 'lalu\n', err: 'cat: nothing: No such file or directory\n', code: 1 },
    { out: 'lalu\n', err: '', code: 3 },
  ]);
  expect(session.journal().entries.map(({ input }) => input.type)).toEqual(['run', 'run']);
  expect(session.world.now).toBeGreaterThanOrEqual(3000);

  const replayed = new Session({ makeWorld }, 'recorded', 1);
  replayed.load(session.journal());
  expect(worldHash(replayed.world.core)).toBe(worldHash(session.world.core));
});

test('a command from outside that never ends is interrupted, one that ignores that is killed', () => {
  const session = new Session({ makeWorld }, 'recorded', 1);
  const codes: number[] = [];
  session.run('while true; do sleep 60; done', ({ code }) => codes.push(code));
  session.run("trap '' INT; while true; do sleep 60; done", ({ code }) => codes.push(code));
  session.drain();
  expect(codes).toEqual([130, 130]);
  expect(session.world.now).toBeGreaterThanOrEqual(3 * COMMAND_LIMIT_MS);
  expect(session.world.now).toBeLessThan(3 * COMMAND_LIMIT_MS + 120_000);
});

test('who waits for a command gets an answer when the session is replaced', () => {
  const session = new Session({ makeWorld }, 'recorded', 1);
  const empty = session.journal();
  const codes: number[] = [];
  session.run('sleep 60', ({ code }) => codes.push(code));
  session.work(1, once());
  session.run('echo later', ({ code }) => codes.push(code));
  session.load(empty);
  session.drain();
  expect(codes).toEqual([130, 130]);
});

/** Time for a few pieces of work. */
function once(): () => boolean {
  let left = 3;
  return () => left-- > 0;
}
