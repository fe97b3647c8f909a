import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { sentLength } from '../../src/notify/send-notification.ts';
import { notificationText } from '../../src/report/notification-text.ts';
import {
  commitStatusOf,
  discardedLine,
  isRolledBack,
  type RollbackReportData,
  rollbackFailure,
  rollbackOutputs,
  rollbackPlan,
  rollbackStateLines,
  rollbackSummary,
  rollbackVerdict,
} from '../../src/report/rollback-report.ts';
import type { RestoreRecord, RestoreStage } from '../../src/restores/record.ts';
import {
  error,
  restoreRecord,
  SETTINGS,
  SHA,
  server,
  snapshot,
  snapshotRecord,
  TAKEN_MS,
} from '../support/report-data.ts';
import { shownRows, shownText } from '../support/shown-text.ts';

const WEB = server(12345, 'web-1');
const DRY_RUN = { ...SETTINGS, dryRun: true };
const NOTIFICATION = { ...SETTINGS, repository: 'acme/shop', runUrl: 'https://github.com/acme/shop/actions/runs/6000' };
const HEALTH_FAILURE = error('https://shop.example.com/health was not healthy within 10 min 0 s.');
const RESTORE_FAILURE = new ActionError({
  summary: 'The restore of server 2 (web-2) finished, but the server is "suspended" instead of active.',
  state: 'Its disk may be in an inconsistent state.',
  hint: 'Check the server in the VPS.org control panel.',
});

function data(rest: Partial<RollbackReportData> = {}): RollbackReportData {
  return {
    records: [restoreRecord(WEB)],
    safety: [],
    healthy: undefined,
    healthFailure: undefined,
    reason: '',
    skipped: [],
    afterJob: false,
    healthCheckUrl: undefined,
    ...rest,
  };
}

/** A restore that was not requested, or whose end was not seen. */
function open(stage: RestoreStage, rest: Partial<RestoreRecord> = {}): RestoreRecord {
  return { server: WEB, target: snapshot(801, { server: WEB }), stage, serverStatus: '', ...rest };
}

function restored(id: number, rest: Partial<RestoreRecord> = {}): RestoreRecord {
  const on = server(id);
  return restoreRecord(on, { target: snapshot(800 + id, { server: on }), ...rest });
}

const FAILED = restored(2, { stage: 'failed', serverStatus: 'suspended', failure: RESTORE_FAILURE });
const SAFETY = snapshotRecord(WEB, { snapshot: snapshot(950, { name: 'before-rollback', server: WEB }) });

function heading(summary: string): string {
  return summary.split('\n')[0] ?? '';
}

describe('The outputs of a rollback', () => {
  test('of one server have all that is known', () => {
    expect(rollbackOutputs(data({ healthy: true }), SETTINGS)).toEqual({
      snapshot_id: '801',
      snapshot_name: SHA,
      status: 'completed',
      created: 'false',
      size_mb: '5120',
      created_at: '2025-01-16T18:52:13Z',
      duration_seconds: '372',
      rolled_back: 'true',
      server_status: 'active',
      healthy: 'true',
      discarded_seconds: '840',
      snapshots: JSON.stringify([
        {
          server_id: 12345,
          snapshot_id: 801,
          name: SHA,
          status: 'completed',
          size_mb: 5120,
          created_at: '2025-01-16T18:52:13Z',
          created: false,
        },
      ]),
    });
  });

  test('of several servers are joined in their order', () => {
    expect(rollbackOutputs(data({ records: [restored(1), FAILED] }), SETTINGS)).toMatchObject({
      snapshot_id: '801,802',
      server_status: 'active,suspended',
      discarded_seconds: '840,840',
      rolled_back: 'false',
      healthy: '',
    });
  });

  test('leave out what is unknown', () => {
    const target = snapshot(801, { createdAtMs: undefined, sizeMb: null });
    expect(rollbackOutputs(data({ records: [{ ...open('checked'), target }] }), SETTINGS)).toMatchObject({
      size_mb: '',
      created_at: '',
      discarded_seconds: '',
      server_status: '',
    });
  });
});

