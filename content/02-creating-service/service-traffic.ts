import { miss, ok, point, run, set, type Check, type Step } from '../../app/tutorial/lesson.ts';
import { at, nodeOf, sameSet, type Words } from '../../app/tutorial/words.ts';
import { clusterIp, members, otherPod, target } from './chapter-words.ts';

/** 2.5: the member list. */
export const endpointslice: Step = {
  slug: 'endpointslice',
  minutes: 6,
  covers: ['S44', 'S45', 'S47', 'S50', 'S51', 'E14'],
  acts: {
    slices: run('kubectl get endpointslices -l kubernetes.io/service-name=my-nginx'),
    ep: run('kubectl get ep my-nginx'),
    pods: run('kubectl get pods -l run=my-nginx -o wide'),
  },
  solution: ['slices', 'ep', 'pods'],
  checks: {
    read: (q) =>
      q.reads('endpointslices').some(({ found }) => found.some((name) => name.startsWith('my-nginx-'))) ||
      [...q.pointed].some((what) => what.startsWith('EndpointSlice/default/my-nginx-'))
        ? ok
        : miss('unread'),
    members: (q) =>
      q.EP.length > 0 && sameSet(q.EP, members(q))
        ? ok
        : miss('not-all', { have: q.EP.length, want: q.P.ready.length }),
  },
  accepts: [
    { is: 'as YAML', acts: [run('kubectl get endpointslices -o yaml')] },
    {
      is: 'described',
      acts: [run('kubectl describe endpointslices -l kubernetes.io/service-name=my-nginx')],
    },
  ],
  rejects: [
    { is: 'the older object alone', acts: [run('kubectl get ep my-nginx')], reason: 'read.unread' },
    {
      is: 'a Service that selects nobody',
      acts: [
        run(`kubectl patch svc my-nginx -p '{"spec":{"selector":{"run":"nobody"}}}'`),
        run('kubectl get endpointslices -l kubernetes.io/service-name=my-nginx'),
      ],
      reason: 'members.not-all',
    },
  ],
  predict: { id: 'writer', right: 'controller' },
};

/** Latches why members left: a Pod that was one and is none any more has ended, changed its label or is not ready. */
const causes: Check = (q) => {
  for (const pod of q.P) q.ever(`member/${pod.metadata.uid}`, q.EP.includes(at(pod, 80)));
  const left = q.allPods.filter(
    (pod) => q.ever(`member/${pod.metadata.uid}`, false) && !q.EP.includes(at(pod, 80)),
  );
  const ended = q.gone.some(
    ({ uid, ip: address }) => q.ever(`member/${uid}`, false) && !q.EP.includes(`${address}:80`),
  );
  const relabelled = left.some((pod) => isAlive(pod) && pod.metadata.labels?.['run'] !== 'my-nginx');
  const notReady = left.some((pod) => isAlive(pod) && q.P.includes(pod) && !q.P.ready.includes(pod));
  const seen = [q.ever('ended', ended), q.ever('relabelled', relabelled), q.ever('not-ready', notReady)];
  const have = seen.filter(Boolean).length;
  return have >= 2 ? ok : miss('few', { have });
};

