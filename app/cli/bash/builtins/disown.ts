import { jobOf } from '../job-spec.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Forgets jobs without ending them. */
export const disown: Builtin = {
  name: 'disown',
  usage: '[-h] [-ar] [jobspec ... | pid ...]',
  *run(sh, args) {
    const options = yield* readOptions(sh, disown, args, 'har');
    if (!options) return 2;
    const specs = options.rest.length > 0 ? options.rest : ['%+'];
    const every =
      options.letters.includes('a') || (options.letters.includes('r') && options.rest.length === 0);
    if (every) {
      for (const job of sh.jobs.all) {
        if (!options.letters.includes('r') || job.state === 'running') sh.jobs.remove(job);
      }
      return 0;
    }
    let status = 0;
    for (const spec of specs) {
      const job = jobOf(sh, spec);
      if (!job) {
        yield* sh.complain(`disown: ${options.rest.length === 0 ? 'current' : spec}: no such job`);
        status = 1;
      } else if (!options.letters.includes('h')) sh.jobs.remove(job);
    }
    return status;
  },
};
