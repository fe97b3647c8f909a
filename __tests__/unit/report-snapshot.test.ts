import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import {
  type SnapshotReportData,
  snapshotFailure,
  snapshotOutputs,
  snapshotPlan,
  snapshotStateLines,
  snapshotSummary,
  snapshotVerdict,
} from '../../src/report/snapshot-report.ts';
import type { SnapshotRecord } from '../../src/snapshots/record.ts';
import {
  deleteRecord,
  error,
  SETTINGS,
  SHA,
  server,
  snapshot,
  snapshotRecord,
  TAKEN_MS,
  unrequested,
} from '../support/report-data.ts';
import { shownRows, shownText } from '../support/shown-text.ts';

const WEB = server(12345, 'web-1');
const DRY_RUN = { ...SETTINGS, dryRun: true };

function data(records: readonly SnapshotRecord[], rest: Partial<SnapshotReportData> = {}): SnapshotReportData {
  return { records, replaced: [], pruned: [], decisions: [], ...rest };
}

function heading(summary: string): string {
  return summary.split('\n')[0] ?? '';
}

/** A record whose snapshot has not completed. */
function unfinished(id: number, rest: Partial<SnapshotRecord> = {}): SnapshotRecord {
  const { durationMs: _unseen, ...record } = snapshotRecord(server(id));
  return {
    ...record,
    snapshot: snapshot(800 + id, { server: server(id), status: 'in_progress', sizeMb: null }),
    ...rest,
  };
}

function failed(id: number): SnapshotRecord {
  const taken = snapshot(800 + id, { server: server(id), status: 'failed', sizeMb: null });
  const failure = new ActionError({
    summary: `snapshot ${800 + id} "3f2a9c1" on server ${id} (web-${id}) ended with status "failed" after 6 min 48 s.`,
    state: 'The server was not changed.',
    hint: 'Check the server, then re-run the job.',
  });
  return { ...snapshotRecord(server(id)), snapshot: taken, durationMs: 408_000, failure };
}

function good(id: number, rest: Partial<SnapshotRecord> = {}): SnapshotRecord {
  return snapshotRecord(server(id), { snapshot: snapshot(800 + id, { server: server(id) }), ...rest });
}

/** A record of `mode: wait` whose snapshot had already completed. */
function unwaited(id: number): SnapshotRecord {
  const { durationMs: _none, ...record } = good(id);
  return { ...record, wasCompleted: true };
}

