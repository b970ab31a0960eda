import { expect, test } from '@playwright/test';
import { faults } from './legibility.ts';
import { LessonPage } from './lesson-page.ts';

/** The smallest laptop screen that the page is designed for. */
test.use({ viewport: { width: 1366, height: 768 } });

for (const lang of ['id', 'en'] as const) {
  test(`while a packet is rewritten no words cover each other and none leave the view: ${lang}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const lesson = await LessonPage.open(page, lang);
    await lesson.go('2.7');
    await lesson.callService();
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: `reports/learn-${lang}.png` });
  });
}

test('thirty Pods and a Pod with a very long name cover nothing and lose nobody', async ({ page }) => {
  test.setTimeout(60_000);
  const long = `pod-${'with-a-long-name-'.repeat(3)}indeed`;
  const lesson = await LessonPage.open(page, 'en', '#/2/7');
  await lesson.type(`kubectl run ${long} --image=nginx`);
  await expect(page.getByRole('button', { name: `Pod, ${long}` })).toContainText('pod-with-a-lo…indeed');
  expect(await faults(page)).toEqual([]);

  await lesson.type('kubectl scale deployment my-nginx --replicas=30');
  const groups = page.getByRole('button', { name: /^\d+ Pods, 0 not ready$/ });
  await expect(groups).toHaveText(['15 Pods', '16 Pods']);
  expect(await faults(page)).toEqual([]);
  await lesson.callService();
  expect(await faults(page)).toEqual([]);

  // Every Pod of a group is within reach.
  await groups.first().click();
  const pods = page.getByRole('menuitem', { name: /^my-nginx-/ });
  const name = await pods.first().innerText();
  await pods.first().click();
  await expect(
    page.locator('[data-pane="drawer"]').getByRole('heading', { name: `Pod ${name}` }),
  ).toBeVisible();
  expect(await faults(page)).toEqual([]);
});
