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
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
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
