import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.ts';
import { CertificateError, InvalidResponseError, RequestError } from '../../src/vps/errors.ts';
import type { ApiRequest } from '../../src/vps/exchange.ts';
import { withRetry } from '../../src/vps/with-retry.ts';
import { fakeSend, type Reply, rejectionOf, respond } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const GET: ApiRequest = { method: 'GET', path: '/snapshots/' };
const DELETE: ApiRequest = { method: 'DELETE', path: '/snapshots/801/' };
const POST: ApiRequest = { method: 'POST', path: '/snapshots/', body: { name: 'x' } };
const OK = respond(200, '[]');
const HOUR_MS = 3_600_000;

/** The link, before a chain that returns these in turn. */
function retrying(...replies: readonly Reply[]) {
  const { context, clock, abort, deadline } = createTestContext();
  const { send, requests } = fakeSend(...replies);
  const log: string[] = [];
  const link = withRetry(send, context, (line) => log.push(line));
  return { send: (request: ApiRequest, ms = HOUR_MS) => link(request, deadline(ms)), requests, clock, abort, log };
}

describe('A GET', () => {
  test('is sent again until there is a response, with growing pauses, and says so', async () => {
    const { send, requests, clock, log } = retrying(
      respond(503, { detail: 'Down.' }),
      new RequestError(GET, 'socket hang up', true),
      respond(429, '', { retryAfter: '90' }),
      OK,
    );
    expect(await send(GET)).toBe(OK);
    expect(requests).toHaveLength(4);
    expect(clock.pauses).toEqual([500, 1000, 90_000]);
    expect(log).toEqual([
      'GET /snapshots/ returned 503: Down.; retrying in 1 s',
      'GET /snapshots/ got no response: socket hang up; retrying in 1 s',
      'GET /snapshots/ returned 429; retrying in 90 s',
    ]);
  });

  test.each([408, 409, 423, 425, 429, 500, 501, 502, 503, 504, 599])('is sent again after a %d', async (status) => {
    const { send, requests } = retrying(respond(status), OK);
    expect(await send(GET)).toBe(OK);
    expect(requests).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 405, 410, 301])('is not sent again after a %d', async (status) => {
    const { send, requests, clock } = retrying(respond(status), OK);
    expect(await rejectionOf(send(GET))).toMatchObject({ status });
    expect(requests).toHaveLength(1);
    expect(clock.pauses).toEqual([]);
  });

  test('is not sent again if the certificate is not trusted', async () => {
    const untrusted = new CertificateError(GET, 'CERT_HAS_EXPIRED', undefined);
    const { send, requests } = retrying(untrusted, OK);
    expect(await rejectionOf(send(GET))).toBe(untrusted);
    expect(requests).toHaveLength(1);
  });

  test('is sent again if its response cannot be read', async () => {
    const read = ({ body }: { readonly body: string }) => {
      if (body !== '[]') throw new InvalidResponseError(GET, 'expected JSON');
    };
    const { send, requests } = retrying(respond(200, '<h1>Sign in</h1>'), OK);
    expect(await send({ ...GET, read })).toBe(OK);
    expect(requests).toHaveLength(2);
  });

  test('is sent again until the timeout, and ends with the last error', async () => {
    const { send, clock } = retrying(respond(502, 'first'), respond(503, 'last'));
    expect(await rejectionOf(send(GET))).toMatchObject({ status: 503 });
    // The last try is 2 s before the timeout, so that its response can still come.
    expect(clock.monotonicMs()).toBe(HOUR_MS - 2000);
  });

  test('is sent once more before the timeout if Retry-After asks for more time than is left', async () => {
    const { send, requests, clock } = retrying(respond(429, '', { retryAfter: '61' }), OK);
    await send(GET, 60_000);
    expect(requests).toHaveLength(2);
    expect(clock.pauses).toEqual([58_000]);
  });

  test('ends in a pause if the job is cancelled', async () => {
    const { send, requests, clock, abort } = retrying(respond(503), OK);
    clock.onPause = () => abort.abort(new CancelledError('SIGTERM'));
    expect(await rejectionOf(send(GET))).toBeInstanceOf(CancelledError);
    expect(requests).toHaveLength(1);
  });
});

describe('A GET of a path that worked before', () => {
  test.each([301, 302, 404])('is sent again after a %d, three times in a row', async (status) => {
    const { send, requests } = retrying(OK, respond(status), respond(status), respond(status), OK, respond(status));
    await send(GET);
    expect(await send(GET)).toBe(OK);
    expect(requests).toHaveLength(5);
    expect(await rejectionOf(send(GET))).toMatchObject({ status });
    expect(requests).toHaveLength(9);
  });

  test('starts to count again after another error', async () => {
    const lost = respond(404);
    const { send } = retrying(OK, lost, lost, lost, respond(503), lost, lost, lost, OK);
    await send(GET);
    expect(await send(GET)).toBe(OK);
  });

  test('is not sent again for a page after the last', async () => {
    const { send, requests } = retrying(OK, respond(404, { detail: 'Invalid page.' }), OK);
    await send(GET);
    expect(await rejectionOf(send(GET))).toMatchObject({ status: 404 });
    expect(requests).toHaveLength(2);
  });

  test('is not another path', async () => {
    const { send, requests } = retrying(OK, respond(404), OK);
    await send(GET);
    expect(await rejectionOf(send({ method: 'GET', path: '/servers/1/' }))).toMatchObject({ status: 404 });
    expect(requests).toHaveLength(2);
  });
});

describe('Other methods', () => {
  test('DELETE is sent again like GET, but not after a 404', async () => {
    const { send, requests } = retrying(respond(503), respond(204), respond(404));
    expect(await send(DELETE)).toMatchObject({ status: 204 });
    expect(await rejectionOf(send(DELETE))).toMatchObject({ status: 404 });
    expect(requests).toHaveLength(3);
  });

  test.each([409, 429, 500, 503])('POST is never sent again: %d', async (status) => {
    const { send, requests } = retrying(respond(status), OK);
    expect(await rejectionOf(send(POST))).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  test('POST is never sent again: no connection', async () => {
    const { send, requests } = retrying(new RequestError(POST, 'refused', false), OK);
    expect(await rejectionOf(send(POST))).toBeInstanceOf(RequestError);
    expect(requests).toHaveLength(1);
  });
});