describe('The outputs of a snapshot', () => {
  test('of one server have all that is known', () => {
    expect(snapshotOutputs(data([snapshotRecord(WEB)], { pruned: [deleteRecord(790)] }), SETTINGS)).toEqual({
      snapshot_id: '801',
      snapshot_name: SHA,
      status: 'completed',
      created: 'true',
      size_mb: '5120',
      created_at: '2025-01-16T18:52:13Z',
      duration_seconds: '372',
      pruned_ids: '[790]',
      snapshots: JSON.stringify([
        {
          server_id: 12345,
          snapshot_id: 801,
          name: SHA,
          status: 'completed',
          size_mb: 5120,
          created_at: '2025-01-16T18:52:13Z',
          created: true,
        },
      ]),
    });
  });

  test('of several servers are joined in their order, and a server without a snapshot keeps its place', () => {
    const outputs = snapshotOutputs(data([good(1), unrequested(server(2)), good(3, { reused: true })]), SETTINGS);
    expect(outputs).toMatchObject({ snapshot_id: '801,,803', snapshot_name: `${SHA},,${SHA}`, created: 'true,,false' });
    expect(JSON.parse(outputs.snapshots ?? '')).toMatchObject([
      { server_id: 1, snapshot_id: 801, created: true },
      { server_id: 2, snapshot_id: null, status: '', created: false },
      { server_id: 3, snapshot_id: 803, created: false },
    ]);
  });

  test.each([
    [[good(1), good(2)], 'completed'],
    [[good(1), unfinished(2), failed(3)], 'in_progress'],
    [[good(1), failed(2), unfinished(3)], 'failed'],
    [[good(1), unrequested(server(2))], ''],
    [[], ''],
  ])('have one status for all: %#', (records, status) => {
    expect(snapshotOutputs(data(records), SETTINGS).status).toBe(status);
  });

  test('cannot carry text of the API that acts in a shell', () => {
    const hostile = { name: '$(rm -rf /);`x`', status: "completed'; x" };
    const outputs = snapshotOutputs(data([snapshotRecord(WEB, { snapshot: snapshot(801, hostile) })]), SETTINGS);
    expect(outputs.snapshot_name).toBe('--rm--rf-----x-');
    expect(outputs.status).toBe('completed---x');
    expect(outputs.snapshots).not.toMatch(/[$`';]/u);
  });

  test('of a dry run name what would be deleted', () => {
    const planned = deleteRecord(790, { stage: 'checked' });
    expect(snapshotOutputs(data([unrequested(WEB)], { replaced: [planned] }), DRY_RUN).pruned_ids).toBe('[790]');
    expect(snapshotOutputs(data([unrequested(WEB)], { replaced: [planned] }), SETTINGS).pruned_ids).toBe('[]');
  });
});

describe('The failure', () => {
  test('of a single server is its own', () => {
    const { failure } = failed(1);
    expect(snapshotFailure(data([failed(1)]))?.message).toBe(failure?.message);
  });

  test('of several servers counts them, has each message, and names the successful ones', () => {
    expect(snapshotFailure(data([failed(1), good(2), failed(3)]))?.message.split('\n')).toEqual([
      '2 of 3 servers have no usable snapshot.',
      'Snapshot 801 "3f2a9c1" on server 1 (web-1) ended with status "failed" after 6 min 48 s. The server was not changed. Check the server, then re-run the job.',
      'Snapshot 803 "3f2a9c1" on server 3 (web-3) ended with status "failed" after 6 min 48 s. The server was not changed. Check the server, then re-run the job.',
      'Succeeded: 2 (snapshot 802, completed).',
      'Check the server, then re-run the job.',
    ]);
  });

  test('of one server among several is in the singular', () => {
    expect(snapshotFailure(data([failed(1), good(2)]))?.parts.summary).toBe('1 of 2 servers has no usable snapshot.');
  });

  test('does not deny a snapshot that completed, such as that of a server that did not start again', () => {
    const down = good(1, { failure: error('server 1 (web-1) is "stopped" and cannot be started.') });
    expect(snapshotFailure(data([down, good(2)]))?.parts.summary).toBe(
      '1 of 2 servers has no usable snapshot or was not started again.',
    );
  });

  test('counts the successful ones of a large fleet instead of listing them', () => {
    const fleet = [failed(1), ...Array.from({ length: 30 }, (_, index) => good(index + 2))];
    expect(snapshotFailure(data(fleet))?.message).toContain('The other 30 servers succeeded.');
  });

  test('is missing if every server succeeded', () => {
    expect(snapshotFailure(data([good(1), good(2)]))).toBeUndefined();
  });
});

test('The state lines say what is known of each server', () => {
  const requested: SnapshotRecord = { ...unrequested(server(2)), requested: true };
  expect(snapshotStateLines(data([good(1), requested, unrequested(server(3)), unfinished(4), failed(5)]))).toEqual([
    'Snapshot 801 "3f2a9c1" on server 1 (web-1) has completed.',
    'A snapshot named "3f2a9c1" may be in progress on server 2 (web-2).',
    'No snapshot was created on server 3 (web-3).',
    'Snapshot 804 "3f2a9c1" on server 4 (web-4) is "in_progress"; VPS.org is still working on it.',
    'Snapshot 805 "3f2a9c1" on server 5 (web-5) ended with status "failed" after 6 min 48 s.',
  ]);
});

test('A dry run says what would be done, and why each snapshot stays or goes', () => {
  const plan = snapshotPlan(
    data([unrequested(WEB), good(2, { reused: true, requested: false })], {
      replaced: [deleteRecord(790, { reason: 'failed; it only takes up a slot' })],
      pruned: [deleteRecord(791)],
      decisions: [
        { snapshot: snapshot(791), stays: false, reason: 'beyond keep: 3' },
        { snapshot: snapshot(792), stays: true, reason: 'newest of 2025-01-16 (keep_daily)' },
      ],
    }),
  );
  expect(plan).toEqual([
    'Dry run: only read requests were sent.',
    'Would delete snapshot 790 "3f2a9c1" on server 12345 (web-12345) first, to free a slot: failed; it only takes up a slot',
    'Would create snapshot "3f2a9c1" on server 12345 (web-1)',
    'Would reuse snapshot 802 "3f2a9c1" on server 2 (web-2)',
    'Would delete snapshot 791 "3f2a9c1" on server 12345 (web-12345): beyond keep: 3',
    'Would keep snapshot 792 "3f2a9c1" on server 12345 (web-12345): newest of 2025-01-16 (keep_daily)',
  ]);
});

describe('The verdict in the log', () => {
  test.each<[string, SnapshotReportData, string]>([
    [
      'a snapshot',
      data([snapshotRecord(WEB)]),
      '✅ snapshot 801 "3f2a9c1" on server 12345 (web-1) completed in 6 min 7 s, 5,120 MB',
    ],
    [
      'a reused one',
      data([snapshotRecord(WEB, { reused: true, requested: false })]),
      '✅ snapshot 801 "3f2a9c1" on server 12345 (web-1) completed, reused from an earlier attempt, taken 14 min ago, 5,120 MB',
    ],
    [
      'one that was not waited for',
      data([unfinished(1)]),
      '⏳ snapshot 801 "3f2a9c1" on server 1 (web-1), status: in_progress; VPS.org is still working on it',
    ],
    [
      'one that had completed before mode: wait',
      data([unwaited(1)]),
      '✅ snapshot 801 "3f2a9c1" on server 1 (web-1) completed before this step, taken 14 min ago, 5,120 MB',
    ],
    ['several', data([good(1), good(2)]), '✅ 2 snapshots completed in 6 min 7 s'],
    [
      'several, from the first start to the last completion',
      data([
        good(1, { startedAtMs: TAKEN_MS + 400_000, durationMs: 200_000 }),
        good(2),
        good(3, { durationMs: 60_000 }),
      ]),
      '✅ 3 snapshots completed in 10 min 0 s',
    ],
    [
      'several that were reused',
      data([1, 2].map((id) => ({ ...unwaited(id), wasCompleted: false, reused: true, requested: false }))),
      '✅ 2 snapshots completed, reused from an earlier attempt',
    ],
    [
      'several that had completed before mode: wait',
      data([unwaited(1), unwaited(2)]),
      '✅ 2 snapshots completed before this step',
    ],
    [
      'several, one of which had completed before mode: wait',
      data([unwaited(1), good(2)]),
      '✅ 2 snapshots completed in 6 min 7 s',
    ],
    ['several unfinished ones', data([good(1), unfinished(2)]), '⏳ 1 of 2 snapshots completed'],
    ['a failed one', data([failed(1), good(2)]), ''],
  ])('of %s', (_name, report, verdict) => {
    expect(snapshotVerdict(report, SETTINGS)).toBe(verdict);
    // What the step did after the snapshots is not part of their time.
    expect(snapshotVerdict(report, { ...SETTINGS, durationMs: 9_000_000 })).toBe(verdict);
  });

  test('of a dry run says that nothing was changed', () => {
    expect(snapshotVerdict(data([unrequested(WEB)]), DRY_RUN)).toBe('✅ dry run: nothing was changed');
  });
});

describe('The summary of one server', () => {
  const summary = snapshotSummary(data([snapshotRecord(WEB)]), SETTINGS);

  test('has the verdict in its heading and one row', () => {
    expect(heading(summary)).toBe('### ✅ VPS.org snapshot: completed in 6 min 7 s');
    expect(shownRows(summary)).toEqual([
      '| 12345 web-1 | 801 before 3f2a9c1 | ✅ completed | 5,120 MB | 2025-01-16 18:52 | 6 min 7 s |',
    ]);
    expect(summary).toContain('| <code>12345</code> web-1 | <code>801</code> before <code>3f2a9c1</code> |');
  });

  test('has the step to paste and the request for a shell, folded, with the token as a variable', () => {
    const folded = summary.slice(summary.indexOf('<details><summary><b>How to restore this snapshot</b></summary>'));
    expect(folded).toContain(
      [
        '```yaml',
        '- uses: acme/vps-snapshot@v1',
        '  with:',
        '    mode: rollback',
        "    server_id: '12345'",
        "    snapshot_id: '801'",
        '    api_token: $' + '{{ secrets.VPS_API_TOKEN }}',
        '```',
      ].join('\n'),
    );
    expect(folded).toContain(
      'curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" \'https://admin.vps.org/api/v1/snapshots/801/restore/\'',
    );
  });

  test('has no timeline', () => {
    expect(summary).not.toContain('mermaid');
  });

  test('ends with an empty line, as the runner appends summaries to each other', () => {
    expect(summary.endsWith('</details>\n\n')).toBe(true);
  });

  test('shows a name that is not a commit as it is', () => {
    const named = snapshotRecord(WEB, { snapshot: snapshot(801, { name: 'release-7' }) });
    expect(shownRows(snapshotSummary(data([named]), SETTINGS))[0]).toContain('| 801 release-7 |');
  });

  test('has the downtime if the server was stopped', () => {
    const stopped = snapshotSummary(data([snapshotRecord(WEB, { downMs: 61_000 })]), SETTINGS);
    expect(stopped).toContain('| Downtime |');
    expect(shownRows(stopped)[0]).toMatch(/\| 1 min 1 s \|$/u);
  });

  test('warns in its heading if retention failed', () => {
    const pruned = [deleteRecord(790, { stage: 'failed', failure: error('DELETE /snapshots/790/ returned 500.') })];
    const warned = snapshotSummary(data([snapshotRecord(WEB)], { pruned }), SETTINGS);
    expect(heading(warned)).toBe('### ⚠️ VPS.org snapshot: completed in 6 min 7 s, but retention failed');
    expect(shownText(warned)).toContain(
      '❌ DELETE /snapshots/790/ returned 500. The server was not changed. Re-run the job.',
    );
  });

  test('has the error in a box, and no instructions for a snapshot that does not exist', () => {
    const limit = new ActionError({
      summary: 'Server 12345 has reached the limit of 5 snapshots. No snapshot was created.',
      state: ['Snapshots on server 12345:', '  790 "old", completed'],
      hint: 'Delete one, either with `mode: delete` or in the VPS.org control panel.',
    });
    const refused = snapshotSummary(data([unrequested(WEB, limit)]), SETTINGS, limit);
    expect(shownText(refused).trimEnd().split('\n')).toEqual([
      '### ❌ VPS.org snapshot: failed',
      '',
      '> [!CAUTION]',
      '> Server 12345 has reached the limit of 5 snapshots. No snapshot was created.',
      '>',
      '> Snapshots on server 12345:',
      '> - 790 "old", completed',
      '>',
      '> Delete one, either with mode: delete or in the VPS.org control panel.',
    ]);
    expect(refused).toContain('<code>mode&#58; delete</code>');
  });

  test('of a dry run has what would be created, and why each snapshot stays or goes', () => {
    const decisions = [{ snapshot: snapshot(791), stays: false, reason: 'beyond keep: 3' }];
    const summary = snapshotSummary(data([unrequested(WEB)], { decisions }), DRY_RUN);
    expect(heading(summary)).toBe('### ✅ VPS.org snapshot: dry run, nothing was changed');
    expect(shownRows(summary)).toEqual([
      '| 12345 web-1 | before 3f2a9c1 | would be created |  |  |  |',
      '| 12345 web-12345 | 791 before 3f2a9c1 | 2025-01-16 18:52 | 🗑️ would be deleted: beyond keep: 3 |',
    ]);
  });
});

