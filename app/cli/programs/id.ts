import type { ProgramSpec } from '../../linux/process/program.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Prints user and groups by number and name. */
export const id: ProgramSpec = tool('id', 'id [-u] [-g] [-G] [-n] [USER]', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'ugGnrza', long: { user: 'u', group: 'g', groups: 'G', name: 'n' } },
    flavour,
  );
  if (!options) return 1;
  const [asked] = options.operands;
  const root = { name: 'root', uid: 0, gid: 0 };
  const user = asked === undefined || asked === p.user.name ? p.user : asked === 'root' ? root : undefined;
  if (!user) {
    yield* p.warn(`id: ${quote(asked ?? '')}: no such user\n`);
    return 1;
  }
  const wantsGroup = options.has('g') || options.has('G');
  const number = wantsGroup ? user.gid : user.uid;
  const text =
    options.has('u') || wantsGroup
      ? options.has('n')
        ? user.name
        : String(number)
      : `uid=${user.uid}(${user.name}) gid=${user.gid}(${user.name}) groups=${user.gid}(${user.name})`;
  yield* p.print(`${text}\n`);
  return 0;
});

/** Prints the groups of the user. */
export const groups: ProgramSpec = tool('groups', 'groups', function* (p) {
  yield* p.print(`${p.user.name}\n`);
  return 0;
});
