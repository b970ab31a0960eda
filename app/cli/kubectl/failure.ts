import { bad, type Result } from '../../base/result.ts';
import type { Status } from '../../kube/client.ts';

/** Why a command did not do what was asked. Only the runner turns it into text and an exit status. */
export type Failure =
  /** Printed as `error: MESSAGE` unless the message says so itself; `printed` is what stdout gets before. */
  | { readonly type: 'plain'; readonly message: string; readonly printed?: string }
  /** The API said no; `message` is the client's version of the server's words. */
  | { readonly type: 'status'; readonly status: Status; readonly message: string }
  /** Several errors, printed one a line without `error: `. */
  | { readonly type: 'several'; readonly failures: readonly Failure[] }
  /** Printed exactly as it stands. */
  | { readonly type: 'verbatim'; readonly text: string; readonly code: number };

/** What a verb gives back: nothing, or why it failed. */
export type Outcome = Result<void, Failure>;

/** A failure with the client's own words. */
export function failed(message: string): { readonly ok: false; readonly error: Failure } {
  return bad({ type: 'plain', message });
}

/** The API's refusal as a failure. */
export function refused(status: Status): Failure {
  return { type: 'status', status, message: status.message ?? '' };
}

/** A quiet end with an exit status; `text` is what stderr still gets. */
export function exitWith(code: number, text = ''): { readonly ok: false; readonly error: Failure } {
  return bad({ type: 'verbatim', text, code });
}

/** The same failure with words in front of the message, as Go wraps errors. */
export function prefixed(failure: Failure, prefix: string): Failure {
  if (failure.type === 'status' || failure.type === 'plain') {
    return { ...failure, message: `${prefix}${failure.message}` };
  }
  return failure;
}

/** One failure of several: itself when it is alone, nothing when there is none. */
export function together(failures: readonly Failure[]): Outcome {
  if (failures.length === 0) return { ok: true, value: undefined };
  return bad({ type: 'several', failures });
}

/** The bare message of a failure, as it stands inside another one. */
export function messageOf(failure: Failure): string {
  if (failure.type === 'several') {
    const messages = [...new Set(failure.failures.map(messageOf))];
    return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
  }
  return failure.type === 'verbatim' ? failure.text : failure.message;
}

/** What a failure still prints on stdout. */
export function printedBy(failure: Failure): string {
  if (failure.type === 'several') return failure.failures.map(printedBy).join('');
  return failure.type === 'plain' ? (failure.printed ?? '') : '';
}

/** What a failure prints on stderr and which status it ends with. */
export function reportOf(failure: Failure): { readonly text: string; readonly code: number } {
  if (failure.type === 'verbatim') return { text: lineOf(failure.text), code: failure.code };
  return { text: lineOf(textOf(failure)), code: 1 };
}

/** @upstream kubectl/pkg/cmd/util/helpers.go checkErr */
function textOf(failure: Failure): string {
  if (failure.type === 'several') {
    const unique = failure.failures.filter(
      (one, at, all) => all.findIndex((other) => standardText(other) === standardText(one)) === at,
    );
    return unique.map(standardText).join('\n');
  }
  if (failure.type === 'status' && failure.status.reason === 'Invalid') return invalidText(failure.status);
  const text = standardText(failure);
  return failure.type === 'plain' && !text.startsWith('error: ') ? `error: ${text}` : text;
}

function standardText(failure: Failure): string {
  if (failure.type !== 'status') return messageOf(failure);
  const reason = failure.status.reason ?? '';
  if (reason === 'Unauthorized') return `error: You must be logged in to the server (${failure.message})`;
  return reason === ''
    ? `Error from server: ${failure.message}`
    : `Error from server (${reason}): ${failure.message}`;
}

/** A validation error lists its causes, one a line when there are several. */
function invalidText(status: Status): string {
  const details = status.details;
  const named = details !== undefined && ((details.kind ?? '') !== '' || (details.name ?? '') !== '');
  const head = named
    ? `The ${details.kind ?? ''} "${details.name ?? ''}" is invalid`
    : 'The request is invalid';
  const causes = (details?.causes ?? []).map((cause) =>
    cause.field === undefined || cause.field === ''
      ? (cause.message ?? '')
      : `${cause.field}: ${cause.message ?? ''}`,
  );
  const unique = [...new Set(causes)];
  if (unique.length > 1) return `${head}: \n${unique.map((cause) => `* ${cause}`).join('\n')}`;
  if (unique.length === 1) return `${head}: ${unique[0] ?? ''}`;
  return !named && (status.message ?? '') !== '' ? `${head}: ${status.message ?? ''}` : head;
}

function lineOf(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
