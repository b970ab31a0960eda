import { bad, good, type Result } from '../../base/result.ts';
import type { ApiRequest, Status } from '../client.ts';
import { failure } from './status.ts';

/** In which form an answer was asked for. */
export type Accepted = 'object' | 'table' | 'partial' | 'partial-list';

const JSON_TYPES = [
  'application/json',
  '*/*',
  'application/*',
  'application/vnd.kubernetes.protobuf',
  'application/yaml',
];

/** Chooses the form of the answer from the Accept header: the first clause that can be served. */
export function negotiate(request: ApiRequest): Result<Accepted, Status> {
  const header = request.headers['accept'];
  if (header === undefined || header === '') return good('object');
  const clauses = header.split(',').map((clause) =>
    clause
      .trim()
      .split(';')
      .map((part) => part.trim()),
  );
  const usable = clauses.filter(([type = '']) => JSON_TYPES.includes(type));
  if (usable.length === 0) return bad(notAcceptable());
  for (const [, ...parameters] of usable) {
    const form = formOf(parameters);
    if (form !== undefined) return good(form);
  }
  return bad(
    failure(
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ),
  );
}

function formOf(parameters: readonly string[]): Accepted | undefined {
  const as = parameters.find((one) => one.startsWith('as='))?.slice(3);
  switch (as) {
    case undefined:
      return 'object';
    case 'Table':
      return parameters.includes('v=v1') ? 'table' : undefined;
    case 'PartialObjectMetadata':
      return 'partial';
    case 'PartialObjectMetadataList':
      return 'partial-list';
    default:
      return undefined;
  }
}

function notAcceptable(): Status {
  return failure(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
  );
}
