import {
  apply,
  back,
  branch,
  edit,
  miss,
  ok,
  open,
  point,
  run,
  set,
  wait,
  type Chapter,
  type Check,
  type Step,
} from '../../app/tutorial/lesson.ts';
import { at, ip, nodeOf, same, sameSet, type Words } from '../../app/tutorial/words.ts';
import { chapter as before } from '../01-exposing-pods/lesson.ts';

const RUN = { run: 'my-nginx' };

/** The Pod that steps delete or call: the one on node-905m on the canonical path. */
const target = (q: Words) => q.podOn('node-905m') ?? q.P[0];
const otherPod = (q: Words) => q.P.find((pod) => pod !== target(q));
const isOurs = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) =>
  labels['run'] === 'my-nginx';
const clusterIp = (q: Words) => q.S?.spec.clusterIP ?? '';

const podsDie: Step = {
  slug: 'pods-die',
  minutes: 6,
  covers: ['S30', 'S31', 'E9', 'E10'],
  names: {
    pod: (q) => target(q)?.metadata.name,
    oldIp: (q) => q.gone.find(isOurs)?.ip ?? target(q)?.status.podIP,
    node: (q) => nodeOf(otherPod(q)) || undefined,
    victim: (q) => nodeOf(target(q)) || undefined,
  },
  acts: {
    branch: branch('pods-die'),
    delete: run('kubectl delete pod ‹pod›'),
    list: run('kubectl get pods -l run=my-nginx -o wide'),
    call: run('ssh ‹node› curl --max-time 5 http://‹oldIp›'),
    off: set('node.power', '‹victim›', 'off'),
    forward: wait(360),
    back: back(),
  },
  solution: ['branch', 'delete', 'list', 'call', 'off', 'forward', 'back'],
  checks: {
    replaced: (q) => {
      const gone = q.gone.filter(isOurs);
      const fresh = q.P.ready.filter((pod) => !q.wasThere(pod) && gone.every((old) => old.ip !== ip(pod)));
      if (q.ever('replaced', gone.length > 0 && fresh.length > 0 && q.P.ready.length === 2)) return ok;
      return gone.length > 0 ? miss('not-yet', { have: q.P.ready.length }) : miss('nobody-died');
    },
    call: (q) =>
      q.ever(
        'call',
        q.flows(
          ({ to, verdict }) =>
            (verdict === 'unreachable' || verdict === 'dropped') &&
            q.gone.some((old) => isOurs(old) && to === `${old.ip}:80`),
        ).length > 0,
      )
        ? ok
        : miss('not-called'),
  },
  accepts: [
    {
      is: 'on the main line',
      acts: [run('kubectl delete pod ‹pod›'), run('ssh ‹node› curl --max-time 5 http://‹oldIp›')],
    },
    {
      is: 'all Pods at once',
      acts: [run('kubectl delete pods -l run=my-nginx'), run('ssh ‹node› curl --max-time 5 http://‹oldIp›')],
    },
    {
      is: 'a rollout',
      acts: [
        run('kubectl rollout restart deployment my-nginx'),
        run('ssh ‹node› curl --max-time 5 http://‹oldIp›'),
      ],
    },
  ],
  rejects: [
    {
      is: 'a new Pod, but none died',
      acts: [run('kubectl scale deployment my-nginx --replicas=3')],
      reason: 'replaced.nobody-died',
    },
    {
      is: 'the old address is not called',
      acts: [run('kubectl delete pod ‹pod›')],
      reason: 'call.not-called',
    },
  ],
  predict: { id: 'same-ip', right: 'no' },
};

