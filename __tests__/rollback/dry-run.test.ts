import { expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { GITHUB_TOKEN, type JobStatus } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { addTarget, sceneWithTarget, TO_TARGET } from './target.ts';

const DRY = { ...TO_TARGET, dry_run: 'true' };

test('says what would be restored and discarded, and sends only reads', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => ({ status: 200, body: '' }));
  const inputs = {
    ...DRY,
    safety_snapshot: 'true',
    commit_status: 'true',
    github_token: GITHUB_TOKEN,
    notify_url: site.url,
    health_check_url: site.url,
  };
  const result = await scene.run({ inputs, env: { GITHUB_API_URL: site.url } });
  expectSuccess(result);
  expect(result.log).toContain('Dry run: only read requests were sent.');
  expect(result.log).toContain('Would first take a snapshot of the current state of server 12345 (web-1)');
  expect(result.log).toContain(
    'Would restore server 12345 (web-1) from snapshot 700 "good" on server 12345 (web-1), discarding writes since 11:43:15 UTC (16 min 45 s)',
  );
  expect(result.log.slice(result.log.indexOf('::endgroup::'))).toContain('✅ dry run: nothing was changed');
  expect(result.summary).toMatch(/^### ✅ VPS\.org rollback: dry run, nothing was changed/u);
  expect(result.summary).toContain('would be discarded');
  expect(result.summary).toContain('would be restored');
  expect(result.outputs).toMatchObject({ snapshot_id: '700', rolled_back: 'false', healthy: '' });
  expect(result.variables).toEqual({});
  expect(scene.writes()).toEqual([]);
  expect(site.requests).toEqual([]);
});

test('leaves nothing behind that a later step could mistake for a rollback', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const job = scene.job();
  const { post } = await job.step({ inputs: { rollback_on: 'failure' } });
  await job.step({ inputs: { mode: 'rollback', dry_run: 'true' } });
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toHaveLength(1);
});

test.each([
  ['a snapshot that does not exist', { snapshot_id: '999' }, /Snapshot 999 does not exist/u],
  ['a server that does not exist', { server_id: '999' }, /This token has no access to server 999/u],
])('fails as the rollback would, for %s', async (_, inputs, words) => {
  await using scene = await sceneWithTarget();
  expect(errorOf(await scene.run({ inputs: { ...DRY, ...inputs } }))).toMatch(words);
  expect(scene.writes()).toEqual([]);
});

test.each(['suspended', 'restoring'])('fails as the rollback would, for a server that is %s', async (status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.setServerStatus(SERVER, status);
  const result = await scene.run({ inputs: DRY });
  expect(errorOf(result)).toMatch(/No restore was started/u);
  expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: dry run failed/u);
});

test('fails as the rollback would without room for the safety snapshot', async () => {
  await using scene = await sceneWithTarget();
  for (const hoursOld of [1, 2, 3, 4]) addSnapshot(scene, { hoursOld, description: '' });
  expect(errorOf(await scene.run({ inputs: { ...DRY, safety_snapshot: 'true' } }))).toMatch(/server 12345.*limit/isu);
  expect(scene.writes()).toEqual([]);
});

test('says for each of several servers what would be restored', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  addTarget(scene, 720, 222);
  const { log, exitCode } = await scene.run({
    inputs: { ...DRY, server_id: `${SERVER},222`, snapshot_id: '700,720' },
  });
  expect(exitCode).toBe(0);
  expect(log.match(/Would restore server /gu)).toHaveLength(2);
});

test('of a snapshot step does nothing after the job', async () => {
  await using scene = await Scene.create();
  const inputs = { dry_run: 'true', rollback_on: 'failure cancelled', delete_on_success: 'true' };
  const { main, post } = await scene.job().step({ inputs });
  expect(main.exitCode).toBe(0);
  const sent = scene.requests().length;
  for (const status of ['success', 'failure', 'cancelled'] satisfies JobStatus[]) {
    expectSuccess(await post(status, { inputs: { rollback_if: 'true' } }));
  }
  expect(scene.requests()).toHaveLength(sent);
});
