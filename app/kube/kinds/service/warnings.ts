import { item } from '../field-error.ts';
import { cidrWarnings, ipWarnings } from '../ip-fields.ts';
import type { Service } from '../types.data.ts';

/** What is said about a Service that is accepted. @upstream pkg/api/service/warnings.go GetWarningsForService */
export function serviceWarnings({ spec }: Service): readonly string[] {
  if (!spec) return [];
  const headless = spec.clusterIP === 'None';
  const addresses = headless
    ? []
    : (spec.clusterIPs ?? []).flatMap((ip, index) => ipWarnings(ip, item('spec.clusterIPs', index)));
  const { loadBalancerIP, trafficDistribution, externalIPs = [], type } = spec;
  return [
    ...addresses,
    ...externalIPs.flatMap((ip, index) => ipWarnings(ip, item('spec.externalIPs', index))),
    ...(loadBalancerIP ? ipWarnings(loadBalancerIP, 'spec.loadBalancerIP') : []),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, index) =>
      cidrWarnings(range, item('spec.loadBalancerSourceRanges', index)),
    ),
    ...(type === 'ExternalName' && externalIPs.length > 0
      ? ['spec.externalIPs is ignored when spec.type is "ExternalName"']
      : []),
    ...(type !== 'ExternalName' && spec.externalName
      ? [`spec.externalName is ignored when spec.type is not "ExternalName"`]
      : []),
    ...(trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}
