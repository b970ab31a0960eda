import { useTerminals, type TerminalTab } from '../store/terminals.ts';

/** The command that leads from the laptop to a machine; nothing for the laptop itself. */
export function wayTo(machine: string): string | undefined {
  if (machine === 'laptop') return undefined;
  const [, namespace = 'default', pod, container] =
    /^pod\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(machine) ?? [];
  if (pod === undefined) return `ssh ${machine}`;
  const flags = [
    namespace === 'default' ? '' : ` -n ${namespace}`,
    container === undefined ? '' : ` -c ${container}`,
  ];
  return `kubectl exec -it ${pod}${flags.join('')} -- sh`;
}

/** Resolves when a terminal stands at a prompt of this machine. */
export function atPrompt(tty: string, machine: string): Promise<void> {
  const waits = () => useTerminals.getState().tabs.some((tab) => tab.tty === tty && isAtPrompt(tab, machine));
  if (waits()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useTerminals.subscribe(() => {
      if (!waits()) return;
      stop();
      resolve();
    });
  });
}

const isAtPrompt = (tab: TerminalTab, machine: string): boolean =>
  !tab.closed && tab.state?.prompt === true && tab.state.machine === machine;