describe('A server counts as rolled back', () => {
  test.each<[string, Partial<RollbackReportData>, boolean]>([
    ['once it was seen to be active', {}, true],
    ['not while its restore continues', { records: [open('started')] }, false],
    ['if the health check proves what the token cannot see', { records: [open('started')], healthy: true }, true],
    ['although it is not healthy', { healthy: false, healthFailure: HEALTH_FAILURE }, true],
    ['not if its restore failed', { records: [restored(1), FAILED] }, false],
    ['not if nothing was restored', { records: [] }, false],
    ['not if another one was skipped', { skipped: [{ server: server(2), reason: 'no snapshot' }] }, false],
  ])('%s', (_name, rest, expected) => {
    expect(isRolledBack(data(rest))).toBe(expected);
    expect(rollbackOutputs(data(rest), SETTINGS).rolled_back).toBe(String(expected));
  });
});

describe('What is discarded', () => {
  test('counts to the restore, or before that to now', () => {
    expect(discardedLine(restoreRecord(WEB))).toBe('writes since 18:52:13 UTC (14 min 0 s)');
    expect(discardedLine(open('checked'), TAKEN_MS + 1_005_000)).toBe('writes since 18:52:13 UTC (16 min 45 s)');
    expect(discardedLine(open('checked'), TAKEN_MS - 1000)).toBe('writes since 18:52:13 UTC (0.0 s)');
    expect(discardedLine(open('checked'))).toBe('writes since 2025-01-16 18:52:13 UTC');
  });

  test('is unknown with the age of the snapshot', () => {
    const target = snapshot(801, { createdAtMs: undefined });
    expect(discardedLine({ ...open('checked'), target }, TAKEN_MS)).toBe(
      'all writes since the snapshot (time unknown)',
    );
  });
});

describe('The failure', () => {
  test('of a single server is its own', () => {
    expect(rollbackFailure(data({ records: [FAILED] }))?.message).toBe(RESTORE_FAILURE.message);
  });

  test('counts servers that failed and servers that were skipped', () => {
    const failure = rollbackFailure(
      data({
        records: [restored(1), FAILED],
        skipped: [{ server: server(3), reason: 'its snapshot 803 has not completed' }],
      }),
    );
    expect(failure?.parts.summary).toBe('2 of 3 servers were not confirmed as restored.');
    expect(failure?.message).toContain('Server 3 (web-3) was not rolled back: its snapshot 803 has not completed.');
    expect(failure?.message).toContain('Succeeded: 1 (snapshot 801, active).');
  });

  test('does not count as succeeded what has not finished', () => {
    const pending = [3, 4].map((id) => restored(id, { stage: 'started', serverStatus: 'restoring' }));
    const records = [restored(1), FAILED, ...pending];
    const failure = rollbackFailure(data({ records }));
    expect(failure?.parts.summary).toBe('3 of 4 servers were not confirmed as restored.');
    expect(failure?.parts.state.slice(1)).toEqual([
      'Not finished: 3 (snapshot 803, restoring), 4 (snapshot 804, restoring).',
      'Succeeded: 1 (snapshot 801, active).',
    ]);
    const healthy = rollbackFailure(data({ records, healthy: true }));
    expect(healthy?.parts.summary).toBe('1 of 4 servers was not confirmed as restored.');
  });

  test('counts those that have not finished if they are many', () => {
    const many = Array.from({ length: 11 }, (_, index) => restored(10 + index, { stage: 'started' }));
    const failure = rollbackFailure(data({ records: [FAILED, ...many] }));
    expect(failure?.parts.state.slice(1)).toEqual(['11 more servers have not finished.']);
  });

  test('says what an earlier step has left on a server that was skipped', () => {
    const leftBy = { state: 'It was left so.', hint: 'Look at it.' };
    const failure = rollbackFailure(data({ records: [], skipped: [{ server: server(3), reason: 'no', leftBy }] }));
    expect(failure?.message).toBe('Server 3 (web-3) was not rolled back: no.\nIt was left so.\nLook at it.');
  });

  test('of the health check counts if every server was restored', () => {
    expect(rollbackFailure(data({ healthy: false, healthFailure: HEALTH_FAILURE }))).toBe(HEALTH_FAILURE);
    expect(rollbackFailure(data({ records: [FAILED], healthFailure: HEALTH_FAILURE }))?.message).toBe(
      RESTORE_FAILURE.message,
    );
  });

  test('is missing if all went well', () => {
    expect(rollbackFailure(data({ healthy: true }))).toBeUndefined();
  });
});

