import { notSimulated } from '../not-simulated.ts';

/** `kubectl port-forward`. */
export const portForward = notSimulated(
  'port-forward',
  'Forward one or more local ports to a pod',
  'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  [
    { name: 'address', kind: 'list', default: 'localhost', usage: 'Addresses to listen on.' },
    {
      name: 'pod-running-timeout',
      kind: 'duration',
      default: '1m0s',
      usage: 'How long to wait for a running Pod.',
    },
  ],
  'pods',
);
