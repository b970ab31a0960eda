import { bad, good, type Result } from '../../base/result.ts';
import type { ApiResponse, Status } from '../client.ts';
import { forbidden, invalid, type FieldError } from '../kinds/field-error.ts';
import { notNegative } from '../kinds/metadata.ts';
import { retyped } from '../kinds/typed.decode.ts';
import type { Pod } from '../kinds/types.data.ts';
import type { NodeAgent, PodRef } from '../node-agent.ts';
import type { Api, Call } from './api.ts';
import { queryFlag, queryValue } from './query.ts';
import { badRequest, failure, invalidStatus, notFound } from './status.ts';

type Answer = Result<ApiResponse, Status>;

const STREAMS = ['log', 'exec', 'attach'];

/** Log, exec and attach go through the kubelet of the Pod's node; undefined for everything else. */
export function podStream(api: Api, call: Call): Answer | undefined {
  if (call.kind.resource.kind !== 'Pod' || !STREAMS.includes(call.subresource)) return undefined;
  const stored = api.store.get(call.kind, call.namespace, call.name);
  if (!stored) return bad(notFound(call.kind.resource, call.name));
  const errors = call.subresource === 'log' ? logOptionErrors(call) : [];
  if (errors.length > 0) return bad(invalidStatus({ group: '', kind: 'PodLogOptions' }, call.name, errors));
  const pod = retyped<Pod>(stored);
  const container = chosenContainer(pod, queryValue(call.request, 'container'));
  if (!container.ok) return container;
  const node = pod.spec?.nodeName ?? '';
  if (node === '') return unscheduled(call, pod);
  if (call.subresource === 'exec' && (call.request.query['command'] ?? []).length === 0)
    return bad(badRequest('you must specify at least 1 command for the container'));
  const agent = api.options.agents?.(node);
  if (!agent) return bad(unreachable(node));
  const reference = { namespace: call.namespace, name: call.name, uid: pod.metadata.uid };
  return call.subresource === 'log'
    ? logs(agent, call, reference, container.value)
    : stream(agent, call, reference, container.value);
}

/** @upstream ValidatePodLogOptions */
function logOptionErrors({ request }: Call): readonly FieldError[] {
  const errors: FieldError[] = [];
  const number = (name: string): number | undefined => {
    const value = queryValue(request, name);
    return value === '' ? undefined : Number(value);
  };
  errors.push(...notNegative(number('tailLines'), 'tailLines'));
  const limit = number('limitBytes');
  if (limit !== undefined && limit < 1) errors.push(invalid('limitBytes', limit, 'must be greater than 0'));
  const since = number('sinceSeconds');
  if (since !== undefined && queryValue(request, 'sinceTime') !== '')
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (since !== undefined && since < 1)
    errors.push(invalid('sinceSeconds', since, 'must be greater than 0'));
  return errors;
}

function chosenContainer(pod: Pod, wanted: string): Result<string, Status> {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec ?? { containers: [] };
  const all = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name);
  if (wanted !== '')
    return all.includes(wanted)
      ? good(wanted)
      : bad(badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`));
  const preferred = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (preferred !== undefined && all.includes(preferred)) return good(preferred);
  if (containers.length === 1) return good(containers[0]?.name ?? '');
  const names = containers.map(({ name }) => name).join(' ');
  const init =
    initContainers.length === 0
      ? ''
      : ` or one of the init containers: [${initContainers.map(({ name }) => name).join(' ')}]`;
  return bad(
    badRequest(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names}]${init}`,
    ),
  );
}

function unscheduled(call: Call, pod: Pod): Answer {
  if (call.subresource === 'log') return good({ type: 'text', status: 200, text: '' });
  return bad(badRequest(`pod ${pod.metadata.name} does not have a host assigned`));
}

function unreachable(node: string): Status {
  return failure(
    500,
    'InternalError',
    `Internal error occurred: error dialing backend: dial tcp: lookup ${node}: no such host`,
  );
}

function logs(agent: NodeAgent, call: Call, pod: PodRef, container: string): Answer {
  const { request } = call;
  const number = (name: string): number | undefined => {
    const value = queryValue(request, name);
    return value === '' ? undefined : Number(value);
  };
  const [tailLines, sinceSeconds, limitBytes] = [
    number('tailLines'),
    number('sinceSeconds'),
    number('limitBytes'),
  ];
  const result = agent.logs(pod, {
    container,
    follow: queryFlag(request, 'follow'),
    previous: queryFlag(request, 'previous'),
    timestamps: queryFlag(request, 'timestamps'),
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(limitBytes !== undefined && { limitBytes }),
  });
  if (!result.ok) return bad(agentFailure(result.code, result.message));
  if (result.value.follow) return good({ type: 'stream', stream: result.value.follow });
  return good({ type: 'text', status: 200, text: result.value.text });
}

function stream(agent: NodeAgent, call: Call, pod: PodRef, container: string): Answer {
  const { request } = call;
  const options = {
    container,
    stdin: queryFlag(request, 'stdin'),
    stdout: queryFlag(request, 'stdout'),
    stderr: queryFlag(request, 'stderr'),
    tty: queryFlag(request, 'tty'),
  };
  const result =
    call.subresource === 'exec'
      ? agent.exec(pod, { ...options, command: request.query['command'] ?? [] })
      : agent.attach(pod, options);
  return result.ok
    ? good({ type: 'stream', stream: result.value })
    : bad(agentFailure(result.code, result.message));
}

function agentFailure(code: number, message: string): Status {
  const reasons: Readonly<Record<number, string>> = {
    400: 'BadRequest',
    404: 'NotFound',
    500: 'InternalError',
  };
  return failure(code, reasons[code] ?? '', message);
}
