import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { Cancelled } from '../../src/failure.ts';
import type { Answer } from '../../src/vps/transport.ts';
import { type BegunRestore, waitForServers } from '../../src/waiting/servers.ts';
import { answer, id, listOf, runInHand, serverJson, snapshotOf } from '../support/run-in-hand.ts';

const ONE: BegunRestore = { target: snapshotOf(801, 'completed'), status: 'restoring' };
/** A restore whose answer did not tell the state of the server. */
const UNSEEN: BegunRestore = { ...ONE, status: '' };
const TWO: BegunRestore = { target: snapshotOf(802, 'completed', 222), status: 'restoring' };
const SERVER = id('12345');

/** Waits for servers under an API whose list depends on the time. */
function waiting(restores: readonly BegunRestore[], listAt: (passedMs: number) => Answer, ms = 3_600_000) {
  const hand = runInHand((_exchange, passedMs) => listAt(passedMs));
  const seen: string[] = [];
  const work = () =>
    waitForServers(restores, hand.run, new Deadline(hand.clock, ms), (server, status) =>
      seen.push(`${server} ${status}`),
    );
  return { ...hand, seen, work };
}

/** The list in which the server is restoring and then something else. */
const restoringUntil = (ms: number, then: string) => (passedMs: number) =>
  listOf(serverJson(1, 'active'), serverJson(12345, passedMs >= ms ? then : 'restoring'));

describe('The wait for a server', () => {
  test('ends when it is active after it was restoring', async () => {
    const { work, clock, seen, requests, runner } = waiting([ONE], restoringUntil(20_000, 'active'));
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 20_000, late: false });
    expect(clock.passed()).toBe(20_000);
    expect(seen).toEqual(['12345 active']);
    expect(requests).toEqual(Array(4).fill('GET /servers/'));
    expect(runner.lines.at(-1)).toMatch(/server 12345 is active again after 20 s/u);
  });

  test.each(['stopped', 'suspended', 'failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted'])(
    'fails when it ends "%s"',
    async (status) => {
      const { work, clock } = waiting([ONE], restoringUntil(20_000, status));
      const end = (await work()).get(SERVER);
      expect(end?.status).toBe(status);
      expect(end?.failure?.message).toMatch(
        new RegExp(`restore of snapshot 801 .* ended after 20 s with the server "${status}"`, 'u'),
      );
      expect(clock.passed()).toBe(20_000);
    },
  );

  test('goes on through a state that is not known, and names it once', async () => {
    const { work, runner } = waiting([ONE], (passedMs) =>
      listOf(serverJson(12345, passedMs < 40_000 ? 'booting' : 'active')),
    );
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 40_000, late: false });
    expect(runner.lines.filter((line) => line.includes('is booting'))).toHaveLength(1);
  });

  test('tells every 30 s how long it has lasted and what is usual', async () => {
    const { work, runner } = waiting([ONE], restoringUntil(65_000, 'active'));
    await work();
    const signs = runner.lines.filter((line) => line.includes('gone'));
    expect(signs).toHaveLength(2);
    expect(signs[0]).toMatch(/30 s gone: restoring; usual are 5 to 15 min/u);
  });

  test('fails at the deadline and says what goes on', async () => {
    const { work, clock } = waiting([ONE], restoringUntil(3_600_000, 'active'), 62_000);
    const end = (await work()).get(SERVER);
    expect(end?.status).toBe('restoring');
    expect(end?.failure?.message).toMatch(/restore of snapshot 801 .* is not over after 1 min 2 s; /u);
    expect(end?.failure?.message).toContain('goes on with the restore');
    expect(clock.passed()).toBe(62_000);
  });

  test('fails when it is missing from the list twice in a row', async () => {
    const { work, clock } = waiting([ONE], (passedMs) =>
      passedMs === 5000 ? restoringUntil(99_999, '')(0) : listOf(),
    );
    expect((await work()).get(SERVER)?.failure?.message).toMatch(
      /Server 12345 is no longer in the list, 15 s after .* last "restoring"/u,
    );
    expect(clock.passed()).toBe(15_000);
  });

  test('goes on when it is missing once', async () => {
    const { work } = waiting([ONE], (passedMs) =>
      passedMs % 10_000 === 0 ? listOf() : restoringUntil(45_000, 'active')(passedMs),
    );
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 45_000, late: false });
  });

  test('goes on through errors that pass, and tells them', async () => {
    const { work, runner } = waiting([ONE], (passedMs) =>
      passedMs === 5000 ? answer(502, {}) : restoringUntil(20_000, 'active')(passedMs),
    );
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 20_000, late: false });
    expect(runner.lines.join('\n')).toMatch(/cannot be read now, the wait goes on: GET \/servers\/ was answered 502/u);
  });

  test.each([401, 403])('breaks with a %d', async (status) => {
    const { work } = waiting([ONE], () => answer(status, { detail: 'no' }));
    await expect(work()).rejects.toMatchObject({ status });
  });

  test('ends when the job is cancelled', async () => {
    const { work, clock, stop } = waiting([ONE], restoringUntil(3_600_000, 'active'));
    clock.whenSlept = () => stop.abort(new Cancelled('SIGINT'));
    await expect(work()).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('A server whose restoring was not seen yet', () => {
  test.each(['active', 'stopped'])('and that is "%s" may be so from before: the wait goes on', async (before) => {
    const { work, clock } = waiting([UNSEEN], (passedMs) =>
      passedMs < 30_000 ? listOf(serverJson(12345, before)) : restoringUntil(90_000, 'active')(passedMs),
    );
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 90_000, late: false });
    expect(clock.passed()).toBe(90_000);
  });

  test('and that is active for 60 s counts as back', async () => {
    const { work, clock } = waiting([UNSEEN], () => listOf(serverJson(12345, 'active')));
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 60_000, late: false });
    expect(clock.passed()).toBe(60_000);
  });

  test('and that is stopped for 60 s has failed', async () => {
    const { work, clock } = waiting([UNSEEN], () => listOf(serverJson(12345, 'stopped')));
    expect((await work()).get(SERVER)?.failure?.message).toContain('"stopped"');
    expect(clock.passed()).toBe(60_000);
  });

  test('is over as soon as it was seen restoring and then active', async () => {
    const { work, clock } = waiting([UNSEEN], restoringUntil(10_000, 'active'));
    expect((await work()).get(SERVER)).toEqual({ status: 'active', endedMs: 10_000, late: false });
    expect(clock.passed()).toBe(10_000);
  });
});

