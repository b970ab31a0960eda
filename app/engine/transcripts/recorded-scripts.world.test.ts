import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../run-command.ts';
import { tools } from '../tools.ts';
import { World } from '../world.ts';
import { recorded } from '../worlds/recorded.ts';
import { differences, type Played } from './compare.ts';

/** Commands of each recorded script that may differ; the reasons stand in DECISIONS.md. */
const SCRIPTS: readonly (readonly [name: string, mayDiffer: number])[] = [
  ['01-tutorial', 0],
  ['03-get-forms', 1],
  ['05-create', 0],
  ['06-expose', 0],
  ['10-apply-errors', 1],
  ['12-delete', 1],
  ['21-objects', 5],
  ['22-mistakes', 5],
  ['32-describe', 5],
  ['34-run', 1],
  ['38-patch', 1],
  ['46-jsonpath', 0],
];

/** Plays the commands of a recording in a fresh world, as the recorder did. */
function play(commands: readonly string[]): Played[] {
  const world = new World(recorded, { seed: 1, home: {}, tools });
  while (!world.cluster.ready && world.now < 60_000) world.runTo(world.now + 100);
  return commands.map((cmd) => ({ cmd, ...runCommand(world, cmd) }));
}

test.for(SCRIPTS)('%s prints what the real cluster printed', ([name, mayDiffer]) => {
  const file = path.join(import.meta.dirname, 'testdata', `${name}.jsonl`);
  const transcript = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Played);
  const different = differences(transcript, play(transcript.map(({ cmd }) => cmd)));
  expect(different.length, JSON.stringify(different, null, 1)).toBeLessThanOrEqual(mayDiffer);
});

test('a difference that is no chance is seen', () => {
  const one: Played = { cmd: 'kubectl get svc', out: 'NAME TYPE\nweb ClusterIP\n', err: '', code: 0 };
  expect(differences([one], [one])).toEqual([]);
  expect(differences([one], [{ ...one, out: 'NAME TYPE\nweb NodePort\n' }])).toHaveLength(1);
  expect(differences([one], [{ ...one, code: 1 }])).toHaveLength(1);
  expect(differences([one], [])).toHaveLength(1);
});
