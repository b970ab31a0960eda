import type { Brand } from '../base/brand.ts';

/**
 * Names a network namespace: `node-905m`, `laptop`, `edge`, `internet`, or `pod/default/my-nginx-…-jr4a2`.
 * Traces call it the place of a hop.
 */
export type NetnsId = Brand<string, 'NetnsId'>;

/** Names a machine: what has a host name, files and processes. A container is one: `pod/default/curl/curl` (its last part is the container). */
export type MachineId = Brand<string, 'MachineId'>;

/** An IP address in canonical text: `10.244.3.4`, `fd00::1`. */
export type Ip = Brand<string, 'Ip'>;

/** A network in canonical text: `10.244.3.0/24`. */
export type Cidr = Brand<string, 'Cidr'>;

/** Process number, one sequence for the whole world. */
export type Pid = Brand<number, 'Pid'>;
/** Process group number. */
export type Pgid = Brand<number, 'Pgid'>;
/** File descriptor number. */
export type Fd = Brand<number, 'Fd'>;
/** Socket number, one sequence for the whole world. */
export type SocketId = Brand<number, 'SocketId'>;
/** Mailbox number of a process. */
export type InboxId = Brand<number, 'InboxId'>;
/** Number of an effect that was asked for. */
export type EffectId = Brand<number, 'EffectId'>;

/** Standard input, output and error. */
export const STDIN = fd(0);
export const STDOUT = fd(1);
export const STDERR = fd(2);

/** Names a number as a file descriptor. */
export function fd(value: number): Fd {
  return value as Fd;
}

/** Names a text as a network namespace. */
export function netnsId(value: string): NetnsId {
  return value as NetnsId;
}

/** Names a text as a machine. */
export function machineId(value: string): MachineId {
  return value as MachineId;
}

/** Names a text as an address; the caller has parsed it or made it. */
export function ip(value: string): Ip {
  return value as Ip;
}

/** Names a text as a network; the caller has parsed it or made it. */
export function cidr(value: string): Cidr {
  return value as Cidr;
}

/** Names a number as a process. */
export function pid(value: number): Pid {
  return value as Pid;
}

/** Names a number as a process group. */
export function pgid(value: number): Pgid {
  return value as Pgid;
}

/** Names a number as a socket. */
export function socketId(value: number): SocketId {
  return value as SocketId;
}

/** Names a number as a mailbox. */
export function inboxId(value: number): InboxId {
  return value as InboxId;
}

/** Names a number as an effect. */
export function effectId(value: number): EffectId {
  return value as EffectId;
}
