/** What stands at the top of a file that kubectl edit opens. */
export const EDIT_HEADER =
  "# Please edit the object below. Lines beginning with a '#' will be ignored,\n" +
  '# and an empty file will abort the edit. If an error occurs while saving this file will be\n' +
  '# reopened with the relevant failures.\n#\n';

/** The header with the reasons why the last attempt was refused. */
export function withReasons(header: string, reasons: readonly string[]): string {
  return reasons.length === 0 ? header : `${header}${reasons.map((reason) => `# ${reason}\n`).join('')}#\n`;
}
