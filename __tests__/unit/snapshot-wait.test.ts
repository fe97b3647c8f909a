import { describe, expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../src/errors.ts';
import { createServerPoller } from '../../src/servers/poller.ts';
import { REUSED_ON_RERUN } from '../../src/snapshots/next-steps.ts';
import type { SnapshotRecord } from '../../src/snapshots/record.ts';
import {
  createSnapshotPoller,
  isInTheWay,
  waitForOtherSnapshot,
  waitForSnapshot,
  waitWhileRestoring,
} from '../../src/snapshots/wait.ts';
import { RequestError } from '../../src/vps/errors.ts';
import type { ApiResponse } from '../../src/vps/exchange.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { page, rejectionOf, respond, serverJson, snapshotJson } from '../support/api-responses.ts';
import { createSession } from '../support/create-context.ts';
import { START_MS } from '../support/fake-clock.ts';
import { server, snapshot } from '../support/report-data.ts';

const SERVER = server(12_345, 'web-1');
const HOUR_MS = 3_600_000;
const STARTED = snapshot(801, { server: SERVER, name: 'before', status: 'in_progress', sizeMb: null });
const UNHEARD = { onChange: () => undefined, nextSteps: REUSED_ON_RERUN };

/** Waits for one snapshot against an API whose list depends on the time. */
function createWait(
  listAt: (passedMs: number) => ApiResponse,
  given: Snapshot | undefined = STARTED,
  timeoutMs = HOUR_MS,
) {
  const test = createSession((_request, passedMs) => listAt(passedMs));
  const record: SnapshotRecord = {
    server: SERVER,
    name: 'before',
    requested: true,
    reused: false,
    ...(given === undefined ? {} : { snapshot: given }),
  };
  const seen: string[] = [];
  const poller = createSnapshotPoller([SERVER], test.session, (waitedMs) => `still waiting after ${waitedMs} ms`);
  const work = async () =>
    await waitForSnapshot(record, poller, test.session, test.deadline(timeoutMs), {
      onChange: () => seen.push(record.snapshot?.status ?? ''),
      nextSteps: REUSED_ON_RERUN,
    });
  return { ...test, record, seen, work };
}

const completedAfter = (ms: number) => (passedMs: number) =>
  page([snapshotJson(801, { status: passedMs >= ms ? 'completed' : 'in_progress' })]);

describe('The wait for a snapshot', () => {
  test('ends when it has completed, with what the list then shows', async () => {
    const { work, record, clock, seen, runner } = createWait(completedAfter(20_000));
    await work();
    expect(record.snapshot).toMatchObject({ status: 'completed', sizeMb: 5120, server: SERVER });
    expect(clock.monotonicMs()).toBe(20_000);
    expect(seen).toEqual(['completed']);
    expect(runner.lines).toEqual(['✓ snapshot 801 on server 12345 (web-1) completed in 20 s, 5,120 MB']);
  });

  test('sends nothing if it has completed already', async () => {
    const { work, requests } = createWait(completedAfter(0), { ...STARTED, status: 'completed' });
    await work();
    expect(requests).toEqual([]);
  });

  test('polls the list of its server', async () => {
    const { work, requests } = createWait(completedAfter(10_000));
    await work();
    expect(requests).toEqual(Array(2).fill('GET /snapshots/?server_id=12345&page_size=100'));
  });

  test('does nothing without a snapshot', async () => {
    const test = createSession(() => page([]));
    const record: SnapshotRecord = { server: SERVER, name: 'x', requested: false, reused: false };
    const poller = createSnapshotPoller([SERVER], test.session, () => '');
    await waitForSnapshot(record, poller, test.session, test.deadline(), UNHEARD);
    expect(test.requests).toEqual([]);
  });

  test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted', 'deleting', 'FAILED'])(
    'fails as soon as it is "%s"',
    async (status) => {
      const { work, clock, seen } = createWait(() => page([snapshotJson(801, { status })]));
      expect(String(await rejectionOf(work()))).toContain(
        `Snapshot 801 "before" on server 12345 (web-1) ended with status "${status.toLowerCase()}" after 5.0 s.`,
      );
      expect(clock.monotonicMs()).toBe(5000);
      expect(seen).toEqual([status.toLowerCase()]);
    },
  );

  test('fails without a request if it has failed already', async () => {
    const { work, requests } = createWait(completedAfter(0), { ...STARTED, status: 'failed' });
    expect(await rejectionOf(work())).toBeInstanceOf(ActionError);
    expect(requests).toEqual([]);
  });

  test('continues through a status that is not documented, and names it once', async () => {
    const { work, runner, clock } = createWait((passedMs) =>
      page([snapshotJson(801, { status: passedMs < 60_000 ? 'Finalizing' : 'completed' })]),
    );
    await work();
    expect(clock.monotonicMs()).toBe(60_000);
    expect(runner.lines.filter((line) => line.includes('finalizing'))).toEqual([
      '  snapshot 801 on server 12345 (web-1), status: finalizing, an undocumented status; treating it as still in progress',
    ]);
  });

  test('shows a sign of life every 30 s', async () => {
    const { work, runner } = createWait(completedAfter(65_000));
    await work();
    expect(runner.lines.filter((line) => line.startsWith('still'))).toEqual([
      'still waiting after 30000 ms',
      'still waiting after 60000 ms',
    ]);
  });

  test('continues through transient errors, and reports them', async () => {
    const { work, runner, clock } = createWait((passedMs) => {
      if (passedMs === 5000) throw new RequestError({ method: 'GET', path: '/snapshots/' }, 'reset', true);
      return passedMs === 10_000 ? respond(503, { detail: 'busy' }) : completedAfter(20_000)(passedMs);
    });
    await work();
    expect(clock.monotonicMs()).toBe(20_000);
    expect(runner.lines.filter((line) => line.includes('still waiting'))).toEqual([
      '  The list of snapshots cannot be read right now; still waiting: GET /snapshots/ got no response: reset',
      '  The list of snapshots cannot be read right now; still waiting: GET /snapshots/ returned 503: busy',
    ]);
  });

  test.each([401, 403])('ends with a %d', async (status) => {
    const { work } = createWait(() => respond(status, { detail: 'no' }));
    expect(await rejectionOf(work())).toMatchObject({ status });
  });

  test('fails at the timeout, and says that the snapshot continues', async () => {
    const { work, clock } = createWait(completedAfter(HOUR_MS), STARTED, 62_000);
    expect(String(await rejectionOf(work()))).toMatch(
      /Snapshot 801 .* has not completed after 1 min 2 s \(timeout_minutes\); its status is "in_progress"\.\nVPS\.org is still working on it/u,
    );
    expect(clock.monotonicMs()).toBe(62_000);
  });

  test('ends when the job is cancelled', async () => {
    const { work, clock, abort } = createWait(completedAfter(HOUR_MS));
    const reason = new CancelledError('SIGTERM');
    clock.onPause = () => {
      if (clock.monotonicMs() === 10_000) abort.abort(reason);
    };
    expect(await rejectionOf(work())).toBe(reason);
  });
});

