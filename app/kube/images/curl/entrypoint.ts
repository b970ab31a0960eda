import type { ProgramSpec } from '../../../linux/process/program.ts';

/** The script that starts the image curlimages/curl: words that begin with a dash are for curl. */
export const curlEntrypoint: ProgramSpec = {
  name: 'entrypoint.sh',
  help: 'entrypoint.sh [COMMAND] [ARGUMENT]...',
  on: ['container'],
  directory: '/',
  *run(p) {
    const words = p.argv.slice(p.argv.findIndex((word) => word.endsWith('entrypoint.sh')) + 1);
    const [first = ''] = words;
    const argv = first.startsWith('-') ? ['curl', ...words] : words;
    const spawned = p.spawn(argv);
    if (!spawned.ok) {
      yield* p.warn(`/entrypoint.sh: exec: line 17: ${first}: not found\n`);
      return 127;
    }
    const ended = yield* p.wait(spawned.value);
    return ended.code;
  },
};
