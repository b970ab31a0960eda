import { bad, good, type Result } from '../../base/result.ts';
import type { Process } from '../../linux/process/program.ts';
import { parseYaml } from './resource/yaml-decode.ts';
import { printYaml } from './print/yaml.ts';
import { at, isFields, listAt, textAt, type Fields } from './unstructured.ts';

/** The client's configuration: which cluster, user and namespace a context means. */
export interface KubeConfig {
  readonly content: Fields;
  /** The file that changes are written to. */
  readonly path: string;
}

/** What a context resolves to. */
export interface Context {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
  readonly server: string;
}

/** Reads the configuration of a process: --kubeconfig, $KUBECONFIG, ~/.kube/config, or the one of a fresh home. */
export function readKubeConfig(p: Process, explicit: string, fallback: Fields): Result<KubeConfig> {
  const path = explicit || p.env.get('KUBECONFIG') || `${p.user.home}/.kube/config`;
  const text = p.fs.readText(path);
  if (!text.ok) {
    if (explicit !== '') return bad(`stat ${explicit}: no such file or directory`);
    return good({ content: fallback, path });
  }
  const content = parseYaml(text.value);
  if (!content.ok || !isFields(content.value)) {
    return bad(`error loading config file "${path}": ${content.ok ? 'not a mapping' : content.error}`);
  }
  return good({ content: content.value, path });
}

/** Writes a changed configuration. */
export function writeKubeConfig(p: Process, config: KubeConfig): void {
  const folder = config.path.slice(0, config.path.lastIndexOf('/'));
  p.fs.mkdir(folder, { parents: true });
  p.fs.writeFile(config.path, printYaml(config.content), { mode: 0o600 });
}

/** The context of a name, or of `current-context`. */
export function contextOf(config: KubeConfig, wanted: string): Result<Context> {
  const name = wanted || textAt(config.content, 'current-context');
  const found = named(config.content, 'contexts', name);
  if (found === undefined) return bad(`context was not found for specified context: ${name}`);
  const cluster = textAt(found, 'context', 'cluster');
  return good({
    name,
    cluster,
    user: textAt(found, 'context', 'user'),
    namespace: textAt(found, 'context', 'namespace') || 'default',
    server: textAt(named(config.content, 'clusters', cluster), 'cluster', 'server'),
  });
}

/** The entry of a name in one of the lists `contexts`, `clusters`, `users`. */
export function named(content: Fields, list: string, name: string): unknown {
  return listAt(content, list).find((entry) => at(entry, 'name') === name);
}

/** What a fresh home is set up with. */
export function defaultKubeConfig(server: string): Fields {
  return {
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': 'DATA', server }, name: 'lintas' }],
    contexts: [{ context: { cluster: 'lintas', user: 'admin' }, name: 'lintas' }],
    'current-context': 'lintas',
    kind: 'Config',
    preferences: {},
    users: [{ name: 'admin', user: { 'client-certificate-data': 'DATA', 'client-key-data': 'DATA' } }],
  };
}
