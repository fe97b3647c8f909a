import { expect, test } from '@jest/globals';
import { addSnapshot, descriptionBy, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const own = await descriptionBy();
const byBlog = await descriptionBy({ GITHUB_REPOSITORY: 'acme/blog', GITHUB_REPOSITORY_ID: '1' });
const inputs = { mode: 'prune', keep: '1' };

test('prune deletes older completed snapshots on each server, and nothing of anyone else', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const old = addSnapshot(scene, { hoursOld: 30, description: own });
  const older = addSnapshot(scene, { hoursOld: 40, description: own, name: 'nightly' });
  const oldOnTwo = addSnapshot(scene, { hoursOld: 50, description: own, server: 2 });
  const kept = [
    addSnapshot(scene, { hoursOld: 10, description: own }),
    addSnapshot(scene, { hoursOld: 20, description: own, server: 2 }),
    addSnapshot(scene, { hoursOld: 60, description: byBlog }),
    addSnapshot(scene, { hoursOld: 70 }),
    addSnapshot(scene, { hoursOld: 80, description: own, status: 'in_progress', server: 2 }),
    addSnapshot(scene, { hoursOld: 90, description: own, status: 'failed', server: 2 }),
  ];
  const result = await scene.run({ inputs: { ...inputs, server_id: `${SERVER}, 2` } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${older},${old},${oldOnTwo}]`);
  expect(scene.snapshotIds()).toEqual(kept);
  expect(scene.writes()).toEqual([older, old, oldOnTwo].map((id) => `DELETE /snapshots/${id}/`));
  expect(result.summary).toMatch(/^### ✅ VPS\.org prune: 3 snapshots deleted$/mu);
});

test('prune changes nothing the second time', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [3, 2, 1]) addSnapshot(scene, { hoursOld, description: own });
  await scene.run({ inputs });
  const again = await scene.run({ inputs });
  expectSuccess(again);
  expect(again.outputs.pruned_ids).toBe('[]');
  expect(again.log).toMatch(/^✅ nothing to delete$/mu);
  expect(again.summary).toContain('nothing to delete');
  expect(scene.writes()).toHaveLength(2);
});

test.each(['keep', 'keep_daily', 'keep_weekly'])('prune takes %s alone', async (name) => {
  await using scene = await Scene.create();
  const ids = [400, 200, 3].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  const result = await scene.run({ inputs: { mode: 'prune', [name]: '2' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${ids[0]}]`);
});

test('prune fails if a delete is refused, and deletes the others all the same', async () => {
  await using scene = await Scene.create();
  const [locked, free] = [5, 4, 3].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  scene.setFaults(({ method, path }) =>
    method === 'DELETE' && path.includes(`/${locked}/`) ? refusal(403, 'It is locked.') : undefined,
  );
  const result = await scene.run({ inputs });
  const error = errorOf(result);
  expect(error).toMatch(/^1 of 2 snapshots could not be deleted\.$/mu);
  expect(error).toMatch(new RegExp(`snapshot ${locked} .* 403: It is locked\\.`, 'u'));
  expect(error).toContain(`Deleted: ${free}.`);
  expect(result.outputs.pruned_ids).toBe(`[${free}]`);
  expect(result.summary).toMatch(new RegExp(`^\\|.*${locked}.*❌`, 'mu'));
});

test('prune deletes nothing on a server that is being restored', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, status: 'restoring' });
  for (const server of [SERVER, 2]) {
    for (const hoursOld of [2, 1]) addSnapshot(scene, { hoursOld, description: own, server });
  }
  const error = errorOf(await scene.run({ inputs: { ...inputs, server_id: `${SERVER},2` } }));
  expect(error).toMatch(/^Server 2 \(server-2\) is being restored from one of its snapshots\. Nothing was deleted\./u);
  expect(scene.writes()).toEqual([]);
});

test('prune names every server that is being restored', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  scene.api.model.addServer({ id: 2, status: 'restoring' });
  const error = errorOf(await scene.run({ inputs: { ...inputs, server_id: `${SERVER},2` } }));
  expect(error).toContain('server 2 (server-2) are being restored from one of their snapshots. Nothing was deleted.');
  expect(error).toContain('when the servers are active again');
});

test('prune never deletes what this run took', async () => {
  await using scene = await Scene.create();
  await scene.job().step();
  await scene.job().step({ inputs: { snapshot_name: 'second' } });
  const { main } = await scene.job().step({ inputs });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe('[]');
});

test('prune without a number to keep is refused before any request', async () => {
  await using scene = await Scene.create();
  expect(errorOf(await scene.run({ inputs: { mode: 'prune' } }))).toMatch(
    /keep is empty: for `mode: prune`, set at least one of keep, keep_daily and keep_weekly/u,
  );
  expect(scene.requests()).toEqual([]);
});

test('prune in a dry run says for each snapshot why it stays or goes, and deletes nothing', async () => {
  await using scene = await Scene.create();
  const manual = addSnapshot(scene, { hoursOld: 99, name: 'manual' });
  const foreign = addSnapshot(scene, { hoursOld: 98, description: byBlog });
  const busy = addSnapshot(scene, { hoursOld: 60, description: own, status: 'in_progress' });
  const [first, second, third] = [50, 26, 25].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  const result = await scene.run({ inputs: { mode: 'prune', keep_daily: '2', dry_run: 'true' } });
  expectSuccess(result);
  for (const line of [
    `Would keep snapshot ${manual} "manual" on server 12345 (web-1): not created by this repository`,
    `Would keep snapshot ${foreign} "before" on server 12345 (web-1): not created by this repository`,
    `Would keep snapshot ${busy} "before" on server 12345 (web-1): not completed (in_progress)`,
    `Would keep snapshot ${first} "before" on server 12345 (web-1): newest of 2025-01-14 (keep_daily)`,
    `Would delete snapshot ${second} "before" on server 12345 (web-1): beyond keep_daily: 2`,
    `Would keep snapshot ${third} "before" on server 12345 (web-1): newest of 2025-01-15 (keep_daily)`,
  ]) {
    expect(result.log.split('\n')).toContain(line);
  }
  expect(result.outputs.pruned_ids).toBe(`[${second}]`);
  expect(result.summary).toMatch(/^### ✅ VPS\.org prune: dry run, nothing was changed$/mu);
  expect(result.summary).toMatch(new RegExp(`^\\|.*${second}.*would be deleted`, 'mu'));
  expect(scene.writes()).toEqual([]);
});

test('prune in a dry run names the series of what it leaves', async () => {
  await using scene = await Scene.create();
  const nightly = await descriptionBy({}, { series: 'nightly' });
  const id = addSnapshot(scene, { hoursOld: 9, description: nightly });
  const result = await scene.run({ inputs: { ...inputs, series: 'web', dry_run: 'true' } });
  expect(result.log).toContain(
    `Would keep snapshot ${id} "before" on server 12345 (web-1): another series ("nightly")`,
  );
});
