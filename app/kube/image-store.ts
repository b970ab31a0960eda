import { sha256, toHex } from '../base/crypto/sha256.ts';
import type { Image } from './image.ts';

/** An image as a registry gives it. */
export interface PulledImage {
  readonly image: Image;
  /** `docker.io/library/nginx:latest` */
  readonly reference: string;
  /** `docker.io/library/nginx@sha256:…` */
  readonly id: string;
  readonly sizeBytes: number;
}

/** What a pull comes to: the image, or the runtime's error. */
export type Pull =
  { readonly ok: true; readonly image: PulledImage } | { readonly ok: false; readonly message: string };

/** The registries of the world: what they answer to a pull of a name as written in a Pod. */
export interface ImageStore {
  pull(name: string): Pull;
}

/**
 * The full name of an image: registry, path and tag or digest. `nginx` → `docker.io/library/nginx:latest`.
 * @upstream github.com/distribution/reference ParseDockerRef
 */
export function imageReference(name: string): string {
  const [path = '', digest] = name.split('@');
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasRegistry =
    first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase();
  const full = hasRegistry ? path : slash < 0 ? `docker.io/library/${path}` : `docker.io/${path}`;
  if (digest !== undefined) return `${full}@${digest}`;
  return full.lastIndexOf(':') > full.lastIndexOf('/') ? full : `${full}:latest`;
}

/** A reference without tag and digest. */
export function repositoryOf(reference: string): string {
  const [path = ''] = reference.split('@');
  const colon = path.lastIndexOf(':');
  return colon > path.lastIndexOf('/') ? path.slice(0, colon) : path;
}

/** Whether a name can be an image's name at all: no capitals in its path, and a tag of the right letters. */
export function isImageName(name: string): boolean {
  const reference = imageReference(name);
  const repository = repositoryOf(reference);
  const path = repository.slice(repository.indexOf('/') + 1);
  const rest = reference.slice(repository.length);
  return (
    /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(path) &&
    /^(?::\w[\w.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,})?$/.test(rest)
  );
}

/** Servers that people run without looking inside: they start, stay and answer nothing. */
const GENERIC_NAMES = [
  'redis',
  'mysql',
  'mariadb',
  'postgres',
  'mongo',
  'memcached',
  'httpd',
  'python',
  'node',
  'golang',
  'ubuntu',
  'traefik',
  'haproxy',
  'rabbitmq',
  'registry',
  'wordpress',
];

/** How generous a world's registries are. */
export interface ImageStoreOptions {
  /** Everything exists but what is called so: the recordings' registry. */
  readonly takesAll?: boolean;
  /** More images, in front of the others. */
  readonly extra?: readonly Image[];
}

/** Makes the registries of a world from its images. */
export function createImageStore(images: readonly Image[], options: ImageStoreOptions = {}): ImageStore {
  const all = [...(options.extra ?? []), ...images];
  return {
    pull(name) {
      const reference = imageReference(name);
      const repository = repositoryOf(reference);
      const known = all.find((image) => repositoryOf(imageReference(image.name)) === repository);
      if (known?.failure !== undefined && options.takesAll !== true)
        return { ok: false, message: pullError('Unimplemented', reference, known.failure) };
      const tag = reference.slice(repository.length + 1);
      const exists = known
        ? known.tags.some((one) => matchesTag(one, tag)) || (options.takesAll === true && tag !== MISSING_TAG)
        : isGeneric(repository, options);
      if (exists)
        return { ok: true, image: pulled(known ?? genericImage(repository), reference, repository) };
      return { ok: false, message: known ? notFound(reference) : unknownName(reference, repository) };
    },
  };
}

const MISSING_TAG = 'doesnotexist';

function isGeneric(repository: string, { takesAll = false }: ImageStoreOptions): boolean {
  if (takesAll) return !repository.includes('nosuchimage');
  return GENERIC_NAMES.includes(repository.replace('docker.io/library/', ''));
}

function matchesTag(pattern: string, tag: string): boolean {
  return pattern.endsWith('*') ? tag.startsWith(pattern.slice(0, -1)) : pattern === tag;
}

function pulled(image: Image, reference: string, repository: string): PulledImage {
  const digest = toHex(sha256(`image/${reference}`));
  return { image, reference, id: `${repository}@sha256:${digest}`, sizeBytes: image.sizeBytes };
}

function genericImage(repository: string): Image {
  return {
    name: repository,
    tags: ['*'],
    sizeBytes: 50_000_000 + (parseInt(toHex(sha256(repository)).slice(0, 6), 16) % 60_000_000),
    family: 'debian',
    programs: ['generic-server', 'sh', 'sleep', 'cat', 'ls', 'env', 'echo'],
    entrypoint: ['generic-server'],
    command: [],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    user: 'root',
    workingDirectory: '/',
    files: {},
    exposedPorts: [],
  };
}

function notFound(reference: string): string {
  return pullError('NotFound', reference, `${reference}: not found`);
}

function unknownName(reference: string, repository: string): string {
  if (!repository.startsWith('docker.io/')) return notFound(reference);
  return pullError(
    'Unknown',
    reference,
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  );
}

/** @upstream containerd client/pull.go */
function pullError(code: string, reference: string, reason: string): string {
  const resolve = code === 'Unimplemented' ? '' : `failed to resolve reference "${reference}": `;
  return `rpc error: code = ${code} desc = failed to pull and unpack image "${reference}": ${resolve}${reason}`;
}
