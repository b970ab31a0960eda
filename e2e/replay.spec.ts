import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import type { Journal } from '../app/engine/protocol.ts';
import { LessonPage } from './lesson-page.ts';
import { sessionJournal } from './session-journal.ts';

const JOURNAL = 'reports/replay-journal.json';

test('a session of 200 commands, and what is typed after it, ends in the same world in browser and Node', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const lesson = await LessonPage.open(page, 'en', '#/2/7');
  await page.evaluate((journal) => window.lintas.load(journal), sessionJournal(7, 200));
  await lesson.type('kubectl get pods -o wide');
  await lesson.type('kubectl scale deployment my-nginx --replicas=3');
  const live = await stopped(page);
  expect(live.journal.entries.length).toBeGreaterThan(200);
  expect(await inNode(live.journal)).toBe(live.hash);
});

/** Stops the clock and gives the session and the hash of the world where it stands. */
async function stopped(page: Page): Promise<{ readonly journal: Journal; readonly hash: string }> {
  return page.evaluate(async () => {
    window.lintas.rate(0);
    let journal = await window.lintas.journal();
    for (let before = -1; before !== journal.now; journal = await window.lintas.journal()) {
      before = journal.now;
      await new Promise(requestAnimationFrame);
    }
    return { journal, hash: await window.lintas.hash() };
  });
}

/** Replays a session in Node, in a process of its own, and gives the hash of the world where it ends. */
async function inNode(journal: Journal): Promise<string> {
  mkdirSync('reports', { recursive: true });
  writeFileSync(JOURNAL, JSON.stringify(journal));
  const launch = 'app/engine/host/node/launch.mjs';
  const { stdout } = await promisify(execFile)(process.execPath, [launch, 'headless', 'replay', JOURNAL]);
  return (JSON.parse(stdout) as { hash: string }).hash;
}
