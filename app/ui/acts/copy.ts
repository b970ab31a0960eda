/** Puts a text on the clipboard, also on pages without the clipboard API (plain http, files from disk). */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
}

function copyBySelection(text: string): void {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'hidden';
  document.body.append(field);
  field.select();
  // Deprecated, and the only way where navigator.clipboard does not exist.
  document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}
