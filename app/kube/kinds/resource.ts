import type { Resource } from './object.ts';

/** Describes how a kind is served; the singular name is the kind in lower case. */
export function resource(
  apiVersion: string,
  kind: string,
  plural: string,
  options: { readonly short?: readonly string[]; readonly cluster?: boolean; readonly all?: boolean } = {},
): Resource {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: options.short ?? [],
    namespaced: options.cluster !== true,
    categories: options.all === true ? ['all'] : [],
  };
}
