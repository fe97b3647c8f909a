import { describe, expect, test } from '@jest/globals';
import {
  type DeleteReportData,
  deleteFailure,
  deleteOutputs,
  deletePlan,
  deleteStateLines,
  deleteSummary,
  deleteVerdict,
} from '../../src/report/delete-report.ts';
import { deleteRecord, error, SETTINGS, SHA, snapshot } from '../support/report-data.ts';
import { shownRows, shownText } from '../support/shown-text.ts';

const DRY_RUN = { ...SETTINGS, dryRun: true };
const REFUSED = error('Deleting snapshot 792 failed: DELETE /snapshots/792/ returned 403.');

function data(rest: Partial<DeleteReportData> = {}): DeleteReportData {
  return { mode: 'delete', records: [deleteRecord(791)], decisions: [], gone: [], ...rest };
}

function failed(key: number) {
  return deleteRecord(key, { stage: 'failed', failure: REFUSED });
}

describe('The outputs', () => {
  test('of a delete have what was deleted, and what was gone already', () => {
    expect(deleteOutputs(data({ gone: ['800'] }), SETTINGS)).toEqual({
      snapshot_id: '791,800',
      snapshot_name: SHA,
      status: 'deleted',
      duration_seconds: '372',
    });
  });

  test('of a delete claim it only if every snapshot is gone', () => {
    expect(deleteOutputs(data({ records: [deleteRecord(791), failed(792)] }), SETTINGS).status).toBe('');
    expect(deleteOutputs(data({ records: [], gone: ['800'] }), SETTINGS).status).toBe('deleted');
    expect(deleteOutputs(data({ records: [] }), SETTINGS).status).toBe('');
  });

  test('of a prune have the ids that were deleted, or in a dry run would be', () => {
    const records = [deleteRecord(791), deleteRecord(792, { stage: 'checked' })];
    expect(deleteOutputs(data({ mode: 'prune', records }), SETTINGS)).toEqual({
      pruned_ids: '[791]',
      duration_seconds: '372',
    });
    expect(deleteOutputs(data({ mode: 'prune', records }), DRY_RUN).pruned_ids).toBe('[791,792]');
  });
});

test('The state lines say what is known of each snapshot', () => {
  const records = [
    deleteRecord(791),
    failed(792),
    deleteRecord(793, { stage: 'requested' }),
    deleteRecord(794, { stage: 'checked' }),
  ];
  expect(deleteStateLines(data({ records, gone: ['800'] }))).toEqual([
    'Snapshot 791 "3f2a9c1" on server 12345 (web-12345) was deleted.',
    REFUSED.parts.summary,
    'Snapshot 793 "3f2a9c1" on server 12345 (web-12345) may have been deleted.',
    'Snapshot 794 "3f2a9c1" on server 12345 (web-12345) was not deleted.',
    'Snapshot 800 no longer exists.',
  ]);
  expect(deleteStateLines(data({ records: [] }))).toEqual(['Nothing was deleted.']);
});

describe('A dry run', () => {
  test('says why each snapshot stays or goes, each once', () => {
    const decisions = [
      { snapshot: snapshot(791), stays: false, reason: 'beyond keep: 3' },
      { snapshot: snapshot(795), stays: true, reason: 'not created by this repository' },
    ];
    const plan = deletePlan(data({ mode: 'prune', decisions }));
    expect(plan).toEqual([
      'Dry run: only read requests were sent.',
      'Would delete snapshot 791 "3f2a9c1" on server 12345 (web-12345): beyond keep: 3',
      'Would keep snapshot 795 "3f2a9c1" on server 12345 (web-12345): not created by this repository',
    ]);
    const summary = deleteSummary(data({ mode: 'prune', records: [], decisions }), DRY_RUN);
    expect(summary.split('\n')[0]).toBe('### ✅ VPS.org prune: dry run, nothing was changed');
    expect(shownRows(summary).map((row) => row.split('|')[4]?.trim())).toEqual([
      '🗑️ would be deleted: beyond keep: 3',
      'stays: not created by this repository',
    ]);
  });

  test('says if there is nothing to delete', () => {
    expect(deletePlan(data({ records: [] }))).toContain('There is nothing to delete.');
  });
});

describe('The verdict in the log', () => {
  test.each<[string, Partial<DeleteReportData>, string]>([
    ['one snapshot', {}, '✅ snapshot 791 "3f2a9c1" on server 12345 (web-12345) deleted'],
    ['several', { records: [deleteRecord(1), deleteRecord(2)] }, '✅ 2 snapshots deleted'],
    ['none', { records: [] }, '✅ nothing to delete'],
    ['a failure', { records: [failed(792)] }, ''],
  ])('of %s', (_name, rest, verdict) => {
    expect(deleteVerdict(data(rest), SETTINGS)).toBe(verdict);
  });
});

describe('The summary', () => {
  test('lists what was deleted, and why', () => {
    const summary = deleteSummary(data({ gone: ['800'] }), SETTINGS);
    expect(summary.split('\n')[0]).toBe('### ✅ VPS.org delete: 1 snapshot deleted');
    expect(shownRows(summary)).toEqual([
      '| 12345 web-12345 | 791 before 3f2a9c1 | 2025-01-16 18:52 | 5,120 MB | deleted: beyond keep: 3 |',
    ]);
    expect(shownText(summary)).toContain('No longer there: 800');
  });

  test('has the failures of several first', () => {
    const report = data({ records: [deleteRecord(791), failed(792)] });
    const summary = deleteSummary(report, SETTINGS, deleteFailure(report));
    expect(summary.split('\n')[0]).toBe('### ❌ VPS.org delete: 1 of 2 snapshots not deleted');
    expect(shownRows(summary)[0]).toBe(
      `| 12345 web-12345 | 792 before 3f2a9c1 | ❌ ${REFUSED.parts.summary} The server was not changed. Re-run the job. |`,
    );
    expect(summary).not.toContain('CAUTION');
  });

  test('has an error that came before the first delete in a box', () => {
    const summary = deleteSummary(data({ records: [] }), SETTINGS, error('1 snapshot cannot be deleted.'));
    expect(summary.split('\n')[0]).toBe('### ❌ VPS.org delete: failed');
    expect(shownText(summary)).toContain('> [!CAUTION]\n> 1 snapshot cannot be deleted.');
  });

  test('counts what was deleted before the job was cancelled', () => {
    const records = Array.from({ length: 12 }, (_, index) =>
      deleteRecord(index + 1, { stage: index < 5 ? 'deleted' : 'checked' }),
    );
    const summary = deleteSummary(data({ mode: 'prune', records }), SETTINGS, error('The job was cancelled.'));
    expect(summary).toContain('<summary><b>5 of 12 snapshots deleted</b></summary>');
  });
});

test('The failure of several snapshots counts them', () => {
  expect(deleteFailure(data({ records: [failed(1), deleteRecord(2)] }))?.parts.summary).toBe(
    '1 of 2 snapshots could not be deleted.',
  );
});
