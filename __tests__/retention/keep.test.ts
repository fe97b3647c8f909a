import { expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, FAILS, refusal, restoreInto } from '../support/fixtures.ts';
import { expectSuccess, Scene, SERVER, START_MS } from '../support/scene.ts';

const own = await descriptionBy();
const byBlog = await descriptionBy({ GITHUB_REPOSITORY: 'acme/blog', GITHUB_REPOSITORY_ID: '1' });

/** An hour of the day on which the scenario takes place, a Thursday, or of an earlier day. */
function at(daysBefore: number, hour: number): { readonly hoursOld: number; readonly description: string } {
  return { hoursOld: 24 * daysBefore + 12 - hour, description: own };
}

test.each([
  ['1', ['old', 'middle']],
  ['2', ['old']],
  ['3', []],
])('keep %s deletes %j of its completed snapshots, and nothing of anyone else', async (keep, deletes) => {
  await using scene = await Scene.create({ model: { snapshotLimit: 9 } });
  addSnapshot(scene, { hoursOld: 90, name: 'manual' });
  const failed = addSnapshot(scene, { hoursOld: 70, description: own, status: 'failed' });
  const old = addSnapshot(scene, { hoursOld: 60, description: own, name: 'old' });
  const middle = addSnapshot(scene, { hoursOld: 50, description: own, name: 'middle' });
  const result = await scene.run({ inputs: { keep } });
  expectSuccess(result);
  const deleted = [old, middle].slice(0, deletes.length);
  expect(result.outputs.pruned_ids).toBe(`[${deleted}]`);
  expect(scene.writes()).toEqual(['POST /snapshots/', ...deleted.map((id) => `DELETE /snapshots/${id}/`)]);
  expect(scene.snapshotIds()).toContain(failed);
  for (const name of deletes) expect(result.summary).toMatch(new RegExp(`^\\|.* ${name} .*deleted`, 'mu'));
});

test.each([
  ['one server', [SERVER], '✅ VPS.org snapshot: completed in 0.0 s'],
  ['several servers', [SERVER, 222], '✅ VPS.org snapshot: 2 snapshots completed in 0.0 s'],
])('the time of %s is that of the snapshots, not of the deletions after it', async (_what, ids, heading) => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  addSnapshot(scene, { hoursOld: 5, description: own });
  const endMs = scene.nowMs + 1_500_000;
  scene.setFaults(({ method }) =>
    method === 'DELETE' && scene.nowMs < endMs ? refusal(503, 'Try again later.') : undefined,
  );
  for (const _ of ids) scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { server_id: ids.join(','), keep: '1' } });
  expectSuccess(result);
  expect(scene.nowMs).toBeGreaterThan(endMs);
  expect(result.summary).toContain(heading);
  expect(result.log).toContain('completed in 0.0 s');
});

test.each([
  ['created by another repository', { description: byBlog }],
  ['in progress', { description: own, status: 'in_progress' }],
  ['in a status that is not documented', { description: own, status: 'archived' }],
  ['failed with a size', { description: own, status: 'failed', sizeMb: 100 }],
])('keep leaves a snapshot that is %s', async (_what, rest) => {
  await using scene = await Scene.create();
  const other = addSnapshot(scene, { hoursOld: 9, ...rest });
  const old = addSnapshot(scene, { hoursOld: 5, description: own });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { keep: '1' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${old}]`);
  expect(scene.snapshotIds()).toEqual([other, result.outputs.snapshot_id]);
});

test.each([
  ['unreadable times', 'unreadable', {}],
  ['no times', 'null', {}],
  ['unreadable times, UUIDs, the newest first', 'unreadable', { ids: 'uuid', lists: { order: 'newest-first' } }],
  ['unreadable times, in any order', 'unreadable', { lists: { order: { shuffle: 7 } } }],
] as const)('keep deletes nothing of unknown age: an API with %s', async (_what, timeForm, model) => {
  await using scene = await Scene.create({ model: { ...model, fields: { timeForm } } });
  for (const hoursOld of [30, 20, 10]) addSnapshot(scene, { hoursOld, description: own });
  const before = scene.snapshotIds();
  const result = await scene.run({ inputs: { keep: '1', server_id: serverUuid(SERVER) } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe('[]');
  expect(scene.snapshotIds()).toEqual([...before, result.outputs.snapshot_id]);
});

test.each([
  ['with microseconds', 'microseconds'],
  ['without a zone', 'without-zone'],
  ['with an offset', 'offset'],
  ['in seconds since 1970', 'epoch-seconds'],
] as const)('keep deletes the oldest if the API writes times %s', async (_how, timeForm) => {
  await using scene = await Scene.create({ model: { fields: { timeForm }, lists: { order: { shuffle: 3 } } } });
  const ids = [11, 30, 20].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  const result = await scene.run({ inputs: { keep: '2' }, env: { TZ: 'America/New_York' } });
  expectSuccess(result);
  expect(JSON.parse(result.outputs.pruned_ids ?? '').sort()).toEqual([ids[1], ids[2]].map(Number));
  expect(scene.snapshotIds()).toEqual([ids[0], result.outputs.snapshot_id]);
});

test.each([
  ['oldest-first', 'oldest-first'],
  ['newest-first', 'newest-first'],
  ['shuffled', { shuffle: 5 }],
] as const)('keep deletes the oldest of a list that is %s', async (_name, order) => {
  await using scene = await Scene.create({ model: { lists: { order } } });
  const ids = [30, 20, 10].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  const result = await scene.run({ inputs: { keep: '3' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${ids[0]}]`);
});

