import type { PodOverrides } from '../../control/pod-control.ts';
import { isPodReady } from '../../control/pod-state.ts';
import { REVISION_HASH } from '../../control/revisions.ts';
import type { PersistentVolumeClaimEmbedded, Pod, StatefulSet } from '../../kinds/types.data.ts';

/** The number at the end of a Pod's name, if it is one of the set's. */
export function ordinalOf({ metadata: set }: StatefulSet, { metadata }: Pod): number | undefined {
  const prefix = `${set.name}-`;
  const digits = metadata.name.startsWith(prefix) ? metadata.name.slice(prefix.length) : '';
  return /^(0|[1-9]\d*)$/.test(digits) ? Number(digits) : undefined;
}

/** The ordinals that the set should have. */
export function ordinals({ spec }: StatefulSet): readonly number[] {
  const start = spec.ordinals?.start ?? 0;
  return Array.from({ length: spec.replicas ?? 1 }, (_, index) => start + index);
}

/** Whether the Pod runs and is ready. */
export function isHealthy(pod: Pod): boolean {
  return pod.status.phase === 'Running' && isPodReady(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** The claims of one ordinal, by volume. */
export function claimsOf({ metadata, spec }: StatefulSet, ordinal: number) {
  return (spec.volumeClaimTemplates ?? []).map((template: PersistentVolumeClaimEmbedded) => {
    const volume = template.metadata?.name ?? '';
    return { volume, template, name: `${volume}-${metadata.name}-${ordinal}` };
  });
}

/** How the Pod of an ordinal differs from the template. */
export function ordinalOverrides(set: StatefulSet, ordinal: number, revision: string): PodOverrides {
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = claimsOf(set, ordinal);
  const claimed = new Set(claims.map(({ volume }) => volume));
  const others = (set.spec.template.spec.volumes ?? []).filter((volume) => !claimed.has(volume.name));
  const volumes = [
    ...claims.map(({ volume, name: claimName }) => ({ name: volume, persistentVolumeClaim: { claimName } })),
    ...others,
  ];
  const { serviceName } = set.spec;
  return {
    name,
    labels: {
      'apps.kubernetes.io/pod-index': String(ordinal),
      [REVISION_HASH]: revision,
      'statefulset.kubernetes.io/pod-name': name,
    },
    spec: {
      hostname: name,
      ...(serviceName !== undefined && serviceName !== '' && { subdomain: serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}
