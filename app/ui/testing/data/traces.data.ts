import type { RuleStep, Trace } from '../../../linux/trace.ts';
import { ip, JourneyMaker, makeTrace, place } from '../trace-maker.ts';

export const CURL = 'pod/default/curl';
export const JR4A2 = 'pod/default/my-nginx-66b6c48dd5-jr4a2';

const SVC = 'KUBE-SVC-L65ENXXZWWSAPRCR';
const SEP_KNA = 'KUBE-SEP-QT562I3QEAQKDDZ7';
const SEP_JR4 = 'KUBE-SEP-NU2MGAOZL6KSHENC';

const rule = (chain: string, number: number, text: string, news: Partial<RuleStep> = {}): RuleStep => ({
  table: 'nat',
  chain,
  number,
  text,
  matched: news.target !== undefined,
  ...news,
});

const OTHER = 'tcp -m tcp --dport 443 -j KUBE-SVC-OTHER';

/** Rules that a packet to the ClusterIP meets in PREROUTING of node-ljyd; the draw went to the second endpoint. */
export const DNAT_RULES: readonly RuleStep[] = [
  rule('PREROUTING', 1, '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES', {
    target: 'KUBE-SERVICES',
  }),
  rule('KUBE-SERVICES', 1, `-A KUBE-SERVICES -d 10.0.0.1/32 -p ${OTHER}`, { failed: 'd' }),
  rule(
    'KUBE-SERVICES',
    2,
    `-A KUBE-SERVICES -d 10.0.0.10/32 -p udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU`,
    { failed: 'd' },
  ),
  rule(
    'KUBE-SERVICES',
    3,
    `-A KUBE-SERVICES -d 10.0.0.10/32 -p tcp --dport 53 -j KUBE-SVC-ERIFXISQEP7F7OF4`,
    { failed: 'd' },
  ),
  rule(
    'KUBE-SERVICES',
    4,
    `-A KUBE-SERVICES -d 10.0.0.10/32 -p tcp --dport 9153 -j KUBE-SVC-JD5MR3NA4I4DYORP`,
    { failed: 'd' },
  ),
  rule(
    'KUBE-SERVICES',
    5,
    `-A KUBE-SERVICES -d 10.0.162.149/32 -p tcp -m comment --comment "default/my-nginx cluster IP" -m tcp --dport 80 -j ${SVC}`,
    { target: SVC },
  ),
  rule(SVC, 1, `-A ${SVC} ! -s 10.244.0.0/16 -d 10.0.162.149/32 -p tcp -m tcp --dport 80 -j KUBE-MARK-MASQ`, {
    failed: 's',
  }),
  rule(
    SVC,
    2,
    `-A ${SVC} -m comment --comment "default/my-nginx -> 10.244.2.5:80" -m statistic --mode random --probability 0.50000000000 -j ${SEP_KNA}`,
    {
      failed: 'statistic',
      draw: { value: 0.73, threshold: 0.5 },
    },
  ),
  rule(SVC, 3, `-A ${SVC} -m comment --comment "default/my-nginx -> 10.244.3.4:80" -j ${SEP_JR4}`, {
    target: SEP_JR4,
  }),
  rule(
    SEP_JR4,
    1,
    `-A ${SEP_JR4} -s 10.244.3.4/32 -m comment --comment "default/my-nginx" -j KUBE-MARK-MASQ`,
    { failed: 's' },
  ),
  rule(
    SEP_JR4,
    2,
    `-A ${SEP_JR4} -p tcp -m comment --comment "default/my-nginx" -m tcp -j DNAT --to-destination 10.244.3.4:80`,
    {
      target: 'DNAT 10.244.3.4:80',
    },
  ),
];

/** Step 2.7: the call of the Pod `curl` to the ClusterIP. The destination is rewritten on the caller's node. */
export function clusterIpTrace(at: number): Trace {
  const request = new JourneyMaker('10.244.2.6', 40112, '10.0.162.149', 80, at)
    .hop('send', CURL, { out: 'eth0' })
    .hook(CURL, 'OUTPUT')
    .hook(CURL, 'POSTROUTING')
    .hook('node-ljyd', 'PREROUTING', {
      in: 'veth41a7',
      rules: DNAT_RULES,
      to: { dst: ip('10.244.3.4') },
      rewrite: { kind: 'DNAT', from: '10.0.162.149:80', to: '10.244.3.4:80', rule: SEP_JR4 },
    })
    .hop('route', 'node-ljyd')
    .hook('node-ljyd', 'FORWARD', { in: 'veth41a7', out: 'eth0' })
    .hook('node-ljyd', 'POSTROUTING', { out: 'eth0' })
    .hook('node-905m', 'PREROUTING', { in: 'eth0' })
    .hop('route', 'node-905m')
    .hook('node-905m', 'FORWARD', { in: 'eth0', out: 'veth93f1' })
    .hook('node-905m', 'POSTROUTING', { out: 'veth93f1' })
    .hook(JR4A2, 'PREROUTING', { in: 'eth0' })
    .hop('deliver', JR4A2, { in: 'eth0', verdict: 'deliver' })
    .end(1, 'request', { syn: true });
  const reply = new JourneyMaker('10.244.3.4', 80, '10.244.2.6', 40112, at + 0.5)
    .hop('send', JR4A2, { out: 'eth0' })
    .hook('node-905m', 'PREROUTING', { in: 'veth93f1' })
    .hook('node-905m', 'FORWARD', { in: 'veth93f1', out: 'eth0' })
    .hook('node-ljyd', 'PREROUTING', {
      in: 'eth0',
      to: { src: ip('10.0.162.149') },
      rewrite: { kind: 'un-DNAT', from: '10.244.3.4:80', to: '10.0.162.149:80' },
    })
    .hook('node-ljyd', 'FORWARD', { in: 'eth0', out: 'veth41a7' })
    .hop('deliver', CURL, { in: 'eth0', verdict: 'deliver' })
    .end(2, 'reply', { syn: true, ack: true });
  return makeTrace('t27', CURL, [request, reply], {
    type: 'delivered',
    by: { netns: place(JR4A2), ip: ip('10.244.3.4'), port: 80 },
    seenSource: { ip: ip('10.244.2.6'), port: 40112 },
  });
}

