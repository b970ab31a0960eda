import {
  answer,
  apply,
  edit,
  miss,
  ok,
  open,
  run,
  type Chapter,
  type Step,
} from '../../app/tutorial/lesson.ts';
import { at, internalIp, ip, nodeOf, type Words } from '../../app/tutorial/words.ts';

const readManifest: Step = {
  slug: 'read-manifest',
  minutes: 5,
  covers: ['S15', 'S16', 'K3'],
  acts: {
    open: open('run-my-nginx.yaml'),
    cat: run('cat run-my-nginx.yaml'),
    connect: answer('agree', 'selector=labels'),
  },
  solution: ['open', 'connect'],
  checks: {
    opened: (q) => (q.opened('run-my-nginx.yaml') ? ok : miss('closed')),
    accepted: (q) =>
      q.accepted('run-my-nginx.yaml')
        ? ok
        : miss('refused', {}, { place: { file: 'run-my-nginx.yaml', path: 'spec.selector.matchLabels' } }),
    card: (q) => (q.card('agree', { selector: 'labels' }) ? ok : miss('open')),
  },
  accepts: [
    {
      is: 'printed in the terminal',
      acts: [run('cat run-my-nginx.yaml'), answer('agree', 'selector=labels')],
    },
    {
      is: 'a server-side dry run after opening it',
      acts: [
        open('run-my-nginx.yaml'),
        run('kubectl apply --dry-run=server -f run-my-nginx.yaml'),
        answer('agree', 'selector=labels'),
      ],
    },
  ],
  rejects: [
    {
      is: 'another file opened',
      acts: [open('nginx-svc.yaml'), answer('agree', 'selector=labels')],
      reason: 'opened.closed',
    },
    {
      is: 'the template label no longer fits the selector',
      acts: [
        open('run-my-nginx.yaml'),
        edit('run-my-nginx.yaml', '        run: my-nginx', '        run: nginx'),
        answer('agree', 'selector=labels'),
      ],
      reason: 'accepted.refused',
    },
  ],
  predict: { id: 'no-ports', right: 'yes' },
  cards: { agree: { pairs: { selector: 'labels' } } },
};

const applyDeployment: Step = {
  slug: 'apply-deployment',
  minutes: 4,
  covers: ['S18', 'E9', 'K6'],
  acts: { apply: run('kubectl apply -f ./run-my-nginx.yaml') },
  solution: ['apply'],
  checks: {
    deployment: (q) => (q.D ? ok : miss('absent', {}, { wants: ['Deployment/default/my-nginx'] })),
    replicas: (q) => {
      if (!q.D) return miss('absent');
      const { replicas } = q.D.spec;
      const place = { file: 'run-my-nginx.yaml', path: 'spec.replicas' };
      return replicas === 2 ? ok : miss('other', { is: replicas }, { place });
    },
    ready: (q) => (q.P.ready.length === 2 && q.P.length === 2 ? ok : miss('few', { have: q.P.ready.length })),
  },
  accepts: [
    { is: 'create -f', acts: [run('kubectl create -f run-my-nginx.yaml')] },
    { is: 'through a pipe', acts: [run('cat run-my-nginx.yaml | kubectl apply -f -')] },
    { is: 'Apply in the editor', acts: [apply('run-my-nginx.yaml')] },
  ],
  rejects: [
    {
      is: 'create deployment, whose Pods carry app=my-nginx',
      acts: [run('kubectl create deployment my-nginx --image=nginx --replicas=2 --port=80')],
      reason: 'ready.few',
    },
    {
      is: 'a lone Pod that nothing brings back',
      acts: [run('kubectl run my-nginx --image=nginx')],
      reason: 'deployment.absent',
    },
    {
      is: 'one replica only',
      acts: [edit('run-my-nginx.yaml', 'replicas: 2', 'replicas: 1'), apply('run-my-nginx.yaml')],
      reason: 'replicas.other',
    },
  ],
  predict: { id: 'maker', right: 'replicaset' },
};

