import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seriesHash } from '../../src/snapshots/marker.ts';
import {
  decidePrune,
  decideRetention,
  failedOnes,
  hasPolicy,
  isoWeekOf,
  ofSeries,
  oldestReplaceable,
  type RetentionPolicy,
} from '../../src/snapshots/retention.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { DAY_MS, HOUR_MS, keysOf, ownMarker, type TakenBy, taken } from '../support/marked-snapshot.ts';
import { id, snapshot, TAKEN_MS } from '../support/report-data.ts';
import { keptTimes } from '../support/retention-model.ts';

const OWN = ownMarker();
const RUN = OWN.runId;

function policy(keep?: number, keepDaily?: number, keepWeekly?: number): RetentionPolicy {
  return { keep, keepDaily, keepWeekly };
}

/** The ids that go, in the order of the list. */
function expired(...args: Parameters<typeof decideRetention>): string[] {
  return keysOf(decideRetention(...args).flatMap(({ snapshot: one, stays }) => (stays ? [] : one)));
}

/** A completed snapshot of another run at a time. */
function at(number: number, time: string, rest: Partial<Snapshot> = {}): Snapshot {
  return taken(number, 0, { runId: '6000' }, { createdAtMs: Date.parse(time), ...rest });
}

describe('keep', () => {
  const all = [taken(5, 1), taken(1, 5), taken(3, 3), taken(2, 4), taken(4, 2)];

  test.each([
    [1, ['1', '3', '2', '4']],
    [2, ['1', '3', '2']],
    [4, ['1']],
    [5, []],
    [9, []],
  ])('%d deletes the older ones', (keep, gone) => {
    expect(expired(all, policy(keep), RUN)).toEqual(gone);
  });

  test.each([
    ['the oldest', 1, []],
    ['in the middle', 3, ['1', '2']],
    ['the newest', 5, ['1', '3', '2', '4']],
  ])("never deletes this step's snapshot or a newer one, if it is %s", (_where, key, gone) => {
    expect(expired(all, policy(1), RUN, { taken: id(key) })).toEqual(gone);
  });

  test("counts this step's snapshot as the newer one of two at the same time", () => {
    const two = [taken(7, 1, {}), taken(8, 1)];
    expect(expired(two, policy(1), RUN, { taken: id(7) })).toEqual(['8']);
  });

  test("deletes nothing of a later run if the age of this step's snapshot is unknown", () => {
    const own = taken(7, 1, {}, { createdAtMs: undefined });
    const others = [taken(1, 4), taken(2, 3, { runId: '7002' }), taken(3, 2, { runId: '7003' })];
    expect(expired([own, ...others], policy(1), RUN, { taken: id(7) })).toEqual(['1']);
  });

  test('deletes nothing newer while the list still shows this step’s snapshot as unfinished', () => {
    const own = taken(7, 3, {}, { status: 'in_progress' });
    const others = [taken(1, 4), taken(2, 2, { runId: '7002' }), taken(3, 1, { runId: '7003' })];
    expect(expired([own, ...others], policy(1), RUN, { taken: id(7) })).toEqual(['1']);
  });

  test('counts the one that is coming', () => {
    expect(expired(all, policy(2), RUN, { comingAtMs: TAKEN_MS })).toEqual(['1', '3', '2', '4']);
    expect(expired(all, policy(3), RUN, { comingAtMs: TAKEN_MS })).toEqual(['1', '3', '2']);
  });

  test('neither deletes nor counts what has not completed or is of unknown age', () => {
    const others = [
      taken(10, 0, {}, { status: 'in_progress' }),
      taken(11, 0, {}, { status: 'failed' }),
      taken(12, 0, {}, { status: 'unknown' }),
      taken(13, 9, { runId: '6000' }, { createdAtMs: undefined }),
    ];
    expect(expired([...others, ...all], policy(2), RUN)).toEqual(['1', '3', '2']);
  });

  test('never deletes what this run took', () => {
    const own = taken(9, 9, {});
    expect(expired([own, ...all], policy(1), RUN)).toEqual(['1', '3', '2', '4']);
  });

  test('treats the lower id as the older one if the times are the same', () => {
    expect(expired([taken(7, 1), taken(8, 1)], policy(1), RUN)).toEqual(['7']);
    expect(expired([taken(8, 1), taken(7, 1)], policy(1), RUN)).toEqual(['7']);
  });

  test('gives the reason for each', () => {
    const list = [
      taken(1, 9),
      taken(2, 1),
      taken(3, 8, {}),
      taken(4, 1, {}, { status: 'in_progress' }),
      taken(5, 1, { runId: '6000' }, { createdAtMs: undefined }),
    ];
    expect(decideRetention(list, policy(1, undefined, undefined), RUN).map(({ reason }) => reason)).toEqual([
      'beyond keep: 1',
      'among the newest 1 (keep)',
      'taken by this run',
      'not completed (in_progress)',
      'its age is unknown',
    ]);
    expect(decideRetention([taken(1, 9)], policy(undefined, 0), RUN)[0]?.reason).toBe('the newest of its series');
    const three = [taken(1, 3), taken(2, 2), taken(3, 1)];
    expect(decideRetention(three, policy(1), RUN, { taken: id(1) }).map(({ reason }) => reason)).toEqual([
      'the snapshot of this step',
      "newer than this step's snapshot",
      'among the newest 1 (keep)',
    ]);
    expect(decideRetention([taken(1, 99), taken(2, 1)], policy(1, 1, 1), RUN)[0]?.reason).toBe(
      'beyond keep: 1, keep_daily: 1, keep_weekly: 1',
    );
  });
});

