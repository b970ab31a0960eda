import type { Informers } from '../kube/informer.ts';
import { DEPLOYMENTS, ENDPOINT_SLICES, NODES, PODS, SERVICES } from '../kube/resource-type.ts';
import type { Scene } from '../tutorial/words.ts';
import type { World } from './world.ts';

/** The world as the proofs see it now. */
export function sceneOf(world: World, informers: Informers): Scene {
  return {
    now: world.now,
    pods: [...informers.of(PODS).all()],
    services: [...informers.of(SERVICES).all()],
    deployments: [...informers.of(DEPLOYMENTS).all()],
    slices: [...informers.of(ENDPOINT_SLICES).all()],
    nodes: [...informers.of(NODES).all()],
    file: (path) => world.file(path),
    accepts: (path) => world.accepts(path),
  };
}
