import { ACTION_PARAMETERS, parameters, type Parameter } from './parameters.ts';

/** One thing that can be done at a path. */
export interface Action {
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'patch';
  readonly name: string;
  readonly operationId: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  /** Name of the schema that is sent, where something is. */
  readonly sends?: string;
  /** Name of the schema that is answered. */
  readonly answers: string;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const CODES: Readonly<Record<string, readonly string[]>> = {
  post: ['200', '201', '202'],
  put: ['200', '201'],
  patch: ['200', '201'],
  delete: ['200', '202'],
};
const MEANING: Readonly<Record<string, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };
const PATCHES = ['apply-patch+yaml', 'json-patch+json', 'merge-patch+json', 'strategic-merge-patch+json'];
/** Go writes the methods of a path in this order. */
const METHODS: readonly Action['method'][] = ['get', 'put', 'post', 'delete', 'patch'];

/** A reference to a schema by its name. */
export function reference(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * The entry of a path: its actions, and apart from them the parameters that all of them take.
 * @upstream k8s.io/kube-openapi pkg/builder3/openapi.go
 */
export function pathItem(path: string, tag: string, actions: readonly Action[]): object {
  const all = new Map(
    actions.map((action) => [action, parameters(path, ACTION_PARAMETERS[action.name] ?? [])]),
  );
  const [first = [], ...others] = [...all.values()];
  const common = first.filter(({ name }) =>
    others.every((list) => list.some((other) => other.name === name)),
  );
  const ordered = METHODS.flatMap((method) => actions.filter((action) => action.method === method));
  return {
    ...Object.fromEntries(
      ordered.map((action) => [
        action.method,
        operation(
          action,
          tag,
          (all.get(action) ?? []).filter((one) => !common.some(({ name }) => name === one.name)),
        ),
      ]),
    ),
    parameters: common,
  };
}

function operation(action: Action, tag: string, own: readonly Parameter[]): object {
  return {
    tags: [tag],
    operationId: action.operationId,
    ...(own.length > 0 && { parameters: own }),
    ...requestBody(action),
    responses: {
      ...Object.fromEntries((CODES[action.name] ?? ['200']).map((code) => [code, response(action, code)])),
      '401': { description: 'Unauthorized' },
    },
    'x-kubernetes-action': action.name,
    'x-kubernetes-group-version-kind': action.kind,
  };
}

function requestBody({ name, sends }: Action): object {
  if (name === 'patch') {
    const schema = reference(`${META}.Patch`);
    const content = Object.fromEntries(PATCHES.map((type) => [`application/${type}`, { schema }]));
    return { requestBody: { content, required: true } };
  }
  if (name === 'delete' || name === 'deletecollection')
    return { requestBody: { content: { '*/*': { schema: reference(`${META}.DeleteOptions`) } } } };
  if (sends === undefined) return {};
  return { requestBody: { content: { '*/*': { schema: reference(sends) } }, required: true } };
}

function response({ name, answers }: Action, code: string): object {
  const schema = reference(answers);
  const streams = ['list', 'watch', 'watchlist'].includes(name);
  return {
    description: MEANING[code] ?? '',
    content: {
      'application/json': { schema },
      ...(streams && { 'application/json;stream=watch': { schema } }),
      'application/vnd.kubernetes.protobuf': { schema },
      ...(streams && { 'application/vnd.kubernetes.protobuf;stream=watch': { schema } }),
      'application/yaml': { schema },
    },
  };
}

/** The entry of a group version's own path, which lists its resources. */
export function resourceListPath(tag: string, operationId: string): object {
  const schema = reference(`${META}.APIResourceList`);
  const types = ['json', 'vnd.kubernetes.protobuf', 'yaml'].map(
    (type) => [`application/${type}`, { schema }] as const,
  );
  return {
    get: {
      tags: [tag],
      operationId,
      responses: {
        '200': { description: 'OK', content: Object.fromEntries(types) },
        '401': { description: 'Unauthorized' },
      },
    },
  };
}
