import type { Row } from '../../engine/protocol.ts';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { enterTab, useTerminals, type TerminalTab } from '../store/terminals.ts';
import { atPrompt } from './prompt.ts';

const CTRL_C = '\u0003';

/** The machine that `in` of a command means: `laptop`, a node, `pod ‹name›`. */
export function machineOf(where: string, rows: ReadonlyMap<string, Row>): string {
  const name = /^pod (.+)$/.exec(where)?.[1];
  if (name === undefined) return where;
  const pod = [...rows.values()].find((row) => row.kind === 'Pod' && row.name === name);
  return pod?.kind === 'Pod' ? `${pod.place}/${pod.containers[0]?.name ?? name}` : where;
}

/** The tab where a command for this machine would run: one at a prompt, the one in front first. */
export function tabFor(machine: string): TerminalTab | undefined {
  const { tabs, active } = useTerminals.getState();
  const there = tabs.filter((tab) => !tab.closed && isThere(tab, machine));
  const inFront = there.find(({ tty }) => tty === active);
  const waiting = there.filter(({ state }) => state?.prompt === true);
  return waiting.find((tab) => tab === inFront) ?? waiting[0] ?? inFront ?? there[0];
}

/** A tab is where its shell stands; while it is on its way, where it is going. */
const isThere = (tab: TerminalTab, machine: string): boolean =>
  tab.arrived === true ? tab.state?.machine === machine : tab.machine === machine;

/** Runs a command where it belongs: in a tab at a prompt, after interrupting what runs there, or in a new tab. */
export async function runCommand(command: string, where = 'laptop'): Promise<void> {
  const tty = await promptOn(machineOf(where, useCluster.getState().rows));
  engine.input({ type: 'terminal.input', tty, text: `${command.trimEnd().replaceAll('\n', '\r')}\r` });
}

/** Types a command without running it, some 30 characters a second. The result finishes it at once. */
export function typeCommand(command: string, where = 'laptop'): () => void {
  let rest = command;
  let tty: string | undefined;
  let finish = false;
  const step = () => {
    if (tty === undefined || rest === '') return;
    const text = finish ? rest : rest.slice(0, 1);
    rest = rest.slice(text.length);
    engine.input({ type: 'terminal.input', tty, text });
    if (rest !== '') setTimeout(step, 1000 / 30);
  };
  void promptOn(machineOf(where, useCluster.getState().rows)).then((found) => {
    tty = found;
    // What was typed for the learner waits for the learner's Enter.
    enterTab(found);
    step();
  });
  return () => {
    finish = true;
  };
}

/** Whether a program is in the way of a command for this place. */
export const isBusy = (where: string): boolean => {
  const tab = tabFor(machineOf(where, useCluster.getState().rows));
  return tab?.state !== undefined && !tab.state.prompt;
};

async function promptOn(machine: string): Promise<string> {
  const tab = tabFor(machine);
  const tty = tab?.tty ?? engine.openTerminal(machine);
  useTerminals.setState({ active: tty });
  if (tab?.state !== undefined && !tab.state.prompt)
    engine.input({ type: 'terminal.input', tty, text: CTRL_C });
  await atPrompt(tty, machine);
  return tty;
}
