import { expect, test, type Page } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';

const hash = (page: Page) => page.evaluate(() => window.lintas.hash());

test('a change is taken back and brought back by button, by key and by word, and the world is the same', async ({
  page,
}) => {
  const lesson = await LessonPage.open(page, 'en', '#/2/1');
  await page.evaluate(() => window.lintas.rate(0));
  await lesson.type('kubectl scale deployment my-nginx --replicas=1');
  await lesson.type('kubectl get pods');
  await lesson.settle();
  const changed = await hash(page);
  const undo = page.getByRole('button', { name: /^Undo/ });
  const redo = page.getByRole('button', { name: /^Redo/ });
  await expect(undo).toHaveAccessibleName('Undo: kubectl scale deployment my-nginx --replicas=1');
  await expect(redo).toBeDisabled();

  await undo.click();
  await expect(redo).toHaveAccessibleName('Redo: kubectl scale deployment my-nginx --replicas=1');
  expect(await hash(page)).not.toBe(changed);
  await redo.click();
  await expect(redo).toBeDisabled();
  expect(await hash(page)).toBe(changed);

  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(redo).toBeEnabled();
  await page.keyboard.press('Control+y');
  await expect(redo).toBeDisabled();
  expect(await hash(page)).toBe(changed);

  await lesson.type('undo');
  await expect(redo).toBeEnabled();
  await expect(page.locator('.xterm-rows:visible')).not.toContainText('replicas=1');
  await lesson.type('kubectl get nodes');
  await page.getByRole('button', { name: 'Other ways that you went' }).click();
  await page.getByRole('menuitem', { name: 'kubectl scale deployment my-nginx --replicas=1' }).click();
  await expect(undo).toHaveAccessibleName(/^Undo: switch to the way/);
  expect(await hash(page)).toBe(changed);
});

test('a jump is taken back: the step, the cluster and the address are those before', async ({ page }) => {
  const lesson = await LessonPage.open(page, 'id', '#/1/2');
  await lesson.type('kubectl apply -f run-my-nginx.yaml');
  await page.evaluate(() => (location.hash = '#/2/7'));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2.7');
  await page.getByRole('button', { name: 'Urungkan: lompat ke 2.7' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.2');
  expect(page.url()).toContain('#/1/2');
  await expect(page.locator('.xterm-rows:visible')).toContainText('deployment.apps/my-nginx created');
});
