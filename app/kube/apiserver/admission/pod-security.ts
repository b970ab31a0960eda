import { bad } from '../../../base/result.ts';
import { invalid, type FieldError } from '../../kinds/field-error.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { isObject, valueAt } from '../../kinds/plain.ts';
import { podViolations, type SecurityLevel, type Violation } from '../../kinds/pod-security.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Pod, PodSpec } from '../../kinds/types.data.ts';
import type { Api, Call } from '../api.ts';
import { forbiddenStatus, invalidStatus } from '../status.ts';
import type { Plugin } from './plugin.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS: readonly string[] = ['privileged', 'baseline', 'restricted'];
const MODES = ['enforce', 'audit', 'warn'];

/** Holds Pods to the security level that their namespace asks for. @upstream plugin PodSecurity */
export const podSecurity: Plugin = {
  name: 'PodSecurity',
  validate: (api, call, object, old) => {
    if (call.subresource !== '') return undefined;
    if (call.kind.resource.kind === 'Namespace') return checkNamespace(api, call, object, old);
    const spec = podSpecOf(call, object);
    if (!spec || (old !== undefined && call.kind.resource.kind === 'Pod')) return undefined;
    const namespace = api.store.get(api.kind('Namespace'), '', call.namespace);
    const labels = namespace?.metadata.labels ?? {};
    if (call.kind.resource.kind === 'Pod') {
      const enforced = violations(labels, 'enforce', spec);
      if (enforced)
        return bad(
          forbiddenStatus(call.kind.resource, object.metadata.name, `violates PodSecurity ${enforced}`),
        );
    }
    const warned = violations(labels, 'warn', spec);
    if (warned) call.warnings.push(`would violate PodSecurity ${warned}`);
    return undefined;
  },
};

function podSpecOf(call: Call, object: KubeObject): PodSpec | undefined {
  const path =
    call.kind.resource.kind === 'Pod'
      ? ['spec']
      : call.kind.resource.kind === 'CronJob'
        ? ['spec', 'jobTemplate', 'spec', 'template', 'spec']
        : call.kind.resource.kind === 'PodTemplate'
          ? ['template', 'spec']
          : ['spec', 'template', 'spec'];
  const spec = valueAt(object, ...path);
  return isObject(spec) && 'containers' in spec ? retyped<PodSpec>(spec) : undefined;
}

type Labels = Readonly<Record<string, string>>;

function levelOf(labels: Labels, mode: string): { readonly level: SecurityLevel; readonly text: string } {
  const value = labels[PREFIX + mode] ?? 'privileged';
  const level: SecurityLevel = value === 'baseline' || value === 'restricted' ? value : 'privileged';
  return { level, text: JSON.stringify(`${level}:${labels[`${PREFIX}${mode}-version`] ?? 'latest'}`) };
}

function violations(labels: Labels, mode: string, spec: PodSpec): string | undefined {
  const { level, text } = levelOf(labels, mode);
  const found = podViolations(level, spec);
  if (found.length === 0) return undefined;
  return `${text}: ${found.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ')}`;
}

function checkNamespace(
  api: Api,
  call: Call,
  { metadata }: KubeObject,
  old: KubeObject | undefined,
): ReturnType<NonNullable<Plugin['validate']>> {
  const labels = metadata.labels ?? {};
  const errors = MODES.flatMap((mode): readonly FieldError[] => {
    const key = PREFIX + mode;
    const level = labels[key];
    return level === undefined || LEVELS.includes(level)
      ? []
      : [invalid(`metadata.labels[${key}]`, level, `must be one of ${LEVELS.join(', ')}`)];
  });
  if (errors.length > 0) return bad(invalidStatus(call.kind.resource, metadata.name, errors));
  const before = levelOf(old?.metadata.labels ?? {}, 'enforce');
  const now = levelOf(labels, 'enforce');
  if (old && LEVELS.indexOf(now.level) > LEVELS.indexOf(before.level))
    warnOfPods(api, call, metadata.name, now);
  return undefined;
}

function warnOfPods(
  api: Api,
  call: Call,
  namespace: string,
  { level, text }: { readonly level: SecurityLevel; readonly text: string },
): void {
  const groups = new Map<string, string[]>();
  for (const pod of api.store.list(api.kind('Pod'), namespace)) {
    const found: readonly Violation[] = podViolations(level, retyped<Pod>(pod).spec);
    if (found.length === 0) continue;
    const reasons = found.map(({ reason }) => reason).join(', ');
    groups.set(reasons, [...(groups.get(reasons) ?? []), pod.metadata.name]);
  }
  if (groups.size === 0) return;
  call.warnings.push(
    `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${text}`,
    ...[...groups].map(([reasons, names]) => `${namesText(names)}: ${reasons}`).toSorted(),
  );
}

function namesText([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} (and ${others.length} other pod${others.length === 1 ? '' : 's'})`;
}