test.each<[RestoreStage, string]>([
  ['checked', 'Server 12345 (web-1) was not changed: its restore was not started.'],
  [
    'requested',
    'Server 12345 (web-1) may be being restored from snapshot 801: it is unknown whether the restore was started.',
  ],
  [
    'started',
    'Server 12345 (web-1) is being restored from snapshot 801, status "restoring"; it will be down until that has finished.',
  ],
  ['failed', 'The restore of server 12345 (web-1) from snapshot 801 failed.'],
])('The state line of a restore that is %s says what is known', (stage, line) => {
  expect(rollbackStateLines(data({ records: [open(stage)] }))).toEqual([line]);
});

test('The state line of a restore whose start is uncertain does not claim it', () => {
  const [line] = rollbackStateLines(data({ records: [{ ...open('started'), isUncertain: true }] }));
  expect(line).toMatch(/it is unknown whether the restore was started\.$/u);
});

test('The state lines have the safety snapshot and what was skipped', () => {
  expect(
    rollbackStateLines(
      data({ records: [], safety: [SAFETY], skipped: [{ server: server(2), reason: 'no snapshot' }] }),
    ),
  ).toEqual([
    'The safety snapshot is snapshot 950 "before-rollback" on server 12345 (web-1), status "completed".',
    'No restore was started. The servers were not changed.',
    'Server 2 (web-2) was not rolled back: no snapshot.',
  ]);
  expect(rollbackStateLines(data())).toEqual(['Server 12345 (web-1) was restored from snapshot 801 and is "active".']);
});

test('A dry run does not say that it would restore what it cannot', () => {
  const plan = rollbackPlan(data({ records: [open('checked'), FAILED] }), SETTINGS);
  expect(plan.filter((line) => line.startsWith('Would restore'))).toEqual([
    expect.stringContaining('Would restore server 12345 (web-1) from snapshot 801'),
  ]);
});

test('A dry run says what would be restored and discarded', () => {
  const { snapshot: _none, ...planned } = SAFETY;
  expect(rollbackPlan(data({ records: [open('checked')], safety: [planned] }), SETTINGS)).toEqual([
    'Dry run: only read requests were sent.',
    'Would first take a snapshot of the current state of server 12345 (web-1)',
    'Would restore server 12345 (web-1) from snapshot 801 "3f2a9c1" on server 12345 (web-1), discarding writes since 18:52:13 UTC (14 min 0 s)',
  ]);
});

describe('The verdict in the log', () => {
  test.each<[string, Partial<RollbackReportData>, string]>([
    [
      'one server',
      { healthy: true },
      '✅ server 12345 (web-1) restored from snapshot 801 in 8 min 15 s, healthy; discarded writes since 18:52:13 UTC (14 min 0 s)',
    ],
    ['several', { records: [restored(1), restored(2)] }, '✅ 2 servers restored'],
    [
      'a restore whose end was not seen',
      { records: [restored(1), open('started')] },
      '⏳ 1 of 2 servers restored, the rest not finished yet',
    ],
    ['a failure', { records: [FAILED] }, ''],
    ['a failed health check', { healthy: false, healthFailure: HEALTH_FAILURE }, ''],
    ['nothing', { records: [] }, ''],
  ])('of %s', (_name, rest, verdict) => {
    expect(rollbackVerdict(data(rest), SETTINGS)).toBe(verdict);
  });
});