/** 2.6: membership follows reality. */
export const membership: Step = {
  slug: 'membership',
  minutes: 7,
  covers: ['S46', 'E15', 'K10'],
  names: {
    pod: (q) => target(q)?.metadata.name,
    fresh: (q) => (q.P.find((pod) => !q.wasThere(pod)) ?? target(q))?.metadata.name,
    debug: (q) => q.podsWith({ run: 'debug' })[0]?.metadata.name,
    other: (q) => (q.podOn('node-ljyd') ?? otherPod(q))?.metadata.name,
  },
  acts: {
    delete: run('kubectl delete pod ‹pod›'),
    label: run('kubectl label pod ‹fresh› run=debug --overwrite'),
    remove: run('kubectl delete pod ‹debug›'),
    notReady: set('pod.ready', 'Pod/default/‹other›', 'off'),
    ready: set('pod.ready', 'Pod/default/‹other›', 'on'),
  },
  solution: ['delete', 'label', 'remove', 'notReady', 'ready'],
  checks: {
    causes,
    whole: (q) =>
      q.P.ready.length === 2 && sameSet(q.EP, members(q)) ? ok : miss('few', { have: q.P.ready.length }),
    clean: (q) => {
      const left = q.podsWith({ run: 'debug' });
      return left.length === 0 ? ok : miss('debug-left', { pod: left[0]?.metadata.name ?? '' });
    },
  },
  accepts: [
    {
      is: 'not ready and a rollout',
      acts: [
        set('pod.ready', 'Pod/default/‹other›', 'off'),
        set('pod.ready', 'Pod/default/‹other›', 'on'),
        run('kubectl rollout restart deployment my-nginx'),
      ],
    },
    {
      is: 'all deleted, then the switch',
      acts: [
        run('kubectl delete pods -l run=my-nginx'),
        set('pod.ready', 'Pod/default/‹other›', 'off'),
        set('pod.ready', 'Pod/default/‹other›', 'on'),
      ],
    },
  ],
  rejects: [
    {
      is: 'deleted twice: one cause only',
      acts: [run('kubectl delete pod ‹pod›'), run('kubectl delete pod ‹pod›')],
      reason: 'causes.few',
    },
    {
      is: 'the relabelled Pod stays',
      acts: [run('kubectl delete pod ‹pod›'), run('kubectl label pod ‹fresh› run=debug --overwrite')],
      reason: 'clean.debug-left',
    },
    {
      is: 'the selector changed: no member did',
      acts: [
        run(`kubectl patch svc my-nginx -p '{"spec":{"selector":{"run":"nobody"}}}'`),
        run(`kubectl patch svc my-nginx -p '{"spec":{"selector":{"run":"my-nginx"}}}'`),
      ],
      reason: 'causes.few',
    },
  ],
  predict: { id: 'how-many', right: 'three' },
};

const viaService = (q: Words) =>
  q.flows(
    ({ to, dnat, conntrack, http, fromKind }) =>
      to === `${clusterIp(q)}:80` &&
      dnat !== undefined &&
      conntrack &&
      http === 200 &&
      fromKind !== 'outside',
  );

