import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { worldHash } from '../hash.ts';
import type { Input } from '../protocol.ts';
import { Session } from '../session.ts';
import { tools } from '../tools.ts';
import { World } from '../world.ts';
import { recorded } from '../worlds/recorded.ts';

/** Worlds without nodes boot at once; `recorded` has some. */
const makeWorld = (name: string, seed: number) =>
  new World(name === 'recorded' ? recorded : { ...recorded, objects: [], nodes: [] }, {
    seed,
    home: {},
    tools,
  });

/** A session with a terminal at its prompt and the clock standing, as a test needs it. */
function atPrompt(world = 'empty'): Session {
  const session = new Session({ makeWorld }, world, 1);
  session.post({ type: 'rate', rate: 0 });
  session.post({ type: 'terminal.open', tty: 'laptop', machine: 'laptop', columns: 80, rows: 24 });
  settle(session);
  return session;
}

function settle(session: Session): void {
  session.post({ type: 'advance', ms: 'settle' });
  session.drain();
}

function enter(session: Session, line: string): void {
  for (const text of `${line}\r`.split('')) session.post({ type: 'terminal.input', tty: 'laptop', text });
  settle(session);
}

function move(session: Session, way: 'undo' | 'redo'): void {
  session.post({ type: way });
  session.drain();
}

const hash = (session: Session) => worldHash(session.world.core);
const labels = ({ timeline: { undo, redo, kept } }: Session) => ({ undo, redo, kept: kept.length });
const command = (text: string) => ({ type: 'command' as const, text });

describe('undo and redo', () => {
  test('take one changing command back and bring it back, in the same world', () => {
    const session = atPrompt();
    enter(session, 'kubectl create configmap one');
    const one = hash(session);
    enter(session, 'kubectl create configmap two');
    const two = hash(session);
    expect(labels(session)).toEqual({ undo: command('kubectl create configmap two'), redo: null, kept: 0 });
    move(session, 'undo');
    expect(labels(session)).toEqual({
      undo: command('kubectl create configmap one'),
      redo: command('kubectl create configmap two'),
      kept: 0,
    });
    expect(hash(session)).toBe(one);
    move(session, 'redo');
    expect(hash(session)).toBe(two);
  });

  test('step over what only read, and take it along', () => {
    const session = atPrompt();
    enter(session, 'echo lintas > note');
    enter(session, 'kubectl get namespaces');
    enter(session, 'cat note; cd /tmp; kubectl delete pod nothing');
    expect(session.timeline.undo).toEqual(command('echo lintas > note'));
    const before = hash(session);
    move(session, 'undo');
    expect(session.timeline.undo).toBeNull();
    expect(session.world.file('note')).toBeUndefined();
    move(session, 'redo');
    expect(hash(session)).toBe(before);
  });

  test('count a command that changed something back by itself, and one refused by a dry run not', () => {
    const session = atPrompt();
    enter(session, 'touch a; rm a');
    enter(session, 'kubectl create namespace shop --dry-run=server');
    expect(session.timeline.undo).toEqual(command('touch a; rm a'));
  });

  test('the writes of one file in a row are one act, and a switch is one', () => {
    const session = atPrompt('recorded');
    for (const text of ['a', 'ab', 'abc'])
      session.post({ type: 'file.write', path: 'run-my-nginx.yaml', text });
    session.drain();
    expect(session.timeline.undo).toEqual({ type: 'edit', file: 'run-my-nginx.yaml' });
    session.post({ type: 'switch', name: 'hairpin', target: 'node-905m', value: 'off' });
    session.drain();
    expect(session.timeline.undo).toMatchObject({ type: 'switch', name: 'hairpin', value: 'off' });
    move(session, 'undo');
    expect(session.world.file('run-my-nginx.yaml')).toBe('abc');
    move(session, 'undo');
    expect(session.world.file('run-my-nginx.yaml')).toBeUndefined();
  });

  test('work as words at the prompt, which leave no trace in the journal', () => {
    const session = atPrompt();
    enter(session, 'undo');
    expect(session.journal().entries.length).toBeGreaterThan(5);
    enter(session, 'kubectl create configmap one');
    const one = session.journal();
    const hashOfOne = hash(session);
    enter(session, 'kubectl create configmap two');
    enter(session, 'undo');
    expect(session.timeline.redo).toEqual(command('kubectl create configmap two'));
    expect(session.journal().entries).toEqual(one.entries);
    enter(session, 'redo');
    enter(session, 'undo');
    expect(hash(session)).toBe(hashOfOne);
  });

  test('what was undone becomes a kept line when another command is typed, and can be taken up again', () => {
    const session = atPrompt();
    enter(session, 'kubectl create configmap one');
    const one = hash(session);
    move(session, 'undo');
    enter(session, 'kubectl create configmap other');
    expect(labels(session)).toEqual({
      undo: command('kubectl create configmap other'),
      redo: null,
      kept: 1,
    });
    session.post({ type: 'line', index: 0 });
    session.drain();
    expect(hash(session)).toBe(one);
    move(session, 'undo');
    expect(session.timeline.undo).toEqual(command('kubectl create configmap other'));
  });

  test('a branch, its return and a jump are taken back like acts, the latest first', () => {
    const session = atPrompt();
    enter(session, 'kubectl create configmap one');
    session.post({ type: 'branch', name: 'what if' });
    enter(session, 'kubectl delete configmap one');
    session.post({ type: 'return' });
    session.drain();
    expect(session.timeline.undo).toEqual({ type: 'return', name: 'what if' });
    move(session, 'undo');
    expect([session.branch, session.timeline.undo]).toEqual([
      'what if',
      command('kubectl delete configmap one'),
    ]);
    move(session, 'undo');
    expect([session.branch, session.timeline.undo]).toEqual(['what if', { type: 'branch', name: 'what if' }]);
    move(session, 'undo');
    expect([session.branch, session.timeline.undo]).toEqual([null, command('kubectl create configmap one')]);
    for (const _ of [1, 2, 3]) move(session, 'redo');
    expect(session.branch).toBeNull();

    const here = hash(session);
    session.load({ ...session.journal(), entries: [], now: session.world.now }, { type: 'load' });
    session.drain();
    expect(session.timeline.undo).toEqual({ type: 'load' });
    move(session, 'undo');
    expect(hash(session)).toBe(here);
  });

  test('thirty changes, thirty undone, thirty redone: the same world', () => {
    const session = atPrompt();
    for (let n = 0; n < 30; n++)
      enter(session, n % 3 === 2 ? `echo ${n} >> log` : `kubectl create configmap map-${n}`);
    const end = hash(session);
    for (let n = 0; n < 30; n++) move(session, 'undo');
    expect(session.timeline.undo).toBeNull();
    for (let n = 0; n < 30; n++) move(session, 'redo');
    expect(hash(session)).toBe(end);
  });
});

