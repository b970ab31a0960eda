import type { Container } from '../kinds/types.data.ts';

/** The number of a probe's port, which may be the name of a container port. */
export function probePort(port: number | string, { ports = [] }: Container): number {
  if (typeof port === 'number') return port;
  const named = ports.find(({ name }) => name === port);
  return named ? named.containerPort : Number(port);
}
