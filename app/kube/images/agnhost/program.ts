import { serveHttp, textResponse, type Handler } from '../../../linux/http/serve.ts';
import { ip } from '../../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';

const A_DAY_MS = 86_400_000;

/** The test program of Kubernetes: `netexec`, `serve-hostname`, `pause`; its other servers say that they are not simulated. */
export const agnhost: ProgramSpec = {
  name: 'agnhost',
  help: 'agnhost netexec|serve-hostname|pause [--http-port PORT] [--port PORT]',
  on: ['container'],
  directory: '/',
  *run(p) {
    const [, command = 'pause', ...args] = p.argv;
    switch (command) {
      case 'pause':
        yield* p.print('Paused\n');
        for (;;) yield* p.sleep(A_DAY_MS);
      case 'netexec':
        return yield* netexec(p, Number(option(args, 'http-port') ?? 8080));
      case 'serve-hostname':
        return yield* serve(p, Number(option(args, 'port') ?? 9376), hostname(p));
      default:
        yield* p.warn(`lintas: agnhost ${command} is not simulated\n`);
        return 1;
    }
  },
};

function option(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  return at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
}

function* netexec(p: Process, port: number): Sys<number> {
  yield* p.warn(`Started HTTP server on port ${port}\n`);
  return yield* serve(p, port, function* (request, client) {
    yield* [];
    const path = request.target.split('?')[0];
    if (path === '/hostname' || path === '/hostName') return textResponse(200, p.hostname);
    if (path === '/clientip') return textResponse(200, `${client.peer.ip}:${client.peer.port}`);
    if (path === '/healthz') return textResponse(200, '');
    if (path === '/echo')
      return textResponse(200, (/[?&]msg=([^&]*)/.exec(request.target)?.[1] ?? '').replaceAll('+', ' '));
    return textResponse(200, `NOW: ${new Date(p.epoch + p.now()).toISOString()}`);
  });
}

function hostname(p: Process): Handler {
  return function* () {
    yield* [];
    return textResponse(200, p.hostname);
  };
}

function* serve(p: Process, port: number, handler: Handler): Sys<number> {
  const failure = yield* serveHttp(p, { ip: ip('0.0.0.0'), port }, handler);
  yield* p.warn(
    `listen tcp :${port}: bind: ${failure === 'EADDRINUSE' ? 'address already in use' : failure}\n`,
  );
  return 1;
}
