import { kubectl } from '../cli/kubectl/kubectl.ts';
import { printYaml } from '../cli/kubectl/print/yaml.ts';
import { machinePrograms, programs } from '../cli/programs/index.ts';
import type { TlsServer } from '../kube/images/nginx/program.ts';
import { nginxTls } from '../kube/images/nginx/tls.ts';
import { openApi } from '../kube/openapi/document.ts';
import type { ProgramSpec } from '../linux/process/program.ts';
import type { World } from './world.ts';

/** What people type, for one world, and what only they can ask for. */
export interface ToolSet {
  /** Shell, text and network tools, kubectl with the documents it explains from. */
  readonly programs: readonly ProgramSpec[];
  /** The TLS side of servers: no server needs it before somebody has made a certificate. */
  readonly tls: TlsServer;
  /** An object as `kubectl get -o yaml` prints it. */
  readonly yaml: (object: unknown) => string;
}

/** The tools of a world. */
export type Tools = (world: World) => ToolSet;

/**
 * All of floor 4 for a world. The page loads it as a part of its own, after the engine: a cluster boots and is drawn
 * without it, and nothing can be typed before it is there.
 */
export const tools: Tools = ({ cluster, kernel, network, witness }) => {
  cluster.publish(openApi);
  return {
    programs: [...programs, ...machinePrograms({ network, kernel }), kubectl(witness.watching(cluster.door))],
    tls: nginxTls,
    yaml: printYaml,
  };
};