describe('The commit status', () => {
  test.each<[string, Partial<RollbackReportData>, ActionError | undefined, string, string]>([
    ['success', { healthy: true }, undefined, 'success', 'Server 12345 (web-1) restored from snapshot 801, healthy'],
    ['several', { records: [restored(1), restored(2)] }, undefined, 'success', '2 servers restored'],
    [
      'a restore in progress',
      { records: [open('started')] },
      undefined,
      'pending',
      'Restore started, not confirmed as finished',
    ],
    ['a failure', { records: [FAILED] }, RESTORE_FAILURE, 'failure', RESTORE_FAILURE.parts.summary],
  ])('of %s', (_name, rest, failure, state, description) => {
    expect(commitStatusOf(data(rest), failure)).toEqual({ state, description });
  });
});

describe('The notification', () => {
  const afterJob = { reason: 'the job failed', afterJob: true };

  test('says why, what is running now, for how long each server was down, what was discarded and how to undo it', () => {
    expect(
      notificationText(data({ ...afterJob, healthy: true, safety: [SAFETY] }), undefined, NOTIFICATION).split('\n'),
    ).toEqual([
      '✅ acme/shop: rolled back after the job, because the job failed: 1 server restored, healthy.',
      '• server 12345 (web-1): restored from snapshot 801 "3f2a9c1", status active, down for 8 min 15 s. Discarded: writes since 18:52:13 UTC (14 min 0 s).',
      'To undo this rollback, run mode: rollback with snapshot_id: 950',
      'https://github.com/acme/shop/actions/runs/6000',
    ]);
  });

  test('says what failed and what to do next', () => {
    const report = data({ ...afterJob, records: [restored(1), FAILED] });
    expect(notificationText(report, rollbackFailure(report), NOTIFICATION).split('\n')).toEqual([
      '❌ acme/shop: the rollback failed (requested because the job failed). 1 of 2 servers was not confirmed as restored.',
      '• The restore of server 2 (web-2) finished, but the server is "suspended" instead of active. Its disk may be in an inconsistent state. Discarded: writes since 18:52:13 UTC (14 min 0 s).',
      '• server 1 (web-1): restored from snapshot 801 "3f2a9c1", status active, down for 8 min 15 s. Discarded: writes since 18:52:13 UTC (14 min 0 s).',
      'This rollback cannot be undone: there is no safety snapshot.',
      'Next: Check the server in the VPS.org control panel.',
      'https://github.com/acme/shop/actions/runs/6000',
    ]);
  });

  test.each<[string, RestoreRecord, string]>([
    [
      'an end that was not seen',
      restoreRecord(WEB, { stage: 'started', serverStatus: 'restoring' }),
      'being restored from snapshot 801 "3f2a9c1", status restoring, not confirmed as finished. Discarded: writes since 18:52:13 UTC (14 min 0 s).',
    ],
    ['a restore that was not requested', open('checked'), 'not restored. It is still running what was deployed.'],
    [
      'a lost response',
      open('requested'),
      'it is unknown whether its restore from snapshot 801 "3f2a9c1" was started.',
    ],
    [
      'a restore that may have started',
      restoreRecord(WEB, { stage: 'failed', isUncertain: true, failure: error('It is unknown.', 'It may run.') }),
      'It is unknown. It may run. Possibly discarded: writes since 18:52:13 UTC (14 min 0 s).',
    ],
  ])('says what is running now, and what was discarded, after %s', (_, record, line) => {
    const text = notificationText(data({ records: [record] }), undefined, NOTIFICATION);
    expect(text.split('\n')[1]).toBe(`• server 12345 (web-1): ${line}`);
    expect(text.includes('This rollback cannot be undone')).toBe(text.includes('iscarded: '));
  });

  test('says what to check if the end of the restore was not seen', () => {
    const text = notificationText(data({ records: [open('started')] }), undefined, NOTIFICATION);
    expect(text).toContain('Next: Check in the VPS.org control panel that the restore has finished');
    const proven = notificationText(data({ records: [open('started')], healthy: true }), undefined, NOTIFICATION);
    expect(proven).toContain('restored from snapshot 801 "3f2a9c1"; this token is not allowed to read its status.');
    expect(proven).not.toContain('Next:');
  });

  test('reports a failure once', () => {
    const text = notificationText(data({ records: [FAILED] }), RESTORE_FAILURE, NOTIFICATION);
    expect(text.split('\n').slice(0, 2)).toEqual([
      `❌ acme/shop: the rollback failed. ${RESTORE_FAILURE.parts.summary}`,
      '• server 2 (web-2): Its disk may be in an inconsistent state. Discarded: writes since 18:52:13 UTC (14 min 0 s).',
    ]);
  });

  test('has no command, which a chat could change, and no broken URL', () => {
    const failure = new ActionError({
      summary: 'Restored but not healthy: https://shop.example.com/health was not healthy within 10 min 0 s.',
      hint: "Start it in the VPS.org control panel, or run: curl -X POST -d '{}' 'https://admin.vps.org/api/v1/servers/1/power/'",
    });
    const lines = notificationText(data({ healthFailure: failure }), failure, NOTIFICATION).split('\n');
    expect(lines[0]).toContain('Restored but not healthy: shop.example.com/health was not healthy');
    expect(lines.at(-2)).toBe(
      "Next: Start it in the VPS.org control panel, or run the command in the run's error message.",
    );
  });

  test('has the servers that were not rolled back, and what is there now', () => {
    const leftBy = { state: 'The post step did not restore it again.', hint: 'Check it.' };
    const skipped = [
      { server: server(3), reason: 'snapshot 803 no longer exists' },
      { server: server(4), reason: 'an earlier step has tried', leftBy },
    ];
    const report = data({ ...afterJob, records: [restored(1)], skipped });
    const lines = notificationText(report, rollbackFailure(report), NOTIFICATION).split('\n');
    expect(lines.slice(1, 4)).toEqual([
      '• Server 3 (web-3) was not rolled back: snapshot 803 no longer exists. The server was not changed and is still running what was deployed.',
      '• Server 4 (web-4) was not rolled back: an earlier step has tried. The post step did not restore it again.',
      expect.stringContaining('• server 1 (web-1): restored from snapshot 801'),
    ]);
  });

  test('lists a server once if it is the only one not rolled back', () => {
    const report = data({ records: [], skipped: [{ server: server(3), reason: 'snapshot 803 no longer exists' }] });
    const text = notificationText(report, rollbackFailure(report), NOTIFICATION);
    expect(text.match(/snapshot 803 no longer exists/gu)).toHaveLength(1);
    expect(text).toContain(
      '\n• server 3 (web-3): The server was not changed and is still running what was deployed.\n',
    );
  });

  test('of a rollback that could not start claims neither a loss nor a way to undo it', () => {
    const text = notificationText(data({ records: [] }), error('Cannot roll back server 1.'), NOTIFICATION);
    expect(text).toBe(
      '❌ acme/shop: the rollback failed. Cannot roll back server 1.\nThe server was not changed.\nWhat was deployed is still running.\nNext: Re-run the job.\nhttps://github.com/acme/shop/actions/runs/6000',
    );
  });

  test('stays short for a fleet', () => {
    const records = Array.from({ length: 300 }, (_, index) => restored(index + 1));
    const text = notificationText(data({ records }), undefined, NOTIFICATION);
    expect(text).toContain('… and 290 more servers.');
    expect(text.length).toBeLessThan(3000);
  });

  test('of a fleet has the failures first, and the verdict, the next step and the run whatever is cut', () => {
    const records = Array.from({ length: 20 }, (_, index) =>
      restored(index + 1, [5, 11, 18].includes(index) ? { stage: 'failed', failure: error('Refused.') } : {}),
    );
    const report = data({ ...afterJob, records });
    const text = notificationText(report, rollbackFailure(report), NOTIFICATION);
    expect(text.length).toBeLessThanOrEqual(2000);
    const lines = text.split('\n');
    expect(lines[0]).toContain('3 of 20 servers');
    expect(lines.slice(1, 5).map((line) => line.split(' (')[0])).toEqual([
      '• server 6',
      '• server 12',
      '• server 19',
      '• server 1',
    ]);
    expect(lines.slice(-4)).toEqual([
      '… and 10 more servers.',
      'This rollback cannot be undone: there is no safety snapshot.',
      'Next: Re-run the job.',
      'https://github.com/acme/shop/actions/runs/6000',
    ]);
  });

  test.each([
    ['mentions', '@'.repeat(250), 1],
    ['links', ']('.repeat(125), 1],
    ['short names', 'web', 12],
  ])('names those that failed beyond its length, and has its end, with %s', (_, name, failing) => {
    const long = error(`${'x'.repeat(500)} ${name}`);
    const records = Array.from({ length: 300 }, (_, index): RestoreRecord => {
      const on = server(1000 + index, name);
      const record = restoreRecord(on, { target: snapshot(801, { server: on, name }) });
      return index % Math.ceil(300 / failing) === 0 ? { ...record, stage: 'failed', failure: long } : record;
    });
    const safety = records.map(({ server: on }) => snapshotRecord(on, { snapshot: snapshot(950, { server: on }) }));
    const report = data({ ...afterJob, records, safety });
    const text = notificationText(report, rollbackFailure(report), NOTIFICATION);
    expect(sentLength(text)).toBeLessThanOrEqual(2000);
    for (const { server: on, failure } of records) if (failure) expect(text).toContain(on.key);
    expect(text).toMatch(/\n… and \d+ more servers/u);
    expect(text.split('\n').slice(-3)).toEqual([
      'To undo this rollback, use the safety snapshots in the summary of the run.',
      'Next: Re-run the job.',
      'https://github.com/acme/shop/actions/runs/6000',
    ]);
  });

  test.each(['<!channel>', '<@U123>', '@everyone', '[click](https://evil.example)', 'https://evil.example'])(
    'lets a name mention nobody and link to nothing: %s',
    (name) => {
      const on = server(1, name);
      const target = snapshot(801, { server: on, name });
      const failure = error(`Restoring ${name} failed.`);
      const text = notificationText(data({ records: [restoreRecord(on, { target, failure })] }), failure, NOTIFICATION);
      const outside = text.replace(NOTIFICATION.runUrl, '');
      expect(outside).not.toContain('://');
      expect(text.endsWith(`\n${NOTIFICATION.runUrl}`)).toBe(true);
    },
  );
});

