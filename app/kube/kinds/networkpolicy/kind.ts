import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, mapped, withPart } from '../plain.ts';
import { resource } from '../resource.ts';
import { formatLabelSelector } from '../selectors.ts';
import type { NetworkPolicy, NetworkPolicyPort, NetworkPolicySpec } from '../types.data.ts';
import { validateNetworkPolicy } from './validate.ts';

/** NetworkPolicies. @upstream pkg/registry/networking/networkpolicy/strategy.go */
export const networkpolicy = defineKind<NetworkPolicy>({
  resource: resource('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { short: ['netpol'] }),
  wire: 'networking.NetworkPolicy',
  generation: true,
  defaults: (object) => withPart(object, 'spec', defaultSpec(object.spec ?? {})),
  validate: validateNetworkPolicy,
  columns: [NAME_COLUMN, column('Pod-Selector'), AGE_COLUMN],
  row: ({ metadata, spec }, { now }) => [
    metadata.name,
    formatLabelSelector(spec?.podSelector),
    ageOf(metadata.creationTimestamp, now),
  ],
});

/** @upstream pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy */
function defaultSpec(spec: NetworkPolicySpec): NetworkPolicySpec {
  const ports = (list: readonly NetworkPolicyPort[] | undefined): readonly NetworkPolicyPort[] | undefined =>
    mapped(list, (port) => filled(port, { protocol: 'TCP' }));
  const ingress = mapped(spec.ingress, (rule) => withPart(rule, 'ports', ports(rule.ports)));
  const egress = mapped(spec.egress, (rule) => withPart(rule, 'ports', ports(rule.ports)));
  const policyTypes: NonNullable<NetworkPolicySpec['policyTypes']> =
    spec.policyTypes && spec.policyTypes.length > 0
      ? spec.policyTypes
      : (spec.egress ?? []).length > 0
        ? ['Ingress', 'Egress']
        : ['Ingress'];
  return { ...spec, ...(ingress && { ingress }), ...(egress && { egress }), policyTypes };
}
