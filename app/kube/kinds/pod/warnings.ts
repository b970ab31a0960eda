import { item } from '../field-error.ts';
import { ipWarnings } from '../ip-fields.ts';
import { dnsLabelProblems } from '../names.ts';
import { quantityNanos } from '../quantity.ts';
import type { Container, Pod, PodSpec } from '../types.data.ts';

/** What is said about a Pod that is accepted. @upstream pkg/api/pod/warnings.go */
export function podWarnings(pod: Pod): readonly string[] {
  return pod.spec ? specWarnings(pod.spec, 'spec') : [];
}

/** What is said of a name that makes no good hostname. */
export function hostnameWarnings(name: string): readonly string[] {
  const problems = name === '' ? [] : dnsLabelProblems(name);
  if (problems.length === 0) return [];
  return [
    `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
  ];
}

/** The same for a template. */
export function specWarnings(spec: PodSpec, path: string): readonly string[] {
  const containers = [
    ...(spec.initContainers ?? []).map((one, index) => [one, `${path}.initContainers[${index}]`] as const),
    ...(spec.containers ?? []).map((one, index) => [one, `${path}.containers[${index}]`] as const),
  ];
  return [
    ...containers.flatMap(([container, place]) => [
      ...fractionWarnings(container, place),
      ...envWarnings(container, place),
    ]),
    ...portWarnings(spec, path),
    ...(spec.hostAliases ?? []).flatMap(({ ip }, index) =>
      ipWarnings(ip, `${path}.hostAliases[${index}].ip`),
    ),
  ];
}

function fractionWarnings({ resources }: Container, path: string): readonly string[] {
  return (['limits', 'requests'] as const).flatMap((kind) =>
    Object.entries(resources?.[kind] ?? {}).flatMap(([name, amount]) => {
      const bytes = name === 'memory' || name === 'ephemeral-storage';
      if (!bytes || quantityNanos(amount) % 1_000_000_000n === 0n) return [];
      return [
        `${path}.resources.${item(kind, name)}: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`,
      ];
    }),
  );
}

function envWarnings({ env }: Container, path: string): readonly string[] {
  const seen = new Set<string>();
  return (env ?? []).flatMap(({ name }, index) => {
    const again = seen.has(name);
    seen.add(name);
    return again
      ? [
          `${path}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
        ]
      : [];
  });
}

function portWarnings({ containers }: PodSpec, path: string): readonly string[] {
  const seen = new Map<string, string>([]);
  return (containers ?? []).flatMap(({ ports }, index) =>
    (ports ?? []).flatMap((port, place) => {
      const key = `${port.hostPort ?? 0}/${port.containerPort}/${port.protocol}/${port.hostIP ?? ''}`;
      const here = `${path}.containers[${index}].ports[${place}]`;
      const first = seen.get(key);
      if (first !== undefined) return [`${here}: duplicate port definition with ${first}`];
      seen.set(key, here);
      return [];
    }),
  );
}
