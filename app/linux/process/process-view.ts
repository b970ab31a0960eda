import type { MachineId, Pgid, Pid } from '../names.ts';

/** What the process table shows. */
export interface ProcessView {
  readonly pid: Pid;
  readonly ppid: Pid;
  readonly pgid: Pgid;
  readonly machine: MachineId;
  readonly user: string;
  readonly argv: readonly string[];
  readonly state: 'running' | 'sleeping' | 'stopped' | 'zombie';
  readonly startedAt: number;
  readonly tty?: string;
}
