import { expect, test } from '@playwright/test';
import { isReady, LessonPage } from './lesson-page.ts';

// A service worker would answer in place of the network that fails here.
test.use({ serviceWorkers: 'block' });

const WORDS = {
  id: {
    stopped: 'Simulasi kami berhenti',
    goOn: 'Lanjutkan tanpa itu',
    reload: 'Muat ulang halaman',
    absent: 'Ada bagian halaman yang belum sampai',
    retry: 'Coba lagi',
    undrawn: 'Bagian halaman ini gagal digambar',
    again: 'Gambar ulang',
  },
  en: {
    stopped: 'Our simulation stopped',
    goOn: 'Go on without it',
    reload: 'Reload the page',
    absent: 'A part of the page did not arrive',
    retry: 'Try again',
    undrawn: 'This part of the page could not be drawn',
    again: 'Draw it again',
  },
} as const;

/** A drawer that cannot be drawn before the page says that it is mended. */
const BROKEN_DRAWER = `
  export default function Drawer() {
    if (document.documentElement.dataset.mended === undefined) throw new Error('broken');
    return 'drawn at last';
  }
`;

for (const lang of ['id', 'en'] as const) {
  test(`a fault of the engine is told, and the session goes on without its last act: ${lang}`, async ({
    page,
  }) => {
    const words = WORDS[lang];
    const lesson = await LessonPage.open(page, lang, '#/1/2');
    await lesson.type('kubectl apply -f run-my-nginx.yaml');
    await lesson.reached('1.2 ');
    const fault = page.getByRole('alert').filter({ hasText: words.stopped });
    await page.evaluate(async () => {
      const journal = await window.lintas.journal();
      const input = { type: 'switch', name: 'no-such-switch', target: '', value: 'off' } as never;
      const entries = [...journal.entries, { n: journal.entries.length, at: journal.now, input }];
      void window.lintas.load({ ...journal, entries });
    });
    await expect(fault.getByRole('button', { name: words.reload })).toBeVisible();
    await fault.getByRole('button', { name: words.goOn }).click();
    await expect(fault).toBeHidden();
    await lesson.reached('1.2 ');
    await lesson.type('kubectl get deploy');
    await expect(page.locator('.xterm-rows:visible')).toContainText('my-nginx');
  });
}

for (const lang of ['id', 'en'] as const) {
  const words = WORDS[lang];

  test(`an engine that does not load says so, and is loaded on request: ${lang}`, async ({ page }) => {
    await page.route(/worker-[\w-]+\.js/, (route) => route.abort());
    await page.goto(`/?lang=${lang}#/2/7`);
    const fault = page.getByRole('alert').filter({ hasText: words.absent });
    await expect(fault).toBeVisible();
    await fault.getByRole('button', { name: words.retry }).click();
    await expect(fault).toBeVisible();
    await page.unrouteAll();
    await fault.getByRole('button', { name: words.retry }).click();
    await isReady(page);
    await expect(fault).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('2.7 ');
    await new LessonPage(page, lang).type('kubectl get svc');
    await expect(page.locator('.xterm-rows:visible')).toContainText('my-nginx');
  });

  test(`a part that does not load leaves the others usable, and is loaded on request: ${lang}`, async ({
    page,
  }) => {
    await page.route(/Drawer-[\w-]+\.js/, (route) => route.abort());
    const lesson = await LessonPage.open(page, lang, '#/2/7');
    await page.locator('[data-pane="dock"] .drawer-tab').first().click();
    const fault = page.locator('[data-pane="drawer"]').getByRole('alert');
    await expect(fault).toContainText(words.absent);
    await lesson.type('kubectl get nodes');
    await page.unrouteAll();
    await fault.getByRole('button', { name: words.retry }).click();
    await expect(page.locator('.drawer-head')).toBeVisible();
  });

  test(`a part that cannot be drawn leaves the others usable and loses nothing: ${lang}`, async ({
    page,
  }) => {
    await page.route(/Drawer-[\w-]+\.js/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: BROKEN_DRAWER }),
    );
    const lesson = await LessonPage.open(page, lang, '#/1/2');
    await lesson.type('kubectl apply -f run-my-nginx.yaml');
    await lesson.reached('1.2 ');
    await page.locator('[data-pane="dock"] .drawer-tab').first().click();
    const fault = page.locator('[data-pane="drawer"]').getByRole('alert');
    await expect(fault).toContainText(words.undrawn);
    await lesson.type('kubectl get deploy');
    await expect(page.locator('.xterm-rows:visible')).toContainText('my-nginx');
    await page.evaluate(() => (document.documentElement.dataset['mended'] = ''));
    await fault.getByRole('button', { name: words.again }).click();
    await expect(page.getByText('drawn at last')).toBeVisible();
    await lesson.reached('1.2 ');
  });
}

test('lessons that do not load are loaded on request', async ({ page }) => {
  await page.route(/\/(id|en|text)[\w-]*\.js/, (route) => route.abort());
  await page.goto('/?lang=en#/1/2');
  const fault = page.getByRole('alert').filter({ hasText: WORDS.en.absent });
  await expect(fault).toBeVisible();
  await page.unrouteAll();
  await fault.getByRole('button', { name: WORDS.en.retry }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.2 ');
  await expect(fault).toBeHidden();
});
