import { expect, test } from '@jest/globals';
import { DEFAULT_PASSWORD } from '../../emulator/dialect.ts';
import type { VpsModelOptions } from '../../emulator/model-options.ts';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { sceneWithTarget, TO_TARGET } from './target.ts';

const ARMED = [
  { rollback_on: 'failure' },
  { rollback_if: 'true' },
  { safety_snapshot: 'true' },
  { dry_run: 'true' },
] as const;

/** An API whose account shows these permissions of the token. */
function withPermissions(permissions: unknown): { model: Partial<VpsModelOptions> } {
  return { model: { account: { email: 'owner@example.com', tokenName: 'deploy', permissions } } };
}

const accountReads = (scene: Scene) => scene.requests().filter((request) => request === 'GET /account/me/').length;

test.each(ARMED)('warns before a deploy if the token cannot roll back (%j)', async (inputs) => {
  await using scene = await Scene.create(withPermissions(['servers:read', 'dns:*']));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([
    expect.stringMatching(/has only the permissions servers:read, dns:\*, but a rollback needs servers:\*\./u),
  ]);
  expect(accountReads(scene)).toBe(1);
});

test('warns in a dry run of a rollback', async () => {
  await using scene = await sceneWithTarget(withPermissions(['servers:read']));
  const result = await scene.run({ inputs: { ...TO_TARGET, dry_run: 'true' } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([expect.stringContaining('needs servers:*')]);
});

test.each([
  [['servers:*']],
  [['*:*']],
  [['domains:*', 'servers:*']],
  [[]],
  [null],
  ['servers:read'],
  [{ servers: 'read' }],
  [[{ scope: 'servers:read' }]],
  [undefined],
])('does not warn of permissions that suffice or cannot be read: %j', async (permissions) => {
  await using scene = await Scene.create(withPermissions(permissions));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  expectSuccess(await scene.run({ inputs: { rollback_on: 'failure' } }));
  expect(accountReads(scene)).toBe(1);
});

test.each([401, 403, 404, 405, 500, 502])('succeeds although the account returns %d', async (status) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  scene.setFaults(({ path }) =>
    path.endsWith('/account/me/') ? { kind: 'response', status, body: '', effect: false } : undefined,
  );
  expectSuccess(await scene.run({ inputs: { rollback_on: 'failure' } }));
  expect(accountReads(scene)).toBe(1);
});

test('does not query the account unless a rollback is armed', async () => {
  await using scene = await Scene.create(withPermissions(['servers:read']));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  expectSuccess(await scene.run());
  expect(accountReads(scene)).toBe(0);
});

test.each([
  ['a snapshot', {}],
  ['a snapshot with stop_server', { stop_server: 'true' }],
  ['a rollback', TO_TARGET],
  ['a rollback with a safety snapshot', { ...TO_TARGET, safety_snapshot: 'true' }],
  ['a delete', { mode: 'delete', snapshot_id: '700' }],
  ['a server that does not exist', { server_id: '999' }],
])('writes the password of a server into no log, not even at debug level: %s', async (_, inputs) => {
  await using scene = await sceneWithTarget();
  const result = await scene.run({ inputs, env: { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' } });
  expect(result.log).toContain('::debug::GET /servers/');
  expect(JSON.stringify(result)).not.toContain(DEFAULT_PASSWORD);
});

test.each([
  ['cut off', (body: string) => body.slice(0, -20)],
  ['with an unreadable id', (body: string) => body.replaceAll(/"(?:id|uuid)": ?"?[\w-]+"?/gu, '"id": "?"')],
  ['as an error', (body: string) => body],
])('writes the password into no log if the detail of a server comes %s', async (how, change) => {
  await using scene = await sceneWithTarget();
  const detail = JSON.stringify({
    id: SERVER,
    hostname: 'web-1',
    status: 'active',
    password: DEFAULT_PASSWORD,
  });
  const status = how === 'as an error' ? 500 : 200;
  scene.setFaults(({ path }) =>
    path.includes(`/servers/${SERVER}/`)
      ? { kind: 'response', status, body: change(detail), effect: false }
      : undefined,
  );
  const result = await scene.run({ inputs: { ...TO_TARGET, timeout_minutes: '1' }, env: { RUNNER_DEBUG: '1' } });
  expect(result.exitCode).toBe(1);
  expect(JSON.stringify(result)).not.toContain(DEFAULT_PASSWORD);
});
