import { bad, good, type Result } from '../../../base/result.ts';
import { at, fieldsAt, isFields, listAt, numberAt, textAt, type Fields } from '../unstructured.ts';

/**
 * The labels by which a Service would find what an object runs.
 * @upstream kubectl/pkg/polymorphichelpers mapBasedSelectorForObject
 */
export function podLabelsOf(object: Fields): Result<Readonly<Record<string, unknown>>> {
  switch (textAt(object, 'kind')) {
    case 'Pod': {
      const labels = fieldsAt(object, 'metadata', 'labels');
      return Object.keys(labels).length === 0
        ? bad('the pod has no labels and cannot be exposed')
        : good(labels);
    }
    case 'Service': {
      const selector = fieldsAt(object, 'spec', 'selector');
      return Object.keys(selector).length === 0 ? bad('the service has no pod selector set') : good(selector);
    }
    case 'ReplicationController':
      return good(fieldsAt(object, 'spec', 'selector'));
    default: {
      if (listAt(object, 'spec', 'selector', 'matchExpressions').length > 0) {
        return bad('couldn\'t convert expressions - "%+v" to map-based selector format');
      }
      return good(fieldsAt(object, 'spec', 'selector', 'matchLabels'));
    }
  }
}

/** One port that an object offers. */
export interface OfferedPort {
  readonly port: number;
  readonly protocol: string;
}

/** The container ports of a Pod or a template, or the ports of a Service. */
export function portsOf(object: Fields): readonly OfferedPort[] {
  if (textAt(object, 'kind') === 'Service') {
    return listAt(object, 'spec', 'ports').map((port) => offered(port, 'port'));
  }
  return containersOf(podSpecOf(object)).flatMap((container) =>
    listAt(container, 'ports').map((port) => offered(port, 'containerPort')),
  );
}

function offered(port: unknown, field: string): OfferedPort {
  return { port: numberAt(port, field) ?? 0, protocol: textAt(port, 'protocol') || 'TCP' };
}

/** Where the Pod spec of a kind stands. */
export function podSpecPath(kind: string): readonly string[] | undefined {
  switch (kind) {
    case 'Pod':
      return ['spec'];
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
    case 'ReplicationController':
      return ['spec', 'template', 'spec'];
    case 'CronJob':
      return ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
    default:
      return undefined;
  }
}

/** The Pod spec inside an object. */
export function podSpecOf(object: unknown): Fields | undefined {
  const path = podSpecPath(textAt(object, 'kind'));
  const spec = path === undefined ? undefined : at(object, ...path);
  return isFields(spec) ? spec : undefined;
}

/** The containers of a Pod spec, init containers first on request. */
export function containersOf(spec: unknown, withInit = false): readonly Fields[] {
  const init = withInit ? listAt(spec, 'initContainers') : [];
  return [...init, ...listAt(spec, 'containers')].filter(isFields);
}
