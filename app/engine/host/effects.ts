/** Does what the pure floors cannot: effects come with the programs that need them. */
export function performEffect(kind: string, input: unknown): Promise<unknown> {
  return Promise.reject(new Error(`lintas: the effect ${kind} is not simulated (${JSON.stringify(input)})`));
}
