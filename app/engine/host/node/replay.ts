import { chapters } from '../../../../content/index.ts';
import { disk } from '../../../../content/disk/index.ts';
import { worldHash } from '../../hash.ts';
import type { Journal } from '../../protocol.ts';
import { tools } from '../../tools.ts';
import { worlds } from '../../worlds/index.ts';
import { sessionOpener } from '../open-session.ts';
import { cpuOf } from './bench/cpu.ts';

/** Replays a journal in a fresh world and says where it ends: `{"hash","events","virtualMs","cpuMs"}`. */
export function replayJournal(text: string): string {
  const journal = JSON.parse(text) as Journal;
  const open = sessionOpener({ worlds, chapters, tools: () => tools });
  const { session } = open({
    type: 'boot',
    protocol: journal.version,
    world: journal.world,
    seed: journal.seed,
    lang: 'id',
    files: disk,
  });
  const cpuMs = Math.round(cpuOf(() => session.load(journal)));
  const { core, now } = session.world;
  return JSON.stringify({ hash: worldHash(core), events: journal.entries.length, virtualMs: now, cpuMs });
}
