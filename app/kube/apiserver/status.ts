import type { Status } from '../client.ts';
import { fieldErrorText, type FieldError } from '../kinds/field-error.ts';
import type { Resource } from '../kinds/object.ts';

type Details = NonNullable<Status['details']>;
type Named = Pick<Resource, 'group' | 'plural' | 'kind'>;

/** A refusal in the API's form. */
export function failure(code: number, reason: string, message: string, details?: Details): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason !== '' && { reason }),
    ...(details && { details }),
    code,
  };
}

/** `deployments.apps`, or `pods` for the core group. */
export function qualified({ group, plural }: Pick<Resource, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** 404 `pods "x" not found`. */
export function notFound(resource: Named, name: string): Status {
  return failure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, {
    name,
    ...groupDetail(resource),
    kind: resource.plural,
  });
}

/** 409 `pods "x" already exists`. */
export function alreadyExists(resource: Named, name: string): Status {
  return failure(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, {
    name,
    ...groupDetail(resource),
    kind: resource.plural,
  });
}

/** 409 `Operation cannot be fulfilled on …`. */
export function conflict(resource: Named, name: string, message: string): Status {
  const text = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${message}`;
  return failure(409, 'Conflict', text, { name, ...groupDetail(resource), kind: resource.plural });
}

/** The words of a conflict of versions. */
export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/** 403 `pods "x" is forbidden: …`. */
export function forbiddenStatus(
  resource: Named,
  name: string,
  message: string,
  causes?: Details['causes'],
): Status {
  const subject = name === '' ? qualified(resource) : `${qualified(resource)} "${name}"`;
  return failure(403, 'Forbidden', `${subject} is forbidden: ${message}`, {
    ...(name !== '' && { name }),
    ...groupDetail(resource),
    kind: resource.plural,
    ...(causes && { causes }),
  });
}

/** The success that subresources answer with which make nothing of their own. */
export function created(): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

/** 400. */
export function badRequest(message: string): Status {
  return failure(400, 'BadRequest', message);
}

/** 500 `Internal error occurred: …`. */
export function internalError(message: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** 405. */
export function methodNotAllowed(): Status {
  return failure(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** 404 for a path that leads nowhere inside a known group. */
export function noSuchPath(): Status {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 422 with every refused field as a cause. @upstream apimachinery/pkg/api/errors NewInvalid */
export function invalidStatus(
  kind: Pick<Resource, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): Status {
  const qualifiedKind = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return failure(422, 'Invalid', `${qualifiedKind} "${name}" is invalid${aggregate(errors)}`, {
    ...(name !== '' && { name }),
    ...groupDetail(kind),
    ...(kind.kind !== '' && { kind: kind.kind }),
    ...(errors.length > 0 && {
      causes: errors.map(({ reason, message, field }) => ({
        reason: reason === 'InternalError' ? 'InternalError' : reason,
        message,
        ...(field !== '' && { field }),
      })),
    }),
  });
}

function aggregate(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map((error) => fieldErrorText(error)))];
  if (texts.length === 0) return '';
  return texts.length === 1 ? `: ${texts[0] ?? ''}` : `: [${texts.join(', ')}]`;
}

function groupDetail({ group: name }: { readonly group: string }): { readonly group?: string } {
  return name === '' ? {} : { group: name };
}
