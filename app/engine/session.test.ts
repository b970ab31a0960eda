import { expect, test } from 'vitest';
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
