import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { type ActResult, ActRunner } from './act.ts';

// A run of act takes seconds: it copies the repository and starts a shell for each step.
jest.setTimeout(180_000);

const FAILS = 'echo "half deployed"; exit 1';
const RESTORED = [{ snapshotId: 801, serverId: 12345 }];

/** Asserts how a run ended, and shows its log if it ended otherwise. */
function expectExit({ exitCode, log }: ActResult, expected: number): void {
  if (exitCode !== expected) throw new Error(`act ended with ${exitCode}, not ${expected}:\n${log}`);
}

test('covers every example', () => {
  const folder = join(import.meta.dirname, '..', '..', 'examples');
  expect(readdirSync(folder).filter((name) => name !== 'README.md')).toEqual([
    'composite-deploy',
    'deploy-check.yml',
    'deploy-fast.yml',
    'deploy.yml',
    'fleet-sharded.yml',
    'fleet.yml',
    'manual-rollback.yml',
    'nightly-backup.yml',
    'restore-drill.yml',
    'reusable-deploy.yml',
    'rollback-job.yml',
    'rollback-step.yml',
    'rolling-deploy.yml',
  ]);
});

describe('deploy.yml', () => {
  test('takes a snapshot and leaves the server alone if the deploy succeeds', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'deploy.yml' }), 0);
    expect(runner.api.model.snapshots()).toMatchObject([{ status: 'completed' }]);
    expect(runner.api.model.restores()).toEqual([]);
  });

  test('rolls the server back after the job if the smoke test fails: the runner evaluates rollback_if again', async () => {
    await using runner = await ActRunner.create([12345]);
    const result = await runner.run({ example: 'deploy.yml', scripts: { 'smoke-test.sh': FAILS } });
    expectExit(result, 1);
    expect(result.log).toContain('half deployed');
    expect(result.log).toContain('Rollback after the job: rollback_if is true');
    expect(runner.api.model.restores()).toMatchObject(RESTORED);
    expect(runner.api.model.serverStatus(12345)).toBe('active');
    expect(result.log).toContain('✓ healthy');
    expect(result.log).not.toContain(runner.api.token);
  });

  test('leaves the server alone if only the notification fails', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'deploy.yml', scripts: { 'notify.sh': FAILS } }), 1);
    expect(runner.api.model.restores()).toEqual([]);
  });
});

test('deploy-check.yml passes if the site shows the commit', async () => {
  await using runner = await ActRunner.create([12345]);
  const result = await runner.run({ example: 'deploy-check.yml' });
  expectExit(result, 0);
  expect(result.log).toContain('✓ healthy');
  expect(runner.api.model.restores()).toEqual([]);
});

describe('deploy-fast.yml', () => {
  test('waits for the snapshot only before the deploy, and rolls back if the deploy fails', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'deploy-fast.yml', scripts: { 'deploy.sh': FAILS } }), 1);
    expect(runner.api.model.restores()).toMatchObject(RESTORED);
    expect(runner.api.model.serverStatus(12345)).toBe('active');
  });

  test('restores nothing if the unit tests fail before the deploy', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'deploy-fast.yml', scripts: { 'test.sh': FAILS } }), 1);
    expect(runner.api.model.restores()).toEqual([]);
  });

  test('deploys although five builds have failed and left their snapshots behind', async () => {
    await using runner = await ActRunner.create([12345]);
    for (let build = 1; build <= 5; build += 1) {
      expectExit(await runner.run({ example: 'deploy-fast.yml', scripts: { 'test.sh': FAILS } }), 1);
    }
    expect(runner.api.model.snapshots()).toHaveLength(5);
    expectExit(await runner.run({ example: 'deploy-fast.yml' }), 0);
    expect(runner.api.model.snapshots()).toHaveLength(2);
  });
});

describe('rollback-step.yml', () => {
  test('rolls the server back in a step', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'rollback-step.yml', scripts: { 'deploy.sh': FAILS } }), 1);
    expect(runner.api.model.restores()).toMatchObject(RESTORED);
    expect(runner.api.model.serverStatus(12345)).toBe('active');
  });
});

describe('rollback-job.yml', () => {
  test('rolls the server back in a separate job, using the output of the first job', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'rollback-job.yml', scripts: { 'deploy.sh': FAILS } }), 1);
    expect(runner.api.model.restores()).toMatchObject(RESTORED);
    expect(runner.api.model.serverStatus(12345)).toBe('active');
  });

  test('does not start a rollback if all went well', async () => {
    await using runner = await ActRunner.create([12345]);
    expectExit(await runner.run({ example: 'rollback-job.yml' }), 0);
    expect(runner.api.model.restores()).toEqual([]);
  });
});

