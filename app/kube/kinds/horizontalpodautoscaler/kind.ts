import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, withPart } from '../plain.ts';
import { resource } from '../resource.ts';
import { retyped } from '../typed.decode.ts';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  HPAScalingRules,
  MetricSpec,
} from '../types.data.ts';
import { targetsText } from './targets.ts';
import { validateAutoscaler } from './validate.ts';
import { fromFirstVersion, toFirstVersion } from './versions.ts';

/** HorizontalPodAutoscalers, kept in their second version. @upstream pkg/registry/autoscaling/horizontalpodautoscaler */
export const horizontalpodautoscaler = defineKind<HorizontalPodAutoscaler>({
  resource: resource('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    short: ['hpa'],
    all: true,
  }),
  wire: 'autoscalingv2.HorizontalPodAutoscaler',
  versions: [
    {
      group: 'autoscaling',
      version: 'v1',
      wire: 'autoscalingv1.HorizontalPodAutoscaler',
      toStored: fromFirstVersion,
      fromStored: toFirstVersion,
    },
  ],
  subresources: ['status'],
  defaults: (object) => withPart(object, 'spec', object.spec && defaultSpec(object.spec)),
  prepare: (object, old) => (old === undefined ? { ...object, status: NEW_STATUS } : object),
  validate: validateAutoscaler,
  columns: [
    NAME_COLUMN,
    column('Reference'),
    column('Targets'),
    column('MinPods'),
    column('MaxPods'),
    column('Replicas'),
    AGE_COLUMN,
  ],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    `${spec?.scaleTargetRef.kind ?? ''}/${spec?.scaleTargetRef.name ?? ''}`,
    targetsText(spec?.metrics ?? [], status?.currentMetrics ?? []),
    spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
    String(spec?.maxReplicas ?? 0),
    String(status?.currentReplicas ?? 0),
    ageOf(metadata.creationTimestamp, now),
  ],
});

/** The list of measurements is printed even while it is nil. */
const NEW_STATUS = retyped<HorizontalPodAutoscalerStatus>({ desiredReplicas: 0, currentMetrics: null });

const DOWN: Partial<HPAScalingRules> = {
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  selectPolicy: 'Max',
};
const UP: Partial<HPAScalingRules> = {
  stabilizationWindowSeconds: 0,
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
  selectPolicy: 'Max',
};

/** @upstream pkg/apis/autoscaling/v2/defaults.go */
function defaultSpec(spec: HorizontalPodAutoscalerSpec): HorizontalPodAutoscalerSpec {
  const result = filled(spec, { minReplicas: 1 });
  const metrics: readonly MetricSpec[] =
    result.metrics && result.metrics.length > 0
      ? result.metrics
      : [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ];
  const behavior = result.behavior && {
    scaleUp: filled(result.behavior.scaleUp ?? {}, UP),
    scaleDown: filled(result.behavior.scaleDown ?? {}, DOWN),
  };
  return { ...result, metrics, ...(behavior && { behavior }) };
}
