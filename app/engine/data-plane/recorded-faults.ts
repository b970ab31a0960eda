import { cidr, ip } from '../../linux/names.ts';
import type { Sysctls } from '../../linux/network.ts';
import type { RecordedCase, RecordedFault } from './recorded-case.ts';
import type { RecordedMachines } from './recorded-machines.ts';

/** The sysctls that recorded faults turn, by their names in the kernel. */
const SYSCTLS: Readonly<Record<string, (value: number) => Partial<Sysctls>>> = {
  'net.ipv4.ip_forward': (value) => ({ ipForward: value === 1 }),
  'net.ipv4.conf.all.route_localnet': (value) => ({ routeLocalnet: value === 1 }),
  'net.bridge.bridge-nf-call-iptables': (value) => ({ bridgeNfCallIptables: value === 1 }),
  'net.ipv4.icmp_ratelimit': (icmpRatelimit) => ({ icmpRatelimit }),
  'net.netfilter.nf_conntrack_tcp_be_liberal': (value) => ({ conntrackTcpBeLiberal: value === 1 }),
  'net.netfilter.nf_conntrack_tcp_timeout_established': (tcpEstablishedTimeout) => ({
    tcpEstablishedTimeout,
  }),
  'net.netfilter.nf_conntrack_tcp_timeout_close_wait': (tcpCloseWaitTimeout) => ({ tcpCloseWaitTimeout }),
};

/** Sysctls that kube-proxy sets itself: turning them is done after its first sync. */
const SET_BY_PROXY = /route_localnet|tcp_be_liberal|tcp_timeout/;

/** Whether a fault of the whole case comes after the first sync. */
export function comesAfterSync({ ruleDeleted, sysctl }: RecordedFault): boolean {
  return ruleDeleted !== undefined || Object.keys(sysctl ?? {}).some((name) => SET_BY_PROXY.test(name));
}

/** Does to a machine what the fault says. */
export function applyFault(machines: RecordedMachines, recorded: RecordedCase, fault: RecordedFault): void {
  const { network, programs } = machines;
  const netns = machines.placeOf(fault.machine);
  if (!network.hasNetns(netns)) return;
  for (const [name, value] of Object.entries(fault.sysctl ?? {})) {
    const change = SYSCTLS[name]?.(Number(value));
    if (change) network.setSysctls(netns, change);
  }
  const hairpin = fault.hairpin && machines.podPort(fault.hairpin.pod);
  if (hairpin && fault.hairpin)
    network.setInterface(hairpin.node, hairpin.port, { hairpin: fault.hairpin.on });
  const port = fault.bridgePort && machines.podPort(fault.bridgePort.pod);
  if (port && fault.bridgePort) network.setCable(port.node, port.port, fault.bridgePort.up);
  if (fault.cable) network.setCable(netns, 'eth0', fault.cable === 'up');
  if (fault.kubeProxy) machines.setRunning(fault.machine, fault.kubeProxy === 'running');
  if (fault.route)
    network.addRoute(netns, { destination: cidr(fault.route.to), via: ip(fault.route.via), device: 'eth0' });
  if (fault.listens)
    programs.serve(`process-on-${fault.machine}`, netns, fault.listens.protocol, fault.listens.port);
  if (fault.processEnded !== undefined) programs.end(fault.processEnded);
  const started = recorded.pods.find(({ name }) => name === fault.processStarted);
  if (started) machines.serve(started);
  if (fault.ruleDeleted) {
    const { table, chain } = fault.ruleDeleted;
    const chains = network.netfilter(netns)?.chains;
    if (chains && (table === 'nat' || table === 'filter' || table === 'mangle' || table === 'raw'))
      chains.write(table, chain, []);
  }
}
