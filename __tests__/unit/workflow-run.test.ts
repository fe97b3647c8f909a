import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readWorkflowRun } from '../../src/github/workflow-run.ts';

const SHA = '3f2a9c1d5e7b80f46a2c9d1e3b5f7a8c0d2e4f61';
const HEAD = 'a'.repeat(40);
const MERGE = 'b'.repeat(40);

const ENVIRONMENT = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_REPOSITORY_ID: '4711',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: SHA,
  GITHUB_REF: 'refs/heads/main',
  GITHUB_RUN_ID: '7001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  GITHUB_JOB: 'deploy',
  GITHUB_ACTION: '__vps-snapshot',
  GITHUB_ACTION_REPOSITORY: 'acme/vps-snapshot',
  GITHUB_ACTION_REF: 'v1',
  GITHUB_EVENT_NAME: 'push',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workflow-run-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The run of an event, whose file has this text. */
function runOf(name: string, text: string) {
  const path = join(folder, 'event.json');
  writeFileSync(path, text);
  return readWorkflowRun({ ...ENVIRONMENT, GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path }, '0');
}

test('The facts come from the variables of the runner', () => {
  expect(readWorkflowRun(ENVIRONMENT, ' 3 ')).toEqual({
    repository: 'acme/shop',
    repositoryId: '4711',
    serverUrl: 'https://github.com',
    sha: SHA,
    ref: 'main',
    runId: '7001',
    runNumber: '42',
    attempt: 2,
    workflow: 'deploy.yml',
    job: 'deploy',
    jobIndex: '3',
    action: '__vps-snapshot',
    uses: 'acme/vps-snapshot@v1',
    runUrl: 'https://github.com/acme/shop/actions/runs/7001',
  });
});

test('What a runner does not give is empty', () => {
  expect(readWorkflowRun({ GITHUB_REPOSITORY: 'acme/shop' }, '')).toEqual({
    repository: 'acme/shop',
    repositoryId: '',
    serverUrl: 'https://github.com',
    sha: '',
    ref: '',
    runId: '0',
    runNumber: '',
    attempt: undefined,
    workflow: '',
    job: '',
    jobIndex: '',
    action: '',
    uses: './',
    runUrl: 'https://github.com/acme/shop/actions/runs/0',
  });
});

test.each([undefined, '', 'shop', 'acme/', 'a/b/c', 'acme/sh op', "acme/x'y"])(
  'The repository %j is refused',
  (GITHUB_REPOSITORY) => {
    expect(() => readWorkflowRun({ ...ENVIRONMENT, GITHUB_REPOSITORY }, '')).toThrow(
      'GITHUB_REPOSITORY is not set to "owner/name"',
    );
  },
);

describe('A variable that makes no sense', () => {
  test.each([
    ['GITHUB_RUN_ATTEMPT', '0', { attempt: undefined }],
    ['GITHUB_RUN_ATTEMPT', 'x', { attempt: undefined }],
    ['GITHUB_RUN_ID', '7001:x', { runId: '0' }],
    ['GITHUB_REPOSITORY_ID', 'x', { repositoryId: '' }],
    ['GITHUB_SERVER_URL', "https://git.example/'; rm -rf /", { serverUrl: 'https://github.com' }],
    ['GITHUB_SERVER_URL', 'javascript:x', { serverUrl: 'https://github.com' }],
    ['GITHUB_ACTION_REPOSITORY', 'acme/x y', { uses: './' }],
  ])('%s=%s is not taken', (name, value, expected) => {
    expect(readWorkflowRun({ ...ENVIRONMENT, [name]: value }, '')).toMatchObject(expected);
  });
});

describe('The workflow', () => {
  test.each([
    ['acme/shop/.github/workflows/deploy.yml@refs/heads/main', 'deploy.yml'],
    ['acme/shop/.github/workflows/deploy.yaml@refs/heads/a@b/c', 'deploy.yaml'],
    ['', 'Deploy'],
    ['nonsense', 'Deploy'],
  ])('of %j is %s', (GITHUB_WORKFLOW_REF, workflow) => {
    expect(readWorkflowRun({ ...ENVIRONMENT, GITHUB_WORKFLOW_REF }, '').workflow).toBe(workflow);
  });
});

describe('The ref', () => {
  test.each([
    ['refs/heads/feature/login', 'feature/login'],
    ['refs/tags/v1.2', 'v1.2'],
    ['refs/pull/7/merge', 'pull/7/merge'],
  ])('of %s is %s', (GITHUB_REF, ref) => {
    expect(readWorkflowRun({ ...ENVIRONMENT, GITHUB_REF }, '').ref).toBe(ref);
  });
});

describe('The commit', () => {
  const head = { sha: HEAD, ref: 'feature' };

  test('of a pull request is its head', () => {
    const event = { pull_request: { merged: false, merge_commit_sha: MERGE, head, base: { ref: 'main' } } };
    expect(runOf('pull_request', JSON.stringify(event))).toMatchObject({ sha: HEAD, ref: 'feature' });
    expect(runOf('pull_request_target', JSON.stringify(event))).toMatchObject({ sha: HEAD, ref: 'feature' });
  });

  test('of a merged pull request is the merge commit', () => {
    const event = { pull_request: { merged: true, merge_commit_sha: MERGE, head, base: { ref: 'main' } } };
    expect(runOf('pull_request', JSON.stringify(event))).toMatchObject({ sha: MERGE, ref: 'main' });
  });

  test('of workflow_run is the one that the other run was for', () => {
    const event = { workflow_run: { head_sha: HEAD, head_branch: 'release' } };
    expect(runOf('workflow_run', JSON.stringify(event))).toMatchObject({ sha: HEAD, ref: 'release' });
  });

  test("of any other event is the run's own", () => {
    const event = { pull_request: { head }, workflow_run: { head_sha: HEAD, head_branch: 'release' } };
    expect(runOf('push', JSON.stringify(event))).toMatchObject({ sha: SHA, ref: 'main' });
  });

  test.each(['', '{', '[]', '{"pull_request":{"head":{"sha":"main","ref":"x"}}}'])(
    "is the run's own if the file of the event is %j",
    (text) => {
      expect(runOf('pull_request', text)).toMatchObject({ sha: SHA, ref: 'main' });
    },
  );

  test("is the run's own if the file of the event is missing", () => {
    const environment = { ...ENVIRONMENT, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: join(folder, 'none') };
    expect(readWorkflowRun(environment, '')).toMatchObject({ sha: SHA, ref: 'main' });
  });
});
