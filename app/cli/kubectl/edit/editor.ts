import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';

/** Runs the editor of the user on a file: $KUBE_EDITOR, $EDITOR, or vi. */
export function* openEditor(k: Invocation, path: string): Sys<Result<void, Failure>> {
  const editor = k.p.env.get('KUBE_EDITOR') || k.p.env.get('EDITOR') || 'vi';
  const argv = /['"\\$;|&<>]/.test(editor)
    ? ['bash', '-c', `${editor} ${path}`]
    : [...editor.split(' '), path];
  const child = k.p.spawn(argv, { foreground: true, group: 'new' });
  if (!child.ok) return failed(`unable to launch the editor "${editor}"`);
  const ended = yield* k.p.wait(child.value);
  k.p.tty?.setForeground(k.p.pgid);
  if (ended.code === 0) return good(undefined);
  return failed(`there was a problem with the editor "${editor}"`);
}
