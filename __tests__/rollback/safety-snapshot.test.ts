import { expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, FAILS, NEVER_COMPLETED } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, type SceneOptions, SERVER } from '../support/scene.ts';
import { addTarget, RESTORE, sceneWithTarget, TO_TARGET } from './target.ts';

const WITH_SAFETY = { ...TO_TARGET, safety_snapshot: 'true' };
const own = await descriptionBy();
const MINUTE_MS = 60_000;

test('completes before the restore is sent, and the summary says how to undo the rollback', async () => {
  await using scene = await sceneWithTarget();
  const atRestore: string[] = [];
  scene.setFaults(({ path }) => {
    if (path.endsWith('/restore/')) atRestore.push(...scene.api.model.snapshots().map(({ status }) => status));
    return undefined;
  });
  const result = await scene.run({ inputs: WITH_SAFETY });
  expectSuccess(result);
  expect(scene.writes()).toEqual(['POST /snapshots/', RESTORE]);
  expect(atRestore).toEqual(['completed', 'completed']);
  expect(result.outputs).toMatchObject({ snapshot_id: '700', rolled_back: 'true' });
  expect(result.log).toContain(
    'Saving the current state of server 12345 (web-1) first, as snapshot "before-rollback-to-700-run-7001-1"',
  );
  expect(result.summary).toContain('How to undo this rollback');
  expect(result.summary).toContain("snapshot_id: '801'");
});

test('counts what was written while it was taken as discarded too', async () => {
  await using scene = await sceneWithTarget();
  const { outputs } = await scene.run({ inputs: WITH_SAFETY });
  expect(Number(outputs.discarded_seconds)).toBeGreaterThan(1005 + 360);
});

test('has a series of its own, so that the rollback of the same run does not mistake it for its target', async () => {
  await using scene = await Scene.create();
  const job = scene.job();
  await job.step();
  expectSuccess((await job.step({ inputs: { mode: 'rollback', safety_snapshot: 'true' } })).main);
  const second = await job.step({ inputs: { mode: 'rollback', safety_snapshot: 'true' } });
  expect(second.main.exitCode).toBe(0);
  expect(second.main.outputs.snapshot_id).toBe('801');
});

test('is not reused by attempt 2 of the snapshot step', async () => {
  await using scene = await Scene.create();
  const first = await scene.job().step();
  scene.advance(60_000);
  await scene.job().step({ inputs: { mode: 'rollback', safety_snapshot: 'true' } });
  const again = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step();
  expect(again.main.outputs.snapshot_id).toBe(first.main.outputs.snapshot_id);
});

test('is not counted by prune, which keeps the good state', async () => {
  await using scene = await Scene.create();
  await scene.job().step();
  await scene.job().step({ inputs: { mode: 'rollback', safety_snapshot: 'true' } });
  expect(scene.snapshotIds()).toEqual(['801', '802']);
  await scene.job({ GITHUB_RUN_ID: '7002' }).step({ inputs: { mode: 'prune', keep: '1' } });
  expect(scene.snapshotIds()).toEqual(['801', '802']);
});

/** A full server: the target, and four others of this repository. */
async function fullScene(options: SceneOptions = {}): Promise<Scene> {
  const scene = await sceneWithTarget(options);
  for (const hoursOld of [1, 2, 3, 4]) addSnapshot(scene, { hoursOld, description: own });
  return scene;
}

test('has no room on a full server: no restore is sent, and nothing is deleted', async () => {
  await using scene = await fullScene();
  const result = await scene.run({ inputs: { ...WITH_SAFETY, on_limit: 'replace_oldest' } });
  const error = errorOf(result);
  expect(error).toMatch(/server 12345.*limit/isu);
  expect(result.outputs.rolled_back).toBe('false');
  expect(scene.writes()).toEqual([]);
});

test('replaces the oldest safety snapshot on a full server, even if it is the only one', async () => {
  await using scene = await Scene.create();
  addTarget(scene, 700, SERVER);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const first = await scene.run({ inputs: WITH_SAFETY });
  expect(first.exitCode).toBe(0);
  for (const hoursOld of [1, 2, 3]) addSnapshot(scene, { hoursOld, description: '' });
  scene.advance(60_000);
  const result = await scene.run({ inputs: WITH_SAFETY, env: { GITHUB_RUN_ID: '7002' } });
  expectSuccess(result);
  expect(scene.writes().slice(2)).toEqual(['DELETE /snapshots/801/', 'POST /snapshots/', RESTORE]);
});

