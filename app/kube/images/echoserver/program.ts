import { serveHttp, textResponse } from '../../../linux/http/serve.ts';
import { ip } from '../../../linux/names.ts';
import type { ProgramSpec } from '../../../linux/process/program.ts';

const PORT = 8080;

/** Answers what it was asked: its own Pod, the client's address as it arrived, the request with its headers. */
export const echoserver: ProgramSpec = {
  name: 'echoserver',
  help: 'echoserver',
  on: ['container'],
  *run(p) {
    const failure = yield* serveHttp(p, { ip: ip('0.0.0.0'), port: PORT }, function* (request, client) {
      yield* [];
      const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
      const text = [
        '',
        '',
        `Hostname: ${p.hostname}`,
        '',
        'Pod Information:',
        '\t-no pod information available-',
        '',
        'Server values:',
        '\tserver_version=nginx: 1.14.2 - lua: 10015',
        '',
        'Request Information:',
        `\tclient_address=${client.peer.ip}`,
        `\tmethod=${request.method}`,
        `\treal path=${request.target}`,
        `\tquery=${request.target.split('?')[1] ?? ''}`,
        `\trequest_version=${request.version.replace('HTTP/', '')}`,
        '\trequest_scheme=http',
        `\trequest_uri=http://${host}${host.includes(':') ? '' : `:${PORT}`}${request.target}`,
        '',
        'Request Headers:',
        ...request.headers.map(([name, value]) => `\t${name.toLowerCase()}=${value}  `).toSorted(),
        '',
        'Request Body:',
        request.body.length === 0 ? '\t-no body in request-' : String.fromCharCode(...request.body),
        '',
      ].join('\n');
      return textResponse(200, text, [
        ['Content-Type', 'text/plain'],
        ['Server', 'echoserver'],
      ]);
    });
    yield* p.warn(`bind() to 0.0.0.0:${PORT} failed (${failure})\n`);
    return 1;
  },
};