describe('keep_daily and keep_weekly', () => {
  const list = [
    at(1, '2025-01-05T23:59:59Z'),
    at(2, '2025-01-06T00:00:00Z'),
    at(3, '2025-01-12T12:00:00Z'),
    at(4, '2025-01-14T08:00:00Z'),
    at(5, '2025-01-14T20:00:00Z'),
    at(6, '2025-01-16T10:00:00Z'),
  ];

  test.each([
    [policy(undefined, 1), ['1', '2', '3', '4', '5']],
    [policy(undefined, 2), ['1', '2', '3', '4']],
    [policy(undefined, 3), ['1', '2', '4']],
    [policy(undefined, 5), ['4']],
    [policy(undefined, undefined, 1), ['1', '2', '3', '4', '5']],
    [policy(undefined, undefined, 2), ['1', '2', '4', '5']],
    [policy(undefined, undefined, 3), ['2', '4', '5']],
    [policy(2, 2, 2), ['1', '2', '4']],
    [policy(3, undefined, 3), ['2']],
    [policy(1, undefined, undefined), ['1', '2', '3', '4', '5']],
  ])('%j deletes %j: days and weeks without a snapshot do not count', (rules, gone) => {
    expect(expired(list, rules, RUN)).toEqual(gone);
  });

  test('name the day and the week', () => {
    const reasons = decideRetention(list, policy(undefined, 2, 3), RUN).map(({ reason }) => reason);
    expect(reasons).toEqual([
      'newest of 2025-W01 (keep_weekly)',
      'beyond keep_daily: 2, keep_weekly: 3',
      'newest of 2025-W02 (keep_weekly)',
      'beyond keep_daily: 2, keep_weekly: 3',
      'newest of 2025-01-14 (keep_daily)',
      'newest of 2025-01-16 (keep_daily)',
    ]);
  });

  test('count the day and the week of the one that is coming', () => {
    const comingAtMs = Date.parse('2025-01-20T00:00:00Z');
    expect(expired(list, policy(undefined, 2), RUN, { comingAtMs })).toEqual(['1', '2', '3', '4', '5']);
    expect(expired(list, policy(undefined, undefined, 2), RUN, { comingAtMs })).toEqual(['1', '2', '3', '4', '5']);
  });

  test("count the last days and weeks whatever the time of this step's snapshot, and delete nothing newer", () => {
    expect(expired(list, policy(undefined, 1), RUN, { taken: id(4) })).toEqual(['1', '2', '3']);
    expect(expired(list, policy(undefined, undefined, 2), RUN, { taken: id(5) })).toEqual(['1', '2', '4']);
    expect(expired(list, policy(undefined, 2, 1), RUN, { taken: id(1) })).toEqual([]);
  });

  test.each([
    ['2024-12-29T23:59:59Z', '2024-W52'],
    ['2024-12-30T00:00:00Z', '2025-W01'],
    ['2025-01-05T23:59:59Z', '2025-W01'],
    ['2025-01-06T00:00:00Z', '2025-W02'],
    ['2021-01-03T12:00:00Z', '2020-W53'],
    ['2021-01-04T12:00:00Z', '2021-W01'],
    ['2026-12-31T12:00:00Z', '2026-W53'],
    ['2027-01-01T12:00:00Z', '2026-W53'],
    ['2027-12-31T12:00:00Z', '2027-W52'],
    ['2028-01-01T12:00:00Z', '2027-W52'],
    ['2028-03-05T00:00:00Z', '2028-W09'],
  ])('%s is in %s', (time, week) => {
    expect(isoWeekOf(Date.parse(time))).toBe(week);
  });
});

