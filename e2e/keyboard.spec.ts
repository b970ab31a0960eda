import { expect, test, type Locator, type Page } from '@playwright/test';
import { isReady, LessonPage } from './lesson-page.ts';

test.use({ viewport: { width: 1366, height: 768 } });

test('from the start page to the end of 1.2 without a mouse', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('/?lang=en');
  await isReady(page);
  const lesson = new LessonPage(page, 'en');
  await expect(page.getByRole('button', { name: 'Start' })).toBeFocused();
  await page.keyboard.press('Enter');
  const reading = page.locator('#reading');
  await expect(reading).toBeFocused();

  await press(page, pane(page, 'lesson').getByRole('button', { name: 'Open run-my-nginx.yaml' }));
  await press(page, pane(page, 'lesson').getByRole('button', { name: 'yes', exact: true }));
  await press(page, pane(page, 'lesson').getByRole('button', { name: 'spec.template.metadata.labels' }));
  await lesson.reached('1.1 ');
  await press(page, page.getByRole('button', { name: 'Next step' }));

  // The button is gone: reading goes on where the new step begins, not at the top of the page.
  await expect(reading).toBeFocused();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.2 ');
  await press(page, pane(page, 'lesson').getByRole('button', { name: 'Run', exact: true }));
  await expect(async () => {
    await lesson.settle();
    await lesson.reached('1.2 ');
  }).toPass();
  await press(page, page.getByRole('button', { name: 'Next step' }));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.3 ');
});

test('2.7 without a mouse: call, point, play, step, drawer', async ({ page }) => {
  test.setTimeout(90_000);
  const lesson = await LessonPage.open(page, 'en', '#/2/7');
  const commands = pane(page, 'lesson').getByRole('group', { name: /^(kubectl apply|curl -sS)/ });
  await page.getByRole('button', { name: 'Skip to the lesson' }).focus();
  await page.keyboard.press('Enter');
  for (const command of [commands.nth(0), commands.nth(1)]) {
    await press(page, command.getByRole('button', { name: 'Run', exact: true }));
    // A command that runs in another tab takes no focus from the lesson.
    await expect(command.getByRole('button', { name: 'Run', exact: true })).toBeFocused();
    await lesson.settle();
  }
  await expect(page.locator('.hop')).toHaveText(/^hop \d+\/\d+$/);

  await page.keyboard.press('F6');
  await expect(page.getByRole('button', { name: /^Service, my-nginx/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /^Node, node-ljyd/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await lesson.reached('2.7 ');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Node, node-ljyd/ })).toBeFocused();

  await page.keyboard.press('F6');
  const scrubber = page.getByRole('slider');
  await tabTo(page, scrubber);
  await page.keyboard.press('Home');
  await expect(scrubber).toHaveAttribute('aria-valuenow', '1');
  await page.keyboard.press('ArrowRight');
  await expect(scrubber).toHaveAttribute('aria-valuenow', '2');
  await press(page, pane(page, 'dock').getByRole('button', { name: 'Rules' }));
  await expect(pane(page, 'drawer').getByRole('button', { name: 'Close' })).toBeVisible();
  await page.keyboard.press('Shift+F6');
  await expect(pane(page, 'drawer').locator(':focus')).toBeVisible();
  await press(page, pane(page, 'drawer').getByRole('button', { name: 'Close' }));
  await expect(pane(page, 'dock').getByRole('button', { name: 'Rules' })).toBeFocused();
  await expect(pane(page, 'drawer')).toBeHidden();
});

