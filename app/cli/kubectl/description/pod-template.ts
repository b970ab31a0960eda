import type { Toleration } from '../../../kube/kinds/types.data.ts';
import { byCodePoint } from '../go/json.ts';
import { typed } from '../status.decode.ts';
import { at, isFields, listAt, stringEntries, textAt, scalarText } from '../unstructured.ts';
import { describeContainers } from './containers.ts';
import { describeVolumes } from './volumes.ts';
import type { DescriptionWriter } from './writer.ts';

/** @upstream kubectl/pkg/describe/describe.go DescribePodTemplate */
export function describePodTemplate(w: DescriptionWriter, template: unknown): void {
  w.write(0, 'Pod Template:\n');
  if (!isFields(template)) {
    w.write(0, '  <unset>');
    return;
  }
  const spec = at(template, 'spec');
  w.labels('  Labels', template, 'metadata', 'labels');
  if (stringEntries(template, 'metadata', 'annotations').length > 0) {
    w.annotations('  Annotations', template, 'metadata', 'annotations');
  }
  const account = textAt(spec, 'serviceAccountName');
  if (account !== '') w.line('  Service Account', account);
  const none = { statuses: [] };
  const init = listAt(spec, 'initContainers');
  if (init.length > 0) describeContainers(w, 'Init Containers', init, none, '  ');
  describeContainers(w, 'Containers', listAt(spec, 'containers'), none, '  ');
  describeVolumes(w, listAt(spec, 'volumes'), '  ');
  describeSpread(w, listAt(spec, 'topologySpreadConstraints'), '  ');
  const priority = textAt(spec, 'priorityClassName');
  if (priority !== '') w.line('  Priority Class Name', priority);
  w.labels('  Node-Selectors', spec, 'nodeSelector');
  describeTolerations(w, '  Tolerations', listAt(spec, 'tolerations'));
}

/** Topology spread constraints, one a line. */
export function describeSpread(w: DescriptionWriter, constraints: readonly unknown[], space: string): void {
  if (constraints.length === 0) return;
  const lines = constraints
    .toSorted((a, b) => byCodePoint(textAt(a, 'topologyKey'), textAt(b, 'topologyKey')))
    .map((one) => {
      const selector = stringEntries(one, 'labelSelector', 'matchLabels').map(
        ([key, value]) => `${key}=${value}`,
      );
      const skew = scalarText(at(one, 'maxSkew'));
      const words = `${textAt(one, 'topologyKey')}:${textAt(one, 'whenUnsatisfiable')} when max skew ${skew} is exceeded`;
      return selector.length === 0 ? words : `${words} for selector ${selector.join(',')}`;
    });
  w.write(0, `${space}Topology Spread Constraints:\t${lines.join(`\n${space}\t`)}\n`);
}

/** @upstream kubectl/pkg/describe/describe.go printPodTolerationsMultiline */
export function describeTolerations(w: DescriptionWriter, title: string, list: readonly unknown[]): void {
  w.write(0, `${title}:\t`);
  if (list.length === 0) {
    w.write(0, '<none>\n');
    return;
  }
  const tolerations = list
    .map((one) => typed<Toleration>(one))
    .toSorted((a, b) => byCodePoint(a.key ?? '', b.key ?? ''));
  tolerations.forEach((one, index) => w.write(0, `${index === 0 ? '' : '\t'}${tolerationText(one)}\n`));
}

function tolerationText(one: Toleration): string {
  const value = (one.value ?? '') === '' ? '' : `=${one.value ?? ''}`;
  const effect = (one.effect ?? '') === '' ? '' : `:${one.effect ?? ''}`;
  const head = `${one.key ?? ''}${value}${effect}`;
  const exists = one.operator === 'Exists' && value === '' ? `${head === '' ? '' : ' '}op=Exists` : '';
  const seconds = one.tolerationSeconds === undefined ? '' : ` for ${one.tolerationSeconds}s`;
  return `${head}${exists}${seconds}`;
}
