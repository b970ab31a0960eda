import type { EffectKind, EffectOutput } from '../../base/effect.ts';
import type { Json } from '../../base/json.ts';

/** The answer to an effect as its asker knows it: the host answers what the kind says. */
export function effectOutput<Kind extends EffectKind>(_kind: Kind, output: Json): EffectOutput<Kind> {
  return output as unknown as EffectOutput<Kind>;
}
