import { readFileSync } from 'node:fs';
import { disk } from '../../../../content/disk/index.ts';
import { tools } from '../../tools.ts';
import { World } from '../../world.ts';
import type { WorldSpec } from '../../world-spec.ts';
import { worlds } from '../../worlds/index.ts';
import { fail, type HeadlessOptions } from './options.ts';

/** Boot is over when the cluster's own Pods are ready, or after so many virtual milliseconds. */
const BOOT_LIMIT_MS = 60_000;

/** The world that the options name, booted: by name, or from a file of the same shape. `stocked`: with the files of the lessons. */
export function openWorld(options: Pick<HeadlessOptions, 'world' | 'seed'>, stocked: boolean): World {
  const world = new World(worldSpec(options.world), { seed: options.seed, home: stocked ? disk : {}, tools });
  while (!world.cluster.ready && world.now < BOOT_LIMIT_MS) world.runTo(world.now + 100);
  return world;
}

function worldSpec(name: string): WorldSpec {
  const known = worlds.find((spec) => spec.name === name);
  if (known) return known;
  if (!name.endsWith('.json'))
    fail(`no world ${name}; there are ${worlds.map((spec) => spec.name).join(', ')}`);
  return JSON.parse(readFileSync(name, 'utf8')) as WorldSpec;
}
