import { DNS_OBJECTS, PROXY_OBJECTS } from '../system-objects.data.ts';
import type { WorldSpec } from '../world-spec.ts';

/** The world of the tutorial: two workers, the document's own names and, by listed draws, its numbers. */
export const document: WorldSpec = {
  name: 'document',
  date: '2026-11-23T08:00:00Z',
  serviceCidr: '10.0.0.0/16',
  clusterCidr: '10.244.0.0/16',
  gateway: '10.240.0.1',
  nodes: [
    { name: 'control-plane', internalIp: '10.240.0.2', podCidr: '10.244.0.0/24', controlPlane: true },
    {
      name: 'node-ljyd',
      internalIp: '10.240.0.4',
      externalIp: '203.0.113.12',
      podCidr: '10.244.2.0/24',
      zone: 'zone-b',
    },
    {
      name: 'node-905m',
      internalIp: '10.240.0.5',
      externalIp: '203.0.113.13',
      podCidr: '10.244.3.0/24',
      zone: 'zone-c',
    },
  ],
  outsiders: [
    { name: 'laptop', kind: 'laptop', ip: '192.0.2.10' },
    { name: 'internet', kind: 'internet', ip: '192.0.2.20' },
  ],
  edgeOpenTcp: { from: 30000, to: 32767 },
  objects: [...DNS_OBJECTS, ...PROXY_OBJECTS],
  draws: {
    'clusterip/default/my-nginx': ['10.0.162.149', '10.0.87.214'],
    'nodeport/default/my-nginx/http': ['31704'],
    'nodeport/default/my-nginx/https': ['32453'],
    'lb/default/my-nginx': ['198.51.100.144'],
  },
  runtime: 'real',
  nfacct: false,
};
