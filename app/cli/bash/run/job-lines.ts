import { statusOf, type Job, type JobTable } from '../jobs.ts';
import { SIGNAL_WORDS } from './signal-words.ts';

/** How wide the state of a job is printed. */
const STATE_WIDTH = 24;

/** A line of `jobs`: `[1]+  Running                 sleep 5 &`. */
export function jobLine(table: JobTable, job: Job, withPid = false): string {
  const mark = table.mark(job);
  const pid = withPid ? `${job.pids.at(-1)} ` : '';
  const tail = job.state === 'running' ? ' &' : '';
  return `[${job.number}]${mark}  ${pid}${stateOf(job).padEnd(STATE_WIDTH)}${job.command}${tail}`;
}

function stateOf(job: Job): string {
  if (job.state === 'running') return 'Running';
  if (job.state === 'stopped') return 'Stopped';
  const last = job.pids.at(-1);
  const signal = last === undefined ? undefined : job.ended.get(last)?.signal;
  if (signal) return SIGNAL_WORDS[signal] ?? `Signal ${signal}`;
  const status = statusOf(job);
  return status === 0 ? 'Done' : `Exit ${status}`;
}
