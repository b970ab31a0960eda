import { runCommand } from '../../../run-command.ts';
import { readyWorld } from './cluster.ts';
import { document } from '../../../worlds/document.ts';

const COUNT = 500;

/** Microseconds of `echo a | grep a`, in one shell. */
export function shellPipe(): number {
  const world = readyWorld(document);
  const began = performance.now();
  const { code } = runCommand(world, `for i in $(seq ${COUNT}); do echo a | grep a; done >/dev/null`);
  if (code !== 0) throw new Error(`ended with ${code}`);
  return ((performance.now() - began) * 1000) / COUNT;
}
