import { timestampAt, type Core } from '../../base/core.ts';
import { virtualMs } from '../../base/brand.ts';
import { netnsId, type NetnsId } from '../../linux/names.ts';
import type { Network } from '../../linux/network.ts';
import { createInformers, type Informers } from '../informer.ts';
import type { Node } from '../kinds/types.data.ts';
import type { Part, PartDeps } from '../part.ts';
import { ENDPOINT_SLICES, NODES, SERVICES } from '../resource-type.ts';
import { ChangeTracker } from './change-tracker.ts';
import { cleanStaleEntries } from './conntrack-cleanup.ts';
import { proxyHealth, proxyModeAnswer, serviceHealth, type HealthAnswer } from './health-answers.ts';
import { proxyMode } from './index.ts';
import type { EndpointChains } from './iptables/endpoint-chain.ts';
import { kernelSettings } from './kernel-settings.ts';
import type { Proxier } from './proxy-mode.ts';
import { DEFAULT_OPTIONS, type ProxyNode, type ProxyOptions } from './proxy-options.ts';
import type { ServicePort } from './service-port.ts';

/** What a kube-proxy is made with. */
export interface KubeProxyDeps extends PartDeps {
  /** Name of its node. */
  readonly node: string;
  readonly network: Network;
  /** The node's namespace, where it is not named as the node. */
  readonly netns?: NetnsId;
  readonly options?: Partial<ProxyOptions>;
  /** Told after each sync for which Services (`namespace/name`) the node holds rules now; it must only note it. */
  readonly onSync?: (services: ReadonlySet<string>) => void;
  /** Informers that several proxies share; without them it makes its own. */
  readonly informers?: Informers;
  /** The chains of endpoints, which are the same on all nodes; without them it makes its own. */
  readonly chains?: EndpointChains;
}

/** A running kube-proxy. */
export interface KubeProxy extends Part {
  /** Ports on which the node answers health checks of Services, in order. */
  healthCheckPorts(): readonly number[];
  /** What its HTTP servers answer: health check node ports, 10256 `/healthz`, 10249 `/proxyMode`. */
  answer(port: number, path: string): HealthAnswer | undefined;
}

/** From a change to the rules that follow from it: the watch's way and iptables-restore. */
const SYNC_TIME = 30;
/** Everything is written again this often, whatever happened. */
const FULL_SYNC = 3_600_000;
/** How often the canary chains are looked for. */
const CANARY = 30_000;

const ZONE = 'topology.kubernetes.io/zone';

/** Makes the kube-proxy of a node. Its rules stay when it stops. */
export function createKubeProxy(deps: KubeProxyDeps): KubeProxy {
  return new NodeKubeProxy(deps);
}

class NodeKubeProxy implements KubeProxy {
  readonly name: string;
  readonly #core: Core;
  readonly #deps: KubeProxyDeps;
  readonly #netns: NetnsId;
  readonly #options: ProxyOptions;
  #tracker: ChangeTracker;
  #proxier: Proxier | undefined;
  #node: ProxyNode | undefined;
  #own: Informers | undefined;
  #stops: (() => void)[] = [];
  #due: number | undefined;
  #full = true;
  #syncedAt = -Infinity;

  constructor(deps: KubeProxyDeps) {
    this.name = `kube-proxy/${deps.node}`;
    this.#core = deps.core;
    this.#deps = deps;
    this.#netns = deps.netns ?? netnsId(deps.node);
    this.#options = { ...DEFAULT_OPTIONS, ...deps.options };
    this.#tracker = new ChangeTracker(deps.node, 'IPv4');
  }