/** A job on a server with two snapshots of others: 803 is its own, and 804 the safety snapshot of a refused rollback. */
async function afterRefusedRollback(scene: Scene) {
  for (const hoursOld of [3, 2]) addSnapshot(scene, { hoursOld });
  const job = scene.job();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const taken = await job.step({ inputs: { rollback_on: 'failure', safety_snapshot: 'true' } });
  expectSuccess(taken.main);
  scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 12 * MINUTE_MS });
  const rollback = await job.step({ inputs: { mode: 'rollback', safety_snapshot: 'true', snapshot_id: '803' } });
  errorOf(rollback.main);
  scene.advance(10 * MINUTE_MS);
  addSnapshot(scene, { hoursOld: 1 });
  expect(scene.snapshotIds()).toHaveLength(5);
  return taken;
}

test('replaces that of a refused rollback step of this run, so that the post step can roll back', async () => {
  await using scene = await Scene.create();
  const { post } = await afterRefusedRollback(scene);
  const before = scene.writes().length;
  const result = await post('failure');
  expectSuccess(result);
  expect(scene.writes().slice(before)).toEqual([
    'DELETE /snapshots/804/',
    'POST /snapshots/',
    'POST /snapshots/803/restore/',
  ]);
  expect(result.log).toMatch(/^✅ server 12345 \(web-1\) restored from snapshot 803 /mu);
});

test('replaces that of an earlier attempt of the same rollback step', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [4, 3, 2, 1]) addSnapshot(scene, { hoursOld });
  scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 20 * MINUTE_MS });
  const inputs = { mode: 'rollback', snapshot_id: '804', safety_snapshot: 'true' };
  errorOf((await scene.job().step({ inputs })).main);
  scene.advance(60 * MINUTE_MS);
  const before = scene.writes().length;
  const again = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
  expectSuccess(again.main);
  expect(again.main.outputs).toMatchObject({ snapshot_id: '804', rolled_back: 'true' });
  expect(scene.writes().slice(before)).toEqual([
    'DELETE /snapshots/805/',
    'POST /snapshots/',
    'POST /snapshots/804/restore/',
  ]);
});

test('never replaces the one of this run that is about to be restored', async () => {
  await using scene = await Scene.create();
  await afterRefusedRollback(scene);
  const before = scene.writes().length;
  const inputs = { mode: 'rollback', snapshot_id: '804', safety_snapshot: 'true' };
  const { main } = await scene.job().step({ inputs });
  expect(errorOf(main)).toContain('Server 12345 has reached the limit of 5 snapshots');
  expect(scene.writes().slice(before)).toEqual([]);
});

test('never replaces the snapshot that is about to be restored', async () => {
  await using scene = await Scene.create();
  addTarget(scene, 700, SERVER);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  expect((await scene.run({ inputs: WITH_SAFETY })).exitCode).toBe(0);
  for (const hoursOld of [1, 2, 3]) addSnapshot(scene, { hoursOld, description: '' });
  scene.advance(60_000);
  const result = await scene.run({ inputs: { ...WITH_SAFETY, snapshot_id: '801' }, env: { GITHUB_RUN_ID: '7002' } });
  expect(result.exitCode).toBe(1);
  expect(scene.snapshotIds()).toContain('801');
  expect(scene.api.model.restores()).toHaveLength(1);
});

test.each([
  ['fails', FAILS, '60', 'Check the server in the VPS.org control panel, then re-run the rollback.'],
  [
    'does not complete in time',
    NEVER_COMPLETED,
    '10',
    'Wait until it has completed or delete it, then re-run the rollback.',
  ],
])('that %s prevents the restore, and the error says what to do', async (_, plan, timeout_minutes, hint) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(plan);
  const result = await scene.run({ inputs: { ...WITH_SAFETY, timeout_minutes } });
  const error = errorOf(result);
  expect(error).toMatch(/^The safety snapshot of server 12345 failed, so no restore was started\. Snapshot 801 /u);
  expect(error).toContain(hint);
  expect(error).toContain('re-run the rollback without safety_snapshot');
  expect(result.outputs.rolled_back).toBe('false');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('is not taken if the target is not good', async () => {
  await using scene = await Scene.create();
  scene.api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'good', status: 'in_progress' });
  expect(errorOf(await scene.run({ inputs: WITH_SAFETY }))).toMatch(/Snapshot 700 .* has not completed/u);
  expect(scene.writes()).toEqual([]);
});

