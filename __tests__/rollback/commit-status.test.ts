import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, restoreInto } from '../support/fixtures.ts';
import { startServer, type TestServer } from '../support/http-server.ts';
import { GITHUB_TOKEN } from '../support/job.ts';
import { expectSuccess, SERVER } from '../support/scene.ts';
import { addTarget, sceneWithTarget, TO_TARGET } from './target.ts';

const HEAD = 'b1946ac92492d2347c6235b4d2611184b1946ac9';
const PULL_REQUEST = { pull_request: { head: { sha: HEAD, ref: 'fix' } } };
const WITH_STATUS = { ...TO_TARGET, commit_status: 'true', github_token: GITHUB_TOKEN };
const created = () => ({ status: 201, body: '{}' });

/** What GitHub was told, without what is the same each time. */
function statuses({ requests }: TestServer) {
  return requests.map(({ method, path, body }) => ({ to: `${method} ${path}`, ...JSON.parse(body) }));
}

test('is success on the head of the pull request when the server is restored', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  const result = await scene.run({ inputs: WITH_STATUS, event: PULL_REQUEST, env: { GITHUB_API_URL: github.url } });
  expectSuccess(result);
  expect(result.notices).toEqual([]);
  expect(statuses(github)).toEqual([
    {
      to: `POST /repos/acme/shop/statuses/${HEAD}`,
      state: 'success',
      context: 'vps-snapshot/rollback',
      description: 'Server 12345 (web-1) restored from snapshot 700',
      target_url: expect.stringContaining('https://github.com/acme/shop/actions/runs/7001'),
    },
  ]);
  expect(github.requests[0]?.headers.authorization).toBe(`token ${GITHUB_TOKEN}`);
  expect(JSON.stringify(github.requests)).not.toContain(scene.api.token);
  expect(JSON.stringify(scene.api.requests)).not.toContain(GITHUB_TOKEN);
});

test('is failure when the restore failed, in at most 140 characters', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  scene.api.model.planNextRestore(restoreInto('failed'));
  const result = await scene.run({ inputs: WITH_STATUS, env: { GITHUB_API_URL: github.url } });
  expect(result.exitCode).toBe(1);
  expect(statuses(github)).toMatchObject([{ state: 'failure', context: 'vps-snapshot/rollback' }]);
  expect(statuses(github)[0].description.length).toBeLessThanOrEqual(140);
});

test('is failure when there was nothing to restore: an older success must not stay', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  const inputs = { ...WITH_STATUS, snapshot_id: '999' };
  expect((await scene.run({ inputs, env: { GITHUB_API_URL: github.url } })).exitCode).toBe(1);
  expect(statuses(github)).toMatchObject([
    { state: 'failure', description: expect.stringContaining('Cannot roll back server 12345.') },
  ]);
});

test('is failure when the server is restored but not healthy', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  const inputs = { ...WITH_STATUS, health_check_url: 'http://127.0.0.1:1/', health_check_timeout_minutes: '0.5' };
  await scene.run({ inputs, env: { GITHUB_API_URL: github.url } });
  expect(statuses(github)).toMatchObject([
    { state: 'failure', description: expect.stringContaining('Restored but not healthy') },
  ]);
});

test('is failure when one of two servers was not restored', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  scene.api.model.addServer({ id: 222, name: 'web-2', status: 'suspended' });
  addTarget(scene, 720, 222);
  const inputs = { ...WITH_STATUS, server_id: `${SERVER},222`, snapshot_id: '700,720' };
  await scene.run({ inputs, env: { GITHUB_API_URL: github.url } });
  expect(statuses(github)).toMatchObject([
    { state: 'failure', description: expect.stringContaining('1 of 2 servers was not confirmed as restored') },
  ]);
});

test('is pending when the end of the restore cannot be seen', async () => {
  await using scene = await sceneWithTarget({ model: { mayReadServers: false } });
  await using github = await startServer(created);
  await scene.run({ inputs: WITH_STATUS, env: { GITHUB_API_URL: github.url } });
  expect(statuses(github).map(({ state }) => state)).toEqual(['pending']);
});

test.each([
  [
    'refused',
    { status: 403, body: '{"message": "Resource not accessible by integration"}' },
    'Resource not accessible',
  ],
  ['redirected', { status: 301, headers: { location: 'http://127.0.0.1:1/' } }, '301'],
  ['met by an error of GitHub', { status: 502, body: '' }, ''],
])('that is %s is a notice, and no failure', async (_, reply, words) => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(() => reply);
  const result = await scene.run({ inputs: WITH_STATUS, env: { GITHUB_API_URL: github.url } });
  expectSuccess(result);
  expect(result.notices).toHaveLength(1);
  expect(result.notices[0]).toContain(words);
  expect(result.notices[0]).toContain('"permissions: statuses: write"');
  expect(result.outputs.rolled_back).toBe('true');
});

test('without a token of the workflow is a notice, and no failure', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  const inputs = { ...WITH_STATUS, github_token: '' };
  const result = await scene.run({ inputs, env: { GITHUB_API_URL: github.url } });
  expectSuccess(result);
  expect(result.notices.join()).toContain('github_token is empty');
  expect(github.requests).toEqual([]);
});

test('is not set unless it was asked for', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  const inputs = { ...WITH_STATUS, commit_status: 'false' };
  expectSuccess(await scene.run({ inputs, env: { GITHUB_API_URL: github.url } }));
  expect(github.requests).toEqual([]);
});

test('is set after the job too, and only by a rollback', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const job = scene.job({ GITHUB_API_URL: github.url });
  const { post } = await job.step({ inputs: { rollback_on: 'failure', commit_status: 'true' }, event: PULL_REQUEST });
  expectSuccess(await post('success'));
  expect(github.requests).toEqual([]);
  expectSuccess(await post('failure'));
  expect(statuses(github)).toMatchObject([
    { to: `POST /repos/acme/shop/statuses/${HEAD}`, state: 'success', context: 'vps-snapshot/rollback' },
  ]);
  expect(JSON.stringify(github.requests)).not.toContain(scene.api.token);
});

test('is failure after the job if one of two snapshots is gone', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  const job = scene.job({ GITHUB_API_URL: github.url });
  const inputs = { server_id: `${SERVER},222`, rollback_on: 'failure', commit_status: 'true' };
  const { main, post } = await job.step({ inputs });
  scene.api.model.removeSnapshot(Number(main.outputs.snapshot_id?.split(',')[1]));
  expect((await post('failure')).exitCode).toBe(1);
  expect(statuses(github).map(({ state }) => state)).toEqual(['failure']);
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('reveals no secret that the API repeats', async () => {
  await using scene = await sceneWithTarget();
  await using github = await startServer(created);
  const { token } = scene.api;
  const body = JSON.stringify({ detail: `Token ${token} may not restore.` });
  scene.setFaults(({ path }) =>
    path.endsWith('/restore/') ? { kind: 'response', status: 403, body, effect: false } : undefined,
  );
  await scene.run({ inputs: WITH_STATUS, env: { GITHUB_API_URL: github.url } });
  expect(statuses(github)).toMatchObject([{ state: 'failure' }]);
  expect(JSON.stringify(github.requests)).not.toContain(token.slice(0, 12));
});
