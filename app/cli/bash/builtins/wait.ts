import type { Pid } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { statusOfSignal } from '../../../linux/process/signals.ts';
import { jobOf, processOf } from '../job-spec.ts';
import { handleSignal } from '../run/traps.ts';
import type { Shell } from '../shell.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Waits for background jobs. */
export const wait: Builtin = {
  name: 'wait',
  usage: '[-fn] [-p var] [id ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, wait, args, 'fnp:');
    if (!options) return 2;
    const { rest, letters } = options;
    if (letters.includes('n')) return yield* waitNext(sh);
    if (rest.length === 0) {
      for (const job of sh.jobs.all) {
        if (job.state === 'stopped') continue;
        const ended = yield* waitAll(sh, job.pids);
        if (ended === undefined) return sh.status;
        sh.jobs.remove(job);
      }
      return 0;
    }
    let status = 0;
    for (const spec of rest) {
      const one = yield* waitFor(sh, spec);
      if (one === undefined) return sh.status;
      status = one;
    }
    return status;
  },
};

function* waitFor(sh: Shell, spec: string): Sys<number | undefined> {
  const job = spec.startsWith('%') ? jobOf(sh, spec) : undefined;
  const pid = processOf(spec);
  if (spec.startsWith('%') && !job) {
    yield* sh.complain(`wait: ${spec}: no such job`);
    return 127;
  }
  if (!job && pid === undefined) {
    yield* sh.complain(`wait: \`${spec}': not a pid or valid job spec`);
    return 1;
  }
  const known = pid === undefined ? undefined : sh.jobs.statuses.get(pid);
  if (known !== undefined) return known;
  const own = pid === undefined ? job : sh.jobs.all.find((one) => one.pids.includes(pid));
  if (!own) {
    if (sh.features.shell === 'bash') yield* sh.complain(`wait: pid ${spec} is not a child of this shell`);
    return 127;
  }
  const status = yield* waitAll(sh, pid === undefined ? own.pids : [pid]);
  if (status !== undefined && own.state === 'done') sh.jobs.remove(own);
  return status;
}

/** Status of the last of the processes; undefined when a signal came first. */
function* waitAll(sh: Shell, pids: readonly Pid[]): Sys<number | undefined> {
  let status = 0;
  for (const pid of pids) {
    for (let known = sh.jobs.statuses.get(pid); ; known = sh.jobs.statuses.get(pid)) {
      if (known !== undefined) {
        status = known;
        break;
      }
      const news = yield* sh.p.waitOrSignal('any');
      if (typeof news === 'string') {
        if (news === 'CHLD' && !sh.traps.has('CHLD')) continue;
        sh.status = statusOfSignal(news);
        yield* handleSignal(sh, news);
        sh.status = statusOfSignal(news);
        return undefined;
      }
      if (news.code === 127 && !sh.p.hasChildren && news.pid === 0) return 127;
      sh.jobs.note(news);
    }
  }
  return status;
}

function* waitNext(sh: Shell): Sys<number> {
  for (;;) {
    const done = sh.jobs.all.find((job) => job.state === 'done');
    if (done) {
      sh.jobs.remove(done);
      return sh.jobs.statuses.get(done.pids.at(-1) ?? sh.p.pid) ?? 0;
    }
    if (!sh.p.hasChildren) return 127;
    const news = yield* sh.p.waitOrSignal('any');
    if (typeof news === 'string') {
      yield* handleSignal(sh, news);
      if (news !== 'CHLD') return statusOfSignal(news);
    } else sh.jobs.note(news);
  }
}
