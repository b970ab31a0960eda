import { decodeBase64 } from '../../base/base64.ts';
import { deepEqual } from '../../base/equal.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { FileEntry } from '../../linux/fs/file-system.ts';
import type { ContainerMount } from '../container-runtime.ts';
import type {
  Container,
  DownwardAPIVolumeFile,
  KeyToPath,
  Pod,
  Volume,
  VolumeMount,
  VolumeProjection,
} from '../kinds/types.data.ts';
import type { ObjectSource } from './env.ts';
import { fieldValue, resourceValue, type FieldFacts } from './field-value.ts';

/** What the content of volumes is made from. */
export interface VolumeContext extends FieldFacts {
  readonly pod: Pod;
  readonly objects: ObjectSource;
  /** The text of a ServiceAccount token. */
  readonly token: string;
  /** Name of the directory that `..data` points to: it changes with every refresh. */
  readonly version: string;
}

/** The content of a volume: files, or scratch space of the Pod. */
export type VolumeContent =
  { readonly type: 'files'; readonly files: ReadonlyMap<string, Payload> } | { readonly type: 'scratch' };

/** One file of a volume. */
export interface Payload {
  readonly data: Uint8Array | string;
  readonly mode: number;
}

/** Whether a volume holds the same files with the same bytes. */
export function sameContent(one: VolumeContent, other: VolumeContent | undefined): boolean {
  if (one.type === 'scratch' || other?.type !== 'files') return one.type === other?.type;
  const [files, others] = [one.files, other.files].map((map) => Object.fromEntries(map));
  return deepEqual(files, others);
}

/** The contents of all volumes of a Pod by name, or what is wrong with each that cannot be made. */
export function volumeContents(context: VolumeContext): {
  readonly contents: ReadonlyMap<string, VolumeContent>;
  readonly problems: readonly (readonly [volume: string, problem: string])[];
} {
  const contents = new Map<string, VolumeContent>();
  const problems: (readonly [string, string])[] = [];
  for (const volume of context.pod.spec.volumes ?? []) {
    const content = contentOf(volume, context);
    if (content.ok) contents.set(volume.name, content.value);
    else problems.push([volume.name, content.error]);
  }
  return { contents, problems };
}

function contentOf(volume: Volume, context: VolumeContext): Result<VolumeContent> {
  const { secret, configMap, projected, downwardAPI } = volume;
  if (secret) {
    const { secretName = '', items, optional = false, defaultMode = 0o644 } = secret;
    return asContent(secretFiles(context, secretName, items, optional, defaultMode));
  }
  if (configMap) {
    const { name = '', items, optional = false, defaultMode = 0o644 } = configMap;
    return asContent(configMapFiles(context, name, items, optional, defaultMode));
  }
  if (projected)
    return asContent(projectedFiles(context, projected.sources ?? [], projected.defaultMode ?? 0o644));
  if (downwardAPI)
    return asContent(downwardFiles(context, downwardAPI.items ?? [], downwardAPI.defaultMode ?? 0o644));
  return good({ type: 'scratch' });
}

type Files = ReadonlyMap<string, Payload>;

function asContent(made: Result<Files>): Result<VolumeContent> {
  return made.ok ? good({ type: 'files', files: made.value }) : made;
}

function secretFiles(
  { objects, pod }: VolumeContext,
  name: string,
  items: readonly KeyToPath[] | undefined,
  optional: boolean,
  mode: number,
): Result<Files> {
  const secret = objects.secret(pod.metadata.namespace ?? '', name);
  if (!secret) return optional ? good(new Map()) : bad(`secret "${name}" not found`);
  const data = new Map(
    Object.entries(secret.data ?? {}).map(([key, value]) => [key, bytesOf(value)] as const),
  );
  return chosen(data, items, optional, mode, (key) => `references non-existent secret key: ${key}`);
}

function configMapFiles(
  { objects, pod }: VolumeContext,
  name: string,
  items: readonly KeyToPath[] | undefined,
  optional: boolean,
  mode: number,
): Result<Files> {
  const map = objects.configMap(pod.metadata.namespace ?? '', name);
  if (!map) return optional ? good(new Map()) : bad(`configmap "${name}" not found`);
  const data = new Map<string, Uint8Array | string>([
    ...Object.entries(map.data ?? {}),
    ...Object.entries(map.binaryData ?? {}).map(([key, value]) => [key, bytesOf(value)] as const),
  ]);
  return chosen(data, items, optional, mode, (key) => `configmap references non-existent config key: ${key}`);
}

function bytesOf(base64: string): Uint8Array {
  const bytes = decodeBase64(base64);
  return bytes.ok ? bytes.value : new Uint8Array();
}

