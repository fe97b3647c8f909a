import { describe, expect, test } from '@jest/globals';
import {
  foresee,
  formatSnapshotList,
  limitError,
  neededIfFull,
  planRoom,
  type RoomRules,
  replacementOffer,
} from '../../src/snapshots/limit.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { HOUR_MS, keysOf, ownMarker, SERVER, type TakenBy, taken } from '../support/marked-snapshot.ts';
import { server, snapshot, TAKEN_MS } from '../support/report-data.ts';

const OWN = ownMarker();
const NO_POLICY = { keep: undefined, keepDaily: undefined, keepWeekly: undefined };
const FAIL: RoomRules = { policy: NO_POLICY, onLimit: 'fail' };
const REPLACE: RoomRules = { policy: NO_POLICY, onLimit: 'replace_oldest' };

/** Snapshots of another run of this series, the oldest first, with ids from 1. */
function own(count: number, rest: Partial<Snapshot> = {}): Snapshot[] {
  return Array.from({ length: count }, (_, index) =>
    taken(index + 1, 10 - index, { runId: '6000' }, { name: 'before', ...rest }),
  );
}

/** Snapshots of somebody else, with ids from 101. */
function foreign(count: number, rest: Partial<Snapshot> = {}): Snapshot[] {
  return Array.from({ length: count }, (_, index) =>
    snapshot(101 + index, { createdAtMs: TAKEN_MS - (20 + index) * HOUR_MS, ...rest }),
  );
}

function plan(snapshots: readonly Snapshot[], rules: RoomRules, { needed = 1, unreadable = 0, marker = OWN } = {}) {
  const { deletes, isEnough } = planRoom({ snapshots, unreadable }, marker, rules, needed);
  return { deletes: keysOf(deletes.map(({ target }) => target)), isEnough };
}

describe('Room for a snapshot', () => {
  test.each([
    [0, 1, 0, true],
    [4, 1, 0, true],
    [5, 1, 0, false],
    [3, 2, 0, true],
    [4, 2, 0, false],
    [3, 1, 1, true],
    [4, 1, 1, false],
    [0, 1, 5, false],
  ])('next to %i others, for %i, with %i unreadable: %j', (count, needed, unreadable, isEnough) => {
    expect(plan(foreign(count), REPLACE, { needed, unreadable })).toEqual({ deletes: [], isEnough });
  });

  test('is made by deleting the oldest of the series with replace_oldest alone', () => {
    expect(plan(own(5), FAIL)).toEqual({ deletes: [], isEnough: false });
    expect(plan(own(5), REPLACE)).toEqual({ deletes: ['1'], isEnough: true });
    expect(plan(own(6), REPLACE)).toEqual({ deletes: ['1', '2'], isEnough: true });
    expect(plan(own(5), REPLACE, { needed: 2 })).toEqual({ deletes: ['1', '2'], isEnough: true });
  });

  test('is not made by deleting the newest, unless that may be replaced', () => {
    expect(plan([...own(1), ...foreign(4)], REPLACE)).toEqual({ deletes: [], isEnough: false });
    const mayReplaceAny = { ...REPLACE, mayReplaceAny: true };
    expect(plan([...own(1), ...foreign(4)], mayReplaceAny)).toEqual({ deletes: ['1'], isEnough: true });
  });

  test('is not made by deleting the source of a restore that is about to start', () => {
    const sources = own(1);
    const rules = { ...REPLACE, mayReplaceAny: true, sources };
    expect(plan([...own(2), ...foreign(3)], rules)).toEqual({ deletes: ['2'], isEnough: true });
    expect(plan([...own(1), ...foreign(4)], rules)).toEqual({ deletes: [], isEnough: false });
  });

  test('deletes nothing if that would not be enough', () => {
    expect(plan([...own(2), ...foreign(5)], REPLACE)).toEqual({ deletes: [], isEnough: false });
  });

  test('deletes nothing if there is room, whatever has failed or expired', () => {
    const rules = { policy: { ...NO_POLICY, keep: 1 }, onLimit: 'replace_oldest' } as const;
    expect(plan([...own(3), taken(9, 1, {}, { status: 'failed', sizeMb: null })], rules)).toEqual({
      deletes: [],
      isEnough: true,
    });
  });

  test('is first made by deleting failed ones of the series', () => {
    const failed = taken(9, 1, {}, { status: 'failed', sizeMb: null });
    expect(plan([...own(4), failed], REPLACE)).toEqual({ deletes: ['9'], isEnough: true });
    expect(plan([...own(4), failed], FAIL)).toEqual({ deletes: ['9'], isEnough: true });
  });

  test('is not made by deleting failed ones of others, but the API may not count them', () => {
    const failed = foreign(1, { status: 'failed', sizeMb: null });
    expect(plan([...failed, ...own(4)], FAIL)).toEqual({ deletes: [], isEnough: true });
    expect(plan([...failed, ...own(4)], REPLACE)).toEqual({ deletes: [], isEnough: true });
    expect(
      plan([...failed, ...own(4)], REPLACE, {
        needed: neededIfFull({ snapshots: [...failed, ...own(4)], unreadable: 0 }),
      }),
    ).toEqual({ deletes: ['1'], isEnough: true });
  });

  test('is then made by deleting what keep would delete anyway, and no more than needed', () => {
    const rules = { policy: { ...NO_POLICY, keep: 2 }, onLimit: 'fail' } as const;
    expect(plan(own(5), rules)).toEqual({ deletes: ['1'], isEnough: true });
    expect(plan(own(5), rules, { needed: 3 })).toEqual({ deletes: ['1', '2', '3'], isEnough: true });
    expect(plan(own(5), rules, { needed: 4 })).toEqual({ deletes: [], isEnough: false });
    expect(plan(own(5), { ...rules, onLimit: 'replace_oldest' }, { needed: 4 })).toEqual({
      deletes: ['1', '2', '3', '4'],
      isEnough: true,
    });
  });

  test.each<[string, TakenBy, Partial<Snapshot>]>([
    ['another series', { runId: '6000', series: 'nightly' }, {}],
    ['another repository', { runId: '6000', repositoryId: '1' }, {}],
    ['this run', {}, {}],
    ['an unknown age', { runId: '6000' }, { createdAtMs: undefined }],
    ['a status that is not completed', { runId: '6000' }, { status: 'in_progress' }],
    ['no marker', { runId: '6000' }, { description: '' }],
  ])('is not made of snapshots with %s', (_case, by, rest) => {
    const rules = { policy: { ...NO_POLICY, keep: 1 }, onLimit: 'replace_oldest' } as const;
    const all = Array.from({ length: 5 }, (_, index) => taken(index + 1, 10 - index, by, rest));
    expect(plan(all, rules)).toEqual({ deletes: [], isEnough: false });
  });

  test('gives the reason for each delete', () => {
    const failed = taken(9, 1, {}, { status: 'failed', sizeMb: null });
    const rules = { policy: { ...NO_POLICY, keep: 3 }, onLimit: 'replace_oldest' } as const;
    const { deletes } = planRoom({ snapshots: [...own(4), failed], unreadable: 0 }, OWN, rules, 3);
    expect(deletes.map(({ target, reason, stage }) => [target.key, reason, stage])).toEqual([
      ['9', 'failed; it only takes up a slot', 'checked'],
      ['1', 'beyond keep: 3', 'checked'],
      ['2', 'the oldest of its series (on_limit: replace_oldest)', 'checked'],
    ]);
  });

  test('can be offered by replace_oldest, or not', () => {
    const offer = (snapshots: readonly Snapshot[]) =>
      replacementOffer({ snapshots, unreadable: 0 }, OWN, NO_POLICY)?.map(({ target }) => String(target.key));
    expect(offer(own(5))).toEqual(['1']);
    expect(offer(foreign(5))).toBeUndefined();
  });
});

