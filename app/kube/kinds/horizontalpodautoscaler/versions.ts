import type { KubeObject } from '../object.ts';
import { retyped } from '../typed.decode.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerV1, MetricSpec } from '../types.data.ts';

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';

/** An autoscaler of the first version as the second one says it. @upstream pkg/apis/autoscaling/v1/conversion.go */
export function fromFirstVersion(object: KubeObject): KubeObject {
  const { spec, status, ...rest } = retyped<HorizontalPodAutoscalerV1>(object);
  const target = spec?.targetCPUUtilizationPercentage;
  const utilization: readonly MetricSpec[] =
    target === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } },
          },
        ];
  const { targetCPUUtilizationPercentage: _target, ...common } = spec ?? {
    maxReplicas: 0,
    scaleTargetRef: NOTHING,
  };
  const { currentCPUUtilizationPercentage: _current, ...state } = status ?? {
    currentReplicas: 0,
    desiredReplicas: 0,
  };
  return retyped<KubeObject>({
    ...rest,
    apiVersion: 'autoscaling/v2',
    ...(spec && { spec: utilization.length > 0 ? { ...common, metrics: utilization } : common }),
    ...(status && { status: state }),
  });
}

const NOTHING = { kind: '', name: '' };

/** The same autoscaler in its first version; further metrics go into an annotation. */
export function toFirstVersion(object: KubeObject): KubeObject {
  const { spec, status, metadata, ...rest } = retyped<HorizontalPodAutoscaler>(object);
  const isCpu = ({ resource }: MetricSpec): boolean =>
    resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
  const cpu = (spec?.metrics ?? []).find(isCpu);
  const others = (spec?.metrics ?? []).filter((metric) => metric !== cpu);
  const annotations =
    others.length > 0 ? { ...metadata.annotations, [METRICS]: JSON.stringify(others) } : metadata.annotations;
  const {
    metrics: _metrics,
    behavior: _behavior,
    ...common
  } = spec ?? { maxReplicas: 0, scaleTargetRef: NOTHING };
  const target = cpu?.resource?.target.averageUtilization;
  const current = (status?.currentMetrics ?? []).find(({ resource }) => resource?.name === 'cpu');
  const measured = current?.resource?.current.averageUtilization;
  const { currentMetrics: _list, conditions: _conditions, ...state } = status ?? { desiredReplicas: 0 };
  return retyped<KubeObject>({
    ...rest,
    apiVersion: 'autoscaling/v1',
    metadata: annotations ? { ...metadata, annotations } : metadata,
    ...(spec && {
      spec: { ...common, ...(target !== undefined && { targetCPUUtilizationPercentage: target }) },
    }),
    status: {
      currentReplicas: 0,
      ...state,
      ...(measured !== undefined && { currentCPUUtilizationPercentage: measured }),
    },
  });
}
