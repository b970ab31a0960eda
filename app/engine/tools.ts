import { kubectl } from '../cli/kubectl/kubectl.ts';
import { machinePrograms, programs } from '../cli/programs/index.ts';
import { openApi } from '../kube/openapi/document.ts';
import type { ProgramSpec } from '../linux/process/program.ts';
import type { World } from './world.ts';

/** What people type, for one world: shell, text and network tools, kubectl with the documents it explains from. */
export type Tools = (world: World) => readonly ProgramSpec[];

/**
 * All of floor 4 for a world. The page loads it as a part of its own, after the engine: a cluster boots and is drawn
 * without it, and nothing can be typed before it is there.
 */
export const tools: Tools = ({ cluster, kernel, network, witness }) => {
  cluster.publish(openApi);
  return [...programs, ...machinePrograms({ network, kernel }), kubectl(witness.watching(cluster.door))];
};
