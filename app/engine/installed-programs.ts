import { kubectl } from '../cli/kubectl/kubectl.ts';
import { programs } from '../cli/programs/index.ts';
import type { ProgramSpec } from '../linux/process/program.ts';
import type { World } from './world.ts';

/** Every program of the world by its one name: those that stand alone, and those made with a part of this world. */
export function installedPrograms(world: World): readonly ProgramSpec[] {
  return [...programs, kubectl(world.witness.watching(world.cluster.door))];
}
