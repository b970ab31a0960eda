import type { NodeRow, PodRow, Row, ServiceRow } from '../../../engine/view/rows.ts';

const node = (name: string, last: number, more: Partial<NodeRow> = {}): NodeRow => ({
  kind: 'Node',
  key: `Node/${name}`,
  name,
  internalIp: `10.240.0.${last}`,
  podCidr: `10.244.${last - 2}.0/24`,
  controlPlane: false,
  ready: 'True',
  cordoned: false,
  power: true,
  rulesFor: ['Service/default/my-nginx'],
  kubeProxyRunning: true,
  ...more,
});

const pod = (
  name: string,
  on: string,
  address: string,
  createdAt: number,
  more: Partial<PodRow> = {},
): PodRow => ({
  kind: 'Pod',
  key: `Pod/default/${name}`,
  name,
  namespace: 'default',
  place: `pod/default/${name}`,
  node: on,
  ip: address,
  status: 'Running',
  ready: true,
  terminating: false,
  labels: { run: 'my-nginx' },
  hostNetwork: false,
  containers: [{ name: 'my-nginx', image: 'nginx', state: 'running', ports: [80] }],
  createdAt,
  client: false,
  ...more,
});

export const MY_NGINX: ServiceRow = {
  kind: 'Service',
  key: 'Service/default/my-nginx',
  name: 'my-nginx',
  namespace: 'default',
  type: 'ClusterIP',
  clusterIp: '10.0.162.149',
  ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
  selector: { run: 'my-nginx' },
  externalIps: [],
  endpoints: [
    { ip: '10.244.3.4', port: 80, pod: 'my-nginx-66b6c48dd5-jr4a2', ready: true, terminating: false },
    { ip: '10.244.2.5', port: 80, pod: 'my-nginx-66b6c48dd5-kna2y', ready: true, terminating: false },
  ],
};

export const CURL_POD = pod('curl', 'node-ljyd', '10.244.2.6', 3, {
  client: true,
  labels: { run: 'curl' },
  containers: [{ name: 'curl', image: 'curlimages/curl:8.18.0', state: 'running', ports: [] }],
});

/** The cluster of step 2.7. */
export const ROWS_27: readonly Row[] = [
  node('control-plane', 2, { controlPlane: true }),
  node('node-ljyd', 4, { externalIp: '203.0.113.12' }),
  node('node-905m', 5, { externalIp: '203.0.113.13' }),
  pod('my-nginx-66b6c48dd5-kna2y', 'node-ljyd', '10.244.2.5', 1),
  pod('my-nginx-66b6c48dd5-jr4a2', 'node-905m', '10.244.3.4', 2),
  CURL_POD,
  MY_NGINX,
  { kind: 'Actor', key: 'Actor/laptop', name: 'laptop', place: 'laptop', role: 'laptop', ip: '192.0.2.10' },
  { kind: 'Actor', key: 'Actor/edge', name: 'edge', place: 'edge', role: 'edge', ip: '203.0.113.1' },
];

/** The cluster of step 5.3 with a third worker. */
export const ROWS_53: readonly Row[] = [
  node('control-plane', 2, { controlPlane: true }),
  node('node-8k2x', 3, { externalIp: '203.0.113.11' }),
  node('node-ljyd', 4, { externalIp: '203.0.113.12' }),
  node('node-905m', 5, { externalIp: '203.0.113.13' }),
  pod('my-nginx-7d9c8d5f4b-8d4qt', 'node-905m', '10.244.3.5', 1),
  pod('curl-deployment-6f8d5c9b4-m7x2z', 'node-ljyd', '10.244.2.6', 2, {
    client: false,
    labels: { app: 'curlpod' },
  }),
  {
    ...MY_NGINX,
    type: 'NodePort',
    clusterIp: '10.0.87.214',
    ports: [
      { name: 'http', port: 8080, targetPort: 80, nodePort: 31704, protocol: 'TCP' },
      { name: 'https', port: 443, targetPort: 443, nodePort: 32453, protocol: 'TCP' },
    ],
    endpoints: [
      { ip: '10.244.3.5', port: 443, pod: 'my-nginx-7d9c8d5f4b-8d4qt', ready: true, terminating: false },
    ],
  },
  { kind: 'Actor', key: 'Actor/laptop', name: 'laptop', place: 'laptop', role: 'laptop', ip: '192.0.2.10' },
  { kind: 'Actor', key: 'Actor/edge', name: 'edge', place: 'edge', role: 'edge', ip: '203.0.113.1' },
];

/** A cluster for chapter 9 and other crowded pictures: many states at once. */
export const ROWS_STATES: readonly Row[] = [
  node('node-8k2x', 3, { ready: 'False' }),
  node('node-ljyd', 4, { cordoned: true }),
  node('node-905m', 5, { power: false, ready: 'Unknown' }),
  pod('my-nginx-66b6c48dd5-kna2y', 'node-ljyd', '10.244.2.5', 1, { ready: false }),
  pod('my-nginx-66b6c48dd5-jr4a2', 'node-905m', '10.244.3.4', 2, { terminating: true, ready: false }),
  pod('my-nginx-66b6c48dd5-x7k2q', 'node-ljyd', '10.244.2.7', 3),
  { ...CURL_POD },
  { ...withoutNode('my-nginx-66b6c48dd5-zz9pl') },
  { ...MY_NGINX, endpoints: [] },
];

function withoutNode(name: string): PodRow {
  const {
    node: _node,
    ip: _ip,
    ...rest
  } = pod(name, '', '', 9, { status: 'Pending', ready: false, reason: 'FailedScheduling' });
  return rest;
}