test('nightly-backup.yml keeps what it says, and the snapshots of others', async () => {
  await using runner = await ActRunner.create([12345]);
  runner.api.model.addSnapshot({ id: 700, serverId: 12345, name: 'manual', createdAt: 0 });
  for (let night = 1; night <= 3; night += 1) {
    expectExit(await runner.run({ example: 'nightly-backup.yml', event: 'schedule' }), 0);
  }
  // All three are from one day and one week: the newest stays.
  expect(runner.api.model.snapshots().map(({ id }) => id)).toEqual([700, 803]);
});

test('manual-rollback.yml shows the plan first, then rolls back and keeps the previous state', async () => {
  await using runner = await ActRunner.create([12345]);
  const { model } = runner.api;
  const snapshot_id = String(model.addSnapshot({ serverId: 12345, name: 'good' }));
  const dispatch = { example: 'manual-rollback.yml', event: 'workflow_dispatch' };
  const plan = await runner.run({ ...dispatch, inputs: { snapshot_id, dry_run: 'true' } });
  expectExit(plan, 0);
  expect(plan.log).toContain('Would restore server 12345');
  expect(runner.api.requests.every(({ method }) => method === 'GET')).toBe(true);
  expectExit(await runner.run({ ...dispatch, inputs: { snapshot_id, dry_run: 'false' } }), 0);
  expect(model.restores()).toMatchObject(RESTORED);
  expect(model.snapshots()).toMatchObject([{ id: 801 }, { id: 802, status: 'completed' }]);
});

test('fleet.yml rolls all servers back, each to its own snapshot', async () => {
  const servers = [12345, 12346, 12347];
  await using runner = await ActRunner.create(servers);
  expectExit(await runner.run({ example: 'fleet.yml', scripts: { 'deploy.sh': FAILS } }), 1);
  const { model } = runner.api;
  expect(
    model
      .restores()
      .map(({ serverId }) => serverId)
      .sort(),
  ).toEqual(servers);
  expect(servers.map((id) => model.serverStatus(id))).toEqual(['active', 'active', 'active']);
});

test('fleet-sharded.yml rolls all servers back in one job, to what the run took', async () => {
  const servers = [12345, 12346, 12347, 12348];
  await using runner = await ActRunner.create(servers);
  expectExit(await runner.run({ example: 'fleet-sharded.yml', scripts: { 'deploy.sh': FAILS } }), 1);
  const restored = runner.api.model.restores().map(({ serverId }) => serverId);
  expect(restored.sort()).toEqual(servers);
});

test('rolling-deploy.yml rolls back the server whose deploy failed, and no other', async () => {
  await using runner = await ActRunner.create([12345, 12346, 12347]);
  const scripts = { 'deploy.sh': `[ "$1" != 12346 ] || { ${FAILS}; }` };
  expectExit(await runner.run({ example: 'rolling-deploy.yml', scripts }), 1);
  expect(runner.api.model.restores()).toMatchObject([{ serverId: 12346 }]);
});

test('restore-drill.yml restores the server and deletes its snapshot', async () => {
  await using runner = await ActRunner.create([12345]);
  expectExit(await runner.run({ example: 'restore-drill.yml', event: 'workflow_dispatch' }), 0);
  expect(runner.api.model.restores()).toMatchObject(RESTORED);
  expect(runner.api.model.snapshots()).toEqual([]);
});

test('reusable-deploy.yml rolls the server of its caller back', async () => {
  await using runner = await ActRunner.create([12345]);
  const caller = `
on: push
jobs:
  deploy:
    uses: ./.github/workflows/reusable-deploy.yml
    with:
      server_id: "12345"
    secrets:
      vps_api_token: \${{ secrets.VPS_API_TOKEN }}
`;
  expectExit(await runner.run({ example: 'reusable-deploy.yml', caller, scripts: { 'deploy.sh': FAILS } }), 1);
  expect(runner.api.model.restores()).toMatchObject(RESTORED);
});

test('composite-deploy rolls the server back after the job', async () => {
  await using runner = await ActRunner.create([12345]);
  const caller = `
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: ./.github/actions/composite-deploy
        with:
          server_id: "12345"
          api_token: \${{ secrets.VPS_API_TOKEN }}
`;
  const example = 'composite-deploy/action.yml';
  expectExit(await runner.run({ example, caller, scripts: { 'deploy.sh': FAILS } }), 1);
  expect(runner.api.model.restores()).toMatchObject(RESTORED);
});
