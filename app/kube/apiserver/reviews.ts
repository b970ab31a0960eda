import { bad, good, type Result } from '../../base/result.ts';
import type { ApiRequest, ApiResponse, Status } from '../client.ts';
import { defineKind } from '../kinds/define.decode.ts';
import { invalid } from '../kinds/field-error.ts';
import type { KubeObject } from '../kinds/object.ts';
import { valueAt } from '../kinds/plain.ts';
import { resource } from '../kinds/resource.ts';
import type { Api, Call } from './api.ts';
import { decodeBody } from './body.ts';
import { writeOptions } from './query.ts';
import { invalidStatus, methodNotAllowed } from './status.ts';

type Answer = Result<ApiResponse, Status>;
type ReviewStatus = (request: ApiRequest) => object;

interface Review {
  readonly group: string;
  readonly kind: string;
  readonly status: ReviewStatus;
  /** Says what is asked about, in one of two ways. */
  readonly asks?: true;
}

const allowed: ReviewStatus = () => ({ allowed: true });

/** The certificate in the learner's kubeconfig names the user admin, whichever client sends it along. */
function userName(client: string): string {
  return client === 'kubectl' || client === 'http' ? 'admin' : client;
}

/** Questions that are answered and not kept: everybody may do everything in this cluster. @upstream pkg/registry/authorization */
const REVIEWS: Readonly<Record<string, Review>> = {
  selfsubjectaccessreviews: {
    group: 'authorization',
    kind: 'SelfSubjectAccessReview',
    status: allowed,
    asks: true,
  },
  subjectaccessreviews: { group: 'authorization', kind: 'SubjectAccessReview', status: allowed, asks: true },
  localsubjectaccessreviews: {
    group: 'authorization',
    kind: 'LocalSubjectAccessReview',
    status: allowed,
    asks: true,
  },
  selfsubjectrulesreviews: {
    group: 'authorization',
    kind: 'SelfSubjectRulesReview',
    status: () => ({
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    }),
  },
  selfsubjectreviews: {
    group: 'authentication',
    kind: 'SelfSubjectReview',
    status: ({ user }) => ({
      userInfo: { username: userName(user), groups: ['system:masters', 'system:authenticated'] },
    }),
  },
};

/** Answers a review; undefined when the path asks for none. */
export function reviewAnswer(api: Api, request: ApiRequest, warnings: string[]): Answer | undefined {
  if (request.path.startsWith('/api/v1/componentstatuses') && request.method !== 'GET')
    return bad(methodNotAllowed());
  const match = /^\/apis\/(authorization|authentication)\.k8s\.io\/v1\/(?:namespaces\/[^/]+\/)?(\w+)$/.exec(
    request.path,
  );
  const plural = match?.[2] ?? '';
  const review = REVIEWS[plural];
  if (!review || review.group !== match?.[1]) return undefined;
  if (request.method !== 'POST') return bad(methodNotAllowed());
  const options = writeOptions(request, 'CreateOptions');
  if (!options.ok) return options;
  const call = callOf(request, review, plural, warnings);
  const body = decodeBody(api, { ...call, ...options.value });
  if (!body.ok) return body;
  const refused = review.asks === true ? unasked(review, body.value) : undefined;
  if (refused) return bad(refused);
  return good({ type: 'object', status: 201, body: { ...body.value, status: review.status(request) } });
}

function callOf(request: ApiRequest, { group, kind }: Review, plural: string, warnings: string[]): Call {
  const wire = `${group}.${kind}`;
  const rules = defineKind<KubeObject>({ resource: resource(`${group}.k8s.io/v1`, kind, plural), wire });
  return {
    request,
    kind: rules,
    served: { kind: rules, group: `${group}.k8s.io`, version: 'v1', kindName: kind, wire },
    namespace: '',
    name: '',
    subresource: '',
    dryRun: false,
    fieldManager: '',
    fieldValidation: 'Warn',
    warnings,
  };
}

function unasked({ group }: Review, body: KubeObject): Status | undefined {
  const given = ['resourceAttributes', 'nonResourceAttributes'].filter(
    (key) => valueAt(body, 'spec', key) !== undefined,
  );
  if (given.length === 1) return undefined;
  const value = given.length === 0 ? null : valueAt(body, 'spec', 'resourceAttributes');
  const detail =
    given.length === 0
      ? 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
      : 'cannot be specified in combination with nonResourceAttributes';
  return invalidStatus({ group: `${group}.k8s.io`, kind: '' }, '', [
    invalid('spec.resourceAttributes', value, detail),
  ]);
}
