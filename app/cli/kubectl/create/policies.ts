import { bad, good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command, Flag } from '../command.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { findMapping } from '../resource/mapping.ts';
import type { Fields } from '../unstructured.ts';
import { generatorCommand } from './generator.ts';

/** `kubectl create poddisruptionbudget`. */
export const createPodDisruptionBudget: Command = generatorCommand({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  short: 'Create a pod disruption budget with the specified name',
  examples: [
    '# At least one Pod of the app stays',
    'kubectl create poddisruptionbudget web --selector=app=web --min-available=1',
  ],
  use: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none] [options]',
  flags: [
    { name: 'selector', kind: 'string', usage: 'Which Pods are meant.' },
    { name: 'min-available', kind: 'string', usage: 'How many, or which share, have to stay.' },
    { name: 'max-unavailable', kind: 'string', usage: 'How many, or which share, may be gone.' },
  ],
  refusal: 'failed to create poddisruptionbudgets: ',
  *build(k, name) {
    const [selector, min, max] = ['selector', 'min-available', 'max-unavailable'].map((flag) =>
      k.flags.text(flag),
    );
    if (selector === undefined || selector === '') return failed('a selector must be specified');
    if (min === '' && max === '') return failed('one of min-available or max-unavailable must be specified');
    if (min !== '' && max !== '') return failed('min-available and max-unavailable cannot be both specified');
    const amount = /^(\d+|\d+%)$/;
    if (min !== undefined && min !== '' && !amount.test(min))
      return failed('invalid format specified for min-available');
    if (max !== undefined && max !== '' && !amount.test(max))
      return failed('invalid format specified for max-unavailable');
    const labels = equalities(selector);
    if (!labels.ok) return failed(labels.error);
    return good({
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: { name },
      spec: {
        ...(min === undefined || min === '' ? {} : { minAvailable: numberOrText(min) }),
        selector: { matchLabels: labels.value },
        ...(max === undefined || max === '' ? {} : { maxUnavailable: numberOrText(max) }),
      },
    });
  },
});

function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** `a=b,c=d` as a map. */
export function equalities(selector: string): Result<Readonly<Record<string, string>>> {
  const entries: [string, string][] = [];
  for (const part of selector.split(',').filter((one) => one !== '')) {
    const found = /^\s*([^=!\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part);
    if (found === null)
      return bad(`couldn't parse the selector string "${selector}": unable to parse requirement`);
    entries.push([found[1] ?? '', found[2] ?? '']);
  }
  return good(Object.fromEntries(entries));
}

/** `kubectl create priorityclass`. */
export const createPriorityClass: Command = generatorCommand({
  name: 'priorityclass',
  aliases: ['pc'],
  short: 'Create a priority class with the specified name',
  examples: [
    '# A higher priority',
    'kubectl create priorityclass high --value=1000 --description="before others"',
  ],
  use: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none] [options]',
  flags: [
    { name: 'value', kind: 'int', usage: 'The priority.' },
    { name: 'global-default', kind: 'bool', usage: 'For Pods that name none.' },
    { name: 'description', kind: 'string', usage: 'When to use it.' },
    {
      name: 'preemption-policy',
      kind: 'string',
      default: 'PreemptLowerPriority',
      usage: 'Whether Pods of this class push others off.',
    },
  ],
  clusterWide: true,
  refusal: 'failed to create priorityclass: ',
  *build(k, name) {
    const description = k.flags.text('description');
    return good({
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name },
      value: k.flags.int('value'),
      ...(k.flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(description === '' ? {} : { description }),
      preemptionPolicy: k.flags.text('preemption-policy'),
    });
  },
});

const RULE_FLAGS: readonly Flag[] = [
  { name: 'verb', kind: 'list', usage: 'What may be done.' },
  { name: 'resource', kind: 'list', usage: 'With which resources.' },
  { name: 'resource-name', kind: 'array', usage: 'Only with objects of these names.' },
];

/** `kubectl create role`: one rule out of verbs and resources. */
export const createRole: Command = generatorCommand({
  name: 'role',
  short: 'Create a role with single rule',
  examples: [
    '# Reading Pods',
    'kubectl create role reader --verb=get --verb=list --verb=watch --resource=pods',
  ],
  use: 'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none] [options]',
  flags: RULE_FLAGS,
  *build(k, name) {
    const rules = yield* rulesOf(k);
    return rules.ok ? good(roleObject('Role', name, rules.value)) : rules;
  },
});