/** Snapshots of one series at different times. */
const times = fc.uniqueArray(fc.integer({ min: 0, max: 120 * 24 * 60 }), { maxLength: 25 });
const counts = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
const policies = fc.record({ keep: counts, keepDaily: counts, keepWeekly: counts });

const startMs = Date.parse('2024-11-20T00:00:00Z');
const timeOf = (minutes: number) => startMs + minutes * 60_000;
const series = (minutes: readonly number[]) =>
  minutes.map((minute, index) => taken(index + 1, 0, { runId: '6000' }, { createdAtMs: timeOf(minute) }));

describe('Retention', () => {
  test('keeps what a plain model keeps, as restic counts', () => {
    fc.assert(
      fc.property(times, policies, (minutes, rules) => {
        const kept = decideRetention(series(minutes), rules, RUN).filter(({ stays }) => stays);
        const { keep = 0, keepDaily = 0, keepWeekly = 0 } = rules;
        const model = keptTimes(minutes.map(timeOf), { keep, keepDaily, keepWeekly });
        expect(kept.map(({ snapshot: { createdAtMs } }) => createdAtMs).toSorted()).toEqual([...model].toSorted());
      }),
      { numRuns: 500 },
    );
  });

  test('deletes nothing the second time', () => {
    fc.assert(
      fc.property(times, policies, (minutes, rules) => {
        const left = decideRetention(series(minutes), rules, RUN).flatMap((one) => (one.stays ? one.snapshot : []));
        expect(expired(left, rules, RUN)).toEqual([]);
      }),
    );
  });

  test('never deletes the newest, whatever the policy', () => {
    fc.assert(
      fc.property(times, policies, (minutes, rules) => {
        fc.pre(minutes.length > 0);
        const newest = minutes.indexOf(Math.max(...minutes)) + 1;
        expect(expired(series(minutes), rules, RUN)).not.toContain(String(newest));
      }),
    );
  });

  test("never deletes this step's snapshot or what is newer, whatever the policy", () => {
    fc.assert(
      fc.property(times, policies, fc.nat(), (minutes, rules, pick) => {
        fc.pre(minutes.length > 0);
        const own = pick % minutes.length;
        const gone = expired(series(minutes), rules, RUN, { taken: id(own + 1) });
        for (const key of gone) expect(minutes[Number(key) - 1]).toBeLessThan(minutes[own] ?? 0);
      }),
    );
  });

  test('keeps more with a higher number', () => {
    fc.assert(
      fc.property(times, policies, (minutes, rules) => {
        const more = { ...rules, keep: (rules.keep ?? 0) + 1, keepDaily: (rules.keepDaily ?? 0) + 1 };
        const gone = expired(series(minutes), rules, RUN);
        for (const key of expired(series(minutes), more, RUN)) expect(gone).toContain(key);
      }),
    );
  });

  test('never deletes what is not this series, has not completed, is of this run or of unknown age', () => {
    const kinds: TakenBy[] = [{ runId: '6000' }, {}, { series: 'nightly' }, { repositoryId: '1' }];
    const strange = fc.record({
      by: fc.constantFrom(...kinds),
      status: fc.constantFrom('completed', 'in_progress', 'failed', 'odd'),
      minute: fc.option(fc.integer({ min: 0, max: 50_000 }), { nil: undefined }),
      isMarked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(strange, { maxLength: 15 }), policies, (all, rules) => {
        const list = all.map(({ by, status, minute, isMarked }, index) => {
          const createdAtMs = minute === undefined ? undefined : timeOf(minute);
          return taken(index + 1, 0, by, { status, createdAtMs, ...(isMarked ? {} : { description: 'by hand' }) });
        });
        for (const key of expired(ofSeries(list, OWN), rules, RUN)) {
          const { by, status, minute, isMarked } = all[Number(key) - 1] ?? {};
          expect({ by, status, isMarked, isDated: minute !== undefined }).toEqual({
            by: { runId: '6000' },
            status: 'completed',
            isMarked: true,
            isDated: true,
          });
        }
      }),
    );
  });

  test.each([
    [policy(), false],
    [policy(1), true],
    [policy(undefined, 1), true],
    [policy(undefined, undefined, 1), true],
  ])('is asked for by %j: %j', (rules, isAsked) => {
    expect(hasPolicy(rules)).toBe(isAsked);
  });
});

