import { expect, test } from 'vitest';
import type { ChapterText, StepText, TextBlock } from '../../tutorial/lesson-text.ts';
import { fileOfStep } from './file-of-step.ts';

const DISK = ['client.yaml', 'nginx-svc.yaml', 'run-my-nginx.yaml'];

function step(slug: string, blocks: readonly TextBlock[], more: Partial<StepText> = {}): StepText {
  const bare = { minutes: 1, goals: [], reasons: [], hints: [], solution: [], beats: [] };
  return { slug, title: slug, ...bare, blocks, ...more };
}

const chapter = (...steps: readonly StepText[]): ChapterText => ({
  number: 1,
  title: 'Chapter',
  outcome: '',
  minutes: 1,
  steps,
});

const says = (code: string): TextBlock => ({ type: 'paragraph', text: ['See ', { code }, '.'] });
const runs = (command: string): TextBlock => ({ type: 'run', act: 'run', command, in: 'laptop' });

test('a step that has the learner open a file is about that file', () => {
  const open: TextBlock = {
    type: 'do',
    act: 'open',
    label: ['Open'],
    action: { type: 'open', what: 'run-my-nginx.yaml' },
  };
  expect(fileOfStep(chapter(step('read', [says('client.yaml'), open])), 'read', DISK)).toEqual({
    path: 'run-my-nginx.yaml',
    own: true,
  });
});

test('a command, an edit, an Apply and a solution name the file, too', () => {
  const edit: TextBlock = {
    type: 'do',
    act: 'edit',
    label: ['Edit'],
    action: { type: 'edit', file: 'nginx-svc.yaml', from: 'a', to: 'b' },
  };
  const pathOf = (...blocks: readonly TextBlock[]) =>
    fileOfStep(chapter(step('one', blocks)), 'one', DISK)?.path;
  expect(pathOf(runs('kubectl apply -f ./nginx-svc.yaml'))).toBe('nginx-svc.yaml');
  expect(pathOf(edit)).toBe('nginx-svc.yaml');
  const silent = step('two', [], { solution: ['kubectl create -f client.yaml'] });
  expect(fileOfStep(chapter(silent), 'two', DISK)?.path).toBe('client.yaml');
});

test('without such an act the words of the step decide: its text, then its goals', () => {
  expect(fileOfStep(chapter(step('one', [says('nginx-svc.yaml')])), 'one', DISK)?.path).toBe(
    'nginx-svc.yaml',
  );
  const goals = [{ check: 'opened', text: [{ code: 'run-my-nginx.yaml' }, ' is open'] }];
  expect(fileOfStep(chapter(step('one', [], { goals })), 'one', DISK)?.path).toBe('run-my-nginx.yaml');
});

test('a step that speaks of no file goes on with that of the nearest step before it', () => {
  const steps = chapter(
    step('one', [runs('kubectl apply -f run-my-nginx.yaml')]),
    step('two', []),
    step('three', []),
  );
  expect(fileOfStep(steps, 'three', DISK)).toEqual({ path: 'run-my-nginx.yaml', own: false });
});

test('a file that is not on the disk is never shown', () => {
  const steps = chapter(step('one', [runs('kubectl apply -f elsewhere.yaml -f client.yaml')]));
  expect(fileOfStep(steps, 'one', DISK)?.path).toBe('client.yaml');
  expect(fileOfStep(chapter(step('one', [])), 'one', DISK)).toBeUndefined();
});