describe('The wait for several servers', () => {
  const listAt = (one: string, two: string) => listOf(serverJson(222, two), serverJson(12345, one));

  test('has one poll for all and ends with the last', async () => {
    const { work, clock, requests } = waiting([ONE, TWO], (passedMs) =>
      listAt(passedMs >= 10_000 ? 'active' : 'restoring', passedMs >= 25_000 ? 'active' : 'restoring'),
    );
    expect([...(await work())]).toEqual([
      ['12345', { status: 'active', endedMs: 10_000, late: false }],
      ['222', { status: 'active', endedMs: 25_000, late: false }],
    ]);
    expect(clock.passed()).toBe(25_000);
    expect(requests).toHaveLength(5);
  });

  test('goes on for the others when one ends down', async () => {
    const { work, runner } = waiting([ONE, TWO], (passedMs) =>
      listAt('stopped', passedMs >= 25_000 ? 'active' : 'restoring'),
    );
    const ends = await work();
    expect(runner.lines).toContainEqual(
      expect.stringMatching(/^✗ The restore of snapshot 801 .*"stopped", not active/u),
    );
    expect(ends.get(SERVER)?.failure?.message).toContain('"stopped"');
    expect(ends.get(id('222'))).toEqual({ status: 'active', endedMs: 25_000, late: false });
  });

  test('says in its signs of life how many are over', async () => {
    const { work, runner } = waiting([ONE, TWO], (passedMs) =>
      listAt(passedMs >= 10_000 ? 'active' : 'restoring', passedMs >= 35_000 ? 'active' : 'restoring'),
    );
    await work();
    expect(runner.lines.filter((line) => line.includes('gone'))).toEqual([
      expect.stringContaining('gone: 1 of 2 over;'),
    ]);
  });

  test('gives at the deadline a failure to those alone that are not back', async () => {
    const { work } = waiting(
      [ONE, TWO],
      (passedMs) => listAt(passedMs < 10_000 ? 'restoring' : 'active', 'restoring'),
      30_000,
    );
    const ends = await work();
    expect(ends.get(SERVER)).toEqual({ status: 'active', endedMs: 10_000, late: false });
    expect(ends.get(id('222'))?.failure?.message).toContain('802');
  });
});
