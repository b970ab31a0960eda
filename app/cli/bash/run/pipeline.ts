import { STDERR, STDIN, STDOUT, pgid, type Fd, type Pid } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import type { CommandNode, Pipeline, PipelineNode } from '../syntax.ts';
import { waitForeground } from './foreground.ts';
import { spawnSubshell, type SubshellOptions } from './subshell.ts';
import { printTimes } from './times.ts';

/** Runs a pipeline, or a single command, and notes the status of each part; negation is the caller's. */
export function* runPipeline(sh: Shell, node: PipelineNode): Sys<number> {
  if (node.type !== 'Pipeline') return yield* runAlone(sh, node);
  const begun = sh.p.now();
  const [only] = node.commands;
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  if (node.prefixes.length > 0) sh.tail = false;
  let status = 0;
  if (node.commands.length === 1 && only) status = yield* runAlone(sh, only);
  else if (node.commands.length > 1) status = yield* runParts(sh, node);
  if (time?.type === 'Time') yield* printTimes(sh, sh.p.now() - begun, time.posix !== undefined);
  return status;
}

function* runAlone(sh: Shell, node: CommandNode): Sys<number> {
  const status = yield* sh.execution.command(sh, node);
  sh.pipeStatus = [status];
  return status;
}

function* runParts(sh: Shell, node: Pipeline): Sys<number> {
  sh.tail = false;
  const pids = startParts(sh, node, true);
  const text = sh.source.text.slice(node.pos, node.end);
  const statuses = yield* waitForeground(sh, pids, text);
  sh.pipeStatus = statuses;
  if (!sh.has('pipefail')) return statuses.at(-1) ?? 0;
  return statuses.findLast((status) => status !== 0) ?? 0;
}

/** Starts every part of a pipeline as a process, connected by pipes. With job control they form a group of their own. */
export function startParts(sh: Shell, node: PipelineNode, foreground: boolean): readonly Pid[] {
  const commands = node.type === 'Pipeline' ? node.commands : [node];
  const pids: Pid[] = [];
  let input: Fd | undefined;
  for (const [index, command] of commands.entries()) {
    const last = index === commands.length - 1;
    const pipe = last ? undefined : sh.p.pipe();
    const fds = new Map<Fd, Fd>();
    if (input !== undefined) fds.set(STDIN, input);
    if (pipe) fds.set(STDOUT, pipe[1]);
    if (pipe && node.type === 'Pipeline' && node.operators[index] === '|&') fds.set(STDERR, pipe[1]);
    const [leader] = pids;
    const group = !sh.has('monitor') ? undefined : leader === undefined ? ('new' as const) : pgid(leader);
    const control: SubshellOptions = group === undefined ? {} : { group, foreground };
    pids.push(spawnSubshell(sh, (sub) => runPart(sub, command), { fds, ...control }));
    if (input !== undefined) sh.p.close(input);
    if (pipe) sh.p.close(pipe[1]);
    input = pipe?.[0];
  }
  return pids;
}

/** One part in its own process; a plain command takes the place of the subshell. */
function* runPart(sub: Shell, command: CommandNode): Sys<number> {
  sub.tail = true;
  const status = yield* sub.execution.command(sub, command);
  return sub.unwind ? sub.status : status;
}
