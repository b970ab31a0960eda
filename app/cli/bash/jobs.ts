import type { Pgid, Pid } from '../../linux/names.ts';
import type { Ended } from '../../linux/process/program.ts';

/** One pipeline in the background or stopped. */
export interface Job {
  readonly number: number;
  readonly group: Pgid;
  readonly command: string;
  readonly pids: readonly Pid[];
  /** Exit status of each process that has ended. */
  readonly ended: Map<Pid, Ended>;
  state: 'running' | 'stopped' | 'done';
  /** Whether the user has been told of its state. */
  told: boolean;
}

/** The jobs of a shell, and which of them `%+` and `%-` mean. */
export class JobTable {
  #jobs: Job[] = [];
  /** Numbers of jobs in order of use, the current one last. */
  #recent: number[] = [];
  /** Exit statuses of background processes whose job is no longer listed, for `wait PID`. */
  readonly statuses = new Map<Pid, number>();

  get all(): readonly Job[] {
    return this.#jobs;
  }

  add(job: Omit<Job, 'number' | 'ended' | 'told'>): Job {
    const number = Math.max(0, ...this.#jobs.map((other) => other.number)) + 1;
    const made: Job = { ...job, number, ended: new Map(), told: true };
    this.#jobs.push(made);
    this.use(made);
    return made;
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    this.#recent = this.#recent.filter((number) => number !== job.number);
  }

  /** Makes a job the current one. */
  use(job: Job): void {
    this.#recent = [...this.#recent.filter((number) => number !== job.number), job.number];
  }

  /** `+` for the current job, `-` for the one before, a blank for all others. */
  mark(job: Job): '+' | '-' | ' ' {
    const order = this.#order();
    if (order.at(-1) === job) return '+';
    return order.at(-2) === job ? '-' : ' ';
  }

  /** The job that `%…` names. */
  find(spec: string): Job | undefined {
    const word = spec.replace(/^%/, '');
    if (word === '' || word === '+' || word === '%') return this.#order().at(-1);
    if (word === '-') return this.#order().at(-2);
    if (/^\d+$/.test(word)) return this.#jobs.find((job) => job.number === Number(word));
    const text = word.startsWith('?') ? word.slice(1) : word;
    return this.#jobs.find((job) =>
      word.startsWith('?') ? job.command.includes(text) : job.command.startsWith(text),
    );
  }

  /** Notes that a process has ended or stopped; returns its job. */
  note(ended: Ended): Job | undefined {
    const job = this.#jobs.find((other) => other.pids.includes(ended.pid));
    if (!job) return undefined;
    if (ended.stopped === true) {
      if (job.state !== 'stopped') job.told = false;
      job.state = 'stopped';
      this.use(job);
      return job;
    }
    job.ended.set(ended.pid, ended);
    this.statuses.set(ended.pid, ended.code);
    if (job.pids.every((pid) => job.ended.has(pid))) {
      job.state = 'done';
      job.told = false;
    }
    return job;
  }

  /** Stopped jobs come before running ones when the current job is chosen. */
  #order(): readonly Job[] {
    const recent = this.#recent.flatMap((number) => this.#jobs.filter((job) => job.number === number));
    const stopped = recent.filter((job) => job.state === 'stopped');
    return [...recent.filter((job) => job.state !== 'stopped'), ...stopped];
  }
}

/** Exit status of a finished job: that of its last process. */
export function statusOf(job: Job): number {
  const last = job.pids.at(-1);
  return (last === undefined ? undefined : job.ended.get(last)?.code) ?? 0;
}