  start(): void {
    if (this.#stops.length > 0) return;
    this.#core.agenda.handle(this.name, (payload) => this.#work(payload));
    this.#tracker = new ChangeTracker(this.#deps.node, 'IPv4');
    this.#proxier = undefined;
    this.#full = true;
    if (!this.#deps.informers) this.#own = createInformers(this.#deps.door, this.name);
    const informers = this.#deps.informers ?? this.#own;
    if (!informers) return;
    this.#stops = [
      informers.of(NODES).listen((after, before) => this.#nodeChanged(after, before)),
      informers.of(SERVICES).listen((after, before) => {
        if (after) this.#tracker.putService(after);
        else if (before) this.#tracker.removeService(before);
        this.#ask();
      }),
      informers.of(ENDPOINT_SLICES).listen((after, before) => {
        if (before) this.#tracker.removeSlice(before);
        if (after) this.#tracker.putSlice(after);
        this.#ask();
      }),
      this.#watchCanary(),
    ];
    this.#later(FULL_SYNC, 'full');
    this.#ask();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#own?.stop();
    this.#own = undefined;
    this.#core.agenda.unhandle(this.name);
    if (this.#due !== undefined) this.#core.agenda.cancel(this.#due);
    this.#due = undefined;
  }

  healthCheckPorts(): readonly number[] {
    return [...new Set(this.#healthChecked().map((port) => port.healthCheckNodePort))].toSorted(
      (a, b) => a - b,
    );
  }

  answer(port: number, path: string): HealthAnswer | undefined {
    if (port === 10_249) return path === '/proxyMode' ? proxyModeAnswer(this.#options.mode) : undefined;
    if (port === 10_256) {
      const synced = virtualMs(Math.max(0, this.#syncedAt));
      return proxyHealth(timestampAt(this.#core, synced), timestampAt(this.#core));
    }
    const checked = this.#healthChecked().find(({ healthCheckNodePort }) => healthCheckNodePort === port);
    if (!checked) return undefined;
    return serviceHealth(
      checked.namespace,
      checked.service,
      this.#tracker.localReady(checked.namespace, checked.service),
    );
  }

  #healthChecked(): readonly ServicePort[] {
    return this.#tracker.ports().filter(({ healthCheckNodePort }) => healthCheckNodePort !== 0);
  }

  #nodeChanged(after: Node | undefined, before: Node | undefined): void {
    if ((after ?? before)?.metadata.name !== this.#deps.node || !after) return;
    const ip = after.status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
    const zone = after.metadata.labels?.[ZONE] ?? '';
    if (ip === undefined || (this.#node?.ip === ip && this.#node.zone === zone)) return;
    const faces = this.#deps.network.interfaces(this.#netns);
    const addresses = faces.flatMap((face) =>
      face.addresses.map((address) => address.split('/', 1)[0] ?? ''),
    );
    this.#node = { name: this.#deps.node, ip, addresses, zone, family: 'IPv4' };
    this.#proxier?.setNode(this.#node);
    this.#full = true;
    this.#ask();
  }

  /** Asks for a sync as soon as the last one is long enough ago; wishes in between are one. */
  #ask(): void {
    if (this.#due !== undefined || !this.#node) return;
    const wait = this.#syncedAt + this.#options.minSyncPeriod - this.#core.now();
    this.#due = this.#core.agenda.after(Math.max(SYNC_TIME, wait), this.name, 'sync');
  }

  #later(delay: number, what: string): void {
    this.#core.agenda.after(delay, this.name, what, { periodic: true });
  }

  #work(payload: unknown): void {
    if (payload === 'sync') this.#due = undefined;
    if (payload === 'full' || payload === 'reload') this.#full = true;
    if (payload === 'full') this.#later(FULL_SYNC, 'full');
    this.#sync();
  }

  #sync(): void {
    const netfilter = this.#deps.network.netfilter(this.#netns);
    const node = this.#node;
    if (!netfilter || !node) return;
    if (!this.#proxier) {
      this.#deps.network.setSysctls(this.#netns, kernelSettings(this.#options, node));
      const { chains } = this.#deps;
      const deps = { netfilter, options: this.#options, node, now: () => this.#core.now(), chains };
      this.#proxier = proxyMode(this.#options.mode)?.create(deps);
    }
    const state = this.#tracker.apply();
    this.#proxier?.sync(state, this.#full);
    this.#full = false;
    this.#syncedAt = this.#core.now();
    cleanStaleEntries(netfilter, state.ports.values());
    this.#deps.onSync?.(
      new Set([...state.ports.values()].map(({ port }) => `${port.namespace}/${port.service}`)),
    );
  }

  /** When somebody deletes the canary chains, all rules are written again at the next look. */
  #watchCanary(): () => void {
    const chains = this.#deps.network.netfilter(this.#netns)?.chains;
    if (!chains) return () => undefined;
    return chains.onDelete((_table, name) => {
      if (name !== 'KUBE-PROXY-CANARY') return;
      const untilLook = CANARY - (this.#core.now() % CANARY);
      this.#core.agenda.after(untilLook, this.name, 'reload');
    });
  }
}
