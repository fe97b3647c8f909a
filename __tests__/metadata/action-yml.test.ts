import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { type ActionTemplate, convertActionTemplate } from '@actions/workflow-parser/actions/action-template';
import { describe, expect, test } from '@jest/globals';
import { INPUT_NAMES, parseInputs } from '../../src/inputs/inputs.ts';

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

/** The tables of inputs, with their defaults, and of outputs in design.md. */
const DESIGNED: Readonly<Record<string, string>> = {
  mode: 'snapshot',
  server_id: '',
  api_token: '',
  snapshot_id: '',
  snapshot_name: '{sha}',
  description: '',
  wait: 'true',
  timeout_minutes: '60',
  poll_interval_seconds: '',
  on_limit: 'fail',
  on_rerun: 'reuse',
  keep: '',
  rollback_on: '',
  rollback_if: 'false',
  delete_on_success: 'false',
  safety_snapshot: 'false',
  health_check_url: '',
  health_check_text: '',
  health_check_timeout_minutes: '10',
  dry_run: 'false',
  api_url: 'https://admin.vps.org/api/v1',
  commit_status: 'false',
  github_token: expression('github.token'),
  job_status: expression('job.status'),
};
const DESIGNED_OUTPUTS = [
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
  'pruned_ids',
  'snapshots',
];

const action = readAction();
const inputs = action.inputs ?? [];

describe('action.yml', () => {
  test('is taken by the parser of GitHub, and runs one bundle twice on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/index.js' });
    expect(action).toMatchObject({ author: expect.anything(), branding: { icon: 'rotate-ccw', color: 'blue' } });
  });

  test('has the inputs, defaults and outputs of the design', () => {
    const given = inputs.map(({ id, default: otherwise }) => [id, otherwise?.toDisplayString() ?? '']);
    expect(Object.fromEntries(given)).toEqual(DESIGNED);
    expect((action.outputs ?? []).map(({ id }) => id).sort()).toEqual([...DESIGNED_OUTPUTS].sort());
  });

  test('has just the inputs that the code reads', () => {
    expect(inputs.map(({ id }) => id).sort()).toEqual([...INPUT_NAMES].sort());
  });

  test('has defaults that mean the same as empty texts do in the code', () => {
    const required = { server_id: '12345', api_token: 'token' };
    const empty = Object.fromEntries(INPUT_NAMES.map((name) => [name, '']));
    const given = Object.fromEntries(inputs.map(({ id, default: otherwise }) => [id, otherwise?.toString() ?? '']));
    // These two are expressions that the runner evaluates.
    const evaluated = { job_status: 'success', github_token: '' };
    expect(parseInputs({ ...given, ...evaluated, ...required })).toEqual(parseInputs({ ...empty, ...required }));
  });

  test('describes every input and output in a sentence', () => {
    for (const { description } of [...inputs, ...(action.outputs ?? [])]) {
      expect(description?.trim()).toMatch(/^\S.{10,}\.$/su);
    }
  });
});
