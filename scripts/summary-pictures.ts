/**
 * Draws the pictures of the summaries for the README and the pages, from fixed data.
 *
 *     node scripts/summary-pictures.ts [folder]
 *
 * Needs Chromium (`CHROMIUM` names another command) and, for `npx marked`, the npm registry.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  error,
  restoreRecord,
  SETTINGS,
  server,
  snapshot,
  snapshotRecord,
  TAKEN_MS,
  unrequested,
} from '../__tests__/support/report-data.ts';
import { ActionError } from '../src/errors.ts';
import { inputErrorSummary } from '../src/report/plain-summary.ts';
import { type RollbackReportData, rollbackSummary } from '../src/report/rollback-report.ts';
import { type SnapshotReportData, snapshotSummary } from '../src/report/snapshot-report.ts';
import type { SnapshotRecord } from '../src/snapshots/record.ts';
import { describeSnapshot } from '../src/vps/describe.ts';

const MARKED = 'marked@18.0.5';
const MINUTE_MS = 60_000;
const WEB = server(12345, 'web-server-01');

function snapshotData(records: readonly SnapshotRecord[], rest: Partial<SnapshotReportData> = {}): SnapshotReportData {
  return { records, replaced: [], pruned: [], decisions: [], ...rest };
}

function rollbackData(rest: Partial<RollbackReportData>): RollbackReportData {
  return {
    records: [restoreRecord(WEB)],
    safety: [],
    healthy: true,
    healthFailure: undefined,
    reason: 'the job failed',
    skipped: [],
    afterJob: true,
    healthCheckUrl: 'https://shop.example.com/health',
    ...rest,
  };
}

function fleet(): SnapshotRecord[] {
  return Array.from({ length: 20 }, (_, index): SnapshotRecord => {
    const on = server(12345 + index, `web-server-${String(index + 1).padStart(2, '0')}`);
    const taken = snapshot(801 + index, { server: on });
    const record = snapshotRecord(on, { snapshot: taken, durationMs: 367_000 + 12_000 * index });
    if (index === 7 || index === 13) {
      const failed = { ...taken, status: 'failed', sizeMb: null };
      const failure = new ActionError({
        summary: `${describeSnapshot(failed)} ended as "failed" after 6 min 48 s.`,
        state: 'This snapshot cannot be restored.',
        hint: 'Check the server in the VPS.org control panel, then re-run the job to take a new snapshot.',
      });
      return { ...record, snapshot: failed, failure };
    }
    if (index !== 17) return record;
    const unfinished = { ...taken, status: 'in_progress', sizeMb: null };
    const failure = new ActionError({
      summary: `${describeSnapshot(unfinished)} has not completed after 14 min 34 s (timeout_minutes); its status is "in_progress".`,
      state: 'VPS.org is still working on it; it may still complete.',
      hint: 'Wait until the snapshot has completed, then re-run the job: this step reuses it if it is less than 2 h old. For a slow server, increase timeout_minutes.',
    });
    return { ...record, snapshot: unfinished, durationMs: 874_000, failure };
  });
}

const LIMIT = new ActionError({
  summary: 'Server 12345 has reached the limit of 5 snapshots. No snapshot was created.',
  state: [
    'Snapshots on server 12345:',
    '  790 "3f2a9c1", completed, 9 d ago, 5,120 MB, created by this repository, series deploy.yml/deploy',
    '  801 "before-upgrade", completed, 42 min ago, 5,120 MB, created elsewhere',
  ],
  hint: 'Delete one you no longer need, either with `mode: delete` or in the VPS.org control panel.',
});

const INPUTS = new ActionError({
  summary: '2 invalid inputs:',
  state: [
    '  server_id is "web-1"; it must be a positive integer or a UUID',
    '  api_token must not contain spaces, newlines or quotes; paste the bare token, without "Bearer"',
  ],
  hint: 'No request was sent. Fix the inputs under `with:` in your workflow.',
});

const UNHEALTHY = error(
  'https://shop.example.com/health was not healthy within 10 min 0 s; last result: it returned 502.',
  'Server 12345 (web-server-01) was restored from snapshot 801 and is active.',
);

const RESTORE_FAILED = new ActionError({
  summary:
    'The restore of server 12345 (web-server-01) finished after 6 min 2 s, but the server is "suspended" instead of active.',
  state: 'Its disk may be in an inconsistent state.',
  hint: 'Check the server in the VPS.org control panel, then re-run the rollback.',
});

const SUMMARIES: Readonly<Record<string, string>> = {
  'summary-one-server': snapshotSummary(snapshotData([snapshotRecord(WEB)]), SETTINGS),
  'summary-twenty-servers': snapshotSummary(snapshotData(fleet()), SETTINGS),
  'summary-limit': snapshotSummary(snapshotData([unrequested(WEB, LIMIT)]), SETTINGS),
  'summary-rollback': rollbackSummary(rollbackData({}), SETTINGS),
  'summary-rollback-unhealthy': rollbackSummary(rollbackData({ healthy: false, healthFailure: UNHEALTHY }), SETTINGS),
  'summary-rollback-failed': rollbackSummary(
    rollbackData({
      records: [restoreRecord(WEB, { stage: 'failed', serverStatus: 'suspended', failure: RESTORE_FAILED })],
      healthy: undefined,
      safety: [
        snapshotRecord(WEB, {
          snapshot: snapshot(950, { name: 'before-rollback', createdAtMs: TAKEN_MS + 13 * MINUTE_MS }),
        }),
      ],
    }),
    SETTINGS,
  ),
  'summary-invalid-inputs': inputErrorSummary(INPUTS),
};

const STYLE = `
  body { background: #f6f8fa; font: 16px/1.5 "Liberation Sans", Helvetica, Arial, "Noto Color Emoji", sans-serif; margin: 16px; color: #1f2328 }
  main { background: #fff; border: 1px solid #d1d9e0; border-radius: 6px }
  header { border-bottom: 1px solid #d1d9e0; font-size: 14px; font-weight: 600; color: #59636e; padding: 10px 16px }
  article { padding: 8px 32px 16px }
  h3 { font-size: 20px; margin: 16px 0 }
  table { border-collapse: collapse; margin: 16px 0 }
  td, th { border: 1px solid #d1d9e0; padding: 6px 13px }
  tr:nth-child(2n) { background: #f6f8fa }
  code { background: #818b981f; border-radius: 6px; font: 85% "Liberation Mono", monospace; padding: .2em .4em }
  pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto }
  pre code { background: none; padding: 0 }
  details { margin: 16px 0 }
  blockquote { border-left: 4px solid #cf222e; margin: 16px 0; padding: 0 16px }
  blockquote .title { color: #d1242f; font-weight: 600 }`;

/** Renders a summary roughly as GitHub shows it; the style is close to GitHub's, but not the same. */
function pageOf(summary: string): string {
  const body = execFileSync('npx', ['--yes', MARKED, '--gfm'], { input: summary, encoding: 'utf8' });
  const alert = body.replaceAll('[!CAUTION]', '<span class="title">Caution</span><br>');
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main><header>deploy summary</header><article>${alert}</article></main>`;
}

const HEIGHTS: Readonly<Record<string, number>> = {
  'summary-twenty-servers': 520,
  'summary-limit': 430,
  'summary-rollback-unhealthy': 500,
  'summary-rollback-failed': 520,
};

const folder = resolve(process.argv[2] ?? 'docs/images');
const scratch = mkdtempSync(join(tmpdir(), 'summaries-'));
mkdirSync(folder, { recursive: true });
try {
  for (const [name, summary] of Object.entries(SUMMARIES)) {
    const html = join(scratch, `${name}.html`);
    const png = join(folder, `${name}.png`);
    writeFileSync(html, pageOf(summary));
    execFileSync(
      process.env.CHROMIUM ?? 'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--hide-scrollbars',
        `--window-size=1000,${HEIGHTS[name] ?? 340}`,
        `--screenshot=${png}`,
        pathToFileURL(html).href,
      ],
      { stdio: 'ignore' },
    );
    console.log(png);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