describe('Prune', () => {
  const list = [
    taken(1, 9),
    taken(2, 8),
    taken(3, 7, { runId: '6000', series: 'nightly' }),
    taken(4, 6, { runId: '6000', series: 'nightly' }),
    taken(5, 5, { runId: '6000', series: 'before-rollback' }),
    taken(6, 4, { runId: '6000', series: 'before-rollback' }),
    taken(7, 3, { runId: '6000', repositoryId: '1' }),
    snapshot(8, { createdAtMs: TAKEN_MS - 2 * HOUR_MS }),
  ];

  function pruned(given: string | undefined): string[] {
    const hash = given === undefined ? undefined : seriesHash(given);
    return keysOf(decidePrune(list, policy(1), OWN, hash).flatMap(({ snapshot: one, stays }) => (stays ? [] : one)));
  }

  test.each([
    [undefined, ['1', '3']],
    ['deploy.yml/deploy', ['1']],
    ['nightly', ['3']],
    ['before-rollback', ['5']],
    ['other', []],
  ])('of series %j deletes %j', (given, gone) => {
    expect(pruned(given)).toEqual(gone);
  });

  test('says for each snapshot why it stays or goes', () => {
    expect(decidePrune(list, policy(1), OWN, seriesHash('nightly')).map(({ reason }) => reason)).toEqual([
      'another series ("deploy.yml/deploy")',
      'another series ("deploy.yml/deploy")',
      'beyond keep: 1',
      'among the newest 1 (keep)',
      'another series ("before-rollback")',
      'another series ("before-rollback")',
      'not created by this repository',
      'not created by this repository',
    ]);
  });

  test('decides about every snapshot once, in the order of the list', () => {
    expect(keysOf(decidePrune(list, policy(1), OWN, undefined).map(({ snapshot: one }) => one))).toEqual(keysOf(list));
  });
});

describe('replace_oldest', () => {
  test.each<[string, Snapshot[], boolean, string | undefined]>([
    ['the oldest', [taken(3, 1), taken(1, 3), taken(2, 2)], false, '1'],
    ['none if there is only the newest', [taken(1, 1)], false, undefined],
    ['the only one if it may', [taken(1, 1)], true, '1'],
    ['none that this run took', [taken(1, 3, {}), taken(2, 2), taken(3, 1)], false, '2'],
    ['none if the rest is of this run', [taken(1, 3, {}), taken(2, 2, {}), taken(3, 1)], false, undefined],
    ['one of this run if it may take any', [taken(2, 1, {}), taken(1, 3, {})], true, '1'],
    ['the oldest, though this run took a newer one', [taken(2, 1, {}), taken(1, 3)], true, '1'],
    ['none of unknown age even if it may take any', [taken(1, 3, {}, { createdAtMs: undefined })], true, undefined],
    ['none of unknown age', [taken(1, 3, {}, { createdAtMs: undefined }), taken(2, 2), taken(3, 1)], false, '2'],
    ['none that has not completed', [taken(1, 3, {}, { status: 'in_progress' }), taken(2, 2), taken(3, 1)], false, '2'],
    ['the lower id at the same time', [taken(1, 3), taken(2, 3)], false, '1'],
    ['none of an empty series', [], true, undefined],
  ])('takes %s', (_case, list, mayReplaceAny, expected) => {
    expect(oldestReplaceable(list, RUN, mayReplaceAny)?.key).toBe(expected);
  });
});

test.each([null, 0])('Failed snapshots only take up room if they have no size (%j)', (sizeMb) => {
  const list = ['failed', 'error', 'cancelled', 'completed', 'in_progress'].map((status, index) =>
    taken(index + 1, index * (DAY_MS / HOUR_MS), {}, { status, sizeMb }),
  );
  const withSize = taken(9, 1, {}, { status: 'failed', sizeMb: 7 });
  expect(keysOf(failedOnes([...list, withSize]))).toEqual(['1', '2', '3']);
});