describe('The summary of a fleet', () => {
  const timedOut = unfinished(3, {
    durationMs: 874_000,
    failure: new ActionError({
      summary:
        'snapshot 803 "3f2a9c1" on server 3 (web-3) has not completed after 14 min 34 s (timeout_minutes); its status is "in_progress".',
      hint: 'Re-run the job to keep waiting for it.',
    }),
  });
  const refused = unrequested(server(4), error('Server 4 (web-4) has reached its limit.'));
  const unreadable = unfinished(5, {
    durationMs: 1000,
    failure: error('Waiting for it failed: GET /snapshots/ returned 401: Invalid token.'),
  });
  const fleet = data([good(1), failed(2), timedOut, refused, unreadable, good(6, { durationMs: 575_000 })]);
  const summary = snapshotSummary(fleet, SETTINGS, snapshotFailure(fleet));

  test('has the failures first, each with what to do next, and reports each only once', () => {
    expect(heading(summary)).toBe('### ❌ VPS.org snapshot: failed on 4 of 6 servers');
    expect(shownRows(summary).slice(0, 4)).toEqual([
      '| 2 web-2 | 802 | ❌ failed after 6 min 48 s. Check the server, then re-run the job. |',
      '| 3 web-3 | 803 | ⏱️ still in progress after 14 min 34 s (timeout_minutes). Re-run the job to keep waiting for it. |',
      '| 4 web-4 |  | ❌ no snapshot: has reached its limit. The server was not changed. Re-run the job. |',
      '| 5 web-5 | 805 | ❌ still in progress: Waiting for it failed: GET /snapshots/ returned 401: Invalid token. The server was not changed. Re-run the job. |',
    ]);
    expect(summary).not.toContain('CAUTION');
  });

  test('folds the completed ones, the timeline and the instructions', () => {
    const titles = [...summary.matchAll(/<details><summary>(.*)<\/summary>/gu)].map(([, title]) => title);
    expect(titles).toEqual([
      '<b>2 snapshots completed</b> (slowest 9 min 35 s)',
      '<b>Timeline</b>',
      '<b>How to restore 2 snapshots</b>',
    ]);
  });

  test('has one step and one loop that restore all', () => {
    expect(summary).toContain("    server_id: '1,6'\n    snapshot_id: '801,806'");
    expect(summary).toContain('for id in 801 806; do\n');
    expect(summary).toContain(`'https://admin.vps.org/api/v1/snapshots/'"$id"'/restore/'\ndone`);
  });

  test('has an error that concerns no single server in a box', () => {
    const cancelled = error('The job was cancelled (SIGTERM).', ['No snapshot was created on server 2.']);
    const summary = snapshotSummary(data([good(1), unrequested(server(2))]), SETTINGS, cancelled);
    expect(heading(summary)).toBe('### ❌ VPS.org snapshot: failed');
    expect(shownText(summary)).toContain('> [!CAUTION]\n> The job was cancelled (SIGTERM).');
    expect(shownRows(summary).map((row) => row.split('|')[1]?.trim())).toEqual(['1 web-1']);
  });

  test('shows a few completed ones unfolded', () => {
    const summary = snapshotSummary(data([good(1), good(2)]), SETTINGS);
    expect(heading(summary)).toBe('### ✅ VPS.org snapshot: 2 snapshots completed in 6 min 7 s');
    expect(summary).not.toContain('snapshots completed</b>');
    expect(shownRows(summary)).toHaveLength(2);
  });

  test('folds more than ten completed ones', () => {
    const ids = Array.from({ length: 11 }, (_, index) => index + 1);
    const summary = snapshotSummary(data(ids.map((id) => good(id))), SETTINGS);
    expect(summary).toContain('<summary><b>11 snapshots completed</b> (slowest 6 min 7 s)</summary>');
  });

  test('cuts long names and errors in its tables', () => {
    const long = 'x'.repeat(5000);
    const on = server(1, long);
    const taken = snapshot(801, { server: on, name: long });
    const report = data([
      snapshotRecord(on, { snapshot: taken }),
      snapshotRecord(server(2), { snapshot: taken, failure: error(long) }),
    ]);
    const lengths = shownRows(snapshotSummary(report, SETTINGS)).map(({ length }) => length);
    expect(Math.max(...lengths)).toBeLessThan(1200);
    expect(Math.min(...lengths)).toBeLessThan(250);
  });

  test('of 1000 servers with hostile names stays below the 1 MiB that GitHub takes', () => {
    const name = '@🤖|'.repeat(63);
    const records = Array.from({ length: 1000 }, (_, index): SnapshotRecord => {
      const on = server(`0a1b2c3d-4e5f-6071-8293-${String(index).padStart(12, '0')}`, name);
      const record = snapshotRecord(on, { snapshot: snapshot(9_000_000_000 + index, { server: on, name }) });
      return index % 2 === 0 ? record : { ...record, failure: error(name.repeat(20), name) };
    });
    const replaced = records.map((_record, index) =>
      deleteRecord(index + 1, { target: snapshot(index + 1, { name }) }),
    );
    const fleet = data(records, { replaced });
    const cancelled = error('The job was cancelled (SIGTERM).', snapshotStateLines(fleet));
    const summary = snapshotSummary(fleet, SETTINGS, cancelled);
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('more. The log lists them all.');
  });
});

