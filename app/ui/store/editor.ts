import { create } from 'zustand';

interface OpenFiles {
  readonly paths: readonly string[];
  readonly current: string | undefined;
  /** Texts as the disk of the laptop has them, as far as they are known. */
  readonly texts: Readonly<Record<string, string>>;
  /** The file differs from what was last applied from here. */
  readonly unapplied: boolean;
  readonly goTo: { readonly path: string; readonly field: string } | undefined;
}

/** The files of the laptop that the editor can show, and the one it shows. */
export const useFiles = create<OpenFiles>()(() => ({
  paths: [],
  current: undefined,
  texts: {},
  unapplied: false,
  goTo: undefined,
}));
