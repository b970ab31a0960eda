import { expect, test } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';

const WORDS = {
  id: { stopped: 'Simulasi kami berhenti', goOn: 'Lanjutkan tanpa itu', reload: 'Muat ulang halaman' },
  en: { stopped: 'Our simulation stopped', goOn: 'Go on without it', reload: 'Reload the page' },
} as const;

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
    await expect(page.getByRole('log')).toContainText('my-nginx');
  });
}
