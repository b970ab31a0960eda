import type { Pid } from '../../linux/names.ts';
import type { Process, Signal, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { parseDuration } from '../tool/number.ts';
import { quote, quoteFile } from '../tool/quote.ts';
import { signalOf } from '../../linux/process/signals.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../tool/tool.ts';

/** Runs a command and ends it after a time. */
export const timeout = tool(
  'timeout',
  'timeout [-s SIGNAL] [-k DURATION] DURATION COMMAND [ARGUMENT]...',
  run,
);

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    {
      flags: 'v',
      values: 'sk',
      stopAtOperand: true,
      long: {
        'signal=': 's',
        'kill-after=': 'k',
        'preserve-status': 'preserve',
        foreground: 'fg',
        verbose: 'v',
      },
    },
    flavour,
  );
  if (!options) return 125;
  const [duration, ...command] = options.operands;
  if (duration === undefined || command.length === 0) {
    yield* p.warn(tryHelp('timeout'));
    return 125;
  }
  const ms = parseDuration(duration);
  const signal = signalOf(options.value('s') ?? 'TERM');
  if (ms === undefined || !signal) {
    yield* p.warn(
      ms === undefined
        ? `timeout: invalid time interval ${quote(duration)}\n${tryHelp('timeout')}`
        : `timeout: ${quoteFile(options.value('s') ?? '')}: invalid signal\n${tryHelp('timeout')}`,
    );
    return 125;
  }
  const spawned = p.spawn(command);
  if (!spawned.ok) {
    yield* p.warn(`timeout: failed to run command ${quote(command[0] ?? '')}: ${strerror(spawned.error)}\n`);
    return spawned.error === 'EACCES' ? 126 : 127;
  }
  const target = spawned.value;
  const grace = options.value('k');
  const graceMs = grace === undefined ? undefined : (parseDuration(grace) ?? 0);
  const alarm = setAlarm(p, { target, ms, signal, graceMs });
  const ended = yield* p.wait(target);
  alarm.stop();
  const fired = alarm.fired();
  if (fired === undefined) return ended.code;
  return fired === 'KILL' ? 137 : options.has('preserve') ? ended.code : 124;
}

interface Alarm {
  readonly target: Pid;
  readonly ms: number;
  readonly signal: Signal;
  readonly graceMs: number | undefined;
}

/** Starts a child that sends the signal when the time is over, and KILL when the grace is over too. */
function setAlarm(
  p: Process,
  { target, ms, signal, graceMs }: Alarm,
): { fired(): Signal | undefined; stop(): void } {
  let sent: Signal | undefined;
  const alarm = p.spawn(['timeout'], {
    *program(child) {
      if (ms === 0 || ms === Infinity) return 0;
      yield* child.sleep(ms);
      sent = signal;
      child.kill({ pid: target }, signal);
      child.kill({ pid: target }, 'CONT');
      if (graceMs === undefined) return 0;
      yield* child.sleep(graceMs);
      sent = 'KILL';
      child.kill({ pid: target }, 'KILL');
      return 0;
    },
  });
  return {
    fired: () => sent,
    stop: () => void (alarm.ok && p.kill({ pid: alarm.value }, 'KILL')),
  };
}
