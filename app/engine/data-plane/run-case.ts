import type { RecordedCase, RecordedFault, RecordedStep, FlowResult } from './recorded-case.ts';
import { applyFault, comesAfterSync } from './recorded-faults.ts';
import { runFlow } from './recorded-flow.ts';
import { RecordedMachines } from './recorded-machines.ts';

/** What a case gives on our machines, in its own shape. */
export type CaseResult =
  | { readonly id: string; readonly flows: readonly FlowResult[] }
  | { readonly id: string; readonly steps: readonly { readonly flows: readonly FlowResult[] }[] };

/** Builds the machines of a recorded case, gives kube-proxy its objects, and runs its flows one after the other. */
export function runCase(recorded: RecordedCase, seed = 1): CaseResult {
  const machines = new RecordedMachines(recorded, seed);
  const broken = new Set<string>();
  const faults = recorded.faults ?? [];
  const apply = (fault: RecordedFault): void => {
    applyFault(machines, recorded, fault);
    noteBroken(broken, fault);
  };
  for (const fault of faults) if (!comesAfterSync(fault)) apply(fault);
  machines.give(recorded.services, recorded.endpointSlices);
  for (const fault of faults) if (comesAfterSync(fault)) apply(fault);
  machines.run(1000);
  const run = (flow: RecordedCase['flows'][number], first: boolean): FlowResult =>
    runFlow(machines, flow, patience(recorded.scenario, broken.size > 0, first));
  const { steps } = recorded;
  if (!steps) return { id: recorded.id, flows: recorded.flows.map((flow) => run(flow, false)) };
  for (const flow of recorded.flows) run(flow, false);
  const results = steps.map((step, index) => {
    machines.run((step.waitSeconds ?? 0) * 1000);
    begin(machines, recorded, step, apply);
    return { flows: (step.flows ?? []).map((flow) => run(flow, index === 0)) };
  });
  return { id: recorded.id, steps: results };
}

function begin(
  machines: RecordedMachines,
  recorded: RecordedCase,
  step: RecordedStep,
  apply: (fault: RecordedFault) => void,
): void {
  for (const fault of step.faults ?? []) apply(fault);
  if (step.services || step.endpointSlices)
    machines.give(step.services ?? recorded.services, step.endpointSlices ?? recorded.endpointSlices);
  machines.run(500);
}

/** Cables and bridge ports that are down now: clients wait longer then. */
function noteBroken(broken: Set<string>, { machine, cable, bridgePort }: RecordedFault): void {
  const set = (name: string, down: boolean): void => {
    if (down) broken.add(name);
    else broken.delete(name);
  };
  if (cable) set(machine, cable === 'down');
  if (bridgePort) set(`${machine} ${bridgePort.pod}`, !bridgePort.up);
}

/** How long the recorded client waited, in milliseconds. */
function patience(scenario: string, broken: boolean, firstStep: boolean): number {
  if (broken || scenario === 'no-such-pod') return 14_000;
  if (scenario === 'endpoint-order') return 8000;
  if (scenario === 'hairpin-off-one-endpoint') return 6000;
  return scenario === 'icmp-rate-limit' && firstStep ? 2500 : 3000;
}