test('is taken of each server before the first restore', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  addTarget(scene, 720, 222);
  const inputs = { ...WITH_SAFETY, server_id: `${SERVER},222`, snapshot_id: '700,720' };
  expectSuccess(await scene.run({ inputs }));
  const writes = scene.writes();
  expect(writes.slice(0, 2)).toEqual(['POST /snapshots/', 'POST /snapshots/']);
  expect(writes.slice(2).sort()).toEqual([RESTORE, 'POST /snapshots/720/restore/']);
});

test('prevents every restore if that of one server fails', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.addServer({ id: 222, name: 'web-2', snapshotPlan: FAILS });
  addTarget(scene, 720, 222);
  const inputs = { ...WITH_SAFETY, server_id: `${SERVER},222`, snapshot_id: '700,720' };
  const error = errorOf(await scene.run({ inputs }));
  expect(error).toContain('so no restore was started');
  expect(error).toMatch(/Snapshot 80\d .*on server 12345 \(web-1\) completed/u);
  expect(scene.api.model.restores()).toEqual([]);
});

test('is taken after the job too', async () => {
  await using scene = await Scene.create();
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure', safety_snapshot: 'true' } });
  const result = await post('failure');
  expectSuccess(result);
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/', 'POST /snapshots/801/restore/']);
  expect(result.summary).toContain("snapshot_id: '802'");
});

test('is not taken after a cancel, when all post steps share a few minutes', async () => {
  await using scene = await Scene.create();
  const inputs = { rollback_on: 'failure, cancelled', safety_snapshot: 'true' };
  const { post } = await scene.job().step({ inputs });
  await post('cancelled');
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
});

test('needs room for two with an armed rollback, and says so before anything is created', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [1, 2, 3, 4]) addSnapshot(scene, { hoursOld, description: '' });
  const error = errorOf(await scene.run({ inputs: { rollback_on: 'failure', safety_snapshot: 'true' } }));
  expect(error).toContain('safety_snapshot needs room for this snapshot and for the one before a rollback');
  expect(scene.writes()).toEqual([]);
});

test.each([
  ['room for one', 4, 'has no room for two snapshots', 'one'],
  ['no room', 5, 'has reached the limit of 5 snapshots', '2'],
])('with %s gives advice that is not followed by another error', async (_, count, words, toDelete) => {
  await using scene = await Scene.create();
  for (let hoursOld = 1; hoursOld <= count; hoursOld += 1) addSnapshot(scene, { hoursOld, description: own });
  const inputs = { rollback_on: 'failure', safety_snapshot: 'true' };
  for (const on_limit of ['fail', 'replace_oldest']) {
    const error = errorOf(await scene.run({ inputs: { ...inputs, on_limit } }));
    if (on_limit === 'fail') expect(error).toContain(words);
    expect(error).toMatch(
      new RegExp(
        `Delete ${toDelete} you no longer need, either with .mode: delete. or in the VPS\\.org control panel\\.$`,
        'u',
      ),
    );
  }
  expect(scene.writes()).toEqual([]);
});

test('offers on_limit if that makes room for two, in the place of an older safety snapshot', async () => {
  await using scene = await Scene.create();
  addTarget(scene, 700, SERVER);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  expectSuccess(await scene.run({ inputs: WITH_SAFETY, env: { GITHUB_RUN_ID: '6000' } }));
  for (const hoursOld of [1, 2, 3]) addSnapshot(scene, { hoursOld, description: own });
  const inputs = { rollback_on: 'failure', safety_snapshot: 'true' };
  expect(errorOf(await scene.run({ inputs }))).toMatch(
    /or set `on_limit: replace_oldest`, which would delete snapshot 804 /u,
  );
  expectSuccess(await scene.run({ inputs: { ...inputs, on_limit: 'replace_oldest' } }));
});
