import { useT } from '../text/translate.ts';

/** What is said about the way out of a place that keeps Tab for itself: how to ask for it, or that Tab will leave now. */
export type WayOut = 'escThenTab' | 'tabLeaves' | undefined;

/** The way out by keys, where it can be seen: terminal and editor use Tab themselves. */
export function WayOutNote({ way }: { readonly way: WayOut }) {
  const t = useT();
  return way === undefined ? null : <p className="note">{t(way)}</p>;
}
