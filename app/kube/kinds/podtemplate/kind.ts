import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/validate.ts';
import { resource } from '../resource.ts';
import type { PodTemplateSpec } from '../types.data.ts';
import { containerCells } from '../workload.ts';

/** A template that stands by itself. */
export interface PodTemplate extends KubeObject {
  readonly template?: PodTemplateSpec;
}

/** PodTemplates. @upstream pkg/registry/core/podtemplate/strategy.go */
export const podtemplate = defineKind<PodTemplate>({
  resource: resource('v1', 'PodTemplate', 'podtemplates'),
  wire: 'PodTemplate',
  generation: true,
  deleteShowsObject: true,
  defaults: (object) =>
    object.template ? { ...object, template: defaultTemplate(object.template) } : object,
  validate: ({ template }) => validateTemplate(template, 'template'),
  columns: [NAME_COLUMN, column('Containers'), column('Images'), column('Pod Labels'), AGE_COLUMN],
  row: ({ metadata, template }, { now }) => [
    metadata.name,
    ...containerCells(template),
    Object.entries(template?.metadata?.labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .toSorted()
      .join(',') || '<none>',
    ageOf(metadata.creationTimestamp, now),
  ],
});
