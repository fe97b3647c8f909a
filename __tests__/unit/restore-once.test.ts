import { describe, expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../src/errors.ts';
import { restoreOnce } from '../../src/restores/restore-once.ts';
import { BadRequestError, BusyError, NotFoundError, RequestError, UnauthorizedError } from '../../src/vps/errors.ts';
import type { ApiRequest, ApiResponse } from '../../src/vps/exchange.ts';
import { page, rejectionOf, respond, serverJson } from '../support/api-responses.ts';
import { createSession, UNLIMITED } from '../support/create-context.ts';
import { server, snapshot } from '../support/report-data.ts';

const SERVER = server(12_345, 'web-1');
const TARGET = snapshot(801, { server: SERVER, name: 'before' });
const HOUR_MS = 3_600_000;
const RESTORE = 'POST /snapshots/801/restore/';

type Post = (request: ApiRequest) => ApiResponse;
const accepted: Post = () => respond(200, { status: 'success', server: serverJson(12_345, 'restoring') });
const reset: Post = (request) => {
  throw new RequestError(request, 'read ECONNRESET', true);
};
const refused: Post = (request) => {
  throw new RequestError(request, 'connect ECONNREFUSED', false);
};
const invalidState: Post = () => respond(400, { error: 'Server is not in a valid state for restore.' });

/** Starts one restore against an API whose POSTs end this way, the last for ever, and whose server depends on time. */
function restoreOne(
  posts: readonly Post[],
  statusAt: (passedMs: number) => string | ApiResponse = () => 'active',
  { before = 'active', timeoutMs = HOUR_MS } = {},
) {
  let posted = 0;
  const requestedMs: number[] = [];
  const test = createSession((request, passedMs) => {
    if (request.method === 'GET') {
      const status = statusAt(passedMs);
      return typeof status === 'string' ? respond(200, serverJson(12_345, status)) : status;
    }
    const post = posts[Math.min(posted, posts.length - 1)];
    posted += 1;
    return post?.(request) ?? respond(500);
  });
  const work = async () =>
    await restoreOnce(
      TARGET,
      { ...SERVER, status: before },
      async () => void requestedMs.push(test.clock.monotonicMs()),
      UNLIMITED,
      test.session,
      test.deadline(timeoutMs),
    );
  return { ...test, work, requestedMs, posts: () => test.count('POST') };
}

describe('A restore', () => {
  test('that is accepted is sent once, and nothing is looked for', async () => {
    const { work, requests, requestedMs } = restoreOne([accepted]);
    expect(await work()).toEqual({ serverStatus: 'restoring', isCertain: true });
    expect(requests).toEqual([RESTORE]);
    expect(requestedMs).toEqual([0]);
  });

  test.each([
    ['never reached the API', refused],
    ['met a rate limit', () => respond(429)],
  ])('that %s is sent again without looking first', async (_what, post) => {
    const { work, requests } = restoreOne([post, post, accepted]);
    await work();
    expect(requests).toEqual(Array(3).fill(RESTORE));
  });

  test.each<[string, Post]>([
    ['a 409', () => respond(409)],
    ['a 423', () => respond(423)],
    ['an invalid state', invalidState],
  ])('of a server that is busy is tried again for 10 min: %s', async (_what, post) => {
    const soon = restoreOne([post, post, post, accepted]);
    expect(await soon.work()).toEqual({ serverStatus: 'restoring', isCertain: true });
    // What a restore discards counts up to the request that was accepted.
    expect(soon.requestedMs).toHaveLength(4);
    const never = restoreOne([post]);
    await rejectionOf(never.work());
    expect(never.clock.monotonicMs()).toBeGreaterThanOrEqual(10 * 60_000);
    expect(never.clock.monotonicMs()).toBeLessThan(11 * 60_000);
  });

  test('that is refused with another 400 is tried again for 2 min', async () => {
    const { work, clock } = restoreOne([() => respond(400, { error: 'Restores are off.' })]);
    expect(await rejectionOf(work())).toBeInstanceOf(BadRequestError);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(2 * 60_000);
    expect(clock.monotonicMs()).toBeLessThan(2.5 * 60_000);
  });

  test('of a suspended server is refused at once', async () => {
    const { work, posts } = restoreOne([() => respond(409)], () => 'suspended');
    expect(await rejectionOf(work())).toBeInstanceOf(BusyError);
    expect(posts()).toBe(1);
  });

  test('is refused at once if the server is busy because somebody else restores it', async () => {
    const { work, posts } = restoreOne([invalidState, accepted], () => 'restoring');
    expect(String(await rejectionOf(work()))).toContain('Server 12345 (web-1) is already being restored.');
    expect(posts()).toBe(1);
  });

  test.each<[string, () => string | ApiResponse]>([
    ['cannot be read', () => respond(502)],
    ['is not listed', () => page([serverJson(222, 'suspended')])],
  ])('is tried again although the server %s meanwhile', async (_what, statusAt) => {
    const { work, runner } = restoreOne([() => respond(409), accepted], statusAt);
    expect((await work()).isCertain).toBe(true);
    expect(runner.lines[0]).toMatch(/^ {2}server 12345 \(web-1\): .* returned 409; nothing was started, retrying$/u);
  });

  test('ends with the reason if the job is cancelled while the status is read', async () => {
    const reason = new CancelledError('SIGINT');
    const test = restoreOne([() => respond(409)], () => {
      test.abort.abort(reason);
      throw reason;
    });
    expect(await rejectionOf(test.work())).toBe(reason);
    expect(test.posts()).toBe(1);
  });

  test.each([
    [401, UnauthorizedError],
    [404, NotFoundError],
  ])('that is refused with a %d is not sent again', async (status, type) => {
    const { work, requests } = restoreOne([() => respond(status)]);
    expect(await rejectionOf(work())).toBeInstanceOf(type);
    expect(requests).toEqual([RESTORE]);
  });

  test('whose response is about another server ends at once, and names both', async () => {
    const { work, requests } = restoreOne([() => respond(200, { server: serverJson(222, 'restoring') })]);
    const error = await rejectionOf(work());
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toMatch(/12345.*222/su);
    expect(requests).toEqual([RESTORE]);
  });
});

describe('A restore whose response was lost', () => {
  test.each<[string, Post]>([
    ['a reset', reset],
    ['a 502', () => respond(502)],
    ['half a body', () => respond(200, '{"status": "succ')],
    ['a page of a proxy', () => respond(200, '<html></html>')],
  ])('by %s has started if the server is restoring', async (_how, post) => {
    const { work, posts } = restoreOne([post], (ms) => (ms < 30_000 ? 'active' : 'restoring'));
    expect(await work()).toEqual({ serverStatus: 'restoring', isCertain: true });
    expect(posts()).toBe(1);
  });

  test.each(['active', 'stopped', ''])('has started if a server that was "%s" is restoring', async (before) => {
    const { work, posts } = restoreOne([reset], () => 'restoring', { before });
    expect(await work()).toEqual({ serverStatus: 'restoring', isCertain: true });
    expect(posts()).toBe(1);
  });

  test.each([
    ['active', 'stopped'],
    ['active', 'stopping'],
    ['stopped', 'starting'],
    ['', 'stopped'],
  ])('may have started if a server that was "%s" is "%s": somebody else could have done that', async (before, now) => {
    const { work, posts } = restoreOne([reset], () => now, { before });
    expect(await work()).toEqual({ serverStatus: now, isCertain: false });
    expect(posts()).toBe(1);
  });

  test('may have started if the server was stopped and is active again: it is not sent twice', async () => {
    const { work, posts } = restoreOne([reset], (ms) => (ms < 20_000 ? 'stopped' : 'active'));
    expect(await work()).toEqual({ serverStatus: 'stopped', isCertain: false });
    expect(posts()).toBe(1);
  });

  test.each([
    ['active', 'active'],
    ['stopped', 'stopped'],
    ['starting', 'active'],
  ])('has not started if a server that was "%s" is "%s" for 60 s: then it is sent again', async (before, now) => {
    const { work, posts, clock } = restoreOne([reset, accepted], () => now, { before });
    expect((await work()).isCertain).toBe(true);
    expect(posts()).toBe(2);
    // The first look is after 5 s, and counts from there.
    expect(clock.monotonicMs()).toBe(65_000);
  });

  test('is looked for in the list if the API has no detail of a server', async () => {
    const { session, deadline, count } = createSession((request) => {
      if (request.method === 'POST') return reset(request);
      return request.path === '/servers/'
        ? page([serverJson(222, 'active'), serverJson(12_345, 'restoring')])
        : respond(404, '<html>Not Found</html>');
    });
    const start = async () =>
      await restoreOnce(TARGET, { ...SERVER, status: 'active' }, async () => {}, UNLIMITED, session, deadline());
    expect((await start()).serverStatus).toBe('restoring');
    expect(count('POST')).toBe(1);
  });

  /** A restore whose response is lost, against an API that lists the server from then on. */
  function restoreUnlisted(listedFromMs: number, status: string) {
    let posted = 0;
    const { session, deadline, count, clock } = createSession((request, ms) => {
      if (request.method === 'GET') {
        if (request.path !== '/servers/') return respond(404, 'Not Found');
        return page(ms < listedFromMs ? [] : [serverJson(12_345, status)]);
      }
      posted += 1;
      return posted === 1 ? reset(request) : accepted(request);
    });
    const before = { ...SERVER, status: 'active' };
    const work = async () => await restoreOnce(TARGET, before, async () => {}, UNLIMITED, session, deadline());
    return { work, clock, posts: () => count('POST') };
  }

  test('is not decided if the server is never listed: then it is not sent again', async () => {
    const { work, posts } = restoreUnlisted(Number.POSITIVE_INFINITY, 'active');
    expect(String(await rejectionOf(work()))).toContain(
      'After that, no response from the API included the server before the timeout elapsed.',
    );
    expect(posts()).toBe(1);
  });

  test('has started if the server is restoring when it is listed again', async () => {
    const { work, posts } = restoreUnlisted(75_000, 'restoring');
    expect(await work()).toEqual({ serverStatus: 'restoring', isCertain: true });
    expect(posts()).toBe(1);
  });

  test('has not started if the server is active for 60 s from when it is listed again', async () => {
    const { work, posts, clock } = restoreUnlisted(75_000, 'active');
    expect((await work()).isCertain).toBe(true);
    expect([posts(), clock.monotonicMs()]).toEqual([2, 135_000]);
  });

  test.each([
    ['restoring', 1],
    ['active', 2],
  ])('is not judged by readings without a status: afterwards the server is %s', async (status, sent) => {
    const unknown = respond(200, JSON.stringify({ ...serverJson(12_345, ''), status: null }));
    const { work, posts } = restoreOne([reset, accepted], (ms) => (ms < 75_000 ? unknown : status));
    expect(await work()).toEqual({ serverStatus: 'restoring', isCertain: true });
    expect(posts()).toBe(sent);
  });

  test('is sent three times at most', async () => {
    const { work, posts } = restoreOne([reset]);
    expect(await rejectionOf(work())).toBeInstanceOf(RequestError);
    expect(posts()).toBe(3);
  });

  test.each<[string, Post]>([
    ['a 409', () => respond(409)],
    ['a 423', () => respond(423)],
    ['an invalid state', invalidState],
    ['another 400', () => respond(400)],
  ])('may have started if another one is then refused: %s', async (_what, post) => {
    const { work, posts } = restoreOne([reset, post]);
    expect(await work()).toEqual({ serverStatus: '', isCertain: false });
    expect(posts()).toBe(2);
  });

  test('has not started if another one is then refused because the snapshot is gone', async () => {
    expect(await rejectionOf(restoreOne([reset, () => respond(404)]).work())).toBeInstanceOf(NotFoundError);
  });

  test.each([401, 403])('is not decided if the servers return %d: then it is not sent again', async (status) => {
    const { work, posts } = restoreOne([reset], () => respond(status, { detail: 'No.' }));
    expect(String(await rejectionOf(work()))).toMatch(
      /It is unknown whether the restore of snapshot 801 .* was started: .*ECONNRESET.*\. After that, .*No\.$/mu,
    );
    expect(posts()).toBe(1);
  });

  test('is not decided at the timeout', async () => {
    const { work, posts } = restoreOne([reset], undefined, { timeoutMs: 30_000 });
    expect(String(await rejectionOf(work()))).toContain('After that, the timeout elapsed.');
    expect(posts()).toBe(1);
  });

  test.each([
    ['from the start', 0],
    ['after a first reading', 7000],
  ])('is not decided if the server could not be read for long enough to hide a restore, %s', async (_when, fromMs) => {
    const { work, posts } = restoreOne([reset, accepted], (ms) =>
      ms >= fromMs && ms < fromMs + 200_000 ? respond(502) : 'active',
    );
    expect(String(await rejectionOf(work()))).toMatch(
      /After that, no response from the API included the server for 3 min/u,
    );
    expect(posts()).toBe(1);
  });

  test('is looked for through a short outage, with signs of life', async () => {
    const { work, posts, runner } = restoreOne([reset, accepted], (ms) => (ms < 120_000 ? respond(502) : 'active'));
    await work();
    expect(posts()).toBe(2);
    expect(runner.lines).toContain('  server 12345 (web-1): no sign of the restore yet after 30 s');
    expect(runner.lines).toContainEqual(expect.stringMatching(/^ {2}server 12345 \(web-1\): GET .* returned 502/u));
  });

  test('is found at once, not only after 60 s', async () => {
    const { work, clock } = restoreOne([reset], () => 'restoring');
    await work();
    expect(clock.monotonicMs()).toBe(5000);
  });

  test('has started although the server was being restored before, as far as was known', async () => {
    const { work } = restoreOne([reset], () => 'restoring', { before: 'restoring' });
    expect((await work()).serverStatus).toBe('restoring');
  });

  test('is looked for while a list does not show the server', async () => {
    const { session, deadline, count, clock } = createSession((request, ms) => {
      if (request.method === 'POST') return reset(request);
      if (request.path !== '/servers/') return respond(404, '<html>Not Found</html>');
      return page(ms < 20_000 ? [serverJson(222, 'restoring')] : [serverJson(12_345, 'restoring')]);
    });
    const before = { ...SERVER, status: 'active' };
    expect((await restoreOnce(TARGET, before, async () => {}, UNLIMITED, session, deadline())).serverStatus).toBe(
      'restoring',
    );
    expect([count('POST'), clock.monotonicMs()]).toEqual([1, 20_000]);
  });

  test('has started if the server is restoring after a long outage', async () => {
    const { work, posts } = restoreOne([reset], (ms) => (ms < 300_000 ? respond(502) : 'restoring'));
    expect((await work()).serverStatus).toBe('restoring');
    expect(posts()).toBe(1);
  });

  test('ends with the reason if the job is cancelled during the search', async () => {
    const { work, clock, abort } = restoreOne([reset]);
    const reason = new CancelledError('SIGINT');
    clock.onPause = () => abort.abort(reason);
    expect(await rejectionOf(work())).toBe(reason);
  });
});
