import { good } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { failed, type Outcome } from '../failure.ts';
import { printFlags } from '../flag-sets.ts';
import { byCodePoint } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { contextOf, named, writeKubeConfig } from '../kubeconfig.ts';
import { objectPrinter } from '../print/printer.ts';
import { alignTabs, TABLE_STOPS } from '../print/tab-writer.ts';
import { at, fieldsAt, isFields, listAt, textAt, withAt, withoutAt, type Fields } from '../unstructured.ts';

function* save(k: Invocation, content: Fields, line: string): Sys<Outcome> {
  writeKubeConfig(k.p, { ...k.config, content });
  yield* k.p.print(`${line}\n`);
  return good(undefined);
}

function names(content: Fields, list: string): readonly string[] {
  return listAt(content, list)
    .map((entry) => textAt(entry, 'name'))
    .toSorted(byCodePoint);
}

/** The list with one entry put in or changed. */
function withEntry(content: Fields, list: string, name: string, field: string, value: Fields): Fields {
  const old = named(content, list, name);
  const entry = { [field]: { ...fieldsAt(old, field), ...value }, name };
  const rest = listAt(content, list).filter((one) => at(one, 'name') !== name);
  const all = [...rest, entry].toSorted((a, b) => byCodePoint(textAt(a, 'name'), textAt(b, 'name')));
  return { ...content, [list]: all };
}

function withoutEntry(content: Fields, list: string, name: string): Fields {
  return { ...content, [list]: listAt(content, list).filter((one) => at(one, 'name') !== name) };
}

const currentContext: Command = {
  name: 'current-context',
  short: 'Display the current-context',
  use: '[flags] [options]',
  *run(k) {
    const current = k.flags.text('context') || textAt(k.config.content, 'current-context');
    if (current === '') return failed('current-context is not set');
    yield* k.p.print(`${current}\n`);
    return good(undefined);
  },
};

const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  short: 'Set the current-context in a kubeconfig file',
  use: 'CONTEXT_NAME [options]',
  takes: 'contexts',
  *run(k) {
    const [name = ''] = k.args;
    if (named(k.config.content, 'contexts', name) === undefined) {
      return failed(`no context exists with the name: "${name}"`);
    }
    return yield* save(k, { ...k.config.content, 'current-context': name }, `Switched to context "${name}".`);
  },
};

const setContext: Command = {
  name: 'set-context',
  short: 'Set a context entry in kubeconfig',
  use: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]',
  takes: 'contexts',
  flags: [
    { name: 'cluster', kind: 'string', usage: 'Cluster of the context.' },
    { name: 'current', kind: 'bool', usage: 'Change the current context.' },
    {
      name: 'namespace',
      short: 'n',
      kind: 'string',
      usage: 'Namespace of the context.',
      offers: 'namespaces',
    },
    { name: 'user', kind: 'string', usage: 'User of the context.' },
  ],
  *run(k) {
    const current = k.flags.bool('current');
    const name = current ? textAt(k.config.content, 'current-context') : (k.args[0] ?? '');
    if (name === '')
      return failed(
        current ? 'no current context is set' : 'you must specify a non-empty context name or --current',
      );
    const value = Object.fromEntries(
      ['cluster', 'namespace', 'user'].flatMap((flag) =>
        k.flags.changed(flag) ? [[flag, k.flags.text(flag)]] : [],
      ),
    );
    const known = named(k.config.content, 'contexts', name) !== undefined;
    const content = withEntry(k.config.content, 'contexts', name, 'context', value);
    return yield* save(k, content, `Context "${name}" ${known ? 'modified' : 'created'}.`);
  },
};

const getContexts: Command = {
  name: 'get-contexts',
  short: 'Describe one or many contexts',
  use: '[(-o|--output=)name)] [options]',
  takes: 'contexts',
  flags: [
    { name: 'no-headers', kind: 'bool', usage: 'Leave the header line out.' },
    { name: 'output', short: 'o', kind: 'string', usage: 'name prints names only.', values: ['name'] },
  ],
  *run(k) {
    const { content } = k.config;
    const wanted = k.args.length > 0 ? k.args : names(content, 'contexts');
    const missing = wanted.find((name) => named(content, 'contexts', name) === undefined);
    if (missing !== undefined) return failed(`context ${missing} not found`);
    if (k.flags.text('output') === 'name') {
      yield* k.p.print(wanted.map((name) => `${name}\n`).join(''));
      return good(undefined);
    }
    const rows = wanted.map((name) => {
      const context = fieldsAt(named(content, 'contexts', name), 'context');
      const mark = name === textAt(content, 'current-context') ? '*' : '';
      return [mark, name, textAt(context, 'cluster'), textAt(context, 'user'), textAt(context, 'namespace')];
    });
    const header = k.flags.bool('no-headers')
      ? []
      : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
    yield* k.p.print(
      `${alignTabs([...header, ...rows].map((row) => row.join('\t')).join('\n'), TABLE_STOPS)}\n`,
    );
    return good(undefined);
  },
};

