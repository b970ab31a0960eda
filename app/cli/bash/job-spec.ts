import { pid as pidOf, type Pid } from '../../linux/names.ts';
import type { Job } from './jobs.ts';
import type { Shell } from './shell.ts';

/** The job that an argument of jobs, fg, bg, kill or wait names: `%1`, `%+`, or the number of one of its processes. */
export function jobOf(sh: Shell, spec: string): Job | undefined {
  if (!sh.jobs) return undefined;
  if (spec.startsWith('%')) return sh.jobs.find(spec);
  const pid = processOf(spec);
  return pid === undefined ? sh.jobs.find(`%${spec}`) : sh.jobs.all.find((job) => job.pids.includes(pid));
}

/** The process of a number. */
export function processOf(spec: string): Pid | undefined {
  return /^\d+$/.test(spec) ? pidOf(Number(spec)) : undefined;
}

/** Takes in everything that has happened to children since, without waiting. */
export function collectJobs(sh: Shell): void {
  for (let news = sh.p.poll('any', { stopped: true }); news; news = sh.p.poll('any', { stopped: true })) {
    sh.jobs.note(news);
  }
}
