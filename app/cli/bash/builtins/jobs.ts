import { collectJobs, jobOf } from '../job-spec.ts';
import { jobLine } from '../run/job-lines.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Lists background and stopped jobs. */
export const jobs: Builtin = {
  name: 'jobs',
  usage: '[-lnprs] [jobspec ...] or jobs -x command [args]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, jobs, args, 'lnprsx');
    if (!options) return 2;
    const { letters, rest } = options;
    collectJobs(sh);
    let status = 0;
    const table = sh.jobs;
    for (const spec of rest) {
      if (jobOf(sh, spec)) continue;
      yield* sh.complain(`jobs: ${spec}: no such job`);
      status = 1;
    }
    for (const job of table?.all ?? []) {
      if (!table || (rest.length > 0 && !rest.some((spec) => jobOf(sh, spec) === job))) continue;
      if (letters.includes('r') && job.state !== 'running') continue;
      if (letters.includes('s') && job.state !== 'stopped') continue;
      if (letters.includes('p')) yield* sh.p.print(`${job.pids[0] ?? ''}\n`);
      else yield* sh.p.print(`${jobLine(table, job, letters.includes('l'))}\n`);
      job.told = true;
    }
    for (const job of table?.all ?? []) if (job.state === 'done') table?.remove(job);
    return status;
  },
};