const expose: Step = {
  slug: 'expose',
  minutes: 5,
  covers: ['S32', 'S33', 'S35', 'S36', 'S37', 'E11', 'E13', 'K7', 'K11'],
  acts: {
    typo: run('kubectl explose deployment/my-nginx'),
    expose: run('kubectl expose deployment/my-nginx'),
  },
  solution: ['expose'],
  checks: {
    service: (q) => (q.S ? ok : miss('absent', {}, { wants: ['Service/default/my-nginx'] })),
    selector: (q) =>
      same(q.S?.spec.selector, RUN)
        ? ok
        : miss(
            'other',
            { is: words(q.S?.spec.selector) },
            { place: { file: 'nginx-svc.yaml', path: 'spec.selector' } },
          ),
    port: (q) =>
      q.S?.spec.type === 'ClusterIP' && q.S.spec.ports?.[0]?.port === 80
        ? ok
        : miss('other', { is: q.S?.spec.ports?.[0]?.port ?? '–' }),
    members: (q) =>
      q.EP.length > 0 && sameSet(q.EP, members(q))
        ? ok
        : miss('not-all', { have: q.EP.length, want: q.P.ready.length }),
  },
  accepts: [
    { is: 'with --port', acts: [run('kubectl expose deploy my-nginx --port=80')] },
    { is: 'by YAML', acts: [run('kubectl apply -f nginx-svc.yaml')] },
    { is: 'Apply in the editor', acts: [apply('nginx-svc.yaml')] },
  ],
  rejects: [
    {
      is: 'create service',
      acts: [run('kubectl create service clusterip my-nginx --tcp=80:80')],
      reason: 'selector.other',
    },
    {
      is: 'one Pod exposed',
      acts: [run('kubectl expose pod ‹pod› --name=my-nginx --port=80')],
      reason: 'selector.other',
    },
    {
      is: 'another name',
      acts: [run('kubectl expose deployment/my-nginx --name=web')],
      reason: 'service.absent',
    },
  ],
  names: { pod: (q) => target(q)?.metadata.name },
  predict: { id: 'opens', right: 'no' },
};

const svcYaml: Step = {
  slug: 'svc-yaml',
  minutes: 8,
  covers: ['S38', 'S39', 'S40', 'S41', 'E12', 'K8'],
  names: { clusterIp: (q) => q.S?.spec.clusterIP, node: (q) => nodeOf(otherPod(q)) || undefined },
  acts: {
    describe: run('kubectl describe svc my-nginx'),
    apply: run('kubectl apply -f nginx-svc.yaml'),
    edit: edit('nginx-svc.yaml', '- port: 80\n', '- port: 8080\n    targetPort: 80\n'),
    apply8080: apply('nginx-svc.yaml'),
    call: run('ssh ‹node› curl -sS http://‹clusterIp›:8080'),
    restore: edit('nginx-svc.yaml', '- port: 8080\n    targetPort: 80\n', '- port: 80\n'),
    apply80: apply('nginx-svc.yaml'),
  },
  solution: ['apply', 'edit', 'apply8080', 'call', 'restore', 'apply80'],
  checks: {
    label: (q) =>
      q.S?.metadata.labels?.['run'] === 'my-nginx'
        ? ok
        : miss('absent', {}, { place: { file: 'nginx-svc.yaml', path: 'metadata.labels' } }),
    differ: (q) => {
      const port = q.S?.spec.ports?.[0];
      const called =
        port !== undefined &&
        port.port !== port.targetPort &&
        q.flows(
          ({ to, http, dnat }) =>
            to === `${clusterIp(q)}:${port.port}` && http === 200 && portOf(dnat?.to) === 80,
        ).length > 0;
      return q.ever('differ', called) ? ok : miss('not-called', { is: port?.port ?? '–' });
    },
    back: (q) => {
      const port = q.S?.spec.ports?.[0];
      return port?.port === 80 && port.targetPort === 80
        ? ok
        : miss('other', { port: port?.port ?? '–', target: port?.targetPort ?? '–' });
    },
  },
  accepts: [
    {
      is: 'by patch and label',
      acts: [
        run('kubectl label svc my-nginx run=my-nginx'),
        run(
          `kubectl patch svc my-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":8080}]'`,
        ),
        run('ssh ‹node› curl -sS http://‹clusterIp›:8080'),
        run(
          `kubectl patch svc my-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":80}]'`,
        ),
      ],
    },
    {
      is: 'deleted and applied anew',
      acts: [
        run('kubectl delete svc my-nginx'),
        edit('nginx-svc.yaml', '- port: 80\n', '- port: 8080\n    targetPort: 80\n'),
        apply('nginx-svc.yaml'),
        run('ssh ‹node› curl -sS http://‹clusterIp›:8080'),
        edit('nginx-svc.yaml', '- port: 8080\n    targetPort: 80\n', '- port: 80\n'),
        apply('nginx-svc.yaml'),
      ],
    },
  ],
  rejects: [
    {
      is: 'changed but never called',
      acts: [
        run('kubectl apply -f nginx-svc.yaml'),
        edit('nginx-svc.yaml', '- port: 80\n', '- port: 8080\n    targetPort: 80\n'),
        apply('nginx-svc.yaml'),
        edit('nginx-svc.yaml', '- port: 8080\n    targetPort: 80\n', '- port: 80\n'),
        apply('nginx-svc.yaml'),
      ],
      reason: 'differ.not-called',
    },
    {
      is: 'only targetPort changed',
      acts: [
        edit('nginx-svc.yaml', '- port: 80\n', '- port: 80\n    targetPort: 8080\n'),
        apply('nginx-svc.yaml'),
        run('ssh ‹node› curl -sS http://‹clusterIp›'),
      ],
      reason: 'differ.not-called',
    },
    {
      is: 'the label on the Deployment',
      acts: [run('kubectl label deployment my-nginx run=my-nginx')],
      reason: 'label.absent',
    },
  ],
  predict: { id: 'labels', right: 'none' },
};

