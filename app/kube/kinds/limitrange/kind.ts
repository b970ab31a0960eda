import { defineKind } from '../define.decode.ts';
import { column, NAME_COLUMN } from '../kind.ts';
import { mapped, withPart } from '../plain.ts';
import { resource } from '../resource.ts';
import type { LimitRange, LimitRangeItem } from '../types.data.ts';
import { validateLimitRange } from './validate.ts';

/** LimitRanges. @upstream pkg/registry/core/limitrange/strategy.go */
export const limitrange = defineKind<LimitRange>({
  resource: resource('v1', 'LimitRange', 'limitranges', { short: ['limits'] }),
  wire: 'LimitRange',
  defaults: (object) =>
    withPart(
      object,
      'spec',
      object.spec && withPart(object.spec, 'limits', mapped(object.spec.limits, defaultItem)),
    ),
  validate: validateLimitRange,
  columns: [NAME_COLUMN, column('Created At', 'date')],
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? null],
});

/** Limits follow the maximum, requests the limits, then the minimum. @upstream SetDefaults_LimitRangeItem */
function defaultItem(one: LimitRangeItem): LimitRangeItem {
  if (one.type !== 'Container') return one;
  const limits = { ...one.max, ...one.default };
  const requests = { ...one.min, ...limits, ...one.defaultRequest };
  return {
    ...one,
    ...(Object.keys(limits).length > 0 && { default: limits }),
    ...(Object.keys(requests).length > 0 && { defaultRequest: requests }),
  };
}
