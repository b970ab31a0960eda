import { netnsId } from '../linux/names.ts';
import { saveText } from '../linux/netfilter/save.ts';
import type { Ask, AskAnswer } from './protocol.ts';
import { worldHash } from './hash.ts';
import type { Session } from './session.ts';
import type { World } from './world.ts';
import { nextUnsettled } from './settle.ts';

/** Answers a question about the world as it is now. Nothing changes by it. */
export function answerAsk(session: Session, ask: Ask): AskAnswer {
  const world = session.world;
  switch (ask.about) {
    case 'object':
      return { about: 'object', ...world.object(ask.key) };
    case 'file':
      return { about: 'file', text: world.file(ask.path) };
    case 'files':
      return { about: 'files', paths: world.files() };
    case 'conntrack':
      return { about: 'conntrack', entries: ask.places.flatMap((place) => [...world.conntrack(place)]) };
    case 'rules':
      return { about: 'rules', text: rulesText(world, ask.place) };
    case 'hash':
      return { about: 'hash', hash: worldHash(world.core) };
    case 'journal':
      return { about: 'journal', journal: session.journal() };
    case 'saved':
      return { about: 'saved', saved: session.save() };
    case 'settled':
      return {
        about: 'settled',
        settled: session.idle && nextUnsettled(world.core, world.now) === undefined,
      };
  }
}

function rulesText(world: World, place: string): string {
  const netfilter = world.network.netfilter(netnsId(place));
  return netfilter ? saveText(netfilter.chains) : '';
}
