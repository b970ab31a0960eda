import { createApiClient } from '../../../../kube/api-client.ts';
import { SERVICES } from '../../../../kube/resource-type.ts';
import { encodeUtf8 } from '../../../../base/utf8.ts';
import { ip, netnsId } from '../../../../linux/names.ts';
import type { World } from '../../../world.ts';
import { createWeb, readyWorld, withWorkers } from './cluster.ts';
import { cpuOf } from './cpu.ts';

const COUNT = 3000;
const REQUEST = encodeUtf8('GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');

/**
 * TCP connections a second of one processor, each with one HTTP request, from a node through a ClusterIP with 10
 * endpoints. Processor time of the process counts, its garbage collection included, so that a busy machine says the same.
 */
export function connections(traced: boolean): number {
  const world = readyWorld(withWorkers(2));
  createWeb(world, 10);
  world.runTo(world.now + 10_000);
  const client = createApiClient(world.cluster.door, 'bench');
  const service = client.get(SERVICES, { namespace: 'default', name: 'web' });
  if (!service.ok) throw new Error('no service');
  const address = ip(service.value.spec.clusterIP ?? '');
  world.network.setTracing(traced);
  const spent = cpuOf(() => {
    for (let n = 0; n < COUNT; n++) request(world, address);
  });
  return (COUNT * 1000) / spent;
}

function request(world: World, address: ReturnType<typeof ip>): void {
  const sockets = world.network.sockets;
  const opened = sockets.connectTcp(netnsId('worker-0'), { ip: address, port: 80 });
  if (!opened.ok) throw new Error(opened.error);
  const socket = opened.value;
  let sent = false;
  for (let step = 0; step < 10_000; step++) {
    if (!sent && sockets.connected(socket).ok) sent = sockets.send(socket, REQUEST).ok;
    const got = sockets.receive(socket, 65_536);
    if (got.ok && got.value.length === 0 && sent) break;
    if (!got.ok && got.error !== 'EAGAIN') throw new Error(got.error);
    if (!world.step(world.now + 1000)) throw new Error('nothing happens');
  }
  sockets.close(socket);
  if (world.network.takeTraces().length > 1000) throw new Error('traces pile up');
}
