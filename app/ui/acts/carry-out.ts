import type { ActView } from '../../tutorial/lesson-text.ts';
import { engine } from '../engine-client.ts';
import { useFiles } from '../store/editor.ts';
import { useLayout, type DrawerTab } from '../store/layout.ts';
import { useTerminals } from '../store/terminals.ts';
import { runCommand } from './run-command.ts';

/** Carries out an act of a lesson as plain inputs, as if the learner had done it by hand. */
export async function carryOut(act: ActView): Promise<void> {
  switch (act.type) {
    case 'run':
      return runCommand(act.command, act.in);
    case 'type':
      return engine.input({ type: 'terminal.input', tty: useTerminals.getState().active, text: act.text });
    case 'write':
      return writeFile(act.file, act.text);
    case 'edit': {
      const text = await readFile(act.file);
      return writeFile(
        act.file,
        text.replace(act.from, () => act.to),
      );
    }
    case 'apply':
      return runCommand(`kubectl apply -f ${act.file}`);
    case 'set':
      return engine.input({
        type: 'switch',
        name: act.switch as Extract<Parameters<typeof engine.input>[0], { type: 'switch' }>['name'],
        target: act.target,
        value: act.value,
      });
    case 'wait':
      return engine.input({ type: 'advance', ms: act.seconds * 1000 });
    case 'open':
      return open(act.what);
    case 'point':
      return engine.input({ type: 'point', what: act.what });
    case 'branch':
      return engine.send({ type: 'branch', name: act.name });
    case 'back':
      return engine.send({ type: 'return' });
  }
}

/** Opens a file or a drawer, and says so: opening can be what a step asks for. */
export function open(what: string): void {
  const drawer = (['events', 'packet', 'rules', 'conntrack'] as const).find((tab: DrawerTab) => tab === what);
  if (drawer !== undefined) useLayout.setState({ drawer });
  if (useFiles.getState().paths.includes(what)) useFiles.setState({ current: what });
  engine.input({ type: 'open', what });
}

/** Reads a file of the laptop. */
export async function readFile(path: string): Promise<string> {
  const known = useFiles.getState().texts[path];
  if (known !== undefined) return known;
  const { text } = await engine.ask({ about: 'file', path });
  return text ?? '';
}

/** Writes a file of the laptop. */
export function writeFile(path: string, text: string): void {
  useFiles.setState(({ texts }) => ({ texts: { ...texts, [path]: text } }));
  engine.input({ type: 'file.write', path, text });
}
