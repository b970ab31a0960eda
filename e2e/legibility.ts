import type { Page } from '@playwright/test';

/** Pairs of texts that overlap, and texts that leave the window or the pane they stand in. */
export async function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = ['graph', 'dock', 'lesson'].flatMap((pane) => textsOf(pane));
    return [
      ...boxes.flatMap((one, at) =>
        boxes.slice(at + 1).flatMap((other) => (overlap(one, other) ? `${one.text} × ${other.text}` : [])),
      ),
      ...boxes.flatMap(({ text, left, right, pane }) =>
        left < pane.left - 1 || right > pane.right + 1 ? `${text} leaves its pane` : [],
      ),
    ];

    interface Box {
      readonly text: string;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
      readonly pane: DOMRect;
    }

    /** One box for each line of each text that can be seen. */
    function textsOf(name: string): Box[] {
      const pane = document.querySelector(`[data-pane="${name}"]`);
      if (pane === null) return [];
      const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
      const found: Box[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? '';
        const parent = node.parentElement;
        if (text === '' || parent === null || parent.closest('.hidden, [hidden]') !== null) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) {
          const seen = clip(rect, parent);
          if (seen !== undefined) found.push({ text, ...seen, pane: pane.getBoundingClientRect() });
        }
      }
      return found;
    }

    /** What is left of a box inside everything that scrolls or cuts around it. */
    function clip(rect: DOMRect, within: Element) {
      let { left, right, top, bottom } = rect;
      for (let around: Element | null = within; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const box = around.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return right - left < 2 || bottom - top < 2 ? undefined : { left, right, top, bottom };
    }

    /** Lines of one paragraph touch by their leading; letters that meet overlap by more. */
    function overlap(one: Box, other: Box): boolean {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return across > 2 && down > 6;
    }
  });
}
