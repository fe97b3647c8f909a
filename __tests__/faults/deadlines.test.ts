import { expect, test } from '@jest/globals';
import type { Deadline } from '../../src/clock.ts';
import { checkHealth } from '../../src/health/check.ts';
import { type Http, type HttpResponse, TimeoutError } from '../../src/http/request.ts';
import { Poller } from '../../src/polling/poller.ts';
import { fixed } from '../../src/polling/schedule.ts';
import { restoreOnce } from '../../src/restores/restore-once.ts';
import { createServerPoller } from '../../src/servers/poller.ts';
import { startServer } from '../../src/servers/power.ts';
import type { ApiSession } from '../../src/servers/session.ts';
import { createOnce } from '../../src/snapshots/create-once.ts';
import { VpsClient } from '../../src/vps/client.ts';
import { sendHttp } from '../../src/vps/send-http.ts';
import { withRetry } from '../../src/vps/with-retry.ts';
import { withStatus } from '../../src/vps/with-status.ts';
import { id, rejectionOf } from '../support/api-responses.ts';
import { UNLIMITED } from '../support/create-context.ts';
import { createTestContext, type FakeClock } from '../support/fake-clock.ts';

/** A request at the very end of a timeout still gets this long, in milliseconds. */
const LAST_REQUEST_MS = 2000;
const API = { apiUrl: 'https://vps.test/api/v1', token: 'vps_secret' };
const SERVER = { key: id(12345), name: 'web-1', status: 'active' };

/** HTTP whose responses take a time; a request that takes longer than its timeout ends with it. */
function slowHttp(clock: FakeClock, responseMs: number, respond: (url: URL) => Partial<HttpResponse>): Http {
  return async ({ url }, timeoutMs) => {
    clock.advance(Math.min(responseMs, timeoutMs));
    if (responseMs > timeoutMs) throw new TimeoutError(`it timed out after ${timeoutMs} ms`);
    return { status: 200, headers: {}, body: '', ...respond(new URL(url)) };
  };
}

/** A page of a list that always leads on to another one. */
function endlessPage({ searchParams }: URL): Partial<HttpResponse> {
  const page = Number(searchParams.get('page') ?? '1');
  const item = { id: page, server: { id: 12345 }, name: 'x', status: 'in_progress' };
  return { body: JSON.stringify({ count: 1e9, next: `?page=${page + 1}`, results: [item] }) };
}

function createSession(responseMs: number, respond: (url: URL) => Partial<HttpResponse>) {
  const { clock, context, deadline } = createTestContext();
  const send = withStatus(sendHttp(API, slowHttp(clock, responseMs, respond)));
  const api = new VpsClient(withRetry(send, context, () => undefined));
  const pollingApi = new VpsClient(send);
  const silent = () => undefined;
  const session: ApiSession = {
    api,
    pollingApi,
    detachedApi: pollingApi,
    isRestoreSource: () => false,
    context,
    schedule: fixed(5000),
    log: silent,
    warn: silent,
  };
  return { clock, session, deadline };
}

const RESPONSE_MS = [1, 100, 1000, 2900, 29_000, 60_000];
const TIMEOUT_MS = [3000, 45_000, 600_000];
const CASES = RESPONSE_MS.flatMap((responseMs) => TIMEOUT_MS.map((timeoutMs) => ({ responseMs, timeoutMs })));

test.each(CASES)('ends a list of endless pages, each in $responseMs ms, at $timeoutMs ms', async (one) => {
  const { clock, session, deadline } = createSession(one.responseMs, endlessPage);
  const error = await rejectionOf(session.api.listSnapshots(undefined, deadline(one.timeoutMs)));
  expect(String(error)).toMatch(/the list did not end before the timeout|it timed out|more than \d+ items/u);
  expect(clock.monotonicMs()).toBeLessThanOrEqual(one.timeoutMs + LAST_REQUEST_MS);
});

test.each(CASES)('ends retries of an API that takes $responseMs ms to fail at $timeoutMs ms', async (one) => {
  const { clock, session, deadline } = createSession(one.responseMs, () => ({ status: 503 }));
  await rejectionOf(session.api.listServers(deadline(one.timeoutMs)));
  expect(clock.monotonicMs()).toBeLessThanOrEqual(one.timeoutMs + LAST_REQUEST_MS);
});

