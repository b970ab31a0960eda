import type { Pid } from '../names.ts';

/** Who opens a socket. */
export interface Opener {
  readonly pid?: Pid | undefined;
  readonly program?: string | undefined;
}