function listNames(name: string, list: string, short: string): Command {
  return {
    name,
    short,
    use: '[flags] [options]',
    *run(k) {
      yield* k.p.print(['NAME', ...names(k.config.content, list)].map((one) => `${one}\n`).join(''));
      return good(undefined);
    },
  };
}

function deleteEntry(name: string, list: string, what: string): Command {
  return {
    name,
    short: `Delete the specified ${what} from the kubeconfig`,
    use: 'NAME [options]',
    *run(k) {
      const [wanted] = k.args;
      if (wanted === undefined || k.args.length > 1) return failed('you must specify exactly one name');
      if (named(k.config.content, list, wanted) === undefined) {
        return failed(`cannot delete ${what} ${wanted}, not in ${k.config.path}`);
      }
      if (what === 'context' && textAt(k.config.content, 'current-context') === wanted) {
        yield* k.p.warn(
          'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
        );
      }
      const content = withoutEntry(k.config.content, list, wanted);
      return yield* save(k, content, `deleted ${what} ${wanted} from ${k.config.path}`);
    },
  };
}

const renameContext: Command = {
  name: 'rename-context',
  short: 'Rename a context from the kubeconfig file',
  use: 'CONTEXT_NAME NEW_NAME [options]',
  takes: 'contexts',
  *run(k) {
    const [from = '', to = ''] = k.args;
    const { content } = k.config;
    const old = named(content, 'contexts', from);
    if (old === undefined) return failed(`cannot rename the context "${from}", it's not in ${k.config.path}`);
    if (named(content, 'contexts', to) !== undefined) {
      return failed(
        `cannot rename the context "${from}", the context "${to}" already exists in ${k.config.path}`,
      );
    }
    const renamed = withEntry(
      withoutEntry(content, 'contexts', from),
      'contexts',
      to,
      'context',
      fieldsAt(old, 'context'),
    );
    const current = textAt(content, 'current-context') === from ? to : textAt(content, 'current-context');
    return yield* save(
      k,
      { ...renamed, 'current-context': current },
      `Context "${from}" renamed to "${to}".`,
    );
  },
};

const setCluster: Command = {
  name: 'set-cluster',
  short: 'Set a cluster entry in kubeconfig',
  use: 'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com] [options]',
  flags: [
    {
      name: 'certificate-authority',
      kind: 'string',
      usage: 'File with the certificate authority.',
      offers: 'files',
    },
    { name: 'embed-certs', kind: 'bool', usage: 'Put the certificate itself into the file.' },
    { name: 'insecure-skip-tls-verify', kind: 'bool', usage: "Do not check the server's certificate." },
    { name: 'server', kind: 'string', usage: 'Address of the API server.' },
    { name: 'tls-server-name', kind: 'string', usage: "Name to expect in the server's certificate." },
    { name: 'proxy-url', kind: 'string', usage: 'Proxy to go through.' },
  ],
  *run(k) {
    const [name] = k.args;
    if (name === undefined) return failed('you must specify a non-empty cluster name');
    const value = Object.fromEntries(
      ['server', 'certificate-authority', 'tls-server-name'].flatMap((flag) =>
        k.flags.changed(flag) ? [[flag, k.flags.text(flag)]] : [],
      ),
    );
    return yield* save(
      k,
      withEntry(k.config.content, 'clusters', name, 'cluster', value),
      `Cluster "${name}" set.`,
    );
  },
};

const setCredentials: Command = {
  name: 'set-credentials',
  short: 'Set a user entry in kubeconfig',
  use: 'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value] [options]',
  flags: [
    { name: 'auth-provider', kind: 'string', usage: 'Provider of credentials.' },
    { name: 'auth-provider-arg', kind: 'array', usage: 'Its settings: KEY=VALUE.' },
    {
      name: 'client-certificate',
      kind: 'string',
      usage: 'File with the client certificate.',
      offers: 'files',
    },
    { name: 'client-key', kind: 'string', usage: 'File with the client key.', offers: 'files' },
    { name: 'embed-certs', kind: 'bool', usage: 'Put the certificates themselves into the file.' },
    { name: 'exec-api-version', kind: 'string', usage: 'API version of the program for credentials.' },
    { name: 'exec-arg', kind: 'array', usage: 'Its arguments.' },
    { name: 'exec-command', kind: 'string', usage: 'Program that gives credentials.' },
    { name: 'exec-env', kind: 'array', usage: 'Its environment: KEY=VALUE.' },
    { name: 'exec-interactive-mode', kind: 'string', usage: 'Whether it may ask.' },
    { name: 'exec-provide-cluster-info', kind: 'bool', usage: 'Tell it about the cluster.' },
    { name: 'password', kind: 'string', usage: 'Password for basic authentication.' },
    { name: 'token', kind: 'string', usage: 'Bearer token.' },
    { name: 'username', kind: 'string', usage: 'Name for basic authentication.' },
  ],
  *run(k) {
    const [name] = k.args;
    if (name === undefined) return failed('user name is required when setting a user');
    const value = Object.fromEntries(
      ['client-certificate', 'client-key', 'token', 'username', 'password'].flatMap((flag) =>
        k.flags.changed(flag) ? [[flag, k.flags.text(flag)]] : [],
      ),
    );
    return yield* save(k, withEntry(k.config.content, 'users', name, 'user', value), `User "${name}" set.`);
  },
};

