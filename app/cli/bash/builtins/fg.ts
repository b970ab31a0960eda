import type { Sys } from '../../../linux/process/program.ts';
import { collectJobs, jobOf } from '../job-spec.ts';
import { statusOf, type Job } from '../jobs.ts';
import { waitForeground } from '../run/foreground.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './builtin.ts';

/** Brings a job to the foreground. */
export const fg: Builtin = {
  name: 'fg',
  usage: '[job_spec]',
  ash: true,
  *run(sh, args) {
    const job = yield* chosenJob(sh, 'fg', args[0]);
    if (!job || !sh.jobs) return 1;
    yield* sh.p.print(`${job.command}\n`);
    sh.p.tty?.setForeground(job.group);
    sh.jobs.remove(job);
    const before = job.state;
    job.state = 'running';
    if (before === 'stopped') sh.p.kill({ group: job.group }, 'CONT');
    const left = job.pids.filter((pid) => !job.ended.has(pid));
    const statuses = yield* waitForeground(sh, left, job.command);
    return statuses.at(-1) ?? statusOf(job);
  },
};

/** Lets stopped jobs go on in the background. */
export const bg: Builtin = {
  name: 'bg',
  usage: '[job_spec ...]',
  ash: true,
  *run(sh, args) {
    let status = 0;
    for (const spec of args.length > 0 ? args : [undefined]) {
      const job = yield* chosenJob(sh, 'bg', spec);
      if (!job || !sh.jobs) {
        status = 1;
        continue;
      }
      if (job.state === 'running') {
        yield* sh.complain(`bg: job ${job.number} already in background`);
        continue;
      }
      job.state = 'running';
      yield* sh.p.print(`[${job.number}]${sh.jobs.mark(job)} ${job.command} &\n`);
      sh.p.kill({ group: job.group }, 'CONT');
    }
    return status;
  },
};

function* chosenJob(sh: Shell, command: string, spec: string | undefined): Sys<Job | undefined> {
  if (!sh.has('monitor') || !sh.jobs) {
    yield* sh.complain(`${command}: no job control`);
    return undefined;
  }
  collectJobs(sh);
  const job = jobOf(sh, spec ?? '%+');
  if (job && job.state !== 'done') return job;
  if (job) yield* sh.complain(`${command}: job has terminated`);
  else yield* sh.complain(`${command}: ${spec ?? 'current'}: no such job`);
  return undefined;
}
