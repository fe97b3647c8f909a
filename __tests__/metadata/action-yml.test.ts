import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { type ActionTemplate, convertActionTemplate } from '@actions/workflow-parser/actions/action-template';
import { describe, expect, test } from '@jest/globals';
import { INPUT_NAMES, parseInputs } from '../../src/inputs/inputs.ts';
import { checkOutputs } from '../../src/report/check-report.ts';
import { deleteOutputs } from '../../src/report/delete-report.ts';
import { rollbackOutputs } from '../../src/report/rollback-report.ts';
import { snapshotOutputs } from '../../src/report/snapshot-report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

/** action.yml as GitHub's own parser reads it. */
function readAction(): ActionTemplate {
  const { context, value } = parseAction(
    { name: 'action.yml', content: read('action.yml') },
    new NoOperationTraceWriter(),
  );
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  if (!value) throw new Error('action.yml has no content');
  return convertActionTemplate(context, value);
}

const expression = (text: string) => `$\{{ ${text} }}`;

/** The inputs with their defaults, as docs/contract.md says. */
const DEFAULTS: Readonly<Record<string, string>> = {
  mode: 'snapshot',
  server_id: '',
  api_token: '',
  snapshot_id: '',
  snapshot_name: '{sha}',
  description: '',
  series: '',
  wait: 'true',
  stop_server: 'false',
  timeout_minutes: '60',
  poll_interval_seconds: '',
  max_parallel: '',
  on_limit: 'fail',
  on_rerun: 'reuse',
  keep: '',
  keep_daily: '',
  keep_weekly: '',
  rollback_if: 'false',
  rollback_on: '',
  delete_on_success: 'false',
  safety_snapshot: 'false',
  health_check_url: '',
  health_check_text: '',
  health_check_timeout_minutes: '10',
  health_check_stable_minutes: '',
  notify_url: '',
  commit_status: 'false',
  dry_run: 'false',
  api_url: 'https://admin.vps.org/api/v1',
  github_token: expression('github.token'),
  job_status: expression('job.status'),
  job_index: expression('strategy.job-index'),
};
const OUTPUTS = [
  'snapshot_id',
  'snapshot_name',
  'status',
  'created',
  'size_mb',
  'created_at',
  'duration_seconds',
  'rolled_back',
  'server_status',
  'healthy',
  'discarded_seconds',
  'pruned_ids',
  'snapshots',
];

const action = readAction();
const inputs = action.inputs ?? [];

describe('action.yml', () => {
  test('is accepted by the parser of GitHub, and runs a file of its own for each step on Node 24', () => {
    // Without `post-if` the post step always runs.
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/main.js', post: 'dist/post.js' });
    expect(action).toMatchObject({ author: expect.anything(), branding: { icon: 'rotate-ccw', color: 'blue' } });
  });

  test('has the inputs, defaults and outputs of the contract', () => {
    const given = inputs.map(({ id, default: otherwise }) => [id, otherwise?.toDisplayString() ?? '']);
    expect(Object.fromEntries(given)).toEqual(DEFAULTS);
    expect((action.outputs ?? []).map(({ id }) => id).sort()).toEqual([...OUTPUTS].sort());
  });

  test('has just the inputs that the code reads', () => {
    expect(inputs.map(({ id }) => id).sort()).toEqual([...INPUT_NAMES].sort());
  });

  test('has defaults that mean the same as empty texts do in the code', () => {
    const required = { server_id: '12345', api_token: 'token' };
    const empty = Object.fromEntries(INPUT_NAMES.map((name) => [name, '']));
    const given = Object.fromEntries(inputs.map(({ id, default: otherwise }) => [id, otherwise?.toString() ?? '']));
    // These are expressions that the runner evaluates.
    const evaluated = { job_status: 'success', job_index: '', github_token: '' };
    expect(parseInputs({ ...given, ...evaluated, ...required })).toEqual(parseInputs({ ...empty, ...required }));
  });

  test('requires no input, because each can be missing in some mode or come from a variable', () => {
    expect(inputs.filter(({ required }) => required)).toEqual([]);
  });

  test('is documented in the README: every input with its default, and every output', () => {
    const rows = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const undocumented = [...inputs, ...(action.outputs ?? [])].filter(
      ({ id }) => !rows.some((row) => row.startsWith(`| \`${id}\` |`)),
    );
    expect(undocumented.map(({ id }) => id)).toEqual([]);
    for (const [name, value] of Object.entries(DEFAULTS)) {
      if (value !== '') expect(rows).toContainEqual(expect.stringContaining(`| \`${name}\` | \`${value}\` |`));
    }
  });

  test('has just the outputs that the modes set', () => {
    const settings = { dryRun: false, apiUrl: '', uses: './', sha: '', nowMs: 0, durationMs: 0 };
    const rollback = { healthy: undefined, healthFailure: undefined, reason: '', afterJob: false };
    const set = [
      snapshotOutputs({ records: [], replaced: [], pruned: [], decisions: [] }, settings),
      rollbackOutputs({ ...rollback, records: [], safety: [], skipped: [], healthCheckUrl: undefined }, settings),
      deleteOutputs({ mode: 'delete', records: [], decisions: [], gone: [] }, settings),
      deleteOutputs({ mode: 'prune', records: [], decisions: [], gone: [] }, settings),
      checkOutputs({ url: '', healthy: true, lastResult: '', durationMs: 0 }),
    ];
    expect([...new Set(set.flatMap((outputs) => Object.keys(outputs)))].sort()).toEqual([...OUTPUTS].sort());
  });

  test('describes every input and output in a sentence', () => {
    for (const { description } of [...inputs, ...(action.outputs ?? [])]) {
      expect(description?.trim()).toMatch(/^\S.{10,}\.$/su);
    }
  });
});