/** 2.7: nothing owns the address. */
export const virtualIp: Step = {
  slug: 'virtual-ip',
  minutes: 9,
  covers: ['S52', 'S53', 'S54', 'E17', 'K12', 'K14'],
  names: {
    clusterIp: (q) => q.S?.spec.clusterIP,
    prefix: (q) => q.S?.spec.clusterIP?.split('.').slice(0, 3).join('.'),
    node: (q) =>
      q.nodes.find(({ metadata }) => metadata.name === 'node-ljyd')?.metadata.name ?? nodeOf(otherPod(q)),
    podIp: (q) => target(q)?.status.podIP,
  },
  acts: {
    addr: run('ip addr | grep ‹prefix›', { in: '‹node›' }),
    client: run('kubectl apply -f client.yaml'),
    call: run('curl -sS http://‹clusterIp›', { in: 'pod curl' }),
    fromNode: run('curl -sS http://‹clusterIp›', { in: '‹node›' }),
    ping: run('ping -c 2 -W 1 ‹clusterIp›', { in: '‹node›' }),
    rules: run('sudo iptables-save -t nat | grep my-nginx', { in: '‹node›' }),
    pointed: point('Node/‹node›'),
  },
  solution: ['addr', 'client', 'call', 'fromNode', 'ping', 'rules', 'pointed'],
  checks: {
    call: (q) => (q.ever('call', viaService(q).length > 0) ? ok : miss('not-called', { ip: clusterIp(q) })),
    pointed: (q) => {
      const places = new Set(viaService(q).map(({ dnat }) => dnat?.at));
      if ([...q.pointed].some((what) => places.has(what.replace(/^Node\//, '')))) return ok;
      const answer = q.answered('where');
      if (answer !== undefined && places.has(answer)) return ok;
      return miss(q.pointed.size > 0 || answer !== undefined ? 'elsewhere' : 'nowhere');
    },
  },
  accepts: [
    {
      is: 'a call from a node',
      acts: [run('ssh node-905m curl -sS http://‹clusterIp›'), point('Node/node-905m')],
    },
    {
      is: 'read from conntrack',
      acts: [
        run('ssh node-ljyd curl -sS http://‹clusterIp›'),
        run('ssh node-ljyd conntrack -L -d ‹clusterIp›'),
        point('Node/node-ljyd'),
      ],
    },
    {
      is: 'over the control plane',
      acts: [run('ssh control-plane curl -sS http://‹clusterIp›'), point('Node/control-plane')],
    },
  ],
  rejects: [
    {
      is: 'another node pointed at',
      acts: [run('ssh control-plane curl -sS http://‹clusterIp›'), point('Node/node-905m')],
      reason: 'pointed.elsewhere',
    },
    {
      is: 'the Pod called directly',
      acts: [run('ssh node-ljyd curl -sS http://‹podIp›'), point('Node/node-ljyd')],
      reason: 'call.not-called',
    },
    {
      is: 'a call that was lost',
      acts: [run('ssh node-ljyd curl -sS --max-time 3 http://‹clusterIp›:8080'), point('Node/node-ljyd')],
      reason: 'call.not-called',
    },
  ],
  predict: { id: 'where', right: 'node-ljyd' },
};

/** 2.8: a draw for every connection. */
export const lottery: Step = {
  slug: 'lottery',
  minutes: 6,
  covers: ['S34', 'K13'],
  names: {
    clusterIp: (q) => q.S?.spec.clusterIP,
    node: (q) => nodeOf(otherPod(q)) || undefined,
    podIp: (q) => target(q)?.status.podIP,
  },
  acts: {
    loop: run('for i in $(seq 1 100); do curl -sS -o /dev/null http://‹clusterIp›; done', { in: '‹node›' }),
    keep: run('curl -sS -o /dev/null -o /dev/null http://‹clusterIp› http://‹clusterIp›', { in: '‹node›' }),
  },
  solution: ['loop', 'keep'],
  checks: {
    hundred: (q) => {
      const have = connections(q).length;
      return have >= 100 ? ok : miss('few', { have });
    },
    spread: (q) => {
      const flows = connections(q);
      const share = (member: string) => flows.filter(({ dnat }) => dnat?.to === member).length / flows.length;
      const least = 1 / (2 * Math.max(1, q.EP.length));
      return flows.length > 0 && q.EP.length > 1 && q.EP.every((member) => share(member) >= least)
        ? ok
        : miss('uneven', { members: q.EP.length });
    },
  },
  accepts: [
    {
      is: 'a while loop',
      acts: [
        run('i=0; while [ $i -lt 100 ]; do curl -sS -o /dev/null http://‹clusterIp›; i=$((i+1)); done', {
          in: '‹node›',
        }),
      ],
    },
    {
      is: 'xargs',
      acts: [run('seq 1 100 | xargs -I{} curl -sS -o /dev/null http://‹clusterIp›', { in: '‹node›' })],
    },
  ],
  rejects: [
    {
      is: 'twenty connections',
      acts: [
        run('for i in $(seq 1 20); do curl -sS -o /dev/null http://‹clusterIp›; done', { in: '‹node›' }),
      ],
      reason: 'hundred.few',
    },
    {
      is: 'a hundred calls to a Pod address',
      acts: [run('for i in $(seq 1 100); do curl -sS -o /dev/null http://‹podIp›; done', { in: '‹node›' })],
      reason: 'hundred.few',
    },
    {
      is: 'two requests over one connection, fifty times',
      acts: [
        run(
          'for i in $(seq 1 50); do curl -sS -o /dev/null -o /dev/null http://‹clusterIp› http://‹clusterIp›; done',
          { in: '‹node›' },
        ),
      ],
      reason: 'hundred.few',
    },
  ],
  predict: { id: 'first-of-three', right: 'third' },
};

function connections(q: Words) {
  return q.flows(({ to, dnat }) => to === `${clusterIp(q)}:80` && dnat !== undefined);
}

function isAlive(pod: Words['P'][number]): boolean {
  return pod.metadata.deletionTimestamp === undefined;
}
