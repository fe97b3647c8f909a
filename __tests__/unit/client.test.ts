import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { Deadline } from '../../src/clock.ts';
import { Cancelled } from '../../src/failure.ts';
import { http, LARGEST_ANSWER } from '../../src/http/request.ts';
import { REQUEST_MS, VpsClient } from '../../src/vps/client.ts';
import {
  BadRequest,
  CertificateRefused,
  Forbidden,
  NotFound,
  PassingFault,
  Redirected,
  Unauthorized,
  UnexpectedStatus,
  UnreadableAnswer,
} from '../../src/vps/errors.ts';
import { httpTransport } from '../../src/vps/transport.ts';
import { HandClock, START } from '../support/hand-clock.ts';
import { id, serverJson, snapshotJson, snapshotOf } from '../support/run-in-hand.ts';

const ORIGIN = 'https://vps.test';
const API_URL = `${ORIGIN}/api/v1`;
const LIST = '/api/v1/snapshots/';
const TOKEN = 'token-in-hand';
const SERVER = id('12345');
const ORDER = { server: SERVER, name: 'before', description: 'größe' };

nock.disableNetConnect();

/** The transport over real HTTP, until a signal. */
function transportUntil(cancelled: AbortSignal) {
  return httpTransport({ apiUrl: API_URL, token: TOKEN }, http(cancelled), cancelled);
}

/** A client with a clock in hand and an hour left. */
function client() {
  const clock = new HandClock();
  const stop = new AbortController();
  const api = new VpsClient(transportUntil(stop.signal), API_URL, clock);
  return { api, stop, deadline: new Deadline(clock, 3_600_000) };
}

/** Reads the list of snapshots, of all servers or of one. */
function readList(server?: typeof SERVER) {
  const { api, deadline } = client();
  return api.listSnapshots(server, deadline);
}

function page(results: unknown[], next: string | null = null) {
  return { count: 9, next, results };
}

