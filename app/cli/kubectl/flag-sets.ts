import type { Flag } from './command.ts';

/** Flags that every command takes. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'as', kind: 'string', usage: 'Act as this user.' },
  { name: 'as-group', kind: 'array', usage: 'Act as a member of this group; may be repeated.' },
  { name: 'as-uid', kind: 'string', usage: 'Act with this UID.' },
  { name: 'as-user-extra', kind: 'array', usage: 'Extra attributes of the user acted as; may be repeated.' },
  { name: 'cache-dir', kind: 'string', default: '~/.kube/cache', usage: 'Where discovery is cached.' },
  {
    name: 'certificate-authority',
    kind: 'string',
    usage: 'File with the certificate authority.',
    offers: 'files',
  },
  { name: 'client-certificate', kind: 'string', usage: 'File with the client certificate.', offers: 'files' },
  { name: 'client-key', kind: 'string', usage: 'File with the client key.', offers: 'files' },
  { name: 'cluster', kind: 'string', usage: 'Cluster of the configuration to use.' },
  { name: 'context', kind: 'string', usage: 'Context of the configuration to use.', offers: 'contexts' },
  { name: 'disable-compression', kind: 'bool', usage: 'Ask for answers without compression.' },
  { name: 'insecure-skip-tls-verify', kind: 'bool', usage: "Do not check the server's certificate." },
  { name: 'kubeconfig', kind: 'string', usage: 'Configuration file to use.', offers: 'files' },
  { name: 'kuberc', kind: 'string', usage: 'Preferences file to use.', offers: 'files' },
  { name: 'log-flush-frequency', kind: 'duration', default: '5s', usage: 'How often logs are flushed.' },
  { name: 'match-server-version', kind: 'bool', usage: 'Insist on a server of the same version.' },
  {
    name: 'namespace',
    short: 'n',
    kind: 'string',
    usage: 'Namespace of this request.',
    offers: 'namespaces',
  },
  { name: 'password', kind: 'string', usage: 'Password for basic authentication.' },
  { name: 'profile', kind: 'string', default: 'none', usage: 'Profile to capture.' },
  { name: 'profile-output', kind: 'string', default: 'profile.pprof', usage: 'Where the profile goes.' },
  {
    name: 'request-timeout',
    kind: 'string',
    default: '0',
    usage: 'How long to wait for one answer of the server; 0 waits for ever.',
  },
  { name: 'server', short: 's', kind: 'string', usage: 'Address of the API server.' },
  { name: 'tls-server-name', kind: 'string', usage: "Name to expect in the server's certificate." },
  { name: 'token', kind: 'string', usage: 'Bearer token for the API server.' },
  { name: 'user', kind: 'string', usage: 'User of the configuration to use.' },
  { name: 'username', kind: 'string', usage: 'Name for basic authentication.' },
  { name: 'v', short: 'v', kind: 'int', usage: 'How much to log.' },
  { name: 'vmodule', kind: 'string', usage: 'How much to log, file by file.' },
  { name: 'warnings-as-errors', kind: 'bool', usage: 'Fail when the server sends a warning.' },
];

/** Output formats of commands that print objects, in the order in which completion offers them. */
export const OBJECT_FORMATS: readonly string[] = [
  'json',
  'yaml',
  'kyaml',
  'name',
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
];

/** Further formats of `kubectl get`. */
export const TABLE_FORMATS: readonly string[] = ['custom-columns', 'custom-columns-file', 'wide'];

/** -o, --template and what goes with them. */
export function printFlags(formats: readonly string[] = OBJECT_FORMATS): readonly Flag[] {
  return [
    {
      name: 'output',
      short: 'o',
      kind: 'string',
      usage: `Output format. One of: (${formats.join(', ')}).`,
      values: formats,
    },
    {
      name: 'template',
      kind: 'string',
      usage: 'Template, or the file with it, for -o go-template, go-template-file and the jsonpath formats.',
      offers: 'files',
    },
    {
      name: 'allow-missing-template-keys',
      kind: 'bool',
      default: 'true',
      usage: 'Print nothing, instead of failing, where a template asks for a field that is not there.',
    },
    { name: 'show-managed-fields', kind: 'bool', usage: 'Keep managedFields in JSON and YAML output.' },
  ];
}

/** -f, -k and -R. */
export function fileFlags(what: string): readonly Flag[] {
  return [
    {
      name: 'filename',
      short: 'f',
      kind: 'list',
      usage: `Files, directories or - (standard input) with ${what}.`,
      offers: 'files',
    },
    {
      name: 'kustomize',
      short: 'k',
      kind: 'string',
      usage: 'Directory with a kustomization; not together with -f or -R.',
    },
    { name: 'recursive', short: 'R', kind: 'bool', usage: 'Also read the directories inside those of -f.' },
  ];
}

/** -l, by labels. */
export const SELECTOR_FLAG: Flag = {
  name: 'selector',
  short: 'l',
  kind: 'string',
  usage:
    "Label selector with '=', '==', '!=', 'in', 'notin'; an object has to fulfil all parts (-l key1=value1,key2=value2).",
};

/** --field-selector, by the fields the server knows. */
export const FIELD_SELECTOR_FLAG: Flag = {
  name: 'field-selector',
  kind: 'string',
  usage:
    "Field selector with '=', '==' and '!=' (--field-selector key1=value1); the server knows only some fields of each kind.",
};

/** -A, over all namespaces. */
export const ALL_NAMESPACES_FLAG: Flag = {
  name: 'all-namespaces',
  short: 'A',
  kind: 'bool',
  usage: 'Over all namespaces, whatever --namespace and the context say.',
};

/** --dry-run; alone it is an outdated spelling that warns. */
export const DRY_RUN_FLAG: Flag = {
  name: 'dry-run',
  kind: 'string',
  default: 'none',
  alone: 'unchanged',
  usage: 'none, server or client. client: only print what would be sent. server: send it, but keep nothing.',
  values: ['none', 'server', 'client'],
};

/** --field-manager with its default. */
export function fieldManagerFlag(name: string): Flag {
  return {
    name: 'field-manager',
    kind: 'string',
    default: name,
    usage: 'Name under which the changed fields are owned.',
  };
}

/** --validate, how the server treats unknown fields. */
export const VALIDATE_FLAG: Flag = {
  name: 'validate',
  kind: 'string',
  default: 'strict',
  alone: 'strict',
  usage:
    'strict (or true): refuse unknown and repeated fields. warn: only warn about them. ignore (or false): drop them silently.',
  values: ['strict', 'warn', 'ignore', 'true', 'false'],
};

/** --save-config, the annotation of apply from the beginning. */
export const SAVE_CONFIG_FLAG: Flag = {
  name: 'save-config',
  kind: 'bool',
  usage: 'Keep the configuration in an annotation, so that kubectl apply can go on from it later.',
};

/** --chunk-size, lists in portions. */
export const CHUNK_SIZE_FLAG: Flag = {
  name: 'chunk-size',
  kind: 'int',
  default: '500',
  usage: 'Fetch long lists in portions of this size; 0 fetches them whole.',
};

/** --local, without the server. */
export const LOCAL_FLAG: Flag = {
  name: 'local',
  kind: 'bool',
  usage: 'Work on the given files only, without the server.',
};

/** --subresource, a part of the object with its own address. */
export const SUBRESOURCE_FLAG: Flag = {
  name: 'subresource',
  kind: 'string',
  usage: 'Work on this subresource of the object (status, scale, resize).',
  values: ['status', 'scale', 'resize'],
};
