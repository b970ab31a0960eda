import { expect, test, type Page } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';

/** 320 CSS pixels: a phone, or a laptop of 1280 at 400 %. */
const NARROW = [
  { width: 320, height: 640 },
  { width: 320, height: 256 },
];

for (const viewport of NARROW)
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test('the start page and every pane can be read by scrolling down alone', async ({ page }) => {
      const lesson = await LessonPage.open(page, 'id');
      expect(await tooWide(page)).toEqual([]);
      await lesson.go('2.7');
      await lesson.callService();
      await page.locator('[data-pane="dock"]').getByRole('button', { name: 'Lainnya' }).click();
      await page.getByRole('menuitemradio', { name: 'Paket' }).click();
      expect(await tooWide(page)).toEqual([]);
      for (const name of ['lesson', 'graph', 'dock', 'drawer', 'terminal', 'editor']) {
        const pane = page.locator(`[data-pane="${name}"]`);
        // A pane above may grow when its part has arrived.
        await expect(async () => {
          await pane.evaluate((box) => box.scrollIntoView());
          await expect(pane).toBeInViewport({ timeout: 500 });
        }).toPass();
      }
    });

    test('a step is learned there: run, watch, point', async ({ page }) => {
      test.setTimeout(60_000);
      const lesson = await LessonPage.open(page, 'id', '#/2/7');
      await lesson.callService();
      await lesson.point('Node/node-ljyd');
      await lesson.reached('2.7 ');
      await page.getByRole('button', { name: 'Langkah berikutnya' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('2.8 ');
    });
  });

test.describe('forced colours', () => {
  test.use({
    contextOptions: { forcedColors: 'active' },
    colorScheme: 'dark',
    viewport: { width: 1366, height: 768 },
  });

  test('packets, outlines and what is chosen stay visible', async ({ page }) => {
    const lesson = await LessonPage.open(page, 'en', '#/2/7');
    await lesson.callService();
    await lesson.point('Node/node-905m');
    const system = await systemColours(page);
    expect(await computed(page, '.node-card.selected', 'outlineColor')).toBe(system.Highlight);
    expect(await computed(page, '.hexagon .shape', 'stroke')).toBe(system.CanvasText);
    expect(await computed(page, '.badge', 'borderTopColor')).toBe(system.CanvasText);
    expect(await computed(page, '.tab.active', 'outlineColor')).toBe(system.Highlight);
    expect(await inkOfPackets(page)).toContain(system.CanvasText);
    await page.getByRole('button', { name: 'Next hop' }).focus();
    await page.keyboard.press('Tab');
    expect(await computed(page, ':focus', 'outlineColor')).toBe(system.Highlight);
  });
});

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 1366, height: 768 } });

  test('a packet does not fly: it stands, and Play goes on by one hop at a time', async ({ page }) => {
    const lesson = await LessonPage.open(page, 'en', '#/2/7');
    await lesson.run(/^kubectl apply/);
    await lesson.run(/^curl -sS/);
    const hop = page.locator('.hop');
    await expect(hop).toHaveText(/^hop 1\/\d+$/);
    await page.waitForTimeout(1500);
    await expect(hop).toHaveText(/^hop 1\/\d+$/);
    const play = page.getByRole('button', { name: 'Play', exact: true });
    for (const at of [2, 3, 4]) {
      await play.click();
      await expect(hop).toHaveText(new RegExp(`^hop ${at}/`));
      await expect(play).toBeVisible();
    }
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    expect(moving).toBe(0);
  });
});

/** What is wider than the page, but for places that may scroll by themselves: the graph, terminals, code. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const allowed =
      '.pane-graph, .terminal-host, .monaco-editor, .tabs, .hidden, .skip, .monaco-aria-container';
    return [...document.querySelectorAll('body *')].flatMap((element) => {
      if (element.closest(allowed) !== null || element.closest('svg') !== null) return [];
      const { left, right, width, height } = element.getBoundingClientRect();
      const outside = width > 0 && height > 0 && (right > innerWidth + 1 || left < -1);
      return outside
        ? [`${element.tagName}.${element.className} ${Math.round(left)}–${Math.round(right)}`]
        : [];
    });
  });
}

async function computed(page: Page, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name as 'color'], property);
}

async function systemColours(page: Page): Promise<Record<'CanvasText' | 'Highlight', string>> {
  return page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    const read = (name: string) => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    };
    const colours = { CanvasText: read('CanvasText'), Highlight: read('Highlight') };
    probe.remove();
    return colours;
  });
}

/** The colours on the packets' canvas. */
async function inkOfPackets(page: Page): Promise<string[]> {
  return page.locator('.packets canvas').evaluate(async (canvas: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const brush = copy.getContext('2d');
    brush?.drawImage(await createImageBitmap(canvas), 0, 0);
    const { data = new Uint8ClampedArray() } = brush?.getImageData(0, 0, copy.width, copy.height) ?? {};
    const found = new Set<string>();
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] === 255) found.add(`rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`);
    return [...found];
  });
}
