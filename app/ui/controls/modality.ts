let last: 'key' | 'pointer' | undefined;

if (typeof document !== 'undefined') {
  document.addEventListener('keydown', () => (last = 'key'), true);
  document.addEventListener('pointerdown', () => (last = 'pointer'), true);
}

/** Whether the page was last used by a key, by the pointer, or not at all yet. */
export const lastInput = (): 'key' | 'pointer' | undefined => last;

/** Whether nothing has the focus: what had it is gone, or the page is new. */
export const nothingFocused = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;
