import { expect, test, type Page } from '@playwright/test';
import { isReady, LessonPage } from './lesson-page.ts';

/** The world where it stands, with the clock stopped. */
const hash = (page: Page) => page.evaluate(() => window.lintas.hash());

test('a reload goes on where the session stood: world, step, terminal, editor, undo', async ({ page }) => {
  const lesson = await LessonPage.open(page, 'en', '#/1/2');
  await page.evaluate(() => window.lintas.rate(0));
  await lesson.type('kubectl apply -f run-my-nginx.yaml');
  const keys = page.locator('.xterm-helper-textarea');
  await keys.focus();
  await page.keyboard.type('kubectl get pods -w');
  await page.keyboard.press('Enter');
  await lesson.settle();
  await page.waitForTimeout(300);
  const before = await hash(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.2');
  const screen = page.locator('.xterm-rows:visible');
  await expect(screen).toContainText('deployment.apps/my-nginx created');
  await expect(screen).toContainText('Running');
  expect(await hash(page)).toBe(before);
  await expect(page.getByRole('button', { name: /^Undo/ })).toHaveAccessibleName(
    'Undo: kubectl apply -f run-my-nginx.yaml',
  );
  // The watch still runs: Ctrl-C ends it, and the prompt is back.
  await keys.focus();
  await page.keyboard.press('Control+c');
  await lesson.type('kubectl get deployments');
  await expect(screen).toContainText('2/2');
});

test('the address of another step is a jump from the saved session, and can be taken back', async ({
  page,
}) => {
  const lesson = await LessonPage.open(page, 'id', '#/1/2');
  await lesson.type('touch catatan');
  await page.waitForTimeout(300);
  await page.goto('about:blank');
  await LessonPage.open(page, 'id', '#/2/3');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2.3');
  await page.getByRole('button', { name: 'Urungkan: lompat ke 2.3' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.2');
  await expect(page.getByRole('button', { name: 'Urungkan: touch catatan' })).toBeVisible();
});

test('storage that is forbidden, and a record that cannot be read, are told, and learning goes on', async ({
  browser,
}) => {
  const forbidden = await browser.newPage();
  await forbidden.addInitScript(() =>
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    }),
  );
  await LessonPage.open(forbidden, 'en', '#/1/2');
  await expect(forbidden.getByText('This browser forbids storage')).toBeVisible();

  const broken = await browser.newPage();
  await LessonPage.open(broken, 'en', '#/1/2');
  await broken.waitForTimeout(300);
  await broken.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('lintas').addEventListener('success', ({ target }) => {
          const { result } = target as IDBOpenDBRequest;
          const records = result.transaction('records', 'readwrite').objectStore('records');
          records.put({ head: 'nonsense' }, 'session').addEventListener('success', resolve);
        });
      }),
  );
  await broken.reload();
  await isReady(broken);
  await expect(broken.getByText('Your old session cannot be read by this version')).toBeVisible();
  const kept = await broken.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('lintas').addEventListener('success', ({ target }) => {
          const { result } = target as IDBOpenDBRequest;
          const keys = result.transaction('records').objectStore('records').getAllKeys();
          keys.addEventListener('success', () => resolve(keys.result));
        });
      }),
  );
  expect(String(kept)).toContain('unreadable');
});

test('a second tab of the same session works, says that it is not saved, and harms nothing', async ({
  context,
}) => {
  const first = await context.newPage();
  const lesson = await LessonPage.open(first, 'en', '#/1/2');
  await lesson.type('touch mine');
  await first.waitForTimeout(300);
  const second = await context.newPage();
  const copy = await LessonPage.open(second, 'en', '#/1/2');
  await expect(second.getByText('This session is open in another tab')).toBeVisible();
  await copy.type('rm mine');
  await first.reload();
  await isReady(first);
  await expect(first.getByRole('button', { name: 'Undo: touch mine' })).toBeVisible();
});
