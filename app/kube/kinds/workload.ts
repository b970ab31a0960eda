import type { Cell } from './kind.ts';
import { dnsLabelProblems } from './names.ts';
import { column } from './kind.ts';
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