/** `kubectl create clusterrole`: a role of the whole cluster, also for paths and aggregation. */
export const createClusterRole: Command = generatorCommand({
  name: 'clusterrole',
  short: 'Create a cluster role',
  examples: [
    '# Reading Pods everywhere',
    'kubectl create clusterrole reader --verb=get,list,watch --resource=pods',
  ],
  use: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none] [options]',
  flags: [
    ...RULE_FLAGS,
    { name: 'non-resource-url', kind: 'list', usage: 'Addresses that belong to no resource.' },
    { name: 'aggregation-rule', kind: 'string', usage: 'Labels of roles to take rules from.' },
  ],
  clusterWide: true,
  *build(k, name) {
    const urls = k.flags.list('non-resource-url');
    const hasResources = k.flags.list('resource').length > 0;
    if (urls.length === 0 && !hasResources)
      return failed('one of resource or nonResourceURL must be specified');
    if (!hasResources) {
      return good(roleObject('ClusterRole', name, [{ verbs: k.flags.list('verb'), nonResourceURLs: urls }]));
    }
    const rules = yield* rulesOf(k);
    return rules.ok ? good(roleObject('ClusterRole', name, rules.value)) : rules;
  },
});

function roleObject(kind: string, name: string, rules: readonly Fields[]): Fields {
  return { kind, apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name }, rules };
}

function* rulesOf(k: Invocation): Sys<Result<readonly Fields[], Failure>> {
  const verbs = [...new Set(k.flags.list('verb'))];
  const words = k.flags.list('resource');
  if (verbs.length === 0) return failed('at least one verb must be specified');
  if (words.length === 0) return failed('at least one resource must be specified');
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const [type = '', subresource] = word.split('/');
    const mapping = findMapping(mapper.value, type);
    if (mapping === undefined)
      return failed(`the server doesn't have a resource type "${type.split('.')[0] ?? ''}"`);
    const plural = subresource === undefined ? mapping.plural : `${mapping.plural}/${subresource}`;
    groups.set(mapping.group, [...(groups.get(mapping.group) ?? []), plural]);
  }
  const names = k.flags.list('resource-name');
  return good(
    [...groups].map(([group, resources]) => ({
      verbs,
      apiGroups: [group],
      resources,
      ...(names.length > 0 ? { resourceNames: names } : {}),
    })),
  );
}

const BINDING_FLAGS: readonly Flag[] = [
  { name: 'clusterrole', kind: 'string', usage: 'ClusterRole to give.' },
  { name: 'user', kind: 'array', usage: 'Users who get it.' },
  { name: 'group', kind: 'array', usage: 'Groups that get it.' },
  { name: 'serviceaccount', kind: 'array', usage: 'Service accounts that get it: NAMESPACE:NAME.' },
];

/** `kubectl create rolebinding`. */
export const createRoleBinding: Command = generatorCommand({
  name: 'rolebinding',
  short: 'Create a role binding for a particular role or cluster role',
  examples: ['# Give a role to a user', 'kubectl create rolebinding admin --clusterrole=admin --user=jane'],
  use: 'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]',
  flags: [...BINDING_FLAGS, { name: 'role', kind: 'string', usage: 'Role to give.' }],
  refusal: 'failed to create rolebinding: ',
  *build(k, name) {
    const [role, clusterRole] = [k.flags.text('role'), k.flags.text('clusterrole')];
    if ((role === '') === (clusterRole === ''))
      return failed('exactly one of clusterrole or role must be specified');
    return bindingObject(k, 'RoleBinding', name, role === '' ? 'ClusterRole' : 'Role', role || clusterRole);
  },
});

/** `kubectl create clusterrolebinding`. */
export const createClusterRoleBinding: Command = generatorCommand({
  name: 'clusterrolebinding',
  short: 'Create a cluster role binding for a particular cluster role',
  examples: [
    '# Give everything to a group',
    'kubectl create clusterrolebinding admins --clusterrole=cluster-admin --group=ops',
  ],
  use: 'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]',
  flags: BINDING_FLAGS.map((flag) => (flag.name === 'clusterrole' ? { ...flag, required: true } : flag)),
  clusterWide: true,
  refusal: 'failed to create clusterrolebinding: ',
  *build(k, name) {
    return bindingObject(k, 'ClusterRoleBinding', name, 'ClusterRole', k.flags.text('clusterrole'));
  },
});

