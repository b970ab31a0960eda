import { describe, expect, it } from 'vitest';
import { encodeUtf8, decodeUtf8 } from '../../../base/utf8.ts';
import { encodeResponse } from '../../../linux/http/codec.ts';
import type { HttpResponse } from '../../../linux/http/message.ts';
import { FileResponses } from './file-responses.ts';
import type { Location } from './site.ts';

const LOCATION = { path: '/' } as Location;
const OLD = encodeUtf8('old');

function response(body: Uint8Array): HttpResponse {
  return { status: 200, reason: 'OK', headers: [['Content-Length', String(body.length)]], body };
}

describe('responses with whole files', () => {
  const of = { location: LOCATION, content: OLD, modifiedAt: 1, connection: 'close', date: 'Tue' };

  it('are the same bytes while file, second and connection are the same', () => {
    const files = new FileResponses();
    const first = files.get('/index.html', of, () => response(OLD));
    expect(files.get('/index.html', { ...of }, () => response(encodeUtf8('never')))).toBe(first);
    expect(encodeResponse(first)).toBe(first.encoded);
    expect(decodeUtf8(encodeResponse(first))).toBe('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold');
    expect(decodeUtf8(encodeResponse(first, 'HTTP/1.1', false))).not.toContain('old');
  });

  it.each([
    ['content', encodeUtf8('new')],
    ['modifiedAt', 2],
    ['connection', 'keep-alive'],
    ['date', 'Wed'],
    ['location', { path: '/' } as Location],
  ])('are made anew when the %s has changed', (part, value) => {
    const files = new FileResponses();
    files.get('/index.html', of, () => response(OLD));
    const changed = files.get('/index.html', { ...of, [part]: value }, () =>
      response(encodeUtf8('made anew')),
    );
    expect(decodeUtf8(encodeResponse(changed))).toContain('made anew');
  });
});