describe('A snapshot that the list does not show', () => {
  test('has 60 s to appear', async () => {
    const { work, clock } = createWait((passedMs) => (passedMs < 60_000 ? page([]) : completedAfter(0)(passedMs)));
    await work();
    expect(clock.monotonicMs()).toBe(60_000);
  });

  test('fails after that', async () => {
    const { work, clock } = createWait(() => page([snapshotJson(799)]));
    expect(String(await rejectionOf(work()))).toMatch(
      /Snapshot 801 .* was accepted, but did not appear in the snapshot list within 1 min 0 s\./u,
    );
    expect(clock.monotonicMs()).toBe(60_000);
  });

  test('once it has been there has 60 s to come back', async () => {
    const { work, clock } = createWait((passedMs) => (passedMs === 5000 ? completedAfter(HOUR_MS)(0) : page([])));
    expect(String(await rejectionOf(work()))).toMatch(
      /Snapshot 801 .* disappeared from the snapshot list after 1 min 10 s; its last status was "in_progress"\./u,
    );
    // Missing from 10 s on.
    expect(clock.monotonicMs()).toBe(70_000);
  });

  test('has not disappeared if it is missing now and then', async () => {
    const { work, clock } = createWait((passedMs) =>
      passedMs % 50_000 > 10_000 ? page([]) : completedAfter(250_000)(passedMs),
    );
    await work();
    expect(clock.monotonicMs()).toBe(250_000);
  });

  test('is not the one of another server with its id', async () => {
    const { work } = createWait(() => page([snapshotJson(801, { server: { id: 222, name: 'web-2' } })]));
    expect(String(await rejectionOf(work()))).toContain('did not appear');
  });
});

test('Several servers share one poll of the whole list', async () => {
  const { session, deadline, requests } = createSession((_request, passedMs) =>
    page([
      snapshotJson(801, { status: passedMs >= 10_000 ? 'completed' : 'in_progress' }),
      snapshotJson(802, {
        status: passedMs >= 20_000 ? 'completed' : 'in_progress',
        server: { id: 222, name: 'web-2' },
      }),
    ]),
  );
  const servers = [SERVER, server(222, 'web-2')];
  const records = servers.map(
    (one, index): SnapshotRecord => ({
      server: one,
      name: 'before',
      requested: true,
      reused: false,
      snapshot: { ...STARTED, ...snapshot(801 + index, { status: 'in_progress' }), server: one },
    }),
  );
  const poller = createSnapshotPoller(servers, session, () => '');
  await Promise.all(records.map((record) => waitForSnapshot(record, poller, session, deadline(), UNHEARD)));
  expect(records.map((record) => record.snapshot?.status)).toEqual(['completed', 'completed']);
  expect(new Set(requests)).toEqual(new Set(['GET /snapshots/?page_size=100']));
  expect(requests.length).toBeLessThanOrEqual(5);
});