const whereArePods: Step = {
  slug: 'where-are-pods',
  minutes: 4,
  covers: ['S19', 'S20', 'E5', 'K5'],
  acts: { wide: run('kubectl get pods -l run=my-nginx -o wide') },
  solution: ['wide'],
  checks: {
    seen: (q) => {
      if (q.P.length === 0) return miss('no-pods');
      const panels = q.P.every(({ metadata }) => q.opened(`Pod/default/${metadata.name}`));
      return panels ||
        q.out((text) => q.P.every((pod) => text.includes(ip(pod)) && text.includes(nodeOf(pod))))
        ? ok
        : miss('not-shown', { pods: q.P.length });
    },
  },
  accepts: [
    { is: 'without the label', acts: [run('kubectl get pods -o wide')] },
    { is: 'described', acts: [run('kubectl describe pods -l run=my-nginx')] },
    {
      is: 'own columns',
      acts: [run('kubectl get pods -o custom-columns=N:.metadata.name,IP:.status.podIP,NODE:.spec.nodeName')],
    },
  ],
  rejects: [
    { is: 'the short list', acts: [run('kubectl get pods -l run=my-nginx')], reason: 'seen.not-shown' },
    { is: 'nodes, not Pods', acts: [run('kubectl get nodes -o wide')], reason: 'seen.not-shown' },
  ],
  predict: { id: 'one-node', right: 'apart' },
};

const podIpsOnly: Step = {
  slug: 'pod-ips-only',
  minutes: 4,
  covers: ['S21', 'S22', 'E7'],
  acts: {
    grep: run('kubectl get pods -l run=my-nginx -o yaml | grep podIP'),
    columns: run('kubectl get pods -l run=my-nginx -o custom-columns=POD_IP:.status.podIPs'),
  },
  solution: ['grep', 'columns'],
  checks: {
    addresses: (q) => {
      if (q.P.length === 0) return miss('no-pods');
      const named = (text: string) => q.P.some(({ metadata }) => text.includes(metadata.name));
      return q.out((text) => q.P.every((pod) => text.includes(ip(pod))) && !named(text))
        ? ok
        : miss('not-alone');
    },
  },
  accepts: [
    {
      is: 'jsonpath',
      acts: [run(`kubectl get pods -l run=my-nginx -o jsonpath='{.items[*].status.podIP}'`)],
    },
    {
      is: 'a template',
      acts: [
        run(
          `kubectl get pods -l run=my-nginx -o go-template='{{range .items}}{{.status.podIP}}{{"\\n"}}{{end}}'`,
        ),
      ],
    },
  ],
  rejects: [
    {
      is: 'everything else beside them',
      acts: [run('kubectl get pods -o wide')],
      reason: 'addresses.not-alone',
    },
    {
      is: 'names instead of addresses',
      acts: [run('kubectl get pods -o custom-columns=N:.metadata.name')],
      reason: 'addresses.not-alone',
    },
    {
      is: 'one address of two',
      acts: [run('kubectl get pods -l run=my-nginx -o yaml | grep podIP: | head -1')],
      reason: 'addresses.not-alone',
    },
  ],
  predict: { id: 'lines', right: 'four' },
};

/** The Pod that is called from elsewhere: the one on node-905m on the canonical path. */
const target = (q: Words) => q.podOn('node-905m') ?? q.P[0];
const otherPod = (q: Words) => q.P.find((pod) => pod !== target(q) && nodeOf(pod) !== nodeOf(target(q)));

const callPods: Step = {
  slug: 'call-pods',
  minutes: 7,
  covers: ['S12', 'S17', 'S23', 'S26', 'S28'],
  stage: ['laptop'],
  names: {
    pod: (q) => target(q)?.metadata.name,
    ip: (q) => target(q)?.status.podIP,
    node: (q) => q.nodes.map(({ metadata }) => metadata.name).find((name) => name === nodeOf(otherPod(q))),
    otherIp: (q) => otherPod(q)?.status.podIP,
  },
  acts: {
    curl: run('curl http://‹ip›', { in: '‹node›' }),
    exec: run('kubectl exec ‹pod› -- curl -sS http://‹otherIp›'),
    laptop: run('curl --max-time 3 http://‹ip›'),
  },
  solution: ['curl', 'exec'],
  checks: {
    node: (q) =>
      q.ever(
        'node',
        q.flows(
          (flow) =>
            flow.fromKind === 'node' &&
            flow.http === 200 &&
            q.P.some((pod) => flow.to === at(pod, 80) && nodeOf(pod) !== flow.from),
        ).length > 0,
      )
        ? ok
        : miss('not-called'),
    pod: (q) =>
      q.ever(
        'pod',
        q.flows(
          (flow) =>
            flow.fromKind === 'pod' &&
            flow.http === 200 &&
            !flow.dnat &&
            !flow.snat &&
            q.P.some((pod) => flow.to === at(pod, 80) && flow.from !== `pod/default/${pod.metadata.name}`),
        ).length > 0,
      )
        ? ok
        : miss('not-called'),
  },
  accepts: [
    {
      is: 'one-shot ssh',
      acts: [run('ssh ‹node› curl -sS http://‹ip›'), run('kubectl exec ‹pod› -- curl -sS http://‹otherIp›')],
    },
    {
      is: 'from the control plane',
      acts: [
        run('ssh control-plane curl -sS http://‹ip›'),
        run('kubectl exec ‹pod› -- curl -sS http://‹otherIp›'),
      ],
    },
  ],
  rejects: [
    {
      is: 'a node that calls its own Pod only',
      acts: [
        run('ssh ‹node› curl -sS http://‹otherIp›'),
        run('kubectl exec ‹pod› -- curl -sS http://‹otherIp›'),
      ],
      reason: 'node.not-called',
    },
    {
      is: 'a Pod that calls itself',
      acts: [run('ssh ‹node› curl -sS http://‹ip›'), run('kubectl exec ‹pod› -- curl -sS http://‹ip›')],
      reason: 'pod.not-called',
    },
    { is: "the laptop's timeout", acts: [run('curl --max-time 3 http://‹ip›')], reason: 'node.not-called' },
  ],
  predict: { id: 'client-address', right: 'own' },
};