/** Step 5.3: the laptop calls the node port of a node without a Pod: two addresses change. */
export function nodePortTrace(at: number): Trace {
  const pod = 'pod/default/my-nginx-7d9c8d5f4b-8d4qt';
  const request = new JourneyMaker('192.0.2.10', 51514, '203.0.113.12', 32453, at)
    .hop('send', 'laptop', { out: 'eth0' })
    .hop('edge', 'edge', {
      to: { dst: ip('10.240.0.4') },
      rewrite: { kind: 'edge', from: '203.0.113.12', to: '10.240.0.4' },
    })
    .hook('node-ljyd', 'PREROUTING', {
      in: 'eth0',
      to: { dst: ip('10.244.3.5'), dport: 443, mark: 0x4000 },
      rewrite: { kind: 'DNAT', from: '10.240.0.4:32453', to: '10.244.3.5:443', rule: SEP_JR4 },
    })
    .hook('node-ljyd', 'FORWARD', { in: 'eth0', out: 'eth0' })
    .hook('node-ljyd', 'POSTROUTING', {
      out: 'eth0',
      to: { src: ip('10.240.0.4'), sport: 52684 },
      rewrite: { kind: 'MASQ', from: '192.0.2.10:51514', to: '10.240.0.4:52684', rule: 'KUBE-POSTROUTING' },
    })
    .hook('node-905m', 'PREROUTING', { in: 'eth0' })
    .hook('node-905m', 'FORWARD', { in: 'eth0', out: 'veth93f1' })
    .hop('deliver', pod, { in: 'eth0', verdict: 'deliver' })
    .end(1, 'request', { syn: true });
  const reply = new JourneyMaker('10.244.3.5', 443, '10.240.0.4', 52684, at + 0.5)
    .hop('send', pod, { out: 'eth0' })
    .hook('node-905m', 'PREROUTING', { in: 'veth93f1' })
    .hook('node-905m', 'FORWARD', { in: 'veth93f1', out: 'eth0' })
    .hook('node-ljyd', 'PREROUTING', {
      in: 'eth0',
      to: { dst: ip('192.0.2.10'), dport: 51514 },
      rewrite: { kind: 'un-SNAT', from: '10.240.0.4:52684', to: '192.0.2.10:51514' },
    })
    .hook('node-ljyd', 'POSTROUTING', {
      out: 'eth0',
      to: { src: ip('10.240.0.4'), sport: 32453 },
      rewrite: { kind: 'un-DNAT', from: '10.244.3.5:443', to: '10.240.0.4:32453' },
    })
    .hop('edge', 'edge', {
      to: { src: ip('203.0.113.12') },
      rewrite: { kind: 'edge', from: '10.240.0.4', to: '203.0.113.12' },
    })
    .hop('deliver', 'laptop', { in: 'eth0', verdict: 'deliver' })
    .end(2, 'reply', { syn: true, ack: true });
  return makeTrace('t53', 'laptop', [request, reply], {
    type: 'delivered',
    by: { netns: place(pod), ip: ip('10.244.3.5'), port: 443 },
    seenSource: { ip: ip('10.240.0.4'), port: 52684 },
  });
}

/** A Service without endpoints: REJECT in FORWARD of the sender's own node. */
export function noEndpointsTrace(at: number): Trace {
  const request = new JourneyMaker('10.244.2.6', 40118, '10.0.162.149', 80, at)
    .hop('send', CURL, { out: 'eth0' })
    .hook('node-ljyd', 'PREROUTING', { in: 'veth41a7' })
    .hook('node-ljyd', 'FORWARD', { in: 'veth41a7', verdict: 'reject' })
    .end(1, 'request', { syn: true }, { type: 'rejected' });
  return makeTrace('t99', CURL, [request], {
    type: 'rejected',
    by: place('node-ljyd'),
    rule: 'default/my-nginx has no endpoints',
  });
}
