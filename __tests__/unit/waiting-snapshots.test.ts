import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { Cancelled } from '../../src/failure.ts';
import { NoAnswer } from '../../src/vps/errors.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import type { Answer } from '../../src/vps/transport.ts';
import { waitForSnapshots } from '../../src/waiting/snapshots.ts';
import { answer, id, listOf, runInHand, snapshotJson, snapshotOf } from '../support/run-in-hand.ts';

/** Waits for snapshots under an API whose list depends on the time. */
function waiting(snapshots: readonly Snapshot[], listAt: (passedMs: number) => Answer, ms = 3_600_000) {
  const hand = runInHand((_exchange, passedMs) => listAt(passedMs));
  const seen: string[] = [];
  const work = () =>
    waitForSnapshots(snapshots, hand.run, new Deadline(hand.clock, ms), (one) => seen.push(`${one.id} ${one.status}`));
  return { ...hand, seen, work };
}

const BEGUN = snapshotOf(801, 'in_progress');
const ID = id('801');
const completeAfter = (ms: number) => (passedMs: number) =>
  listOf(snapshotJson(801, passedMs >= ms ? 'completed' : 'in_progress'));

describe('The wait for a snapshot', () => {
  test('ends when it is complete, with what the list then shows', async () => {
    const { work, clock, seen, runner } = waiting([BEGUN], completeAfter(20_000));
    const end = (await work()).get(ID);
    expect(end?.failure).toBeUndefined();
    expect(end?.snapshot).toMatchObject({ status: 'completed', sizeMb: 5120 });
    expect(clock.passed()).toBe(20_000);
    expect(seen).toEqual(['801 in_progress', '801 in_progress', '801 in_progress', '801 completed']);
    expect(runner.lines.at(-1)).toMatch(/801.*complete, 5,120 MB, seen after 20 s/u);
  });

  test('asks nothing where it is complete already', async () => {
    const { work, requests } = waiting([snapshotOf(801, 'completed')], completeAfter(0));
    expect((await work()).get(ID)?.failure).toBeUndefined();
    expect(requests).toEqual([]);
  });

  test('asks for the list of its server', async () => {
    const { work, requests } = waiting([BEGUN], completeAfter(10_000));
    await work();
    expect(requests).toEqual(Array(2).fill('GET /snapshots/?server_id=12345'));
  });

  test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted'])(
    'fails at once when it is "%s"',
    async (status) => {
      const { work, clock } = waiting([BEGUN], () => listOf(snapshotJson(801, status)));
      expect((await work()).get(ID)?.failure?.message).toContain(
        `snapshot 801 "before" of server 12345 (web-12345) ended as "${status}" after 5.0 s`,
      );
      expect(clock.passed()).toBe(5000);
    },
  );

  test('fails without a request where it has failed already', async () => {
    const { work, requests } = waiting([snapshotOf(801, 'failed')], completeAfter(0));
    expect((await work()).get(ID)?.failure?.message).toContain('ended as "failed"');
    expect(requests).toEqual([]);
  });

  test('goes on through a status that is not known, and names it once', async () => {
    const { work, runner, clock } = waiting([BEGUN], (passedMs) =>
      listOf(snapshotJson(801, passedMs < 60_000 ? 'finalizing' : 'completed')),
    );
    expect((await work()).get(ID)?.failure).toBeUndefined();
    expect(clock.passed()).toBe(60_000);
    const named = runner.lines.filter((line) => line.includes('a status that the API does not document'));
    expect(named).toEqual([expect.stringContaining('is finalizing')]);
  });

  test('says nothing of what is as it was', async () => {
    const { work, runner } = waiting([BEGUN], completeAfter(25_000));
    await work();
    expect(runner.lines).toEqual([
      expect.stringMatching(/^✓ snapshot 801 .* is complete, 5,120 MB, seen after 25 s$/u),
    ]);
  });

  test('tells every 30 s how long it has lasted and what is usual', async () => {
    const { work, runner } = waiting([BEGUN], completeAfter(95_000));
    await work();
    const signs = runner.lines.filter((line) => line.includes('gone'));
    expect(signs).toEqual([
      '  █░░░░░░░░░░░░░░░░░░░ 30 s gone: in_progress; usual are 3 to 15 min',
      '  █░░░░░░░░░░░░░░░░░░░ 1 min 0 s gone: in_progress; usual are 3 to 15 min',
      '  ██░░░░░░░░░░░░░░░░░░ 1 min 30 s gone: in_progress; usual are 3 to 15 min',
    ]);
  });

  test('goes on through errors that pass, and tells them', async () => {
    const { work, runner } = waiting([BEGUN], (passedMs) => {
      if (passedMs === 5000) throw new NoAnswer({ method: 'GET', path: '/snapshots/' }, 'reset', true);
      return passedMs === 10_000 ? answer(503, { detail: 'busy' }) : completeAfter(20_000)(passedMs);
    });
    expect((await work()).get(ID)?.failure).toBeUndefined();
    expect(runner.lines.filter((line) => line.includes('the wait goes on'))).toEqual([
      expect.stringContaining('reset'),
      expect.stringContaining('503: busy'),
    ]);
  });

  test.each([401, 403])('breaks with a %d', async (status) => {
    const { work } = waiting([BEGUN], () => answer(status, { detail: 'no' }));
    await expect(work()).rejects.toMatchObject({ status });
  });

  test('fails at the deadline and says what goes on', async () => {
    const { work, clock } = waiting([BEGUN], completeAfter(3_600_000), 62_000);
    const message = (await work()).get(ID)?.failure?.message ?? '';
    expect(message).toMatch(
      /snapshot 801 .* is not complete after 1 min 2 s \(timeout_minutes\); it is "in_progress"/u,
    );
    expect(message).toContain('goes on');
    expect(clock.passed()).toBe(62_000);
  });

  test('ends when the job is cancelled', async () => {
    const { work, clock, stop } = waiting([BEGUN], completeAfter(3_600_000));
    clock.whenSlept = (passedMs) => {
      if (passedMs === 10_000) stop.abort(new Cancelled('SIGINT'));
    };
    await expect(work()).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('A snapshot that the list does not show', () => {
  test('has 60 s to turn up', async () => {
    const { work, clock } = waiting([BEGUN], (passedMs) =>
      passedMs <= 60_000 ? listOf() : completeAfter(0)(passedMs),
    );
    expect((await work()).get(ID)?.failure).toBeUndefined();
    expect(clock.passed()).toBe(65_000);
  });

  test('fails after that', async () => {
    const { work, clock } = waiting([BEGUN], () => listOf(snapshotJson(799, 'completed')));
    expect((await work()).get(ID)?.failure?.message).toMatch(
      /801 .* was accepted, but the list has not shown it for 1 min 5 s/u,
    );
    expect(clock.passed()).toBe(65_000);
  });

  test('once it has been there has vanished when it is missing twice in a row', async () => {
    const { work, clock } = waiting([BEGUN], (passedMs) => (passedMs === 5000 ? completeAfter(99_999)(0) : listOf()));
    expect((await work()).get(ID)?.failure?.message).toMatch(
      /801 .* has vanished from the list after 15 s; it was last "in_progress"/u,
    );
    expect(clock.passed()).toBe(15_000);
  });

  test('has not vanished when it is missing now and then', async () => {
    const { work } = waiting([BEGUN], (passedMs) =>
      passedMs % 10_000 === 0 ? listOf() : completeAfter(95_000)(passedMs),
    );
    expect((await work()).get(ID)?.failure).toBeUndefined();
  });
});

describe('The wait for snapshots of several servers', () => {
  const BOTH = [BEGUN, snapshotOf(802, 'in_progress', 222)];
  const OTHER = id('802');

  test('has one poll for all, of the whole list', async () => {
    const { work, requests } = waiting(BOTH, (passedMs) =>
      listOf(
        snapshotJson(802, passedMs >= 20_000 ? 'completed' : 'in_progress', 222),
        snapshotJson(801, passedMs >= 10_000 ? 'completed' : 'in_progress'),
      ),
    );
    const ends = await work();
    expect([ends.get(ID), ends.get(OTHER)]).toMatchObject([
      { snapshot: { status: 'completed' }, endedMs: 10_000 },
      { snapshot: { status: 'completed' }, endedMs: 20_000 },
    ]);
    expect(requests).toEqual(Array(4).fill('GET /snapshots/'));
  });

  test('goes on for the others when one fails', async () => {
    const { work, clock } = waiting(BOTH, (passedMs) =>
      listOf(snapshotJson(801, 'failed'), snapshotJson(802, passedMs >= 30_000 ? 'completed' : 'in_progress', 222)),
    );
    const ends = await work();
    expect(ends.get(ID)?.failure?.message).toContain('801');
    expect(ends.get(ID)?.endedMs).toBe(5000);
    expect(ends.get(OTHER)?.failure).toBeUndefined();
    expect(clock.passed()).toBe(30_000);
  });

  test('sees that one which was complete is so no longer', async () => {
    const { work, clock } = waiting(BOTH, (passedMs) =>
      listOf(
        snapshotJson(801, passedMs === 5000 || passedMs >= 40_000 ? 'completed' : 'in_progress'),
        snapshotJson(802, passedMs >= 20_000 ? 'completed' : 'in_progress', 222),
      ),
    );
    await work();
    expect(clock.passed()).toBe(40_000);
  });

  test('sees that one which was complete has failed or vanished since', async () => {
    const failed = await waiting(BOTH, (passedMs) =>
      listOf(
        snapshotJson(801, passedMs === 5000 ? 'completed' : 'error'),
        snapshotJson(802, passedMs >= 20_000 ? 'completed' : 'in_progress', 222),
      ),
    ).work();
    expect(failed.get(ID)?.failure?.message).toContain('ended as "error"');
    const vanished = await waiting(BOTH, (passedMs) => {
      const other = snapshotJson(802, passedMs >= 20_000 ? 'completed' : 'in_progress', 222);
      return passedMs === 5000 ? listOf(snapshotJson(801, 'completed'), other) : listOf(other);
    }).work();
    expect(vanished.get(ID)?.failure?.message).toContain('vanished');
    expect(vanished.get(OTHER)?.failure).toBeUndefined();
  });

  test('looks once more where one that was complete is missing while the last becomes complete', async () => {
    const { work, clock } = waiting(BOTH, (passedMs) => {
      const other = snapshotJson(802, passedMs >= 10_000 ? 'completed' : 'in_progress', 222);
      return passedMs === 10_000 ? listOf(other) : listOf(snapshotJson(801, 'completed'), other);
    });
    const ends = await work();
    expect([ends.get(ID)?.failure, ends.get(OTHER)?.failure]).toEqual([undefined, undefined]);
    expect(clock.passed()).toBe(15_000);
  });

  test('does not take one that has failed for complete when the list changes its mind', async () => {
    const { work, runner } = waiting(BOTH, (passedMs) =>
      listOf(
        snapshotJson(801, passedMs === 5000 ? 'failed' : 'completed'),
        snapshotJson(802, passedMs >= 20_000 ? 'completed' : 'in_progress', 222),
      ),
    );
    expect((await work()).get(ID)).toMatchObject({ snapshot: { status: 'failed' }, endedMs: 5000 });
    expect(runner.lines.filter((line) => line.includes('801'))).toEqual([expect.stringMatching(/^✗ .* "failed"/u)]);
  });

  test('says in its signs of life how many are over', async () => {
    const { work, runner } = waiting(BOTH, (passedMs) =>
      listOf(snapshotJson(801, 'completed'), snapshotJson(802, passedMs >= 35_000 ? 'completed' : 'in_progress', 222)),
    );
    await work();
    expect(runner.lines.filter((line) => line.includes('gone'))).toEqual([
      expect.stringContaining('gone: 1 of 2 over;'),
    ]);
  });

  test('gives at the deadline a failure to those alone that are not complete', async () => {
    const { work } = waiting(
      BOTH,
      () => listOf(snapshotJson(801, 'completed'), snapshotJson(802, 'in_progress', 222)),
      30_000,
    );
    const ends = await work();
    expect(ends.get(ID)?.failure).toBeUndefined();
    expect(ends.get(OTHER)?.failure?.message).toContain('timeout_minutes');
  });
});