test('a saved session goes on where it stood, with all that could be undone and redone', () => {
  const session = atPrompt();
  enter(session, 'kubectl create configmap one');
  enter(session, 'kubectl create configmap two');
  move(session, 'undo');
  enter(session, 'sleep 100 &');
  const saved = structuredClone(session.save());
  const restored = new Session({ makeWorld }, 'empty', 1);
  restored.restore(saved);
  restored.drain();
  expect(hash(restored)).toBe(hash(session));
  expect(restored.timeline).toEqual(session.timeline);
  expect(restored.save()).toEqual(session.save());
});

const act = fc.constantFrom<readonly (Input | string)[]>(
  ['kubectl create configmap a'],
  ['kubectl delete configmap a'],
  ['kubectl get configmaps'],
  ['echo x >> log'],
  ['undo'],
  ['redo'],
  [{ type: 'file.write', path: 'a.yaml', text: 'x' }],
  [{ type: 'file.write', path: 'a.yaml', text: 'y' }],
  [{ type: 'advance', ms: 3000 }],
);

test('a random session with undo and redo replays to the same world', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const session = atPrompt();
      for (const one of acts.flat()) {
        if (one === 'undo' || one === 'redo') move(session, one);
        else if (typeof one === 'string') enter(session, one);
        else session.post(one);
        session.drain();
      }
      const replayed = new Session({ makeWorld }, 'empty', 1);
      replayed.load(session.journal());
      replayed.drain();
      expect(hash(replayed)).toBe(hash(session));
    }),
    { numRuns: 20 },
  );
});
