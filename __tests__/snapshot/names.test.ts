import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { type ActionRun, SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const HEAD = 'aaaabbbbccccddddeeeeffff0000111122223333';
const MERGE = '0000111122223333444455556666777788889999';

/** Takes a snapshot and gives the name that the API then has. */
async function nameOf(snapshotName: string, run: ActionRun = {}): Promise<string | undefined> {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ ...run, inputs: { snapshot_name: snapshotName } });
  expectSuccess(result);
  const name = scene.api.model.snapshots()[0]?.name;
  expect(result.outputs.snapshot_name).toBe(name);
  return name;
}

test('fills in the fields of the run', async () => {
  expect(await nameOf('{sha}_{short_sha}_{ref}_{run_id}_{run_number}_{attempt}_{job}')).toBe(
    `${SHA}_3f2a9c1_main_7001_42_1_deploy`,
  );
});

test('fills in date and time in UTC', async () => {
  expect(await nameOf('nightly {date} {time}', { env: { TZ: 'Pacific/Kiritimati' } })).toBe(
    'nightly-2025-01-16-12-00-00',
  );
});

test.each(['pull_request', 'pull_request_target'])('uses the head of a pull request for %s', async (eventName) => {
  const event = { pull_request: { head: { sha: HEAD, ref: 'feature/log in' } } };
  const env = { GITHUB_REF: 'refs/pull/7/merge' };
  expect(await nameOf('{sha}', { event, eventName, env })).toBe(HEAD);
  expect(await nameOf('{ref}-{short_sha}', { event, eventName, env })).toBe('feature-log-in-aaaabbb');
});

test('uses the merge commit of a merged pull request', async () => {
  const event = {
    pull_request: { merged: true, merge_commit_sha: MERGE, base: { ref: 'main' }, head: { sha: HEAD, ref: 'feature' } },
  };
  expect(await nameOf('{sha}-{ref}', { event, env: { GITHUB_REF: 'refs/pull/7/merge' } })).toBe(`${MERGE}-main`);
});

test('uses the commit of the triggering run for workflow_run', async () => {
  const event = { workflow_run: { head_sha: HEAD, head_branch: 'release/1' } };
  expect(await nameOf('{sha}-{ref}', { event, eventName: 'workflow_run' })).toBe(`${HEAD}-release-1`);
});

test.each([
  ['a push', 'push', { pull_request: { head: { sha: HEAD, ref: 'x' } } }],
  ['an event that cannot be read', 'pull_request', { pull_request: 5 }],
])('uses the commit of the run itself for %s', async (_what, eventName, event) => {
  expect(await nameOf('{sha}', { event, eventName })).toBe(SHA);
});

test('takes a tag without the prefix of its ref', async () => {
  expect(await nameOf('{ref}', { env: { GITHUB_REF: 'refs/tags/v1.2.3' } })).toBe('v1-2-3');
});

test('writes a hyphen for what the API does not allow', async () => {
  expect(await nameOf('before größe/2 (a|b)')).toBe('before-gr--e-2--a-b-');
});

test('lists every unknown field of the template before any request', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { snapshot_name: '{commit}-{sha}-{}' } }));
  expect(error).toContain('snapshot_name is "{commit}-{sha}-{}": "{commit}", "{}" are not placeholders; use');
  expect(scene.requests()).toEqual([]);
});

test('names a field that has no value in this run', async () => {
  await using scene = await Scene.create();
  const result = await scene.run({ inputs: { snapshot_name: 'x-{attempt}' }, env: { GITHUB_RUN_ATTEMPT: '' } });
  expect(errorOf(result)).toMatch(/"\{attempt\}" has no value in this workflow run/u);
  expect(scene.writes()).toEqual([]);
});

test('distinguishes two branches with the same allowed characters: a rollback goes by the marker', async () => {
  await using scene = await Scene.create();
  const inputs = { snapshot_name: '{ref}' };
  const slash = await scene.job({ GITHUB_REF: 'refs/heads/feature/x', GITHUB_RUN_ID: '7001' }).step({ inputs });
  const dash = await scene.job({ GITHUB_REF: 'refs/heads/feature-x', GITHUB_RUN_ID: '7002', GITHUB_JOB: 'b' }).step({
    inputs,
  });
  expect([slash.main.outputs.snapshot_name, dash.main.outputs.snapshot_name]).toEqual(['feature-x', 'feature-x']);
  const rollback = await scene.job({ GITHUB_RUN_ID: '7001' }).step({ inputs: { mode: 'rollback' } });
  expectSuccess(rollback.main);
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
});
