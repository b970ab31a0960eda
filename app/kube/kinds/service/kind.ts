import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type Cell, type KindContext } from '../kind.ts';
import { maskTrailingDash } from '../metadata.ts';
import { dns1035Problems } from '../names.ts';
import { resource } from '../resource.ts';
import { formatSelector, fromMap } from '../selectors.ts';
import type { Service, ServicePort } from '../types.data.ts';
import { defaultService } from './defaults.ts';
import { validateService, validateServiceStatus, validateServiceUpdate } from './validate.ts';
import { serviceWarnings } from './warnings.ts';

/** Services. @upstream pkg/registry/core/service/strategy.go */
export const service = defineKind<Service>({
  resource: resource('v1', 'Service', 'services', { short: ['svc'], all: true }),
  wire: 'Service',
  subresources: ['status', 'proxy'],
  deleteShowsObject: true,
  nameProblems: (name, prefix) => dns1035Problems(prefix ? maskTrailingDash(name) : name),
  defaults: defaultService,
  prepare: (object, old) => (old === undefined ? { ...object, status: { loadBalancer: {} } } : object),
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatus: validateServiceStatus,
  warnings: serviceWarnings,
  fieldNames: ['spec.type', 'spec.clusterIP'],
  fields: ({ spec }) => ({ 'spec.type': spec?.type ?? '', 'spec.clusterIP': spec?.clusterIP ?? '' }),
  columns: [
    NAME_COLUMN,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    AGE_COLUMN,
    column('Selector', 'string', 1),
  ],
  row: serviceRow,
});

function serviceRow(object: Service, { now }: KindContext): readonly Cell[] {
  const { metadata, spec } = object;
  return [
    metadata.name,
    spec?.type ?? '',
    spec?.clusterIPs?.[0] || spec?.clusterIP || '<none>',
    externalAddress(object),
    portsText(spec?.ports ?? []),
    ageOf(metadata.creationTimestamp, now),
    selectorText(spec?.selector),
  ];
}

function selectorText(selector: Readonly<Record<string, string>> | undefined): string {
  const text = formatSelector({
    requirements: fromMap(selector).requirements.map((one) => ({ ...one, operator: '=' as const })),
  });
  return text === '' ? '<none>' : text;
}

/** Addresses outside the cluster. @upstream printers.go getServiceExternalIP, always as for wide output */
function externalAddress({ spec, status }: Service): string {
  const external = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.length > 0 ? external.join(',') : '<none>';
    case 'LoadBalancer': {
      const ingress = (status?.loadBalancer?.ingress ?? []).map((one) => one.ip || one.hostname || '');
      const all = [...new Set(ingress.filter((one) => one !== ''))].toSorted().concat(external);
      return all.length > 0 ? all.join(',') : '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

function portsText(ports: readonly ServicePort[]): string {
  if (ports.length === 0) return '<none>';
  return ports
    .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
    .join(',');
}
