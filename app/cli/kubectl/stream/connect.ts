import { good, type Result } from '../../../base/result.ts';
import type { ApiStream } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, type Failure } from '../failure.ts';
import { objectOf, type Invocation, type Query } from '../invocation.ts';

/** Opens exec or attach of a Pod. */
export function* openStream(k: Invocation, path: string, query: Query): Sys<Result<ApiStream, Failure>> {
  const answer = yield* k.request('GET', path, { query });
  if (answer.type === 'stream') return good(answer.stream);
  const refusal = objectOf(answer);
  if (refusal.ok) return failed('the server did not open a stream');
  if (refusal.error.type === 'status' && refusal.error.status.reason === 'InternalError') {
    return failed(`Internal error occurred: ${refusal.error.message}`);
  }
  return refusal;
}

/** -i and -t as they can be had: a terminal only where standard input is one. */
export function* terminalWish(k: Invocation): Sys<{ readonly stdin: boolean; readonly tty: boolean }> {
  const stdin = k.flags.bool('stdin');
  if (!k.flags.bool('tty')) return { stdin, tty: false };
  if (k.p.tty !== undefined) return { stdin, tty: true };
  yield* k.p.warn('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return { stdin, tty: false };
}