test('keep deletes neither the new snapshot nor one that is newer, which another run still needs', async () => {
  await using scene = await Scene.create();
  const old = addSnapshot(scene, { hoursOld: 5, description: own });
  const ahead = [-5, -9].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  const result = await scene.run({ inputs: { keep: '1' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${old}]`);
  expect(scene.snapshotIds()).toEqual([...ahead, result.outputs.snapshot_id]);
});

test('keep leaves the snapshot of a later run that completes while that of this run is in progress', async () => {
  await using scene = await Scene.create();
  const later = await descriptionBy({ GITHUB_RUN_ID: '7002' });
  let ofLater: string | undefined;
  scene.setFaults(() => {
    if (scene.nowMs > START_MS + 120_000) ofLater ??= addSnapshot(scene, { hoursOld: 0, description: later });
    return undefined;
  });
  const result = await scene.run({ inputs: { keep: '1' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe('[]');
  expect(scene.snapshotIds()).toEqual([result.outputs.snapshot_id, ofLater]);
});

test('keep never deletes what this run took, in whichever job', async () => {
  await using scene = await Scene.create();
  const first = await scene.job().step({ inputs: { series: 'web' } });
  const second = await scene.job({ GITHUB_JOB: 'deploy-2' }).step({ inputs: { series: 'web', keep: '1' } });
  expectSuccess(second.main);
  expect(second.main.outputs.pruned_ids).toBe('[]');
  expect(scene.snapshotIds()).toEqual([first.main.outputs.snapshot_id, second.main.outputs.snapshot_id]);
});

test('keep deletes nothing if the new snapshot fails', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [3, 2, 1]) addSnapshot(scene, { hoursOld, description: own });
  scene.api.model.planNextSnapshot(FAILS);
  const result = await scene.run({ inputs: { keep: '1' } });
  expect(result.exitCode).toBe(1);
  expect(result.outputs.pruned_ids).toBe('[]');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('keep of several servers deletes only where the new snapshot has completed', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, snapshotPlan: FAILS });
  for (const hoursOld of [2, 1]) addSnapshot(scene, { hoursOld, description: own, server: 2 });
  const old = addSnapshot(scene, { hoursOld: 1, description: own });
  const result = await scene.run({ inputs: { keep: '1', server_id: `2,${SERVER}` } });
  expect(result.exitCode).toBe(1);
  expect(result.outputs.pruned_ids).toBe(`[${old}]`);
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/', `DELETE /snapshots/${old}/`]);
});

test('keep deletes no snapshot of a server that is being restored: one of them is the source', async () => {
  await using scene = await Scene.create();
  const [old = ''] = [4, 3].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  scene.api.model.planNextRestore(restoreInto('active'));
  let isRestoring = false;
  scene.setFaults(({ method }) => {
    // Somebody else starts a restore while the new snapshot is taken.
    if (method !== 'POST' || isRestoring) return undefined;
    isRestoring = true;
    scene.api.model.setServerStatus(SERVER, 'restoring');
    return undefined;
  });
  const result = await scene.run({ inputs: { keep: '1' } });
  expect([result.exitCode, result.errors]).toEqual([0, []]);
  expect(result.warnings.join()).toMatch(
    /Server 12345 \(web-1\) is being restored, so its older snapshots were not deleted/u,
  );
  expect(scene.snapshotIds()).toContain(old);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('keep deletes nothing if it cannot be seen whether the server is being restored', async () => {
  await using scene = await Scene.create();
  const old = addSnapshot(scene, { hoursOld: 3, description: own });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  scene.setFaults(({ method, path }) =>
    method === 'GET' && path.includes('/servers/') && scene.writes().length > 0
      ? refusal(500, 'No servers.')
      : undefined,
  );
  const result = await scene.run({ inputs: { keep: '1', timeout_minutes: '1' } });
  expect([result.exitCode, result.errors]).toEqual([0, []]);
  expect(result.warnings.join()).toMatch(/The new snapshot completed, but older ones .* 500: No servers\./u);
  expect(scene.snapshotIds()).toContain(old);
});

test('keep only warns about a snapshot that cannot be deleted, and deletes the others', async () => {
  await using scene = await Scene.create();
  const [locked, second] = [3, 2].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  scene.setFaults(({ method, path }) =>
    method === 'DELETE' && path.includes(`/${locked}/`) ? refusal(403, 'It is locked.') : undefined,
  );
  const result = await scene.run({ inputs: { keep: '1' } });
  expect([result.exitCode, result.errors, result.warnings.length]).toEqual([0, [], 1]);
  expect(result.warnings[0]).toMatch(/^The new snapshot completed, but not all older ones were deleted\./u);
  expect(result.warnings[0]).toMatch(new RegExp(`snapshot ${locked} .* 403: It is locked\\.`, 'u'));
  expect(result.outputs).toMatchObject({ status: 'completed', pruned_ids: `[${second}]` });
  expect(result.summary).toMatch(/^### ⚠️ .*, but retention failed$/mu);
  expect(result.summary).toMatch(new RegExp(`^\\|.*${locked}.*❌`, 'mu'));
});

test('keep only warns if the list cannot be read again', async () => {
  await using scene = await Scene.create();
  const old = addSnapshot(scene, { hoursOld: 3, description: own });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  scene.setFaults(({ method, path }) =>
    method === 'GET' && path.includes('/snapshots/') && scene.writes().length > 0
      ? refusal(403, 'No reading today.')
      : undefined,
  );
  const result = await scene.run({ inputs: { keep: '1' } });
  expect([result.exitCode, result.errors]).toEqual([0, []]);
  expect(result.warnings.join()).toMatch(/The new snapshot completed, but older ones .* 403: No reading today\./u);
  expect(result.outputs).toMatchObject({ snapshot_id: '802', status: 'completed', pruned_ids: '[]' });
  expect(scene.snapshotIds()).toContain(old);
});

test('keep deletes once what an API lists twice on overlapping pages', async () => {
  await using scene = await Scene.create({ model: { pageSize: 2, snapshotLimit: 9, lists: { overlap: 1 } } });
  const [first, ...others] = [6, 5, 4, 3].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  const result = await scene.run({ inputs: { keep: '4' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${first}]`);
  expect(scene.snapshotIds()).toEqual([...others, result.outputs.snapshot_id]);
});

test('keep_daily keeps the newest of each of the last days that have one', async () => {
  await using scene = await Scene.create({ model: { snapshotLimit: 20 } });
  const [, todayMorning] = [addSnapshot(scene, at(3, 1)), addSnapshot(scene, at(0, 6))];
  const days = [at(1, 2), at(1, 23), at(3, 22), at(9, 10), at(30, 10)].map((one) => addSnapshot(scene, one));
  const result = await scene.run({ inputs: { keep_daily: '3' } });
  expectSuccess(result);
  // Today is the new one; then the days with one are yesterday and three days ago.
  expect(scene.snapshotIds()).toEqual([days[1], days[2], result.outputs.snapshot_id]);
  expect(JSON.parse(result.outputs.pruned_ids ?? '')).toContain(Number(todayMorning));
});

test('keep_weekly keeps the newest of each of the last ISO weeks, which start on Monday', async () => {
  await using scene = await Scene.create({ model: { snapshotLimit: 20 } });
  expect(new Date(START_MS).toUTCString()).toMatch(/^Thu, 16 Jan 2025 12:00/u);
  const sunday = addSnapshot(scene, at(4, 23));
  addSnapshot(scene, at(3, 1));
  addSnapshot(scene, at(5, 10));
  // 30 December 2024 and 5 January 2025 are both in 2025-W01.
  addSnapshot(scene, at(17, 10));
  const newYear = addSnapshot(scene, at(11, 10));
  addSnapshot(scene, at(18, 10));
  const result = await scene.run({ inputs: { keep_weekly: '3' } });
  expectSuccess(result);
  expect(scene.snapshotIds()).toEqual([sunday, newYear, result.outputs.snapshot_id]);
});

test('keep, keep_daily and keep_weekly together keep what any of them keeps', async () => {
  await using scene = await Scene.create({ model: { snapshotLimit: 20 } });
  const [, yesterday, lastWeek, second] = [
    addSnapshot(scene, at(1, 2)),
    addSnapshot(scene, at(1, 8)),
    addSnapshot(scene, at(7, 8)),
    addSnapshot(scene, at(0, 2)),
    addSnapshot(scene, at(14, 8)),
  ];
  const result = await scene.run({ inputs: { keep: '2', keep_daily: '2', keep_weekly: '2' } });
  expectSuccess(result);
  expect(scene.snapshotIds()).toEqual([yesterday, lastWeek, second, result.outputs.snapshot_id]);
});

test('two repositories that keep one each on the same server keep their own', async () => {
  await using scene = await Scene.create();
  const shop = (runId: string) => scene.job({ GITHUB_RUN_ID: runId }).step({ inputs: { keep: '1' } });
  const blog = (runId: string) =>
    scene
      .job({ GITHUB_REPOSITORY: 'acme/blog', GITHUB_REPOSITORY_ID: '1', GITHUB_RUN_ID: runId })
      .step({ inputs: { keep: '1' } });
  await shop('7001');
  await blog('7001');
  await shop('7002');
  await blog('7002');
  expect(scene.snapshotIds()).toEqual(['803', '804']);
});