/** `contexts.lintas.namespace` as the list, the entry and the field inside it. */
function propertyPath(property: string): { list: string; name: string; path: readonly string[] } | undefined {
  const [list = '', name = '', ...path] = property.split('.');
  const fields: Readonly<Record<string, string>> = {
    contexts: 'context',
    clusters: 'cluster',
    users: 'user',
  };
  const field = fields[list];
  return field === undefined ? undefined : { list, name, path: [field, ...path] };
}

function changedProperty(content: Fields, property: string, value: string | undefined): Fields {
  const place = propertyPath(property);
  if (place === undefined) {
    return value === undefined
      ? withoutAt(content, ...property.split('.'))
      : withAt(content, property.split('.'), value);
  }
  const entry = named(content, place.list, place.name);
  const base = isFields(entry) ? entry : { name: place.name };
  const changed = value === undefined ? withoutAt(base, ...place.path) : withAt(base, place.path, value);
  return {
    ...content,
    [place.list]: [...listAt(content, place.list).filter((one) => at(one, 'name') !== place.name), changed],
  };
}

const setProperty: Command = {
  name: 'set',
  short: 'Set an individual value in a kubeconfig file',
  use: 'PROPERTY_NAME PROPERTY_VALUE [options]',
  flags: [{ name: 'set-raw-bytes', kind: 'bool', usage: 'The value is raw bytes.' }],
  *run(k) {
    const [property, value] = k.args;
    if (property === undefined || value === undefined)
      return failed('you must specify a property and a value');
    return yield* save(k, changedProperty(k.config.content, property, value), `Property "${property}" set.`);
  },
};

const unsetProperty: Command = {
  name: 'unset',
  short: 'Unset an individual value in a kubeconfig file',
  use: 'PROPERTY_NAME [options]',
  *run(k) {
    const [property] = k.args;
    if (property === undefined) return failed('you must specify a property');
    return yield* save(
      k,
      changedProperty(k.config.content, property, undefined),
      `Property "${property}" unset.`,
    );
  },
};

const view: Command = {
  name: 'view',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  use: '[flags] [options]',
  flags: [
    ...printFlags().map((flag) => (flag.name === 'output' ? { ...flag, default: 'yaml' } : flag)),
    { name: 'flatten', kind: 'bool', usage: 'Put certificates into the output.' },
    { name: 'merge', kind: 'bool', default: 'true', usage: 'Merge all files.' },
    { name: 'minify', kind: 'bool', usage: 'Only what the current context needs.' },
    { name: 'raw', kind: 'bool', usage: 'Show secrets too.' },
  ],
  *run(k) {
    const content = k.flags.bool('minify') ? minified(k) : k.config.content;
    const shown = k.flags.bool('raw') ? content : redacted(content);
    const printer = objectPrinter(k);
    const text = printer.ok ? printer.value(shown) : failed(printer.error);
    if (!text.ok) return text;
    yield* k.p.print(text.value);
    return good(undefined);
  },
};

function minified(k: Invocation): Fields {
  const context = contextOf(k.config, k.flags.text('context'));
  if (!context.ok) return k.config.content;
  const { name, cluster, user } = context.value;
  const only = (list: string, wanted: string): readonly unknown[] =>
    listAt(k.config.content, list).filter((one) => at(one, 'name') === wanted);
  return {
    ...k.config.content,
    clusters: only('clusters', cluster),
    contexts: only('contexts', name),
    users: only('users', user),
    'current-context': name,
  };
}

/** Certificates and keys are not shown. */
function redacted(content: Fields): Fields {
  const hide = (entry: unknown, field: string): unknown => {
    const inner = Object.fromEntries(
      Object.entries(fieldsAt(entry, field)).map(([key, value]) => {
        if (key === 'certificate-authority-data') return [key, 'DATA+OMITTED'];
        if (key === 'client-certificate-data' || key === 'client-key-data') return [key, 'DATA+OMITTED'];
        return [key, ['token', 'password'].includes(key) ? 'REDACTED' : value];
      }),
    );
    return isFields(entry) ? { ...entry, [field]: inner } : entry;
  };
  return {
    ...content,
    clusters: listAt(content, 'clusters').map((one) => hide(one, 'cluster')),
    users: listAt(content, 'users').map((one) => hide(one, 'user')),
  };
}

/** The commands of `kubectl config`. */
export const CONFIG_COMMANDS: readonly Command[] = [
  currentContext,
  deleteEntry('delete-cluster', 'clusters', 'cluster'),
  deleteEntry('delete-context', 'contexts', 'context'),
  deleteEntry('delete-user', 'users', 'user'),
  listNames('get-clusters', 'clusters', 'Display clusters defined in the kubeconfig'),
  getContexts,
  listNames('get-users', 'users', 'Display users defined in the kubeconfig'),
  renameContext,
  setProperty,
  setCluster,
  setContext,
  setCredentials,
  unsetProperty,
  useContext,
  view,
];