test.each([
  [5, 0, 1],
  [4, 0, 2],
  [3, 1, 2],
  [3, 0, 3],
  [0, 0, 6],
  [6, 0, 1],
])(
  'with %i snapshots and %i unreadable ones, a slot is freed if room for %i is needed',
  (count, unreadable, needed) => {
    const there = { snapshots: own(count), unreadable };
    expect(neededIfFull(there)).toBe(needed);
    expect(planRoom(there, OWN, REPLACE, needed).deletes).toHaveLength(count > 1 ? Math.max(1, count - 5 + 1) : 0);
  },
);

describe('The limit error', () => {
  const there = { snapshots: own(5), unreadable: 0 };

  test('says what is there, and offers replace_oldest with what that would delete', () => {
    const lines = [10, 9, 8, 7, 6].map(
      (hours, index) =>
        `  ${index + 1} "before", completed, ${hours} h ago, 5,120 MB, created by this repository, series "deploy.yml/deploy"`,
    );
    expect(limitError([{ server: SERVER, there, own: OWN }], FAIL, TAKEN_MS).message.split('\n')).toEqual([
      'Server 12345 has reached the limit of 5 snapshots. No snapshot was created.',
      'Snapshots on server 12345:',
      ...lines,
      'Delete one you no longer need, either with `mode: delete` or in the VPS.org control panel; or set `on_limit: replace_oldest`, which would delete snapshot 1 "before" on server 12345 (web-12345).',
    ]);
  });

  test.each<[string, TakenBy[], string[]]>([
    ['several of earlier runs', [{ runId: '6000' }, { runId: '6001' }], ['2']],
    ['one of an earlier run', [{ runId: '6000' }], []],
    ['one of an earlier run, and one of this', [{ runId: '6000' }, {}], []],
    [
      'several of another repository',
      [
        { runId: '1', repositoryId: '1' },
        { runId: '2', repositoryId: '1' },
      ],
      [],
    ],
  ])('says how to clear safety snapshots if there are %s', (_case, all, expected) => {
    const snapshots = all.map((by, index) => taken(index + 1, index + 1, { ...by, series: 'before-rollback' }));
    const { message } = limitError([{ server: SERVER, there: { snapshots, unreadable: 0 }, own: OWN }], FAIL, TAKEN_MS);
    expect(message.split('\n').filter((line) => line.includes('safety snapshots'))).toEqual(
      expected.map(
        (count) =>
          `${count} of the snapshots on the server are safety snapshots of earlier runs: \`mode: prune\` with \`series: before-rollback\` and \`keep: 1\` deletes all but the newest.`,
      ),
    );
  });

  test('offers nothing that would not help, or is set already', () => {
    const full = { snapshots: foreign(5), unreadable: 0 };
    const messages = [
      limitError([{ server: SERVER, there: full, own: OWN }], FAIL, TAKEN_MS),
      limitError([{ server: SERVER, there, own: OWN }], REPLACE, TAKEN_MS),
      limitError(
        [
          { server: SERVER, there, own: OWN },
          { server: server(222), there: full, own: OWN },
        ],
        FAIL,
        TAKEN_MS,
      ),
    ].map(({ message }) => message);
    for (const message of messages) expect(message).not.toContain('on_limit');
    expect(messages[2]).toContain('Servers 12345, 222 have reached the limit of 5 snapshots. No snapshot was created.');
  });

  test('repeats what else is known', () => {
    const { message } = limitError([{ server: SERVER, there, own: OWN }], FAIL, TAKEN_MS, {
      more: ' The API said: full.',
    });
    expect(message).toContain('No snapshot was created. The API said: full.\n');
  });

  test('names series that no workflow has written to for 30 days, and no others', () => {
    const old = taken(1, 24 * 30 + 1, { runId: '1', series: 'old' });
    const older = taken(2, 24 * 40, { runId: '1', series: 'older' });
    const mixed = [taken(3, 24 * 60, { runId: '1' }), taken(4, 1, { runId: '2' })];
    const undated = taken(5, 0, { runId: '1', series: 'undated' }, { createdAtMs: undefined });
    const justNow = taken(6, 24 * 30, { runId: '1', series: 'month' });
    const others = taken(7, 24 * 99, { runId: '1', series: 'theirs', repositoryId: '1' });
    const snapshots = [old, older, ...mixed, undated, justNow, others];
    const { message } = limitError([{ server: SERVER, there: { snapshots, unreadable: 0 }, own: OWN }], FAIL, TAKEN_MS);
    expect(message.split('\n').filter((line) => line.startsWith('No workflow'))).toEqual([
      'No workflow has written to series "old" for 30 days.',
      'No workflow has written to series "older" for 30 days.',
    ]);
  });
});

