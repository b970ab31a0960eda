import type { Outcome } from '../trace.ts';
import type { Journey } from './trace-recorder.ts';

/** An attempt that was answered by RST: of a socket layer, or of a rule that rejects so. */
export function refusal(journey: Journey): Outcome {
  return journey.cause ? outcomeOfError(journey) : { type: 'refused', by: journey.place };
}

/** An attempt that an ICMP error ended: by a REJECT rule, by a closed UDP port, or on the way. */
export function outcomeOfError(journey: Journey): Outcome {
  const { cause, place } = journey;
  if (cause?.type === 'rule')
    return { type: 'rejected', by: place, ...(cause.rule === undefined ? {} : { rule: cause.rule }) };
  return cause?.type === 'port' ? { type: 'refused', by: place } : { type: 'unreachable', by: place };
}
