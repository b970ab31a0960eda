import type { Candidate } from '../../../linux/process/program.ts';
import type { Command, Flag } from '../command.ts';
import { byCodePoint } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { findMapping, pathOf, type Mapping } from '../resource/mapping.ts';
import { listAt, nameOf, textAt } from '../unstructured.ts';

/** Values of a flag that the cluster or the configuration knows. */
export function flagCandidates(k: Invocation, flag: Flag): readonly string[] {
  switch (flag.offers) {
    case 'namespaces':
      return names(k, '/api/v1/namespaces');
    case 'contexts':
      return contexts(k);
    case 'containers':
      return containers(k);
    default:
      return [];
  }
}

/** Arguments of a command: types, then names, `TYPE/NAME` where a slash was typed. */
export function argumentCandidates(k: Invocation, command: Command, typed: string): readonly Candidate[] {
  const words = argumentWords(k, command, typed);
  return words.filter((word) => word.startsWith(typed)).map((text) => ({ text }));
}

function argumentWords(k: Invocation, command: Command, typed: string): readonly string[] {
  switch (command.takes) {
    case 'resources':
    case 'types':
      return resourceWords(k, typed, command.takes === 'types');
    case 'pods':
      return k.args.length > 0 ? [] : podWords(k, typed);
    case 'nodes':
      return names(k, '/api/v1/nodes').filter((name) => !k.args.includes(name));
    case 'contexts':
      return k.args.length > 0 ? [] : contexts(k);
    default:
      return [];
  }
}

function resourceWords(k: Invocation, typed: string, typesOnly: boolean): readonly string[] {
  const mapper = k.mapperNow();
  const slash = typed.indexOf('/');
  if (slash !== -1) {
    const type = typed.slice(0, slash);
    const mapping = findMapping(mapper, type);
    return mapping === undefined ? [] : namesOf(k, mapping).map((name) => `${type}/${name}`);
  }
  const [type] = k.args;
  if (type === undefined) {
    const listed = mapper.filter((one) => one.verbs.includes('get') || one.verbs.includes('list'));
    const ordered = listed.toSorted(
      (a, b) => byCodePoint(a.group, b.group) || byCodePoint(a.plural, b.plural),
    );
    return [...new Set(ordered.map(typeWord))];
  }
  if (typesOnly || type.includes('/')) return [];
  const mapping = findMapping(mapper, type.split(',')[0] ?? '');
  if (mapping === undefined) return [];
  return namesOf(k, mapping).filter((name) => !k.args.slice(1).includes(name));
}

function typeWord(mapping: Mapping): string {
  return mapping.group === '' ? mapping.plural : `${mapping.plural}.${mapping.group}`;
}

function podWords(k: Invocation, typed: string): readonly string[] {
  if (typed.includes('/')) return resourceWords(k, typed, false);
  return names(k, `/api/v1/namespaces/${k.namespace}/pods`);
}

function namesOf(k: Invocation, mapping: Mapping): readonly string[] {
  return names(k, pathOf(mapping, mapping.namespaced ? k.namespace : ''));
}

function names(k: Invocation, path: string): readonly string[] {
  const answer = k.ask('GET', path, {});
  if (answer.type !== 'object' || answer.status >= 400) return [];
  return listAt(answer.body, 'items').map(nameOf);
}

function contexts(k: Invocation): readonly string[] {
  return listAt(k.config.content, 'contexts')
    .map((one) => textAt(one, 'name'))
    .toSorted(byCodePoint);
}

function containers(k: Invocation): readonly string[] {
  const [pod = ''] = k.args;
  const answer = k.ask('GET', `/api/v1/namespaces/${k.namespace}/pods/${pod.split('/').at(-1) ?? ''}`, {});
  if (pod === '' || answer.type !== 'object' || answer.status >= 400) return [];
  return [...listAt(answer.body, 'spec', 'initContainers'), ...listAt(answer.body, 'spec', 'containers')].map(
    (one) => textAt(one, 'name'),
  );
}
