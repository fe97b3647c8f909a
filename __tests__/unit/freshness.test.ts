import { describe, expect, test } from '@jest/globals';
import { ageWarning, outdatedError } from '../../src/snapshots/freshness.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { SERVER, type TakenBy, taken } from '../support/marked-snapshot.ts';
import { snapshot, TAKEN_MS } from '../support/report-data.ts';

const MINUTE_HOURS = 1 / 60;

function outdatedBy(own: Snapshot, ...others: readonly Snapshot[]): string | undefined {
  const there = new Map([[SERVER.key, { snapshots: [own, ...others], unreadable: 0 }]]);
  return outdatedError({ snapshots: [own], there }, TAKEN_MS)?.message;
}

describe('A snapshot to wait for', () => {
  test('is outdated once another run has taken one of the series: the error names both and says what to do', () => {
    expect(outdatedBy(taken(801, 26, {}), taken(802, 25, { runId: '7002' }, { name: 'next' }))?.split('\n')).toEqual([
      "Since the snapshot in snapshot_id was taken, another run has taken one in the same series on server 12345. Rolling back to the older one would undo that run's release.",
      '  Snapshot 801 "3f2a9c1" on server 12345 (web-12345): completed, 26 h ago',
      '  Snapshot 802 "next" on server 12345 (web-12345): completed, 25 h ago, taken by run 7002',
      'Run the whole workflow again ("Re-run all jobs"), so that a fresh snapshot is taken before the deploy. Re-running only the failed jobs would use the old one again if another job took it.',
    ]);
  });

  test.each<[string, TakenBy, Partial<Snapshot>, boolean]>([
    ['a later run that is still taking it', { runId: '7002' }, { status: 'in_progress' }, true],
    ['an earlier run that was slower', { runId: '6999' }, {}, true],
    ['a later run, of unknown age', { runId: '7002' }, { createdAtMs: undefined }, true],
    ['an earlier run, of unknown age', { runId: '6999' }, { createdAtMs: undefined }, false],
    ['another run, which failed', { runId: '7002' }, { status: 'failed' }, false],
    ['another job of this run', { job: 'other', series: 'deploy.yml/deploy' }, {}, false],
    ['another series', { runId: '7002', series: 'nightly' }, {}, false],
    ['another repository', { runId: '7002', repositoryId: '1' }, {}, false],
  ])('with a newer one by %s', (_case, by, rest, isOutdated) => {
    expect(outdatedBy(taken(801, 1, {}), taken(802, 0.5, by, rest)) !== undefined).toBe(isOutdated);
  });

  test('is not outdated by an older one, or if it has no marker', () => {
    expect(outdatedBy(taken(801, 1, {}), taken(800, 2, { runId: '7002' }))).toBeUndefined();
    expect(outdatedBy(snapshot(801), taken(802, 0.5, { runId: '7002' }))).toBeUndefined();
  });

  test.each<[string, boolean, Snapshot]>([
    ['completed and almost 2 h old', false, taken(801, 2 - MINUTE_HOURS, {})],
    ['completed and 2 h old', true, taken(801, 2, {})],
    ['2 h old and in progress', false, taken(801, 2, {}, { status: 'in_progress' })],
    ['of unknown age', false, taken(801, 2, {}, { createdAtMs: undefined })],
  ])('that is %s is too old: %s', (_case, isTooOld, one) => {
    expect(ageWarning([one], TAKEN_MS) !== undefined).toBe(isTooOld);
  });

  test('is too old: the warning says for each how old it is and what a rollback would discard', () => {
    expect(ageWarning([taken(801, 26, {}), taken(802, 1, {}), taken(803, 3, {})], TAKEN_MS)?.split('\n')).toEqual([
      'Snapshot 801 "3f2a9c1" on server 12345 (web-12345) was taken 26 h ago: a rollback to it would discard writes since 2025-01-15 16:52:13 UTC (26 h 0 min).',
      'Snapshot 803 "3f2a9c1" on server 12345 (web-12345) was taken 3 h ago: a rollback to it would discard writes since 15:52:13 UTC (3 h 0 min).',
      'For a fresh snapshot before the deploy, run the whole workflow again.',
    ]);
  });
});
