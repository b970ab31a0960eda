import type { TargetKind } from '../extension.ts';
import { accept } from './accept.ts';
import { dnat } from './dnat.ts';
import { drop } from './drop.ts';
import { log } from './log.ts';
import { markTarget } from './mark.ts';
import { masquerade } from './masquerade.ts';
import { redirect } from './redirect.ts';
import { reject } from './reject.ts';
import { snat } from './snat.ts';

/** Every target that does something; RETURN and jumps to chains are part of the walk itself. */
export const targets = [accept, drop, reject, markTarget, dnat, snat, masquerade, redirect, log] as const;

/** The data of one target that does something. */
export type ActiveTarget = (typeof targets)[number] extends TargetKind<infer Data> ? Data : never;

/** What a rule leads to: something done, the end of the chain, or another chain. */
export type Target =
  | ActiveTarget
  | { readonly name: 'RETURN' }
  | { readonly name: 'jump'; readonly chain: string }
  | { readonly name: 'goto'; readonly chain: string };

const KINDS: ReadonlyMap<string, TargetKind<ActiveTarget>> = new Map<string, TargetKind<ActiveTarget>>(
  targets.map((kind) => [kind.name, kind]),
);

/** The kind of target of that name. */
export function targetKind(name: string): TargetKind<ActiveTarget> | undefined {
  return KINDS.get(name);
}