/** The error that a call ends with. */
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    (value) => {
      throw new Error(`It did not fail: ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

function codedError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

afterEach(() => {
  nock.abortPendingRequests();
  const left = nock.pendingMocks();
  nock.cleanAll();
  expect(left).toEqual([]);
});

afterAll(() => nock.restore());

describe('A request', () => {
  test('bears the token and asks for JSON', async () => {
    nock(ORIGIN)
      .get(LIST)
      .matchHeader('authorization', `Bearer ${TOKEN}`)
      .matchHeader('accept', 'application/json')
      .reply(200, page([]));
    expect(await readList()).toEqual([]);
  });

  test('for the snapshots of one server names it in the query', async () => {
    nock(ORIGIN).get(LIST).query({ server_id: '12345' }).reply(200, page([]));
    expect(await readList(SERVER)).toEqual([]);
  });

  test('for a new snapshot is JSON with its length in bytes, and the id as a number', async () => {
    nock(ORIGIN)
      .post(LIST, { server_id: 12345, name: 'before', description: 'größe' })
      .matchHeader('content-type', /^application\/json/u)
      .matchHeader(
        'content-length',
        String(Buffer.byteLength('{"server_id":12345,"name":"before","description":"größe"}')),
      )
      .reply(201, snapshotJson(801, 'in_progress'));
    const { api, deadline } = client();
    expect(await api.createSnapshot(ORDER, deadline)).toEqual({
      id: '801',
      server: { id: '12345', name: 'web-12345' },
      name: 'before',
      status: 'in_progress',
      sizeMb: null,
      createdAt: '2025-01-16T12:00:00Z',
      description: '',
    });
  });

  test('for a new snapshot of a server with a UUID has the id as text', async () => {
    const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    nock(ORIGIN)
      .post(LIST, { server_id: uuid, name: 'before', description: '' })
      .reply(201, { ...snapshotJson(801, 'in_progress'), server: uuid });
    const { api, deadline } = client();
    const snapshot = await api.createSnapshot({ server: id(uuid), name: 'before', description: '' }, deadline);
    expect(snapshot.server).toEqual({ id: uuid, name: '' });
  });

  test('for a restore has no body and says so', async () => {
    nock(ORIGIN)
      .post(`${LIST}801/restore/`, '')
      .matchHeader('content-length', '0')
      .matchHeader('content-type', (value: unknown) => value === undefined || value === null)
      .reply(200, { status: 'success', server: serverJson(12345, 'restoring') });
    const { api, deadline } = client();
    expect(await api.restoreSnapshot(snapshotOf(801, 'completed'), deadline)).toBe('restoring');
  });

  test('to delete asks for that snapshot alone', async () => {
    nock(ORIGIN).delete(`${LIST}801/`).reply(204);
    const { api, deadline } = client();
    await expect(api.deleteSnapshot(id('801'), false, deadline)).resolves.toBeUndefined();
  });

  test.each([301, 302, 307, 308])('is not sent to where a %d points', async (status) => {
    const elsewhere = nock('https://elsewhere.test')
      .persist()
      .get(/.*/u)
      .reply(200, page([]))
      .post(/.*/u)
      .reply(200, {});
    nock(ORIGIN).post(LIST).reply(status, '', { location: 'https://elsewhere.test/api/v1/snapshots/' });
    const { api, deadline } = client();
    expect(await errorOf(api.createSnapshot(ORDER, deadline))).toBeInstanceOf(Redirected);
    expect(elsewhere.pendingMocks()).toHaveLength(2);
    nock.cleanAll();
  });

  test('has at most 30 s', () => expect(REQUEST_MS).toBe(30_000));
});

describe('An answer', () => {
  test.each([
    [400, BadRequest],
    [401, Unauthorized],
    [403, Forbidden],
    [404, NotFound],
    [408, PassingFault],
    [409, UnexpectedStatus],
    [429, PassingFault],
    [500, PassingFault],
    [503, PassingFault],
  ])('of %d is an error with the words of the API, and asked for once', async (status, kind) => {
    nock(ORIGIN).get(LIST).reply(status, { detail: 'Its words.' });
    const error = await errorOf(readList());
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, message: `GET /snapshots/ was answered ${status}: Its words.` });
  });

  test('of 429 says when to ask again', async () => {
    nock(ORIGIN).get(LIST).reply(429, {}, { 'retry-after': '7' });
    expect(await errorOf(readList())).toMatchObject({ retryAfterMs: 7000 });
    nock(ORIGIN)
      .get(LIST)
      .reply(503, {}, { 'retry-after': new Date(START + 30_000).toUTCString() });
    expect(await errorOf(readList())).toMatchObject({ retryAfterMs: 30_000 });
  });

  test.each([
    ['no JSON', '<html>Sign in</html>'],
    ['JSON that is cut', '{"count": 1, "results": ['],
    ['nothing', ''],
    ['another shape', '[]'],
    ['a list of something else', '{"results": [{"id": "x"}]}'],
    ['an id that JSON cannot carry', JSON.stringify(page([snapshotJson(2 ** 53, 'completed')]))],
  ])('of 200 with %s cannot be read', async (_what, body) => {
    nock(ORIGIN).get(LIST).reply(200, body);
    const error = await errorOf(readList());
    expect(error).toBeInstanceOf(UnreadableAnswer);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^GET \/snapshots\/ got an answer that cannot be read: ./u),
    });
  });

  test('to a create that is about another server is named, and nothing is sent again', async () => {
    nock(ORIGIN)
      .post(LIST)
      .reply(201, snapshotJson(801, 'in_progress', 222));
    const { api, deadline } = client();
    expect(await errorOf(api.createSnapshot(ORDER, deadline))).toMatchObject({
      name: 'Failure',
      message: expect.stringMatching(/of server 12345 was answered with snapshot 801 of server 222/u),
    });
  });

  test.each([
    ['without the state of the server', { status: 'success' }],
    ['about another server', { server: { id: 222, status: 'restoring' } }],
  ])('to a restore %s is no proof that it has begun', async (_which, body) => {
    nock(ORIGIN).post(`${LIST}801/restore/`).reply(200, body);
    const { api, deadline } = client();
    const error = await errorOf(api.restoreSnapshot(snapshotOf(801, 'completed'), deadline));
    expect(error).toBeInstanceOf(UnreadableAnswer);
  });

  test('to a delete with a page of somebody between is no proof that it is gone', async () => {
    nock(ORIGIN).delete(`${LIST}801/`).reply(200, '<h1>Welcome</h1>');
    const { api, deadline } = client();
    expect(await errorOf(api.deleteSnapshot(id('801'), false, deadline))).toBeInstanceOf(UnreadableAnswer);
  });

  test('that is larger than 8 MiB is not read to its end', async () => {
    nock(ORIGIN)
      .get(LIST)
      .reply(200, ' '.repeat(LARGEST_ANSWER + 1));
    const error = await errorOf(readList());
    expect(error).toBeInstanceOf(UnreadableAnswer);
    expect(error).toMatchObject({ message: expect.stringContaining('larger than 8 MiB') });
  });

  test('of 8 MiB is read', async () => {
    const json = JSON.stringify(page([]));
    nock(ORIGIN)
      .get(LIST)
      .reply(200, json + ' '.repeat(LARGEST_ANSWER - json.length));
    expect(await readList()).toEqual([]);
  });

  test('with fields that are new, null or missing is read', async () => {
    const lean = { id: 801, server: 12345, status: 'completed', new_field: [1] };
    const nulls = { ...snapshotJson(802, 'completed'), name: null, size_mb: null, created_at: null, description: null };
    nock(ORIGIN)
      .get(LIST)
      .reply(200, page([lean, nulls]));
    expect(await readList()).toMatchObject([
      { id: '801', server: { id: '12345', name: '' }, name: '', sizeMb: null, createdAt: '', description: '' },
      { id: '802', name: '', sizeMb: null, createdAt: '', description: '' },
    ]);
  });

  test('with snapshots of other servers, though one was asked for, is filtered', async () => {
    nock(ORIGIN)
      .get(LIST)
      .query(true)
      .reply(200, page([snapshotJson(801, 'completed', 222), snapshotJson(802, 'completed')]));
    expect(await readList(SERVER)).toMatchObject([{ id: '802' }]);
  });
});

describe('A connection', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'that fails with %s has sent nothing',
    async (code) => {
      nock(ORIGIN).get(LIST).replyWithError(codedError(code));
      expect(await errorOf(readList())).toMatchObject({ name: 'NoAnswer', sent: false });
    },
  );

  test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_CONSTANT'])(
    'that fails with %s may have sent the request',
    async (code) => {
      nock(ORIGIN).get(LIST).replyWithError(codedError(code));
      expect(await errorOf(readList())).toMatchObject({ name: 'NoAnswer', sent: true });
    },
  );

  test.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('that fails with %s has sent nothing and names the certificate', async (code) => {
    nock(ORIGIN).get(LIST).replyWithError(codedError(code));
    const error = await errorOf(readList());
    expect(error).toBeInstanceOf(CertificateRefused);
    expect(error).toMatchObject({ sent: false, message: expect.stringContaining(code) });
  });

  test('that stays silent ends when the time is over', async () => {
    nock(ORIGIN).get(LIST).delay(60_000).reply(200, page([]));
    const transport = transportUntil(new AbortController().signal);
    expect(await errorOf(transport({ method: 'GET', path: '/snapshots/' }, 20))).toMatchObject({
      name: 'NoAnswer',
      sent: true,
      message: 'GET /snapshots/ got no answer: it did not end within 0.02 s',
    });
  });

  test('ends when the job is cancelled', async () => {
    nock(ORIGIN).get(LIST).delay(60_000).reply(200, page([]));
    const { api, stop, deadline } = client();
    const work = errorOf(api.listSnapshots(undefined, deadline));
    stop.abort(new Cancelled('SIGINT'));
    expect(await work).toBeInstanceOf(Cancelled);
    nock.cleanAll();
  });
});

describe('The next page', () => {
  test('is followed with its query, and with the token', async () => {
    nock(ORIGIN, { reqheaders: { authorization: `Bearer ${TOKEN}` } })
      .get(LIST)
      .query({ server_id: '12345' })
      .reply(200, page([snapshotJson(801, 'completed')], `${ORIGIN}${LIST}?page=2&server_id=12345`))
      .get(LIST)
      .query({ server_id: '12345', page: '2' })
      .reply(200, page([snapshotJson(802, 'completed')], '?page=3'))
      .get(LIST)
      .query({ page: '3' })
      .reply(200, page([snapshotJson(803, 'completed')]));
    expect((await readList(SERVER)).map((one) => one.id)).toEqual(['801', '802', '803']);
  });

  test.each([
    ['another host', `https://elsewhere.test${LIST}?page=2`],
    ['another port', `${ORIGIN}:8443${LIST}?page=2`],
    ['plain http', `http://vps.test${LIST}?page=2`],
    ['another path', `${ORIGIN}/api/v1/account/?page=2`],
    ['the host of a user', `https://vps.test@elsewhere.test${LIST}`],
    ['no address', 'http://[x'],
  ])('is not followed to %s', async (_where, next) => {
    nock(ORIGIN).get(LIST).reply(200, page([], next));
    const error = await errorOf(readList());
    expect(error).toBeInstanceOf(UnreadableAnswer);
    expect(error).toMatchObject({ message: expect.stringContaining('outside api_url') });
  });

  test('is followed a hundred times at most', async () => {
    let asked = 0;
    nock(ORIGIN)
      .persist()
      .get(LIST)
      .query(true)
      .reply(() => {
        asked += 1;
        return [200, page([], `?page=${asked + 1}`)];
      });
    const error = await errorOf(readList());
    nock.cleanAll();
    expect(error).toMatchObject({ name: 'UnreadableAnswer', message: expect.stringContaining('100 pages') });
    expect(asked).toBe(100);
  });
});
