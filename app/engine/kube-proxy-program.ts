import type { ProgramSpec } from '../linux/process/program.ts';
import type { Cluster } from './cluster.ts';

/**
 * The program of the image kube-proxy: the node's kube-proxy works as long as this process lives. Its rules stay when
 * it ends.
 */
export function kubeProxyProgram(cluster: () => Cluster): ProgramSpec {
  return {
    name: 'kube-proxy',
    help: 'kube-proxy [--hostname-override=NODE]',
    on: ['container'],
    directory: '/usr/local/bin',
    *run(p) {
      const override = p.argv.find((word) => word.startsWith('--hostname-override='));
      const node = override?.slice(override.indexOf('=') + 1) ?? p.hostname;
      const proxy = cluster().nodes.get(node)?.proxy;
      if (!proxy) {
        yield* p.warn(`E kube-proxy: node "${node}" not found\n`);
        return 1;
      }
      proxy.start();
      try {
        yield* p.receive(p.inbox());
      } finally {
        proxy.stop();
      }
      return 0;
    },
  };
}