function chosen(
  data: ReadonlyMap<string, Uint8Array | string>,
  items: readonly KeyToPath[] | undefined,
  optional: boolean,
  defaultMode: number,
  missing: (key: string) => string,
): Result<Files> {
  if (!items || items.length === 0)
    return good(new Map([...data].map(([key, value]) => [key, { data: value, mode: defaultMode }])));
  const result = new Map<string, Payload>();
  for (const { key, path, mode } of items) {
    const value = data.get(key);
    if (value === undefined && optional) continue;
    if (value === undefined) return bad(missing(key));
    result.set(path, { data: value, mode: mode ?? defaultMode });
  }
  return good(result);
}

function projectedFiles(
  context: VolumeContext,
  sources: readonly VolumeProjection[],
  mode: number,
): Result<Files> {
  const all = new Map<string, Payload>();
  for (const { secret, configMap, downwardAPI, serviceAccountToken } of sources) {
    const part = secret
      ? secretFiles(context, secret.name ?? '', secret.items, secret.optional ?? false, mode)
      : configMap
        ? configMapFiles(context, configMap.name ?? '', configMap.items, configMap.optional ?? false, mode)
        : downwardAPI
          ? downwardFiles(context, downwardAPI.items ?? [], mode)
          : good(new Map<string, Payload>());
    if (!part.ok) return part;
    for (const [path, payload] of part.value) all.set(path, payload);
    if (serviceAccountToken) all.set(serviceAccountToken.path, { data: context.token, mode });
  }
  return good(all);
}

function downwardFiles(
  context: VolumeContext,
  items: readonly DownwardAPIVolumeFile[],
  defaultMode: number,
): Result<Files> {
  const result = new Map<string, Payload>();
  for (const { path, fieldRef, resourceFieldRef, mode = defaultMode } of items) {
    const container = context.pod.spec.containers.find(
      ({ name }) => name === resourceFieldRef?.containerName,
    );
    const data = fieldRef
      ? fieldValue(fieldRef.fieldPath, context.pod, context)
      : resourceFieldRef && container
        ? resourceValue(resourceFieldRef, container, context)
        : '';
    result.set(path, { data, mode });
  }
  return good(result);
}

/**
 * The files of a mounted volume as the kubelet lays them out: the content in a dated directory, `..data` pointing to it,
 * and a link for each first part of a path, so that all of it changes at once.
 * @upstream pkg/volume/util/atomic_writer.go AtomicWriter
 */
export function atomicTree(content: Files, version: string): Readonly<Record<string, FileEntry>> {
  const tree: Record<string, FileEntry> = {
    [`..${version}`]: { type: 'directory', mode: 0o755 },
    '..data': { type: 'symlink', target: `..${version}` },
  };
  for (const [path, { data, mode }] of content) {
    const [first = path] = path.split('/');
    tree[`..${version}/${path}`] = { type: 'file', data, mode };
    tree[first] = { type: 'symlink', target: `..data/${first}` };
  }
  return tree;
}

/** What a container sees of its Pod's volumes. */
export function containerMounts(
  container: Container,
  contents: ReadonlyMap<string, VolumeContent>,
  version: string,
): readonly ContainerMount[] {
  return (container.volumeMounts ?? []).flatMap((mount) => {
    const content = contents.get(mount.name);
    return content ? [mountOf(mount, content, version)] : [];
  });
}

function mountOf(mount: VolumeMount, content: VolumeContent, version: string): ContainerMount {
  const { name, mountPath, subPath } = mount;
  if (content.type === 'scratch')
    return { path: mountPath, volume: name, source: { type: 'scratch', volume: name } };
  if (subPath !== undefined && subPath !== '') return subPathMount(mount, content.files, subPath);
  const files = atomicTree(content.files, version);
  return { path: mountPath, volume: name, source: { type: 'tree', files, readOnly: true } };
}

/** A single file or directory of a volume: it is bound once and never refreshed. */
function subPathMount({ mountPath }: VolumeMount, content: Files, subPath: string): ContainerMount {
  const file = content.get(subPath);
  const inside = [...content].flatMap(([path, { data, mode }]): (readonly [string, FileEntry])[] =>
    path.startsWith(`${subPath}/`) ? [[path.slice(subPath.length + 1), { type: 'file', data, mode }]] : [],
  );
  const files: Record<string, FileEntry> = file
    ? { '': { type: 'file', data: file.data, mode: file.mode } }
    : Object.fromEntries(inside);
  return { path: mountPath, volume: '', source: { type: 'tree', files, readOnly: true } };
}
