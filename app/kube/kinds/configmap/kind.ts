import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { resource } from '../resource.ts';
import { validateConfigMap, validateConfigMapUpdate } from './validate.ts';
import type { ConfigMap } from '../types.data.ts';

/** ConfigMaps. @upstream pkg/registry/core/configmap/strategy.go */
export const configmap = defineKind<ConfigMap>({
  resource: resource('v1', 'ConfigMap', 'configmaps', { short: ['cm'] }),
  wire: 'ConfigMap',
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: [NAME_COLUMN, column('Data'), AGE_COLUMN],
  row: ({ metadata, data, binaryData }, { now }) => [
    metadata.name,
    Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
    ageOf(metadata.creationTimestamp, now),
  ],
});
