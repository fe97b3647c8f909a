import { describe, expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../src/errors.ts';
import { fixed } from '../../src/polling/schedule.ts';
import type { RestoreRecord } from '../../src/restores/record.ts';
import { waitForRestore } from '../../src/restores/wait.ts';
import { createServerPoller } from '../../src/servers/poller.ts';
import type { ApiResponse } from '../../src/vps/exchange.ts';
import { page, rejectionOf, respond, serverJson } from '../support/api-responses.ts';
import { createSession } from '../support/create-context.ts';
import { server, snapshot } from '../support/report-data.ts';

const SERVER = server(12_345, 'web-1');
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const API_URL = 'https://api.test/api/v1';
const WAIT = { apiUrl: API_URL, acceptedMs: 0, onCertain: () => undefined };

/** Waits for one restore against an API whose server depends on the time, and on the starts that it got. */
function createWait(
  statusAt: (passedMs: number, startedMs: number | undefined) => string | ApiResponse,
  {
    timeoutMs = HOUR_MS,
    power = () => respond(200),
    isUncertain = false,
    pauseMs = 5000,
    statusBefore = 'active',
  } = {},
) {
  let startedMs: number | undefined;
  const startsMs: number[] = [];
  const test = createSession((request, passedMs) => {
    if (request.method === 'POST') {
      startsMs.push(passedMs);
      const response = power();
      if (response.status === 200) startedMs ??= passedMs;
      return response;
    }
    const status = statusAt(passedMs, startedMs);
    return typeof status === 'string' ? respond(200, serverJson(12_345, status)) : status;
  }, fixed(pauseMs));
  const record: RestoreRecord = {
    server: SERVER,
    target: snapshot(801, { server: SERVER, name: 'before' }),
    stage: 'started',
    statusBefore,
    serverStatus: '',
    isUncertain,
  };
  const poller = createServerPoller(
    [{ ...SERVER, status: 'active' }],
    test.session,
    (ms) => `still waiting after ${ms} ms`,
  );
  const work = async () => await waitForRestore(record, poller, test.session, test.deadline(timeoutMs), WAIT);
  return { ...test, record, startsMs, work };
}

const restoringUntil = (ms: number, then: string) => (passedMs: number) => (passedMs >= ms ? then : 'restoring');

describe('The wait for a restore', () => {
  test('ends with the third reading in a row that says active, after one that said something else', async () => {
    const { work, clock, record, runner } = createWait(restoringUntil(100_000, 'active'));
    await work();
    expect(clock.monotonicMs()).toBe(110_000);
    expect(record).toMatchObject({ serverStatus: 'active', wasSeen: true });
    expect(runner.lines.filter((line) => !line.startsWith('still'))).toEqual([
      '  server 12345 (web-1) is restoring',
      '  server 12345 (web-1) is active',
      '✓ server 12345 (web-1) is active again after 1 min 50 s',
    ]);
  });

  test.each([
    ['in the first minute', 5000, 8000, 70_000],
    ['in the first 15 polls, if they are shorter', 1000, 3000, 17_000],
    ['no longer after 15 short polls', 100, 9800, 10_000],
  ])('treats an active as one from before the restore: %s', async (_, pauseMs, restoringMs, endMs) => {
    const { work, clock } = createWait(restoringUntil(restoringMs, 'active'), { pauseMs });
    await work();
    expect(clock.monotonicMs()).toBe(endMs);
  });

  test.each(['restoring', 'stopped', 'stopping', 'starting', 'booting'])(
    'treats "%s" as a sign that it has started',
    async (status) => {
      const { work, clock } = createWait((ms) => (ms < 70_000 ? status : 'active'));
      await work();
      expect(clock.monotonicMs()).toBe(80_000);
    },
  );

  test.each([
    ['that shows no status', 'unknown', 'active'],
    ['that shows the previous status', 'stopped', 'stopped'],
    ['that shows another previous status', 'starting', 'starting'],
  ])('does not treat a reading %s as a sign that it has started', async (_, status, statusBefore) => {
    const { work, clock } = createWait((ms) => (ms < 10_000 ? status : 'active'), { statusBefore });
    await work();
    expect(clock.monotonicMs()).toBe(3 * MINUTE_MS);
  });

  test('treats restoring as a sign that it has started, whatever the previous status was', async () => {
    const { work, clock } = createWait(restoringUntil(70_000, 'active'), { statusBefore: 'restoring' });
    await work();
    expect(clock.monotonicMs()).toBe(80_000);
  });

  test('is not ended by one or two stale readings', async () => {
    const stale = [65_000, 75_000, 80_000];
    const { work, clock } = createWait((ms) => (ms >= 100_000 || stale.includes(ms) ? 'active' : 'restoring'));
    await work();
    expect(clock.monotonicMs()).toBe(110_000);
  });

  test('continues for 3 min if no reading ever says anything but active', async () => {
    const { work, clock, record } = createWait(() => 'active');
    await work();
    expect(clock.monotonicMs()).toBe(3 * MINUTE_MS);
    expect(record.wasSeen).not.toBe(true);
  });

  test('does not treat a server as restored if it only refused another restore and stayed active', async () => {
    const { work, clock } = createWait(() => 'active', { isUncertain: true });
    expect(String(await rejectionOf(work()))).toContain('It is unknown whether the restore of snapshot 801');
    expect(clock.monotonicMs()).toBe(3 * MINUTE_MS);
    await createWait(restoringUntil(10_000, 'active'), { isUncertain: true }).work();
  });

  test.each(['suspended', 'failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted', 'deleting'])(
    'fails when the server is "%s"',
    async (status) => {
      const { work, clock } = createWait(restoringUntil(20_000, status));
      expect(String(await rejectionOf(work()))).toContain(
        `The restore of snapshot 801 "before" on server 12345 (web-1) finished after 20 s, but server 12345 (web-1) is "${status}" instead of active.`,
      );
      expect(clock.monotonicMs()).toBe(20_000);
    },
  );

  test('shows a sign of life every 30 s', async () => {
    const { work, runner } = createWait(restoringUntil(65_000, 'active'));
    await work();
    expect(runner.lines.filter((line) => line.startsWith('still'))).toEqual([
      'still waiting after 30000 ms',
      'still waiting after 60000 ms',
    ]);
  });

  test('continues through transient errors, which do not interrupt a run of readings', async () => {
    const { work, clock, runner } = createWait((ms) =>
      ms === 75_000 ? respond(503) : restoringUntil(70_000, 'active')(ms),
    );
    await work();
    expect(clock.monotonicMs()).toBe(85_000);
    expect(runner.lines.join('\n')).toContain('The status of the servers cannot be read right now; still waiting: GET');
  });

  test('fails at the timeout, and says that the restore continues', async () => {
    const { work, clock } = createWait(() => 'restoring', { timeoutMs: 62_000 });
    const message = String(await rejectionOf(work()));
    expect(message).toContain('has not finished after 1 min 2 s; server 12345 (web-1) is "restoring".');
    expect(message).not.toContain('curl');
    expect(clock.monotonicMs()).toBe(62_000);
  });

  test('does not report a server as down if it is active at the timeout', async () => {
    const { work } = createWait(restoringUntil(58_000, 'active'), { timeoutMs: 62_000 });
    const message = String(await rejectionOf(work()));
    expect(message).toContain('has not finished after 1 min 2 s; server 12345 (web-1) is "active".');
    expect(message).toContain('Too few status checks in a row have shown the server as active');
    expect(message).not.toContain('will be down');
  });

  test('gives the command that starts the server if it is stopped at the timeout', async () => {
    const { work } = createWait(() => 'stopped', { timeoutMs: 62_000 });
    expect(String(await rejectionOf(work()))).toContain(`'${API_URL}/servers/12345/power/'`);
  });

  test('fails if the server is missing for 60 s, and not sooner', async () => {
    const { record } = createWait(() => 'restoring');
    // Without a detail of a server, the list is read.
    const list = createSession((request, ms) =>
      request.path === '/servers/'
        ? page(ms <= 5000 || ms > 70_000 ? [serverJson(12_345, ms > 70_000 ? 'active' : 'restoring')] : [])
        : respond(404),
    );
    const poller = createServerPoller([{ ...SERVER, status: 'active' }], list.session);
    const error = await rejectionOf(waitForRestore(record, poller, list.session, list.deadline(), WAIT));
    expect(String(error)).toMatch(/Server 12345 \(web-1\) is no longer listed, 1 min 10 s after .* "restoring"\./u);
    expect(list.clock.monotonicMs()).toBe(70_000);
  });

  test.each([401, 403])('ends with a %d', async (status) => {
    const { work } = createWait(() => respond(status));
    expect(await rejectionOf(work())).toMatchObject({ status });
  });

  test('ends when the job is cancelled', async () => {
    const { work, clock, abort } = createWait(() => 'restoring');
    const reason = new CancelledError('SIGTERM');
    clock.onPause = () => abort.abort(reason);
    expect(await rejectionOf(work())).toBe(reason);
  });
});

describe('A server that stays stopped', () => {
  test('is started 2 min after it was seen restoring', async () => {
    const { work, startsMs, clock } = createWait((ms, startedMs) => {
      if (startedMs !== undefined) return 'active';
      return ms < 20_000 ? 'restoring' : 'stopped';
    });
    await work();
    expect(startsMs).toEqual([140_000]);
    expect(clock.monotonicMs()).toBe(155_000);
  });

  test('is not started if it starts by itself', async () => {
    const { work, startsMs } = createWait((ms) => (ms < 20_000 ? 'restoring' : ms < 100_000 ? 'stopped' : 'active'));
    await work();
    expect(startsMs).toEqual([]);
  });

  test('counts as stopped from the last time on', async () => {
    const { work, startsMs } = createWait((ms, startedMs) => {
      if (startedMs !== undefined) return 'active';
      return ms < 20_000 || (ms >= 60_000 && ms < 70_000) ? 'restoring' : 'stopped';
    });
    await work();
    expect(startsMs).toEqual([190_000]);
  });

  test('is started 15 min after acceptance if it was never seen restoring', async () => {
    const { work, startsMs } = createWait((_ms, startedMs) => (startedMs === undefined ? 'stopped' : 'active'));
    await work();
    expect(startsMs).toEqual([15 * MINUTE_MS]);
  });

  test('is started again every 60 s while it stays stopped', async () => {
    const { work, startsMs } = createWait((ms) => (ms < 20_000 ? 'restoring' : ms < 300_000 ? 'stopped' : 'active'));
    await work();
    expect(startsMs).toEqual([140_000, 200_000, 260_000]);
  });

  test.each([400, 404, 405, 409, 423, 500, 503])(
    'is busy if its start returns %d: that is tried again',
    async (status) => {
      let count = 0;
      const { work, startsMs, runner } = createWait(
        (ms, startedMs) => (startedMs !== undefined ? 'active' : ms < 20_000 ? 'restoring' : 'stopped'),
        { power: () => respond(++count < 3 ? status : 200) },
      );
      await work();
      expect(startsMs).toEqual([140_000, 200_000, 260_000]);
      expect(runner.warnings).toHaveLength(2);
      expect(runner.warnings[0]).toContain('could not be started yet:');
    },
  );

  test.each([401, 403])('is an error with the command if three starts return %d', async (status) => {
    const { work, startsMs } = createWait(restoringUntil(20_000, 'stopped'), { power: () => respond(status) });
    const error = await rejectionOf(work());
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toContain('THE SERVER IS DOWN. Its disk has been restored.');
    expect(String(error)).toContain(`-d '{"action": "start"}' '${API_URL}/servers/12345/power/'`);
    expect(startsMs).toEqual([140_000, 200_000, 260_000]);
  });

  test.each([404, 405])('is an error if three starts return %d: the API has no such call', async (status) => {
    const { work, startsMs } = createWait(restoringUntil(20_000, 'stopped'), { power: () => respond(status) });
    expect(String(await rejectionOf(work()))).toContain('this API cannot start it');
    expect(startsMs).toEqual([140_000, 200_000, 260_000]);
  });
});
