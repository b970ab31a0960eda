import { defineKind } from '../define.decode.ts';
import { resource } from '../resource.ts';
import type { Pod } from '../types.data.ts';
import { ephemeralPart, resizePart } from './parts.ts';
import { defaultPod } from './defaults.ts';
import { podColumns, podRow } from './row.ts';
import { qosClass } from './qos.ts';
import { validatePodStatus, validatePodUpdate } from './validate-update.ts';
import { validatePod } from './validate.ts';
import { hostnameWarnings, podWarnings } from './warnings.ts';

/** Pods. @upstream pkg/registry/core/pod/strategy.go */
export const pod = defineKind<Pod>({
  resource: resource('v1', 'Pod', 'pods', { short: ['po'], all: true }),
  wire: 'Pod',
  generation: true,
  deleteShowsObject: true,
  subresources: [
    'status',
    'log',
    'exec',
    'attach',
    'portforward',
    'proxy',
    'binding',
    'eviction',
    'ephemeralcontainers',
    'resize',
  ],
  defaults: defaultPod,
  prepare: (object, old) =>
    old === undefined ? { ...object, status: { phase: 'Pending', qosClass: qosClass(object) } } : object,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatus: validatePodStatus,
  parts: { ephemeralcontainers: ephemeralPart, resize: resizePart },
  warnings: (object, old) => [...(old ? [] : hostnameWarnings(object.metadata.name)), ...podWarnings(object)],
  fieldNames: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  fields: ({ spec, status }) => ({
    'spec.nodeName': spec?.nodeName ?? '',
    'spec.restartPolicy': spec?.restartPolicy ?? '',
    'spec.schedulerName': spec?.schedulerName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec?.hostNetwork ?? false),
    'status.phase': status?.phase ?? '',
    'status.podIP': status?.podIP ?? '',
    'status.podIPs': status?.podIP ?? '',
    'status.nominatedNodeName': status?.nominatedNodeName ?? '',
  }),
  columns: podColumns,
  row: podRow,
});
