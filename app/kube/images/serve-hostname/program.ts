import { serveHttp, textResponse } from '../../../linux/http/serve.ts';
import { ip } from '../../../linux/names.ts';
import type { ProgramSpec } from '../../../linux/process/program.ts';

const PORT = 9376;

/** Answers every request with the name of its Pod. */
export const serveHostname: ProgramSpec = {
  name: 'serve_hostname',
  help: 'serve_hostname [--port PORT]',
  on: ['container'],
  directory: '/',
  *run(p) {
    const given =
      p.argv.find((word) => word.startsWith('--port='))?.slice(7) ?? p.argv[p.argv.indexOf('--port') + 1];
    const port = p.argv.some((word) => word.startsWith('--port')) ? Number(given) : PORT;
    const failure = yield* serveHttp(p, { ip: ip('0.0.0.0'), port }, function* () {
      yield* [];
      return textResponse(200, p.hostname, [['Content-Type', 'text/plain; charset=utf-8']]);
    });
    yield* p.warn(
      `listen tcp :${port}: bind: ${failure === 'EADDRINUSE' ? 'address already in use' : failure}\n`,
    );
    return 1;
  },
};
