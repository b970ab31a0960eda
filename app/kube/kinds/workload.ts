import { ageOf } from './age.ts';
import { dnsLabelProblems } from './names.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type Cell } from './kind.ts';
import type { KubeObject } from './object.ts';
import { formatSelector, fromLabelSelector, formatLabelSelector } from './selectors.ts';
import type { LabelSelector, PodTemplateSpec } from './types.data.ts';

/** The wide columns of everything that has a Pod template. */
export const TEMPLATE_COLUMNS = [
  column('Containers', 'string', 1),
  column('Images', 'string', 1),
  column('Selector', 'string', 1),
];

/** Names and images of a template's containers, for wide tables. */
export function containerCells(template: PodTemplateSpec | undefined): readonly Cell[] {
  const containers = template?.spec?.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}

/** Containers, images and selector, for wide tables. */
export function templateCells(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
): readonly Cell[] {
  return [...containerCells(template), formatLabelSelector(selector)];
}

/** The columns of what keeps a number of equal Pods. */
export const REPLICA_COLUMNS = [
  NAME_COLUMN,
  column('Desired', 'integer'),
  column('Current', 'integer'),
  column('Ready', 'integer'),
  AGE_COLUMN,
  ...TEMPLATE_COLUMNS,
];

/** The cells of these columns before those of the template. */
export function replicaCells({ metadata, spec, status }: Replicated, now: number): readonly Cell[] {
  return [
    metadata.name,
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(metadata.creationTimestamp, now),
  ];
}

interface Replicated extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}

/** The selector as autoscalers want it in a Scale. */
export function scaleSelector(selector: LabelSelector | undefined): string {
  const parsed = fromLabelSelector(selector);
  if (parsed.nothing === true) return '';
  return formatSelector({
    requirements: parsed.requirements.map((one) =>
      one.operator === 'in' && one.values.length === 1 && selector?.matchLabels?.[one.key] === one.values[0]
        ? { ...one, operator: '=' }
        : one,
    ),
  });
}

/** What is said of a name that is good for the object, but not for the hosts named after it. */
export function nameWarnings(name: string): readonly string[] {
  const problems = name === '' ? [] : dnsLabelProblems(name);
  if (problems.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
  ];
}