describe('Text from outside', () => {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '[a](https://evil.example)',
    'https://evil.example',
    'www.evil.example',
    'someone@evil.example',
    '@everyone',
    '`code` **bold** _em_ ~~x~~',
    'a | b\n| c | d |',
    '</details></summary>',
    '&lt;b&gt; ]]> --> # heading',
    '$' + '{{ secrets.VPS_API_TOKEN }}',
  ];

  test.each(hostile)('does not act on the page: %s', (text) => {
    const on = server(1, text);
    const taken = snapshot(801, { server: on, name: text, status: text });
    const report = data([
      snapshotRecord(on, { snapshot: taken }),
      snapshotRecord(server(2), { snapshot: taken, failure: error(text, text) }),
      snapshotRecord(server(3), { failure: error(text) }),
    ]);
    const summary = snapshotSummary(report, SETTINGS, error(text, [text]));
    // Nothing is left of it but letters, references and the elements that the report itself writes.
    const own = /<\/?(?:details|summary|b|code|span)>|&#\d+;|```[\s\S]*?```/gu;
    const rest = summary.replace(own, '');
    for (const mark of ['<', '`', '[a]', '@', '**', '~~', '&', 'www.', '://', '$' + '{{'])
      expect(rest).not.toContain(mark);
    expect(summary.match(/<details>/gu)?.length).toBe(summary.match(/<\/details>/gu)?.length);
    expect(shownText(summary)).toContain(text.split('\n')[0]?.trim().replaceAll('`', '').slice(0, 10));
  });

  test('does not add a row or a cell to a table', () => {
    const on = server(1, 'a | b\n| c | d |');
    const summary = snapshotSummary(data([snapshotRecord(on)]), SETTINGS);
    const [row = ''] = summary.split('\n').filter((line) => line.startsWith('| <code>'));
    expect(row.split('|')).toHaveLength(8);
  });
});

test('Times do not depend on the clock of the machine', () => {
  expect(snapshotSummary(data([snapshotRecord(WEB)]), SETTINGS)).toBe(
    snapshotSummary(data([snapshotRecord(WEB)]), { ...SETTINGS, nowMs: TAKEN_MS + 1e9 }),
  );
});
