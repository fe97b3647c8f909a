import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.ts';
import { ConnectionError } from '../../src/http/connection-error.ts';
import { type HttpRequest, ResponseTooLargeError, TimeoutError } from '../../src/http/request.ts';
import { CertificateError, InvalidResponseError, RequestError } from '../../src/vps/errors.ts';
import type { ApiRequest } from '../../src/vps/exchange.ts';
import { sendHttp } from '../../src/vps/send-http.ts';
import { rejectionOf, respond } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const API = { apiUrl: 'https://vps.test/api/v1', token: 'vps_secret' };
const LIST: ApiRequest = { method: 'GET', path: '/snapshots/', query: new URLSearchParams({ server_id: '12345' }) };

/** Sends over HTTP that fails with the error, or returns a response. */
function send(request: ApiRequest, leftMs: number, error?: unknown) {
  const sent: [HttpRequest, number][] = [];
  const link = sendHttp(API, async (httpRequest, timeoutMs) => {
    sent.push([httpRequest, timeoutMs]);
    if (error) throw error;
    return respond(200, 'body');
  });
  const { clock, deadline } = createTestContext();
  const until = deadline();
  clock.advance(until.timeoutMs - leftMs);
  return { sent, response: link(request, until) };
}

describe('A request to the API', () => {
  test('goes to the base URL with the token', async () => {
    const { sent, response } = send(LIST, 60_000);
    expect(await response).toEqual(respond(200, 'body'));
    expect(sent[0]?.[0]).toEqual({
      method: 'GET',
      url: 'https://vps.test/api/v1/snapshots/?server_id=12345',
      headers: { authorization: 'Bearer vps_secret', accept: 'application/json' },
      body: '',
    });
  });

  test('has JSON if it has a body', async () => {
    const { sent, response } = send({ method: 'POST', path: '/snapshots/', body: { server_id: 1, name: 'ü' } }, 60_000);
    await response;
    expect(sent[0]?.[0]).toMatchObject({
      url: 'https://vps.test/api/v1/snapshots/',
      headers: { 'content-type': 'application/json' },
      body: '{"server_id":1,"name":"ü"}',
    });
  });

  test.each([
    ['30 s at most', 3_600_000, 30_000],
    ['what is left', 7000, 7000],
    ['2 s at the very end', 0, 2000],
  ])('has %s', async (_what, leftMs, timeoutMs) => {
    const { sent, response } = send(LIST, leftMs);
    await response;
    expect(sent[0]?.[1]).toBe(timeoutMs);
  });
});

describe('A request without a response', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

  test.each([
    ['refused', new ConnectionError(refused), false, 'connect ECONNREFUSED 127.0.0.1:9'],
    ['reset', new ConnectionError(reset), true, 'socket hang up'],
    ['timed out', new TimeoutError('it timed out after 30 s'), true, 'it timed out after 30 s'],
  ])('says whether it was sent: %s', async (_how, cause, sent, reason) => {
    const error = await rejectionOf(send(LIST, 60_000, cause).response);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ sent, message: `GET /snapshots/ got no response: ${reason}` });
  });

  test('because of the certificate says how to trust it', async () => {
    const cause = new ConnectionError(Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' }));
    const error = await rejectionOf(send(LIST, 60_000, cause).response);
    expect(error).toBeInstanceOf(CertificateError);
    expect(error).toMatchObject({
      sent: false,
      message: "GET /snapshots/ got no response: the API's certificate is not trusted (CERT_HAS_EXPIRED)",
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  test('because it is too large is unreadable', async () => {
    const error = await rejectionOf(send(LIST, 60_000, new ResponseTooLargeError('it is larger than 8 MiB')).response);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error).toMatchObject({
      message: 'GET /snapshots/ returned an unreadable response: it is larger than 8 MiB',
    });
  });

  test.each([new CancelledError('SIGTERM'), new TypeError('a defect')])(
    'because of %s ends with that',
    async (reason) => {
      expect(await rejectionOf(send(LIST, 60_000, reason).response)).toBe(reason);
    },
  );
});
