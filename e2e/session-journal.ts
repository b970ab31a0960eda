import type { Input, Journal } from '../app/engine/protocol.ts';

const NGINX = '$(kubectl get svc my-nginx -o jsonpath={.spec.clusterIP})';
const A_POD = '$(kubectl get pods -l run=my-nginx -o jsonpath={.items[0].metadata.name})';

/** What a learner may type; `N` becomes a small number. */
const COMMANDS = [
  'kubectl get pods -o wide',
  'kubectl get svc,endpointslices',
  'kubectl get deploy my-nginx -o yaml | grep -c .',
  'kubectl describe svc my-nginx',
  'kubectl apply -f run-my-nginx.yaml',
  'kubectl apply -f nginx-svc.yaml',
  'kubectl expose deployment/my-nginx',
  'kubectl scale deployment my-nginx --replicas=N',
  'kubectl rollout restart deployment my-nginx',
  `kubectl delete pod ${A_POD}`,
  `kubectl label pod ${A_POD} run=debug --overwrite`,
  'kubectl delete pods -l run=debug',
  'kubectl delete svc my-nginx',
  `ssh node-ljyd curl -sS --max-time 2 -o /dev/null -w '%{http_code} ' http://${NGINX}`,
  `ssh node-905m 'for i in $(seq N); do curl -sS -m 1 -o /dev/null http://'${NGINX}'; done'`,
  'ssh node-ljyd sudo iptables-save -t nat | grep -c KUBE',
  'ssh node-905m conntrack -L 2>&1 | tail -N',
  `kubectl exec ${A_POD} -- curl -sS -m 2 -o /dev/null http://my-nginx`,
  'for i in $(seq N); do echo $i; done | tac > numbers; cat numbers; wc -l < numbers',
  'sleep N; date',
  'curl --max-time 1 http://10.244.2.N',
  'kubectl get events | tail -N',
] as const;

const COMMAND_MS = 8_000;

/** A session of so many commands as data, each typed at its own time: the same for the same seed. */
export function sessionJournal(seed: number, commands: number): Journal {
  const draw = lottery(seed);
  const inputs: Input[] = [
    { type: 'terminal.open', tty: 'laptop', machine: 'laptop', columns: 80, rows: 24 },
    { type: 'enter', step: { chapter: 2, step: 'virtual-ip' } },
  ];
  for (let n = 0; n < commands; n++) {
    const command = (COMMANDS[draw(COMMANDS.length)] ?? '').replaceAll('N', () => String(1 + draw(5)));
    inputs.push({ type: 'terminal.input', tty: 'laptop', text: `${command}\r` });
    // A power cut in each round of forty commands.
    const power = { 10: 'off', 20: 'on' }[n % 40];
    if (power !== undefined)
      inputs.push({ type: 'switch', name: 'node.power', target: 'node-905m', value: power });
  }
  const entries = inputs.map((input, n) => ({ n, at: (n + 1) * COMMAND_MS, input }));
  // Virtual time is a branded number; as data it is a number like any other.
  return {
    version: 1,
    world: 'document',
    seed,
    entries,
    now: (inputs.length + 5) * COMMAND_MS,
  } as unknown as Journal;
}

/** Numbers below a bound, drawn by a small generator of its own (mulberry32). */
function lottery(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
