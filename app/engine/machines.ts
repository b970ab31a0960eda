import { cidr, ip, machineId, netnsId } from '../linux/names.ts';
import type { Network } from '../linux/network.ts';
import { addEdge, addNodeNetwork, addOutsideMachine, addPodRoute } from '../linux/network/build.ts';
import type { Kernel } from '../linux/process/kernel.ts';
import type { ProgramSpec, User } from '../linux/process/program.ts';
import type { Row } from './view/rows.ts';
import type { WorldSpec } from './world-spec.ts';

const ROOT: User = { name: 'root', uid: 0, gid: 0, home: '/root' };
const USER: User = { name: 'user', uid: 1000, gid: 1000, home: '/home/user' };

/** Address of the cloud edge towards the outside. */
const EDGE_OUTSIDE = '192.0.2.1';

/** Lays the cables of a world: edge, nodes with their bridges and routes, the machines outside. */
export function layNetwork(network: Network, spec: WorldSpec): void {
  const external = spec.nodes.flatMap(({ externalIp, internalIp }) =>
    externalIp === undefined ? [] : ([[ip(externalIp), ip(internalIp)]] as const),
  );
  addEdge(network, {
    netns: netnsId('edge'),
    underlay: ip(spec.gateway),
    underlayLength: 24,
    outside: cidr(`${EDGE_OUTSIDE}/24`),
    externalIps: new Map(external),
    ...(spec.edgeOpenTcp && { openTcp: spec.edgeOpenTcp }),
  });
  for (const node of spec.nodes) {
    addNodeNetwork(network, {
      netns: netnsId(node.name),
      address: cidr(`${node.internalIp}/24`),
      gateway: ip(spec.gateway),
      podCidr: cidr(node.podCidr),
    });
    for (const other of spec.nodes)
      if (other !== node) addPodRoute(network, netnsId(node.name), cidr(other.podCidr), ip(other.internalIp));
  }
  for (const outsider of spec.outsiders)
    addOutsideMachine(network, netnsId(outsider.name), cidr(`${outsider.ip}/24`), ip(EDGE_OUTSIDE));
}

/** Puts the machines on the network: nodes for root, laptop and internet client for their user. */
export function addMachines(
  kernel: Kernel,
  spec: WorldSpec,
  programs: readonly ProgramSpec[],
  home: Readonly<Record<string, string>>,
): void {
  const files = Object.entries(home).map(
    ([path, data]) => [`${USER.home}/${path}`, { type: 'file', data, mode: 0o644 }] as const,
  );
  for (const { name, kind } of spec.outsiders)
    kernel.addMachine({
      id: machineId(name),
      kind,
      hostname: name,
      netns: netnsId(name),
      users: [USER, ROOT],
      files: kind === 'laptop' ? Object.fromEntries(files) : {},
      programs: programs.filter(({ on }) => on.includes(kind)),
      env: kind === 'laptop' ? { PS1: '$ ' } : {},
      shell: 'bash',
    });
  for (const { name } of spec.nodes)
    kernel.addMachine({
      id: machineId(name),
      kind: 'node',
      hostname: name,
      netns: netnsId(name),
      users: [ROOT],
      files: {},
      programs: programs.filter(({ on }) => on.includes('node')),
      env: {},
      shell: 'bash',
    });
}

/** Rows of what stands outside the cluster or between. */
export function actorRows(spec: WorldSpec): Row[] {
  const outsiders = spec.outsiders.map(({ name, kind, ip: address }) => actor(name, kind, address));
  return [...outsiders, actor('edge', 'edge', spec.gateway)];
}

function actor(name: string, role: 'laptop' | 'internet' | 'edge', address: string): Row {
  return { kind: 'Actor', key: `Actor/${name}`, name, place: name, role, ip: address };
}