describe('Another snapshot of the server', () => {
  const inProgress = (minutesAgo: number | undefined, status = 'in_progress') =>
    snapshot(700, {
      server: SERVER,
      status,
      createdAtMs: minutesAgo === undefined ? undefined : START_MS - minutesAgo * 60_000,
    });

  test.each([
    [inProgress(0), true],
    [inProgress(60), true],
    [inProgress(61), false],
    [inProgress(undefined), false],
    [inProgress(1, 'queued'), true],
    [inProgress(1, 'completed'), false],
    [inProgress(1, 'failed'), false],
  ])('%# is in the way: %j', (one, expected) => {
    expect(isInTheWay(one, START_MS)).toBe(expected);
  });

  function createOtherWait(there: readonly Snapshot[], listAt: (passedMs: number) => ApiResponse, timeoutMs = HOUR_MS) {
    const test = createSession((_request, passedMs) => listAt(passedMs));
    const poller = createSnapshotPoller([SERVER], test.session, () => '');
    const work = async () => await waitForOtherSnapshot(SERVER, there, poller, test.session, test.deadline(timeoutMs));
    return { ...test, work };
  }

  const created_at = new Date(START_MS).toISOString();
  const until = (ms: number) => (passedMs: number) =>
    page([snapshotJson(700, { status: passedMs >= ms ? 'completed' : 'in_progress', created_at })]);

  test('is waited for', async () => {
    const { work, clock, runner } = createOtherWait([inProgress(0)], until(30_000));
    expect(await work()).toBe(true);
    expect(clock.monotonicMs()).toBe(30_000);
    expect(runner.lines[0]).toContain('is in progress; waiting for it before creating another');
  });

  test('is not waited for if there is none in progress', async () => {
    const { work, requests } = createOtherWait([inProgress(1, 'completed')], until(0));
    expect(await work()).toBe(false);
    expect(requests).toEqual([]);
  });

  test.each<[string, Snapshot, string[]]>([
    ['over 60 min old', inProgress(61), ['it is over 60 min old']],
    ['of unknown age', inProgress(undefined), ['its age is unknown']],
    ['completed', inProgress(61, 'completed'), []],
    ['failed', inProgress(61, 'failed'), []],
  ])('is named in the log if it is not waited for, being %s', async (_case, one, reasons) => {
    const { work, runner } = createOtherWait([one], until(0));
    expect(await work()).toBe(false);
    expect(runner.lines).toEqual(
      reasons.map((reason) =>
        expect.stringMatching(new RegExp(`^ {2}Not waiting for snapshot 700 .*: ${reason}, and`, 'u')),
      ),
    );
  });

  test('is waited for until it is gone, or has failed', async () => {
    expect(await createOtherWait([inProgress(0)], () => page([])).work()).toBe(true);
    const failed = () => page([snapshotJson(700, { status: 'failed', created_at })]);
    expect(await createOtherWait([inProgress(0)], failed).work()).toBe(true);
  });

  test('no longer counts after 60 min', async () => {
    const old = new Date(START_MS - 59 * 60_000).toISOString();
    const stuck = () => page([snapshotJson(700, { status: 'in_progress', created_at: old })]);
    const { work, clock } = createOtherWait([inProgress(59)], stuck);
    expect(await work()).toBe(true);
    expect(clock.monotonicMs()).toBe(65_000);
  });

  test('is an error at the timeout', async () => {
    const { work } = createOtherWait([inProgress(0)], until(HOUR_MS), 20_000);
    expect(String(await rejectionOf(work()))).toMatch(
      /Snapshot 700 .* is still in progress after 20 s \(timeout_minutes\)\. No other snapshot was created\./u,
    );
  });
});

describe('A server that is being restored', () => {
  function createRestoringWait(status: string, statusAt: (passedMs: number) => string, timeoutMs = HOUR_MS) {
    const test = createSession((_request, passedMs) => respond(200, serverJson(12_345, statusAt(passedMs))));
    const poller = createServerPoller([{ ...SERVER, status }], test.session);
    const work = async () =>
      await waitWhileRestoring({ ...SERVER, status }, poller, test.session, test.deadline(timeoutMs), 'No snapshot.');
    return { ...test, work };
  }

  test('is waited for until three readings in a row say that it is over', async () => {
    const { work, clock } = createRestoringWait('restoring', (ms) => (ms >= 30_000 ? 'active' : 'restoring'));
    expect(await work()).toBe('active');
    expect(clock.monotonicMs()).toBe(40_000);
  });

  test('is not over because of a stale reading', async () => {
    const stale = [10_000, 15_000, 25_000];
    const { work, clock } = createRestoringWait('restoring', (ms) =>
      ms >= 60_000 || stale.includes(ms) ? 'active' : 'restoring',
    );
    await work();
    expect(clock.monotonicMs()).toBe(70_000);
  });

  test.each(['active', 'stopped', ''])('is not waited for if it is "%s"', async (status) => {
    const { work, requests } = createRestoringWait(status, () => 'restoring');
    expect(await work()).toBe(status);
    expect(requests).toEqual([]);
  });

  test('is an error at the timeout', async () => {
    const { work } = createRestoringWait('restoring', () => 'restoring', 60_000);
    expect(String(await rejectionOf(work()))).toContain(
      'Server 12345 (web-1) is still being restored after 1 min 0 s (timeout_minutes). No snapshot.',
    );
  });
});