test('terminal and editor let go of the focus by Esc and Tab, and say so', async ({ page }) => {
  await LessonPage.open(page, 'en', '#/1/2');
  await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible();
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  for (const [name, input] of [
    ['terminal', page.getByRole('textbox', { name: /^Terminal on laptop/ })],
    ['editor', page.getByRole('textbox', { name: /^YAML editor/ })],
  ] as const) {
    await expect(async () => {
      await page.keyboard.press('F6');
      await expect(input).toBeFocused({ timeout: 200 });
    }).toPass();
    await expect(pane(page, name).getByText('Esc, then Tab: leave')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(input).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(pane(page, name).getByText('Tab leaves now')).toBeVisible();
    await page.keyboard.press('Shift+Tab');
    await expect(input).not.toBeFocused();
  }
});

test('Tab walks the whole page round, with a visible focus at every stop and no trap', async ({ page }) => {
  test.setTimeout(60_000);
  const lesson = await LessonPage.open(page, 'en', '#/2/7');
  await lesson.callService();
  await page.getByRole('button', { name: 'Events' }).click();
  await page.locator('.skip').focus();
  const panes = new Set<string>();
  let round = false;
  for (let stops = 0; stops < 150; stops++) {
    if (await page.evaluate(() => document.activeElement?.closest('.nokey') !== null))
      await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const at = await page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'],
    );
    if (at !== undefined) panes.add(at);
    round = await page.evaluate(() => document.activeElement === document.body);
    if (round) break;
    await expect.poll(() => hiddenFocus(page)).toBeUndefined();
  }
  expect(round).toBe(true);
  expect([...panes]).toEqual(['lesson', 'graph', 'drawer', 'dock', 'terminal', 'editor']);
});

test('the lines between panes move by arrow keys', async ({ page }) => {
  await LessonPage.open(page, 'en', '#/1/2');
  const widths = () => pane(page, 'lesson').evaluate((box) => box.getBoundingClientRect().width);
  const before = await widths();
  await page.getByRole('separator', { name: 'Resize Lesson' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(widths).toBeGreaterThan(before);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(widths).toBeCloseTo(before, -1);
});

test('the focus is never behind a maximised pane', async ({ page }) => {
  await LessonPage.open(page, 'en', '#/1/2');
  await pane(page, 'graph').hover();
  await pane(page, 'graph').getByRole('button', { name: 'Maximise' }).click();
  await expect(page.locator('[data-maximised="graph"]')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(pane(page, 'graph').locator(':focus')).toBeHidden();
  await expect(page.locator('[data-maximised]')).toBeHidden();
});

const pane = (page: Page, name: string): Locator => page.locator(`[data-pane="${name}"]`);

/** Goes to a control by Tab alone, seeing the focus at every stop, and presses it. */
async function press(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

async function tabTo(page: Page, control: Locator): Promise<void> {
  const there = () => control.evaluate((element) => element === document.activeElement);
  for (let stops = 0; stops < 60 && !(await there()); stops++) {
    await page.keyboard.press('Tab');
    await expect.poll(() => hiddenFocus(page)).toBeUndefined();
  }
  await expect(control).toBeFocused();
}

/** What has the focus, if that cannot be seen: no ring, outside the window, or covered. */
async function hiddenFocus(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return undefined;
    const name = `${focused.tagName} ${focused.className} ${focused.getAttribute('aria-label') ?? ''}`;
    // Terminal and editor show their own cursor; a Pod's ring follows its outline.
    if (focused.closest('.xterm, .monaco-editor') !== null) return undefined;
    const ring = focused.querySelector('.ring');
    const drawn = ring !== null && getComputedStyle(ring).display !== 'none';
    // The ring of a search field lies around field and sign.
    const { outlineStyle, outlineWidth } = getComputedStyle(focused.closest('label') ?? focused);
    const line = getComputedStyle(focused, '::after').backgroundColor;
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    const bar = focused.getAttribute('role') === 'separator' && line !== 'rgba(0, 0, 0, 0)';
    if (!drawn && !outlined && !bar) return `${name}: no ring`;
    const box = focused.getBoundingClientRect();
    if (box.right < 1 || box.bottom < 1 || box.left >= innerWidth || box.top >= innerHeight)
      return `${name}: outside`;
    const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2];
    const seen = document.elementFromPoint(Math.max(1, x), Math.max(1, y));
    return bar || focused.contains(seen) || seen?.contains(focused) === true ? undefined : `${name}: covered`;
  });
}