function bindingObject(
  k: Invocation,
  kind: string,
  name: string,
  roleKind: string,
  role: string,
): Result<Fields, Failure> {
  const subjects = subjectsOf(k);
  if (!subjects.ok) return failed(subjects.error);
  return good({
    kind,
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name },
    ...(subjects.value.length > 0 ? { subjects: subjects.value } : {}),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name: role },
  });
}

/** Users, groups and service accounts of the flags as subjects. */
export function subjectsOf(k: Invocation): Result<readonly Fields[]> {
  const subjects: Fields[] = [];
  const apiGroup = 'rbac.authorization.k8s.io';
  for (const user of k.flags.list('user')) subjects.push({ kind: 'User', apiGroup, name: user });
  for (const group of k.flags.list('group')) subjects.push({ kind: 'Group', apiGroup, name: group });
  for (const account of k.flags.list('serviceaccount')) {
    const [namespace, name] = account.split(':');
    if (namespace === undefined || name === undefined || namespace === '' || name === '') {
      return bad('serviceaccount must be <namespace>:<name>');
    }
    subjects.push({ kind: 'ServiceAccount', name, namespace });
  }
  return good(subjects);
}

/** `kubectl create ingress`: rules of the form host/path=service:port. */
export const createIngress: Command = generatorCommand({
  name: 'ingress',
  aliases: ['ing'],
  short: 'Create an ingress with the specified name',
  examples: [
    '# One host, one path',
    'kubectl create ingress simple --rule="foo.com/bar=svc1:8080,tls=my-cert"',
  ],
  use: 'NAME --rule=host/path=service:port[,tls[=secret]]  [options]',
  flags: [
    { name: 'class', kind: 'string', usage: 'Ingress class.' },
    { name: 'rule', kind: 'array', usage: 'host/path=service:port[,tls[=secret]]' },
    { name: 'default-backend', kind: 'string', usage: 'service:port for everything else.' },
    { name: 'annotation', kind: 'array', usage: 'annotation=value' },
  ],
  refusal: 'failed to create ingress: ',
  *build(k, name) {
    const rules = k.flags.list('rule');
    const fallback = k.flags.text('default-backend');
    if (rules.length === 0 && fallback === '')
      return failed(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    const odd = rules.find((rule) => !/^[^=]*=[^:,=]+:[^,=:]+(,tls(=[^,]*)?)?$/.test(rule));
    if (odd !== undefined)
      return failed(
        `rule ${odd} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
      );
    const annotations = Object.fromEntries(
      k.flags.list('annotation').map((one) => [one.split('=')[0] ?? '', one.split('=').slice(1).join('=')]),
    );
    return good({
      kind: 'Ingress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: { name, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
      spec: {
        ...(k.flags.text('class') === '' ? {} : { ingressClassName: k.flags.text('class') }),
        ...(fallback === '' ? {} : { defaultBackend: backendOf(fallback) }),
        ...tlsOf(rules),
        ...(rules.length > 0 ? { rules: rulesOfIngress(rules) } : {}),
      },
    });
  },
});

function backendOf(text: string): Fields {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function rulesOfIngress(rules: readonly string[]): readonly Fields[] {
  const hosts = new Map<string, Fields[]>();
  for (const rule of rules) {
    const [address = '', rest = ''] = rule.split('=');
    const slash = address.indexOf('/');
    const host = slash === -1 ? address : address.slice(0, slash);
    const path = slash === -1 ? '' : address.slice(slash);
    const prefix = path.endsWith('*');
    const entry = {
      path: prefix ? path.slice(0, -1) : path,
      pathType: prefix ? 'Prefix' : 'Exact',
      backend: backendOf(rest.split(',')[0] ?? ''),
    };
    hosts.set(host, [...(hosts.get(host) ?? []), entry]);
  }
  return [...hosts].map(([host, paths]) => ({ ...(host === '' ? {} : { host }), http: { paths } }));
}

function tlsOf(rules: readonly string[]): Fields {
  const entries = rules.flatMap((rule) => {
    const found = /,tls(?:=([^,]*))?$/.exec(rule);
    if (found === null) return [];
    const host = (rule.split('=')[0] ?? '').split('/')[0] ?? '';
    const secret = found[1] ?? '';
    return [{ ...(host === '' ? {} : { hosts: [host] }), ...(secret === '' ? {} : { secretName: secret }) }];
  });
  return entries.length > 0 ? { tls: entries } : {};
}
