import { describe, expect, test } from '@jest/globals';
import { decideReuse } from '../../src/snapshots/reuse.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { ownMarker, type TakenBy, taken } from '../support/marked-snapshot.ts';
import { snapshot, TAKEN_MS } from '../support/report-data.ts';

const SECOND = { attempt: 2 };
const OWN = ownMarker(SECOND);
const MINUTE_HOURS = 1 / 60;

function reused(snapshots: readonly Snapshot[], attempt: number | undefined = 2): string | undefined {
  return decideReuse(snapshots, OWN, attempt, TAKEN_MS).snapshot?.key;
}

describe('A re-run', () => {
  test.each<[string, Snapshot, string | undefined]>([
    ['a completed one', taken(801, 1, {}), '801'],
    ['a completed one of almost 2 h', taken(801, 2 - MINUTE_HOURS, {}), '801'],
    ['no completed one of 2 h', taken(801, 2, {}), undefined],
    ['one in progress', taken(801, 0.5, {}, { status: 'in_progress' }), '801'],
    ['one in an undocumented status', taken(801, 0.5, {}, { status: 'queued' }), '801'],
    [
      'one that has been in progress for almost 60 min',
      taken(801, 1 - MINUTE_HOURS, {}, { status: 'in_progress' }),
      '801',
    ],
    ['none that has been in progress for 60 min', taken(801, 1, {}, { status: 'in_progress' }), undefined],
    ['none that has failed', taken(801, 1, {}, { status: 'failed' }), undefined],
    ['none of unknown age', taken(801, 1, {}, { createdAtMs: undefined }), undefined],
    ['one whose time is ahead of this clock', taken(801, -0.1, {}), '801'],
    ['none of this attempt', taken(801, 1, SECOND), undefined],
    ['none of a later attempt', taken(801, 1, { attempt: 3 }), undefined],
    ['none without a marker', snapshot(801, { createdAtMs: TAKEN_MS }), undefined],
  ])('reuses %s', (_case, one, expected) => {
    expect(reused([one])).toBe(expected);
  });

  test.each<[string, TakenBy]>([
    ['run', { runId: '7000' }],
    ['job', { job: 'other', series: 'deploy.yml/deploy' }],
    ['leg of the matrix', { jobIndex: '1' }],
    ['step', { action: '__vps-snapshot_2' }],
    ['name in a composite action', { template: '{ref}' }],
    ['series', { series: 'nightly' }],
    ['repository', { repositoryId: '1' }],
  ])('reuses none of another %s', (_case, by) => {
    expect(reused([taken(801, 1, by)])).toBeUndefined();
  });

  test('reuses the first of several attempts: the state before the deploy', () => {
    const third = ownMarker({ attempt: 3 });
    const list = [taken(801, 1.5, {}), taken(802, 1, SECOND)];
    expect(decideReuse(list, third, 3, TAKEN_MS).snapshot?.key).toBe('801');
  });

  test('reuses the next one if the first is not safe', () => {
    const third = ownMarker({ attempt: 3 });
    const list = [taken(801, 3, {}), taken(802, 1, SECOND)];
    expect(decideReuse(list, third, 3, TAKEN_MS).snapshot?.key).toBe('802');
  });

  test('reuses none if another run has taken one of the series since', () => {
    expect(reused([taken(801, 1, {}), taken(802, 0.5, { runId: '7002' })])).toBeUndefined();
    expect(reused([taken(801, 1, {}), taken(802, 0.5, { runId: '6999' })])).toBeUndefined();
  });

  test.each<[string, Snapshot]>([
    ['another series', taken(802, 0.5, { runId: '7002', series: 'nightly' })],
    ['another repository', taken(802, 0.5, { runId: '7002', repositoryId: '1' })],
    ['another job of this run', taken(802, 0.5, { job: 'other', series: 'deploy.yml/deploy' })],
    ['somebody', snapshot(802, { createdAtMs: TAKEN_MS })],
    ['a run before it', taken(800, 1.5, { runId: '7002' })],
  ])('reuses it in spite of one by %s', (_case, other) => {
    expect(reused([taken(801, 1, {}), other])).toBe('801');
  });

  test('reuses whatever this step took if the runner does not count attempts', () => {
    const own = ownMarker({ attempt: undefined });
    const list = [taken(801, 1, { attempt: undefined })];
    expect(decideReuse(list, own, undefined, TAKEN_MS).snapshot?.key).toBe('801');
  });
});

describe('The log', () => {
  const logOf = (...list: readonly Snapshot[]) => decideReuse(list, OWN, 2, TAKEN_MS).log;

  test('says which one is reused, how old it is and what a rollback to it would discard', () => {
    expect(logOf(taken(801, 0.5, {}))).toEqual([
      'Reusing snapshot 801 "3f2a9c1" on server 12345 (web-12345) from an earlier attempt of this step: status completed, taken 30 min ago. A rollback to it would discard the last 30 min 0 s of writes.',
    ]);
  });

  test.each([
    [taken(801, 3, {}), 'it is older than 2 h. Creating another. The earlier one is kept.'],
    [taken(801, 1, {}, { createdAtMs: undefined }), 'its age is unknown. Creating another. The earlier one is kept.'],
    [
      taken(801, 2, {}, { status: 'in_progress' }),
      'it has been in progress for over 60 min and may be stuck. Creating another. If it is stuck, delete it with `mode: delete` or in the VPS.org control panel.',
    ],
  ])('says why one is not reused, and what becomes of it', (one, why) => {
    expect(logOf(one)).toEqual([
      `Not reusing snapshot 801 "3f2a9c1" on server 12345 (web-12345) from an earlier attempt of this step: ${why}`,
    ]);
  });

  test('names the other run’s snapshot', () => {
    const [line] = logOf(taken(801, 1, {}), taken(802, 0.5, { runId: '7002' }));
    expect(line).toContain(
      'another run has since taken snapshot 802 "3f2a9c1" on server 12345 (web-12345) in the same series.',
    );
  });

  test('says nothing in a first attempt', () => {
    expect(decideReuse([taken(801, 1, { runId: '1' })], ownMarker(), 1, TAKEN_MS)).toEqual({
      snapshot: undefined,
      log: [],
    });
  });
});
