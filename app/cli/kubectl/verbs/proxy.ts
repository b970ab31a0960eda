import { notSimulated } from '../not-simulated.ts';

/** `kubectl proxy`. */
export const proxy = notSimulated(
  'proxy',
  'Run a proxy to the Kubernetes API server',
  '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix] [options]',
  [
    {
      name: 'accept-hosts',
      kind: 'string',
      default: '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
      usage: 'Hosts to accept.',
    },
    { name: 'accept-paths', kind: 'string', default: '^.*', usage: 'Paths to accept.' },
    { name: 'address', kind: 'string', default: '127.0.0.1', usage: 'Address to listen on.' },
    { name: 'api-prefix', kind: 'string', default: '/', usage: 'Where the API appears.' },
    { name: 'append-server-path', kind: 'bool', usage: "Append the server's path." },
    { name: 'disable-filter', kind: 'bool', usage: 'Accept everything.' },
    { name: 'keepalive', kind: 'duration', usage: 'Keep connections alive.' },
    { name: 'port', short: 'p', kind: 'int', default: '8001', usage: 'Port to listen on.' },
    { name: 'reject-methods', kind: 'string', default: '^$', usage: 'Methods to refuse.' },
    {
      name: 'reject-paths',
      kind: 'string',
      default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
      usage: 'Paths to refuse.',
    },
    { name: 'unix-socket', short: 'u', kind: 'string', usage: 'Socket to listen on.' },
    { name: 'www', short: 'w', kind: 'string', usage: 'Files to serve.' },
    { name: 'www-prefix', short: 'P', kind: 'string', default: '/static/', usage: 'Where they appear.' },
  ],
);
