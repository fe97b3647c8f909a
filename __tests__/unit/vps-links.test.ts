import { describe, expect, test } from '@jest/globals';
import { InvalidResponseError, NotFoundError, TransientError } from '../../src/vps/errors.ts';
import type { ApiRequest, Send } from '../../src/vps/exchange.ts';
import { withDebugLog } from '../../src/vps/with-debug-log.ts';
import { withRedaction } from '../../src/vps/with-redaction.ts';
import { withStatus } from '../../src/vps/with-status.ts';
import { rejectionOf, respond } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const GET: ApiRequest = { method: 'GET', path: '/servers/', query: new URLSearchParams({ page_size: '100' }) };
const { deadline } = createTestContext();

function returning(response: ReturnType<typeof respond>): Send {
  return async () => response;
}

describe('withStatus', () => {
  test.each([200, 201, 204, 299])('returns a response of %d', async (status) => {
    const response = respond(status);
    expect(await withStatus(returning(response))(GET, deadline())).toBe(response);
  });

  test('makes an error of any other status, with what the API says', async () => {
    const error = await rejectionOf(withStatus(returning(respond(404, { detail: 'Not here.' })))(GET, deadline()));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ message: 'GET /servers/ returned 404: Not here.' });
  });

  test('keeps when to try again', async () => {
    const error = await rejectionOf(withStatus(returning(respond(503, '', { retryAfter: '7' })))(GET, deadline()));
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ retryAfterMs: 7000 });
  });

  test('makes an error of a success that cannot be read', async () => {
    const unreadable = new InvalidResponseError(GET, 'expected JSON');
    const read = () => {
      throw unreadable;
    };
    expect(await rejectionOf(withStatus(returning(respond(200)))({ ...GET, read }, deadline()))).toBe(unreadable);
    expect(await rejectionOf(withStatus(returning(respond(404)))({ ...GET, read }, deadline()))).toBeInstanceOf(
      NotFoundError,
    );
  });
});

describe('withRedaction', () => {
  const redact = (text: string) => text.replaceAll('vps_secret', '***');

  test.each([200, 500])('takes secrets out of the body of a %d before anything else sees it', async (status) => {
    const send = withRedaction(returning(respond(status, { detail: 'Token vps_secret.' })), redact);
    expect(await send(GET, deadline())).toEqual(respond(status, '{"detail":"Token ***."}'));
  });

  test('looks at a body again only if it differs from the previous one', async () => {
    const bodies = ['Token vps_secret.', 'Token vps_secret.', 'vps_secret', '', 'Token vps_secret.'];
    const seen: string[] = [];
    const replies = bodies.map((body) => respond(200, body)).values();
    const send = withRedaction(
      async () => replies.next().value ?? respond(500),
      (text) => {
        seen.push(text);
        return redact(text);
      },
    );
    const redacted: string[] = [];
    for (const _ of bodies) redacted.push((await send(GET, deadline())).body);
    expect(redacted).toEqual(['Token ***.', 'Token ***.', '***', '', 'Token ***.']);
    expect(seen).toEqual(['Token vps_secret.', 'vps_secret', '', 'Token vps_secret.']);
  });

  test('takes them out of where a redirect leads', async () => {
    const send = withRedaction(returning(respond(302, '', { location: '/?t=vps_secret', date: 'now' })), redact);
    expect(await send(GET, deadline())).toEqual(respond(302, '', { location: '/?t=***', date: 'now' }));
  });
});

describe('withDebugLog', () => {
  function logging(send: Send) {
    const { clock } = createTestContext();
    const lines: string[] = [];
    const slow: Send = (request, until) => {
      clock.advance(120.4);
      return send(request, until);
    };
    return { lines, send: withDebugLog(slow, (line) => lines.push(line), clock) };
  }

  test('logs the request, the status, the size and the time, but nothing that a server contains', async () => {
    const { lines, send } = logging(returning(respond(200, { id: 1, password: 'hunter22' })));
    await send(GET, deadline());
    expect(lines).toEqual(['GET /servers/?page_size=100: 200 with 30 characters, 120 ms']);
  });

  test('says why there was no response', async () => {
    const { lines, send } = logging(async () => {
      throw new Error('socket hang up');
    });
    expect(await rejectionOf(send(GET, deadline()))).toMatchObject({ message: 'socket hang up' });
    expect(lines).toEqual(['GET /servers/?page_size=100: socket hang up, 120 ms']);
  });
});
