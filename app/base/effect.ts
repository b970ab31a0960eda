/** Questions that the pure floors cannot answer by themselves. The host answers; the answer is a journal entry. */
export interface EffectTypes {
  /** Runs jq over a whole input (WebAssembly loads asynchronously). */
  'jq.run': {
    input: { readonly args: readonly string[]; readonly stdin: string };
    output: { readonly out: string; readonly err: string; readonly code: number };
  };
  /** Moves the session's head: where it can, the world that asked is left; else there is nothing to undo or redo. */
  'timeline.move': {
    input: { readonly move: 'undo' | 'redo' };
    output: { readonly err: string };
  };
  /** Makes an RSA key pair beyond the pool; `seed` decides it. */
  'rsa.generate': {
    input: { readonly bits: number; readonly seed: number };
    output: { readonly privateKeyPem: string };
  };
}

/** The name of an effect. */
export type EffectKind = keyof EffectTypes;
/** What an effect is asked. */
export type EffectInput<Kind extends EffectKind> = EffectTypes[Kind]['input'];
/** What an effect answers. */
export type EffectOutput<Kind extends EffectKind> = EffectTypes[Kind]['output'];
