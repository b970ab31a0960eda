import {
  apply,
  back,
  branch,
  edit,
  miss,
  ok,
  open,
  run,
  set,
  wait,
  type Step,
} from '../../app/tutorial/lesson.ts';
import { ip, nodeOf, same, sameSet } from '../../app/tutorial/words.ts';
import { clusterIp, isOurs, members, otherPod, RUN, target } from './chapter-words.ts';

/** 2.1: Pods come and go. */
export const podsDie: Step = {
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

/** 2.2: a Service by expose. */
export const expose: Step = {
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

/** 2.3: the same in YAML. */
export const svcYaml: Step = {
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

/** 2.4: reading a Service. */
export const inspect: Step = {
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
