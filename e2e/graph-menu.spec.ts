import { expect, test } from '@playwright/test';
import type { Input } from '../app/engine/protocol.ts';
import { LessonPage } from './lesson-page.ts';

const WORDS = {
  id: {
    unready: 'Jadikan belum siap',
    ready: 'Jadikan siap lagi',
    off: 'Matikan Node',
    on: 'Nyalakan Node',
    isUnready: 'belum siap',
    isOff: 'dimatikan',
  },
  en: {
    unready: 'Make it not ready',
    ready: 'Make it ready again',
    off: 'Switch the node off',
    on: 'Switch the node on',
    isUnready: 'not ready',
    isOff: 'powered off',
  },
} as const;

for (const lang of ['id', 'en'] as const) {
  const words = WORDS[lang];

  test(`a Pod is made not ready and ready again from its menu: ${lang}`, async ({ page }) => {
    const lesson = await LessonPage.open(page, lang, '#/2/7');
    const key =
      (await page.locator('[data-obj^="Pod/default/my-nginx-"]').first().getAttribute('data-obj')) ?? '';
    const name = key.split('/').at(-1);
    const pod = lesson.object(key);
    await lesson.choose(key, words.unready);
    await expect(pod).toHaveAccessibleName(new RegExp(`${words.isUnready}$`));
    await expect(pod.locator('.pod-card')).toHaveClass(/dashed/);
    await lesson.type(`kubectl get pod ${name}`);
    await expect(page.locator('.xterm-rows:visible')).toContainText(/0\/1\s+Running/);
    await lesson.choose(key, words.ready);
    await expect(pod).not.toHaveAccessibleName(new RegExp(words.isUnready));
    await lesson.type(`kubectl get pod ${name}`);
    await expect(page.locator('.xterm-rows:visible')).toContainText(/1\/1\s+Running/);
    expect(await switches(lesson)).toEqual([
      { type: 'switch', name: 'pod.ready', target: key, value: 'off' },
      { type: 'switch', name: 'pod.ready', target: key, value: 'on' },
    ]);
  });

  test(`a node is switched off and on again from its menu: ${lang}`, async ({ page }) => {
    const lesson = await LessonPage.open(page, lang, '#/2/7');
    const key = 'Node/node-905m';
    const node = lesson.object(key);
    await node.click({ button: 'right', position: { x: 30, y: 30 } });
    await page.getByRole('menuitem', { name: words.off }).click();
    await expect(node).toHaveAccessibleName(new RegExp(words.isOff));
    await expect(node).toContainText(words.isOff);
    await node.click({ button: 'right', position: { x: 30, y: 30 } });
    await page.getByRole('menuitem', { name: words.on }).click();
    await lesson.settle();
    await expect(node).not.toContainText(words.isOff);
    expect(await switches(lesson)).toEqual([
      { type: 'switch', name: 'node.power', target: 'node-905m', value: 'off' },
      { type: 'switch', name: 'node.power', target: 'node-905m', value: 'on' },
    ]);
  });
}

test('what a menu types is what a hand would type', async ({ page }) => {
  const lesson = await LessonPage.open(page, 'en', '#/2/7');
  const key =
    (await page.locator('[data-obj^="Pod/default/my-nginx-"]').first().getAttribute('data-obj')) ?? '';
  await lesson.choose(key, 'Delete the Pod');
  const { entries } = await lesson.journal();
  expect(entries.map(({ input }) => (input.type === 'terminal.input' ? input.text : ''))).toContain(
    `kubectl delete pod ${key.split('/').at(-1)}\r`,
  );
});

test('an empty cluster says that it is empty, on the graph and in the terminal', async ({ page }) => {
  const lesson = await LessonPage.open(page, 'en', '#/1/1');
  await expect(page.getByText('No Service yet')).toBeVisible();
  await expect(page.locator('[data-obj^="Pod/"]')).toHaveCount(0);
  await lesson.type('kubectl get pods');
  await expect(page.locator('.xterm-rows:visible')).toContainText('No resources found in default namespace.');
  await lesson.type('kubectl get pods -n nowhere');
  await expect(page.locator('.xterm-rows:visible')).toContainText('No resources found in nowhere namespace.');
  for (const tab of ['Events', 'Packet', 'Rules', 'Conntrack']) {
    await page.locator('[data-pane="dock"]').getByRole('button', { name: tab }).click();
    await expect(page.locator('[data-pane="drawer"]')).toContainText('no packet yet');
  }
});

/** The switches that were thrown in this session. */
async function switches(lesson: LessonPage): Promise<Input[]> {
  const { entries } = await lesson.journal();
  return entries
    .flatMap(({ input }) => (input.type === 'switch' && input.value !== '' ? [input] : []))
    .slice(-2);
}