test.each(CASES)('ends a create whose responses take $responseMs ms at $timeoutMs ms', async (one) => {
  const { clock, session, deadline } = createSession(one.responseMs, () => ({ status: 502 }));
  const marker = { repository: '', series: '', step: '', runId: '1', attempt: 1 };
  const order = {
    server: SERVER,
    name: 'x',
    description: '',
    marker,
    before: [],
    unreadableBefore: 0,
    hasFreedSlot: true,
    ifUnknown: 'Re-run the job.',
  };
  await rejectionOf(createOnce(order, UNLIMITED, session, deadline(one.timeoutMs)));
  expect(clock.monotonicMs()).toBeLessThanOrEqual(one.timeoutMs + 2 * LAST_REQUEST_MS);
});

test.each(CASES)('ends a restore whose responses take $responseMs ms at $timeoutMs ms', async (one) => {
  const { clock, session, deadline } = createSession(one.responseMs, () => ({ status: 502 }));
  const [target] = [{ key: id(801), server: SERVER, name: 'x', status: 'completed', sizeMb: 1, description: '' }];
  const until = deadline(one.timeoutMs);
  await rejectionOf(restoreOnce({ ...target, createdAtMs: 0 }, SERVER, async () => {}, UNLIMITED, session, until));
  expect(clock.monotonicMs()).toBeLessThanOrEqual(one.timeoutMs + 2 * LAST_REQUEST_MS);
});

test.each(CASES)('ends the start of a server whose responses take $responseMs ms at $timeoutMs ms', async (one) => {
  const { clock, session, deadline } = createSession(one.responseMs, () => ({ status: 502 }));
  const poller = createServerPoller([SERVER], session);
  await rejectionOf(startServer(SERVER, poller, session, deadline(one.timeoutMs)));
  expect(clock.monotonicMs()).toBeLessThanOrEqual(one.timeoutMs + 2 * LAST_REQUEST_MS);
});

test.each(CASES)('ends a health check whose redirects take $responseMs ms each at $timeoutMs ms', async (one) => {
  const { clock, context } = createTestContext();
  const redirect = { status: 302, headers: { location: '/elsewhere' } };
  const http = slowHttp(clock, one.responseMs, () => redirect);
  const check = { url: 'https://web.test/', text: '', timeoutMs: one.timeoutMs, stableMs: 0 };
  const { isHealthy } = await checkHealth(check, { http, context, schedule: fixed(5000), log: () => undefined });
  expect(isHealthy).toBe(false);
  expect(clock.monotonicMs()).toBeLessThanOrEqual(one.timeoutMs + LAST_REQUEST_MS + 10);
});

test.each([10, 100, 1000, 9000])(
  'ends one probe of a health check after 10 s, its redirects of %i ms included',
  async (responseMs) => {
    const { clock, context } = createTestContext();
    const http = slowHttp(clock, responseMs, ({ pathname }) => ({
      status: 302,
      headers: { location: `${pathname}x` },
    }));
    const check = { url: 'https://web.test/', text: '', timeoutMs: 1, stableMs: 0 };
    await checkHealth(check, { http, context, schedule: fixed(5000), log: () => undefined });
    expect(clock.monotonicMs()).toBeLessThanOrEqual(10_000);
  },
);

test.each([
  [20_000, 600_000],
  [600_000, 20_000],
])('ends a shared poll at the timeout of each wait: %i ms and %i ms', async (firstMs, secondMs) => {
  const { clock, session, deadline } = createSession(100_000, () => ({}));
  const ends: number[] = [];
  const poller = new Poller(
    {
      read: async (until: Deadline) => await session.pollingApi.listServers(until),
      schedule: fixed(5000),
      onProgress: () => undefined,
      onError: () => ends.push(clock.monotonicMs()),
    },
    session.context,
  );
  const deadlines = [firstMs, secondMs].map((ms) => deadline(ms));
  await Promise.all(deadlines.map((one) => poller.until(() => false, one)));
  for (const ms of [firstMs, secondMs]) {
    expect(ends.filter((end) => end >= ms && end <= ms + LAST_REQUEST_MS)).toHaveLength(1);
  }
});

test('gives the last try of a GET the time that is left', async () => {
  const { clock, session, deadline } = createSession(1, () => ({
    status: clock.monotonicMs() < 42_500 ? 503 : 200,
    body: '[]',
  }));
  await expect(session.api.listServers(deadline(45_000))).resolves.toMatchObject({ items: [] });
});
