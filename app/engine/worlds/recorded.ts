import { DNS_OBJECTS } from '../system-objects.data.ts';
import type { WorldSpec } from '../world-spec.ts';

/** The cluster of the recordings: two workers, no zones, only CoreDNS in kube-system, containers as its runtime played them. */
export const recorded: WorldSpec = {
  name: 'recorded',
  date: '2026-11-24T12:07:51Z',
  serviceCidr: '10.0.0.0/16',
  clusterCidr: '10.244.0.0/16',
  gateway: '10.240.0.1',
  nodes: [
    { name: 'control-plane', internalIp: '10.240.0.2', podCidr: '10.244.0.0/24', controlPlane: true },
    { name: 'node-ljyd', internalIp: '10.240.0.4', externalIp: '203.0.113.12', podCidr: '10.244.2.0/24' },
    { name: 'node-905m', internalIp: '10.240.0.5', externalIp: '203.0.113.13', podCidr: '10.244.3.0/24' },
  ],
  outsiders: [
    { name: 'laptop', kind: 'laptop', ip: '192.0.2.10' },
    { name: 'internet', kind: 'internet', ip: '192.0.2.20' },
  ],
  edgeOpenTcp: { from: 30000, to: 32767 },
  objects: DNS_OBJECTS,
  draws: {},
  runtime: 'recorded',
  nfacct: false,
};
