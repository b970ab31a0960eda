import { freezeDeep } from '../../../base/json.ts';
import { bad, good } from '../../../base/result.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Container, Pod, ServiceAccount, Volume } from '../../kinds/types.data.ts';
import type { Api } from '../api.ts';
import { forbiddenStatus } from '../status.ts';
import type { Plugin } from './plugin.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Every Pod runs as a ServiceAccount and finds its token in a mounted volume. @upstream plugin ServiceAccount */
export const serviceAccount: Plugin = {
  name: 'ServiceAccount',
  mutate: (api, call, object, old) => {
    if (call.kind.resource.kind !== 'Pod' || old !== undefined || call.subresource !== '') return undefined;
    const pod = retyped<Pod>(object);
    if (!pod.spec || pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined)
      return undefined;
    const name = pod.spec.serviceAccountName || 'default';
    const account = api.store.get(api.kind('ServiceAccount'), pod.metadata.namespace ?? '', name);
    if (!account)
      return bad(
        forbiddenStatus(
          call.kind.resource,
          pod.metadata.name,
          `error looking up service account ${pod.metadata.namespace ?? ''}/${name}: serviceaccount "${name}" not found`,
        ),
      );
    return good(retyped(withAccount(api, pod, retyped<ServiceAccount>(account), name)));
  },
};

function withAccount(api: Api, pod: Pod, account: ServiceAccount, name: string): Pod {
  const spec = pod.spec;
  if (!spec) return pod;
  const named = { ...spec, serviceAccountName: name, serviceAccount: name };
  const secrets = spec.imagePullSecrets ?? [];
  const pulling =
    secrets.length === 0 && (account.imagePullSecrets ?? []).length > 0
      ? { ...named, imagePullSecrets: account.imagePullSecrets ?? [] }
      : named;
  const mounts = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  return { ...pod, spec: mounts ? withToken(api, pulling) : pulling };
}

type Spec = NonNullable<Pod['spec']>;

function withToken(api: Api, spec: Spec): Spec {
  const containers = spec.containers ?? [];
  const init = spec.initContainers ?? [];
  const needs = [...containers, ...init].some((container) => !hasMount(container));
  if (!needs) return spec;
  const known = (spec.volumes ?? []).find((volume) => volume.name.startsWith('kube-api-access-'));
  const volume = known ?? tokenVolume(freshName(api));
  return {
    ...spec,
    volumes: known ? (spec.volumes ?? []) : [...(spec.volumes ?? []), volume],
    containers: containers.map((container) => withMount(container, volume.name)),
    ...(init.length > 0 && { initContainers: init.map((container) => withMount(container, volume.name)) }),
  };
}

function hasMount({ volumeMounts }: Container): boolean {
  return (volumeMounts ?? []).some((mount) => mount.mountPath === MOUNT_PATH);
}

function withMount(container: Container, name: string): Container {
  if (hasMount(container)) return container;
  const mount = { name, readOnly: true, mountPath: MOUNT_PATH };
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
}

function freshName(api: Api): string {
  const random = api.core.random.stream('token-volumes');
  let suffix = '';
  for (let length = 0; length < 5; length++) suffix += LETTERS[random.below(LETTERS.length)] ?? '';
  return `kube-api-access-${suffix}`;
}

/** What the token's volume holds, the same for every Pod. */
const TOKEN: NonNullable<Volume['projected']> = freezeDeep({
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 420,
});

function tokenVolume(name: string): Volume {
  return { name, projected: TOKEN };
}