describe('The summary', () => {
  test('says why, what was discarded, whether it is healthy, and for how long the server was down', () => {
    const summary = rollbackSummary(
      data({
        reason: 'the job failed',
        afterJob: true,
        healthy: true,
        healthCheckUrl: 'https://shop.example.com/health?key=secret',
      }),
      SETTINGS,
    );
    expect(shownText(summary).trimEnd().split('\n')).toEqual([
      '### ✅ VPS.org rollback: 1 server restored, healthy',
      '',
      'Rolled back because the job failed. Everything written to the server after **18:52 UTC** (14 min before the rollback) was discarded.',
      '',
      '| Server | Restored from | Server status | Health check | Downtime |',
      '| --- | --- | --- | --- | ---: |',
      '| 12345 web-1 | 801 before 3f2a9c1, taken 18:52 UTC | ✅ active | ✅ healthy: shop.example.com/health | 8 min 15 s |',
    ]);
  });

  test.each<[string, string]>([
    ['the job was cancelled', 'Rolled back because the job was cancelled. Everything'],
    ['rollback_if is true', 'Rolled back because rollback_if is true. Everything'],
    ['', 'Everything'],
  ])('with the reason "%s" starts with "%s"', (reason, start) => {
    expect(shownText(rollbackSummary(data({ reason }), SETTINGS)).split('\n')[2]).toMatch(new RegExp(`^${start}`, 'u'));
  });

  test('has dates if the snapshot is from another day', () => {
    const old = restoreRecord(WEB, { discardedMs: 26 * 3_600_000 });
    const text = shownText(rollbackSummary(data({ records: [old] }), SETTINGS));
    expect(text).toContain('after **2025-01-16 18:52 UTC** (26 h before the rollback) was discarded.');
    expect(text).toContain('taken 2025-01-16 18:52 UTC |');
  });

  test('has the error in a box, and says how to try again', () => {
    const summary = rollbackSummary(data({ records: [FAILED] }), SETTINGS, RESTORE_FAILURE);
    const text = shownText(summary);
    expect(heading(summary)).toBe('### ❌ VPS.org rollback: failed');
    expect(text).toContain(`> [!CAUTION]\n> ${RESTORE_FAILURE.parts.summary}\n>\n> Its disk may be`);
    expect(shownRows(summary)).toEqual([
      '| 2 web-2 | 802 before 3f2a9c1, taken 18:52 UTC | ❌ suspended | 8 min 15 s |',
    ]);
    expect(text).toContain('How to try the rollback again');
    expect(summary).toContain("    snapshot_id: '802'");
  });

  test('claims no loss for a restore that the API never accepted', () => {
    const { downMs: _none, wasAccepted: _no, ...refused } = FAILED;
    const text = shownText(rollbackSummary(data({ records: [refused] }), SETTINGS, RESTORE_FAILURE));
    expect(text).not.toContain('Everything written');
    const lost = shownText(rollbackSummary(data({ records: [open('requested', { discardedMs: 60_000 })] }), SETTINGS));
    expect(lost).toContain('may have been discarded.');
  });

  test('of a restored server that is not healthy is a failure of its own', () => {
    const report = data({ healthy: false, healthFailure: HEALTH_FAILURE, healthCheckUrl: 'https://shop.example.com' });
    const summary = rollbackSummary(report, SETTINGS, HEALTH_FAILURE);
    expect(heading(summary)).toBe('### ❌ VPS.org rollback: 1 server restored, not healthy');
    expect(shownRows(summary)[0]).toContain('| ✅ active | ❌ restored, but not healthy: shop.example.com |');
    expect(shownText(summary)).toContain(HEALTH_FAILURE.parts.summary);
  });

  test('of a fleet has the failures and the skipped first, and folds the others', () => {
    const report = data({
      records: [restored(1), FAILED],
      skipped: [{ server: server(3), reason: 'its snapshot 803 has not completed' }],
    });
    const summary = rollbackSummary(report, SETTINGS, rollbackFailure(report));
    expect(heading(summary)).toBe('### ❌ VPS.org rollback: failed on 2 of 3 servers');
    expect(shownRows(summary).slice(0, 2)).toEqual([
      `| 2 web-2 | 802 before 3f2a9c1 | ❌ ${RESTORE_FAILURE.parts.summary} Its disk may be in an inconsistent state. ${RESTORE_FAILURE.parts.hint} |`,
      '| 3 web-3 |  | ❌ was not rolled back: its snapshot 803 has not completed. The server was not changed and is still running what was deployed. Check the server, then roll it back with mode: rollback and a completed snapshot, or deploy a fixed release. |',
    ]);
    expect(summary).toContain('<summary><b>1 server restored</b> (longest downtime 8 min 15 s)</summary>');
    expect(summary).toContain('<summary><b>Timeline</b></summary>');
    expect(summary).not.toContain('CAUTION');
    expect(shownText(summary)).toContain(
      'Everything written to the servers since their snapshots were taken (up to 14 min before the rollback) was discarded.',
    );
  });

  test('of a healthy fleet has the health check once', () => {
    const report = data({
      records: [restored(1), restored(2)],
      healthy: true,
      healthCheckUrl: 'https://shop.example.com/health',
    });
    const text = shownText(rollbackSummary(report, SETTINGS));
    expect(text).toContain('### ✅ VPS.org rollback: 2 servers restored, healthy');
    expect(text.match(/shop\.example\.com/gu)).toHaveLength(1);
    expect(text).toContain('Health check: ✅ healthy: shop.example.com/health');
  });

  test('of a fleet counts from the oldest snapshot, and folds more than ten servers', () => {
    const ids = Array.from({ length: 11 }, (_, index) => index + 1);
    const records = ids.map((id) => restored(id, { discardedMs: id * 60_000 }));
    const summary = rollbackSummary(data({ records }), SETTINGS);
    expect(shownText(summary)).toContain('(up to 11 min before the rollback) was discarded.');
    expect(summary).toContain('<summary><b>11 servers restored</b> (longest downtime 8 min 15 s)</summary>');
  });

  test('says how to undo it, if there is a safety snapshot', () => {
    const summary = rollbackSummary(data({ safety: [SAFETY] }), SETTINGS);
    expect(summary).toContain('<b>How to undo this rollback</b>');
    expect(summary).toContain("    snapshot_id: '950'");
    expect(rollbackSummary(data(), SETTINGS)).not.toContain('undo');
  });

  test('of a dry run changes nothing and says what would be lost', () => {
    const summary = rollbackSummary(data({ records: [open('checked')] }), DRY_RUN);
    expect(heading(summary)).toBe('### ✅ VPS.org rollback: dry run, nothing was changed');
    expect(shownText(summary)).toContain('(14 min before the rollback) would be discarded.');
    expect(shownRows(summary)).toEqual(['| 12345 web-1 | 801 before 3f2a9c1, taken 18:52 UTC | would be restored |']);
  });

  test('names the servers whose restore no reading showed', () => {
    const { downMs: _none, ...unseen } = restored(1, { wasSeen: false });
    const summaryOf = (records: readonly RestoreRecord[]) => shownText(rollbackSummary(data({ records }), SETTINGS));
    expect(heading(summaryOf([unseen, restored(2)]))).toBe('### ⚠️ VPS.org rollback: 2 servers restored');
    expect(summaryOf([unseen, restored(2)])).toContain(
      'the restore of server 1, but no status check showed it being restored.',
    );
    expect(summaryOf([unseen, { ...unseen, server: server(2) }])).toContain(
      'VPS.org accepted the restore of servers 1, 2, but no status check showed them being restored. Check that they are running the old release.',
    );
    expect(summaryOf([restored(1)])).not.toContain('no reading');
  });

  test('of a restore whose end was not seen claims no success', () => {
    const summary = rollbackSummary(data({ records: [open('started', { serverStatus: 'restoring' })] }), SETTINGS);
    expect(heading(summary)).toBe('### ⏳ VPS.org rollback: restore started, not confirmed as finished');
    expect(shownRows(summary)[0]).toContain('⏳ restoring');
  });

  test('of 1000 servers with hostile names stays below the 1 MiB that GitHub takes', () => {
    const name = '@🤖|'.repeat(63);
    const records = Array.from({ length: 1000 }, (_, index) => {
      const on = server(`0a1b2c3d-4e5f-6071-8293-${String(index).padStart(12, '0')}`, name);
      const record = restoreRecord(on, { target: snapshot(9_000_000_000 + index, { server: on, name }) });
      return index % 2 === 0 ? record : { ...record, failure: error(name.repeat(20), name) };
    });
    const summary = rollbackSummary(
      data({ records }),
      SETTINGS,
      error(
        name.repeat(100),
        records.map(() => name.repeat(9)),
      ),
    );
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  });
});
