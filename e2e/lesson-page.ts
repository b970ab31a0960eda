import { expect, type Locator, type Page } from '@playwright/test';
import type { Journal } from '../app/engine/protocol.ts';
import type { Lintas } from '../app/ui/lintas.ts';

declare global {
  interface Window {
    readonly lintas: Lintas;
  }
}

/** The words by which a test finds things, in the languages of the page. */
const WORDS = {
  id: {
    run: 'Jalankan',
    interrupt: 'Hentikan lalu jalankan',
    next: 'Langkah berikutnya',
    goal: 'Sasaran',
    done: 'selesai',
    apply: 'Terapkan',
    graph: 'Graf klaster',
    start: 'Mulai',
  },
  en: {
    run: 'Run',
    interrupt: 'Interrupt and run',
    next: 'Next step',
    goal: 'Goal',
    done: 'done',
    apply: 'Apply',
    graph: 'Cluster graph',
    start: 'Start',
  },
} as const;

/** A prompt at the end of a terminal: `$` on machines, `/ $`, `~ $` or `#` in containers. */
const PROMPT = /[$#] ?$/;

/** The learn view as a learner uses it: by names and roles, with virtual time that never has to be waited for. */
export class LessonPage {
  readonly page: Page;
  readonly #words: (typeof WORDS)['id' | 'en'];

  constructor(page: Page, lang: 'id' | 'en') {
    this.page = page;
    this.#words = WORDS[lang];
  }

  /** Opens the page where the address says and waits until its world is ready. */
  static async open(page: Page, lang: 'id' | 'en', hash = '', query = ''): Promise<LessonPage> {
    await page.goto(`/?lang=${lang}${query}${hash}`);
    await isReady(page);
    return new LessonPage(page, lang);
  }

  /** Lets virtual time pass until the world has settled, after everything that was asked before. */
  async settle(): Promise<void> {
    await this.page.evaluate(async () => {
      const count = async () =>
        (await window.lintas.journal()).entries.filter(({ input }) => input.type === 'advance').length;
      const before = await count();
      window.lintas.rate(Infinity);
      while ((await count()) === before) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  /** Presses Run below a command and waits until it has ended; `nth` where several are like it. */
  async run(command: RegExp, nth = 0): Promise<void> {
    const block = this.#lesson.getByRole('group', { name: command }).nth(nth);
    const line = (await block.getAttribute('aria-label')) ?? '';
    const before = await this.#typed(line);
    await block.getByRole('button', { name: this.#words.run, exact: true }).click();
    await expect.poll(() => this.#typed(line)).toBe(before + 1);
    await expect(async () => {
      await this.settle();
      await expect(block.getByRole('button', { name: this.#words.interrupt })).toBeHidden({ timeout: 1 });
    }).toPass({ intervals: [0], timeout: 20_000 });
  }

  /** How often this line has been entered at a terminal. */
  async #typed(line: string): Promise<number> {
    const { entries } = await this.journal();
    return entries.filter(({ input }) => input.type === 'terminal.input' && input.text === `${line}\r`)
      .length;
  }

  /** Presses a button of the lesson's text; `nth` where several are called so. */
  async press(label: string, nth = 0): Promise<void> {
    await this.#lesson.getByRole('button', { name: label }).nth(nth).click();
    await this.settle();
  }

  /** Answers the prediction of the step and sees that it is judged right. */
  async predict(question: string | RegExp, choice: string): Promise<void> {
    const box = this.#lesson.getByRole('region', { name: question });
    await box.getByRole('button', { name: choice, exact: true }).click();
    await expect(box.getByRole('status')).toContainText(/^(Tepat|Right)/);
  }

  /** Connects an item of a card with its target. */
  async connect(item: string, target: string): Promise<void> {
    const pair = this.#lesson.getByRole('group', { name: item });
    await pair.getByRole('button', { name: target, exact: true }).click();
  }

  /** Clicks an object of the graph. */
  async point(key: string): Promise<void> {
    // A node's middle may be covered by a Pod: its name is not.
    await this.object(key).click({ position: { x: 30, y: 30 } });
  }

  /** Chooses an action from the menu of an object of the graph. */
  async choose(key: string, action: string): Promise<void> {
    await this.object(key).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: action }).click();
    await this.settle();
  }

  object(key: string): Locator {
    return this.page.locator(`[data-obj="${key}"]`);
  }

  /** All goals of the step are done, as the page says. */
  async reached(step: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(step);
    const goals = this.page.getByRole('region', { name: this.#words.goal }).getByRole('listitem');
    await expect(goals).toHaveText(
      Array.from({ length: await goals.count() }, () => new RegExp(`^${this.#words.done}`)),
    );
  }

  /** Goes on to the next step. */
  async next(): Promise<void> {
    await this.page.getByRole('button', { name: this.#words.next }).click();
  }

  /** Types a command into the terminal that stands on a machine and waits for the next prompt. */
  async type(command: string, machine = 'laptop'): Promise<void> {
    await this.page.getByRole('tab', { name: machine, exact: true }).click();
    const { keyboard } = this.page;
    await this.page
      .getByRole('tabpanel', { name: new RegExp(` ${machine}$`) })
      .locator('.xterm-helper-textarea')
      .focus();
    await keyboard.type(command);
    await keyboard.press('Enter');
    await expect(async () => {
      await this.settle();
      expect(await lastLine(this.page)).toMatch(PROMPT);
    }).toPass({ intervals: [0], timeout: 20_000 });
  }

  /** Replaces the first text of this kind in the editor, by its own find box and the keyboard. */
  async replaceInEditor(text: string, by: string): Promise<void> {
    const { keyboard } = this.page;
    await this.page.locator('.monaco-editor .view-lines').click();
    await keyboard.press('ControlOrMeta+Home');
    await keyboard.press('ControlOrMeta+F');
    await keyboard.type(text);
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    for (const [at, line] of by.split('\n').entries()) {
      if (at > 0) await keyboard.press('Enter');
      if (at > 0) await keyboard.press('Shift+Home');
      await keyboard.type(line);
      // A list of suggestions would take the next Enter.
      await keyboard.press('Escape');
    }
  }

  /** Presses Apply above the editor and waits until kubectl has answered. */
  async apply(): Promise<void> {
    const button = this.page
      .locator('[data-pane="editor"]')
      .getByRole('button', { name: this.#words.apply, exact: true });
    // The text becomes the file after a pause in typing.
    await this.page.waitForTimeout(500);
    await button.click();
    await expect(async () => {
      await this.settle();
      expect(await lastLine(this.page)).toMatch(PROMPT);
    }).toPass({ intervals: [0], timeout: 20_000 });
  }

  /** Opens a step in its canonical state. */
  async go(step: string): Promise<void> {
    await this.page.evaluate((place) => window.lintas.go(place), step);
    await this.settle();
  }

  /** Step 2.7: calls the Service from the Pod `curl`, until the draw falls on a Pod of the other node; stops at DNAT. */
  async callService(): Promise<void> {
    await this.run(/^kubectl apply/);
    const badge = this.page.locator('[data-rewrite="DNAT"]');
    for (let call = 0; call < 12; call++) {
      await this.run(/^curl -sS/);
      await this.stopAt(2);
      await expect(badge).toBeVisible();
      if (/10\.244\.3\./.test(await badge.innerText())) return;
    }
    throw new Error('no call went to node-905m');
  }

  /** Moves the watched packet to a stop, counted from one. */
  async stopAt(stop: number): Promise<void> {
    const slider = this.page.locator('[data-pane="dock"]').getByRole('slider');
    await slider.press('Home');
    for (let at = 1; at < stop; at++) await slider.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuenow', String(stop));
  }

  journal(): Promise<Journal> {
    return this.page.evaluate(() => window.lintas.journal());
  }

  get #lesson(): Locator {
    return this.page.locator('[data-pane="lesson"]');
  }
}

/** The world's prompt accepts input. */
export async function isReady(page: Page): Promise<void> {
  await expect(page.locator('html[data-ready]')).toBeAttached();
}

/** The last line of the terminal in front. */
async function lastLine(page: Page): Promise<string> {
  const rows = await page.locator('.xterm-rows:visible > div').allTextContents();
  return rows.map((row) => row.replaceAll('\u00A0', ' ').trimEnd()).findLast((row) => row !== '') ?? '';
}
