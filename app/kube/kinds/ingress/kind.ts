import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { resource } from '../resource.ts';
import type { Ingress } from '../types.data.ts';
import { validateIngress, validateIngressCreate, validateIngressStatus } from './validate.ts';

/** Ingresses. @upstream pkg/registry/networking/ingress/strategy.go */
export const ingress = defineKind<Ingress>({
  resource: resource('networking.k8s.io/v1', 'Ingress', 'ingresses', { short: ['ing'] }),
  wire: 'networking.Ingress',
  generation: true,
  subresources: ['status'],
  prepare: (object, old) => (old === undefined ? { ...object, status: { loadBalancer: {} } } : object),
  validate: validateIngressCreate,
  validateUpdate: validateIngress,
  validateStatus: validateIngressStatus,
  warnings: ({ metadata, spec }, old) => {
    const legacy =
      metadata.annotations?.[CLASS_ANNOTATION] !== undefined && spec?.ingressClassName === undefined;
    return legacy && old === undefined
      ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [];
  },
  columns: [NAME_COLUMN, column('Class'), column('Hosts'), column('Address'), column('Ports'), AGE_COLUMN],
  row: (object, { now }) => [
    object.metadata.name,
    object.spec?.ingressClassName ?? object.metadata.annotations?.[CLASS_ANNOTATION] ?? '<none>',
    hostsText(object),
    (object.status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || (hostname ?? '')).join(','),
    (object.spec?.tls ?? []).length > 0 ? '80, 443' : '80',
    ageOf(object.metadata.creationTimestamp, now),
  ],
});

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

function hostsText({ spec }: Ingress): string {
  const hosts = (spec?.rules ?? []).flatMap(({ host }) => (host ? [host] : []));
  if (hosts.length === 0) return '*';
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${hosts.length - 3} more...` : hosts.join(',');
}
