import type { FileEntry } from '../linux/fs/file-system.ts';

/** What runs in a container, as data. It names its programs; the world supplies them from one table name → Program. */
export interface Image {
  /** Repository without tag: `nginx`, `busybox`, `curlimages/curl`, `registry.k8s.io/coredns/coredns`. */
  readonly name: string;
  /** Tags that exist; a star stands for any ending (`1.*`, `*`). A tag or digest not listed fails to pull as on Docker Hub. */
  readonly tags: readonly string[];
  /** Why it cannot be pulled although it exists, in the runtime's words after the reference. */
  readonly failure?: string;
  readonly sizeBytes: number;
  /** Which family of tools it carries, and so which messages its shell and programs print. */
  readonly family: 'debian' | 'busybox' | 'alpine' | 'distroless';
  /** Installed programs by name; `sh` and `ls` mean those of the family. */
  readonly programs: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workingDirectory: string;
  readonly files: Readonly<Record<string, FileEntry>>;
  /** How it wants to be asked to end: TERM unless said. */
  readonly stopSignal?: 'QUIT' | 'INT' | 'TERM';
  /** Ports its server listens on, for lists and hints only: nothing opens because of them. */
  readonly exposedPorts: readonly number[];
}
