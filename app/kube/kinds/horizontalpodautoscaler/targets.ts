import { quantityMillis } from '../quantity.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../types.data.ts';

const SHOWN = 2;

/** The cell `TARGETS`: what is measured and what is wanted. @upstream pkg/printers/internalversion formatHPAMetrics */
export function targetsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const list = specs.map((spec, index) => metricText(spec, statuses[index]));
  const text = list.slice(0, SHOWN).join(', ');
  return list.length > SHOWN ? `${text} + ${list.length - SHOWN} more...` : text;
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  if (spec.type === 'Pods') return plainText(spec.pods?.target, status?.pods?.current, '');
  if (spec.type === 'Object') return plainText(spec.object?.target, status?.object?.current, ' (avg)');
  if (spec.type === 'External') return plainText(spec.external?.target, status?.external?.current, ' (avg)');
  if (spec.type === 'Resource' && spec.resource)
    return `${spec.resource.name}: ${resourceText(spec.resource.target, status?.resource?.current)}`;
  if (spec.type === 'ContainerResource' && spec.containerResource)
    return `${spec.containerResource.name}: ${resourceText(spec.containerResource.target, status?.containerResource?.current)}`;
  return '<unknown type>';
}

function plainText(
  target: MetricTarget | undefined,
  current: MetricValueStatus | undefined,
  average: string,
): string {
  if (target?.averageValue !== undefined)
    return `${current?.averageValue ?? '<unknown>'}/${target.averageValue}${average}`;
  return `${current?.value ?? '<unknown>'}/${target?.value ?? ''}`;
}

function resourceText(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined)
    return `${current?.averageValue ?? '<unknown>'}/${target.averageValue}`;
  const measured = current?.averageUtilization === undefined ? '<unknown>' : `${current.averageUtilization}%`;
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${measured}/${wanted}`;
}

/** Whether a target amount is above zero. */
export function isPositive(amount: string | undefined): boolean {
  return amount !== undefined && quantityMillis(amount) > 0;
}