const samePort: Step = {
  slug: 'same-port',
  minutes: 6,
  covers: ['S24', 'S25', 'S27', 'K4'],
  names: {
    node: (q) => crowded(q) ?? nodeOf(target(q)),
    nodeIp: (q) => {
      const name = crowded(q) ?? nodeOf(target(q));
      const node = q.nodes.find(({ metadata }) => metadata.name === name);
      return node && internalIp(node);
    },
  },
  acts: {
    up: run('kubectl scale deployment my-nginx --replicas=3'),
    curl: run('ssh ‹node› curl -sS --max-time 3 http://‹nodeIp›'),
    down: run('kubectl scale deployment my-nginx --replicas=2'),
  },
  solution: ['up', 'curl', 'down'],
  checks: {
    crowded: (q) => (q.ever('crowded', crowded(q) !== undefined) ? ok : miss('never')),
    call: (q) =>
      q.ever(
        'call',
        q.flows(
          (flow) =>
            flow.verdict === 'refused' &&
            flow.toPort === 80 &&
            q.nodes.some((node) => internalIp(node) === flow.toIp && node.metadata.name === flow.by),
        ).length > 0,
      )
        ? ok
        : miss('not-called'),
    back: (q) => (q.P.ready.length === 2 && q.P.length === 2 ? ok : miss('other', { have: q.P.length })),
  },
  accepts: [
    {
      is: 'by patch',
      acts: [
        run(`kubectl patch deployment my-nginx -p '{"spec":{"replicas":4}}'`),
        run('ssh ‹node› curl -sS --max-time 3 http://‹nodeIp›'),
        run(`kubectl patch deployment my-nginx -p '{"spec":{"replicas":2}}'`),
      ],
    },
    {
      is: "a node's address called from a Pod",
      acts: [
        run('kubectl scale deployment my-nginx --replicas=3'),
        run('kubectl exec deploy/my-nginx -- curl -sS --max-time 3 http://10.240.0.4'),
        run('kubectl scale deployment my-nginx --replicas=2'),
      ],
    },
  ],
  rejects: [
    {
      is: 'the public address from the laptop, which the cloud edge drops',
      acts: [
        run('kubectl scale deployment my-nginx --replicas=3'),
        run('curl --max-time 3 http://203.0.113.13:80'),
        run('kubectl scale deployment my-nginx --replicas=2'),
      ],
      reason: 'call.not-called',
    },
    {
      is: 'nobody called the node',
      acts: [
        run('kubectl scale deployment my-nginx --replicas=3'),
        run('kubectl scale deployment my-nginx --replicas=2'),
      ],
      reason: 'call.not-called',
    },
    {
      is: 'left at three',
      acts: [
        run('kubectl scale deployment my-nginx --replicas=3'),
        run('ssh ‹node› curl -sS --max-time 3 http://‹nodeIp›'),
      ],
      reason: 'back.other',
    },
  ],
  predict: { id: 'node-port-80', right: 'refused' },
};

/** A node on which two ready Pods of P run. */
function crowded(q: Words): string | undefined {
  const nodes = q.P.ready.map(nodeOf);
  return nodes.find((node, index) => nodes.indexOf(node) !== index);
}

/** Chapter 1: two Pods with addresses everybody inside can use. */
export const chapter: Chapter = {
  number: 1,
  slug: 'exposing-pods',
  minutes: 30,
  covers: ['S14'],
  checkpoint: [
    run('kubectl apply -f same-port.yaml'),
    run('kubectl apply -f two-containers.yaml'),
    run('kubectl delete -f two-containers.yaml -f same-port.yaml'),
    // Whoever starts here has not typed these.
    run('clear'),
  ],
  steps: [readManifest, applyDeployment, whereArePods, podIpsOnly, callPods, samePort],
};