test('The list shows id, name, status, age, size and owner of each snapshot', () => {
  const snapshots = [
    taken(801, 72, { series: 'nightly' }, { name: 'before' }),
    snapshot(802, { createdAtMs: undefined, name: 'by hand', status: 'in_progress', sizeMb: null }),
    taken(803, 1, { repositoryId: '1' }, { name: 'before' }),
  ];
  expect(formatSnapshotList({ snapshots, unreadable: 2 }, OWN, TAKEN_MS)).toEqual([
    '  801 "before", completed, 3 d ago, 5,120 MB, created by this repository, series "nightly"',
    '  802 "by hand", in_progress, of unknown age, size unknown, created elsewhere',
    '  803 "before", completed, 1 h ago, 5,120 MB, created elsewhere',
    '  and 2 that cannot be read',
  ]);
  expect(formatSnapshotList({ snapshots: [], unreadable: 0 }, OWN, TAKEN_MS)).toEqual(['  none']);
});

describe('What a step will do', () => {
  const KEEP_2: RoomRules = { policy: { ...NO_POLICY, keep: 2 }, onLimit: 'fail' };

  function foreseen(snapshots: readonly Snapshot[], rules: RoomRules, newest: Parameters<typeof foresee>[3]) {
    const { replaced, decisions, left } = foresee({ snapshots, unreadable: 1 }, OWN, rules, newest);
    return {
      replaced: keysOf(replaced.map(({ target }) => target)),
      expired: keysOf(decisions.flatMap(({ snapshot: one, stays }) => (stays ? [] : one))),
      left: keysOf(left.snapshots),
      unreadable: left.unreadable,
    };
  }

  test('is the room that it makes, then retention with the coming snapshot', () => {
    expect(foreseen([...own(3), ...foreign(1)], KEEP_2, { comingAtMs: TAKEN_MS })).toEqual({
      replaced: ['1'],
      expired: ['2'],
      left: ['3', '101'],
      unreadable: 1,
    });
  });

  test('makes no room for a snapshot that it reuses', () => {
    const snapshots = [...own(3), taken(9, 1, {}), ...foreign(1)];
    expect(foreseen(snapshots, KEEP_2, { taken: snapshots[3]?.key })).toEqual({
      replaced: [],
      expired: ['1', '2'],
      left: ['3', '9', '101'],
      unreadable: 1,
    });
  });

  test('is no retention without a policy', () => {
    expect(foreseen(own(3), FAIL, { comingAtMs: TAKEN_MS })).toMatchObject({
      replaced: [],
      expired: [],
      left: ['1', '2', '3'],
    });
  });

  test('is nothing that touches others', () => {
    expect(foreseen(foreign(4), KEEP_2, { comingAtMs: TAKEN_MS })).toMatchObject({ replaced: [], expired: [] });
  });
});