const inspect: Step = {
  slug: 'inspect',
  minutes: 4,
  covers: ['S42', 'S43', 'S48', 'S49'],
  acts: { get: run('kubectl get svc my-nginx'), describe: run('kubectl describe svc my-nginx') },
  solution: ['get', 'describe'],
  checks: {
    views: (q) => {
      const views = new Set<string>(
        q
          .reads('services')
          .filter(({ found, namespace }) => found.includes('my-nginx') && namespace !== 'kube-system')
          .map(({ view }) => view),
      );
      if (q.opened('Service/default/my-nginx')) views.add('panel');
      return views.size >= 2 ? ok : miss('one-view', { have: views.size });
    },
  },
  accepts: [
    {
      is: 'the list and YAML',
      acts: [run('kubectl get svc'), run('kubectl get svc my-nginx -o yaml')],
    },
    {
      is: 'the panel and describe',
      acts: [open('Service/default/my-nginx'), run('kubectl describe service/my-nginx')],
    },
  ],
  rejects: [
    {
      is: 'the same view twice',
      acts: [run('kubectl get svc my-nginx'), run('kubectl get svc my-nginx')],
      reason: 'views.one-view',
    },
    {
      is: 'another Service described',
      acts: [run('kubectl get svc my-nginx'), run('kubectl describe svc kubernetes')],
      reason: 'views.one-view',
    },
  ],
  predict: { id: 'external-ip', right: 'none' },
};

const endpointslice: Step = {
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

const membership: Step = {
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

const virtualIp: Step = {
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

const lottery: Step = {
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

function members(q: Words): string[] {
  return q.P.ready.map((pod) => at(pod, 80));
}

function isAlive(pod: Words['P'][number]): boolean {
  return pod.metadata.deletionTimestamp === undefined;
}

function portOf(endpoint: string | undefined): number {
  return Number(endpoint?.slice(endpoint.lastIndexOf(':') + 1));
}

function words(labels: Readonly<Record<string, string>> | undefined): string {
  return labels
    ? Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',')
    : '–';
}

/** Chapter 2: one stable address, and the knowledge that no machine owns it. */
export const chapter: Chapter = {
  number: 2,
  slug: 'creating-service',
  minutes: 50,
  covers: ['S29'],
  checkpoint: [
    ...before.checkpoint,
    run('kubectl apply -f ./run-my-nginx.yaml'),
    run('kubectl scale deployment my-nginx --replicas=3'),
    run('kubectl scale deployment my-nginx --replicas=2'),
  ],
  steps: [podsDie, expose, svcYaml, inspect, endpointslice, membership, virtualIp, lottery],
};
