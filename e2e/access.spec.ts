import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';

for (const theme of ['light', 'dark']) {
  for (const lang of ['id', 'en'] as const) {
    test(`axe finds nothing on any view: ${theme}, ${lang}`, async ({ page }) => {
      test.setTimeout(120_000);
      const lesson = await LessonPage.open(page, lang, '', `&theme=${theme}`);
      expect(await violations(page)).toEqual([]);
      await lesson.go('2.7');
      await lesson.callService();
      for (const tab of await page.locator('[data-pane="dock"] [aria-expanded]').all()) {
        if ((await tab.getAttribute('aria-haspopup')) !== null) continue;
        await tab.click();
        await expect(page.locator('[data-pane="drawer"]')).toBeVisible();
        expect(await violations(page)).toEqual([]);
      }
    });
  }
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
