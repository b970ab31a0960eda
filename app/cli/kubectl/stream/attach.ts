import { good } from '../../../base/result.ts';
import type { Status } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Result } from '../../../base/result.ts';
import type { Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { nameOf, namespaceOf, type Fields } from '../unstructured.ts';
import { openStream } from './connect.ts';
import { runSession, type SessionOptions } from './session.ts';

const RECORDED =
  'All commands and output from this session will be recorded in container logs, including credentials and sensitive ' +
  'information passed through the command prompt.\n';
const PROMPT_HINT = "If you don't see a command prompt, try pressing enter.\n";

/** Attaches to a container that runs already, and tells what to expect. */
export function* attachTo(
  k: Invocation,
  pod: Fields,
  container: string,
  wish: SessionOptions,
  quiet: boolean,
): Sys<Result<Status, Failure>> {
  if (wish.stdin && !quiet) yield* k.p.warn(RECORDED + PROMPT_HINT);
  const stream = yield* openStream(k, `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}/attach`, {
    container,
    stdin: wish.stdin ? 'true' : undefined,
    stdout: 'true',
    stderr: wish.tty ? undefined : 'true',
    tty: wish.tty ? 'true' : undefined,
  });
  if (!stream.ok) return stream;
  return good(yield* runSession(k.p, stream.value, wish));
}
