import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { addSnapshot, COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, type SceneOptions, SERVER } from '../support/scene.ts';

const OTHER = 222;

/** Two servers with snapshots: 700 to 702 on the one, 703 on the other. */
async function createScene(options: SceneOptions = {}): Promise<Scene> {
  const scene = await Scene.create(options);
  scene.api.model.addServer({ id: OTHER, name: 'web-2' });
  for (const id of [700, 701, 702]) scene.api.model.addSnapshot({ id, serverId: SERVER, name: `s-${id}` });
  scene.api.model.addSnapshot({ id: 703, serverId: OTHER, name: 's-703' });
  return scene;
}

function onDelete(fault: Fault, times = 1) {
  let left = times;
  return ({ method }: { readonly method: string }) => (method === 'DELETE' && left-- > 0 ? fault : undefined);
}

test('deletes the snapshot that is named and no other', async () => {
  await using scene = await createScene();
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '701', snapshot_name: 's-701', status: 'deleted' });
  expect(scene.snapshotIds()).toEqual(['700', '702', '703']);
  expect(scene.requests()).toEqual([`GET /servers/${SERVER}/`, 'GET /snapshots/', 'DELETE /snapshots/701/']);
  expect(result.log).toMatch(/^✅ snapshot 701 "s-701" on server 12345 \(web-1\) deleted$/mu);
  expect(result.summary).toMatch(/^### ✅ VPS\.org delete: 1 snapshot deleted$/mu);
});

test.each([
  [200, ''],
  [202, '{"detail": "Deletion has been queued."}'],
])('is done with one DELETE if the API answers with %d and the list agrees', async (status, body) => {
  await using scene = await createScene();
  scene.setFaults(onDelete({ kind: 'response', status, body, effect: true }, 9));
  expectSuccess(await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } }));
  expect(scene.writes()).toEqual(['DELETE /snapshots/701/']);
});

test('fails after five DELETEs that were accepted but had no visible effect', async () => {
  await using scene = await createScene();
  scene.setFaults(onDelete({ kind: 'response', status: 202, body: '', effect: false }, 9));
  const error = errorOf(await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } }));
  expect(error).toContain('was not deleted: DELETE was accepted, but the snapshot is still listed.');
  expect(scene.writes()).toHaveLength(5);
});

test('deletes several in the order in which they are named', async () => {
  await using scene = await createScene();
  const inputs = { mode: 'delete', server_id: `${SERVER} ${OTHER}`, snapshot_id: '703, 700' };
  const result = await scene.run({ inputs });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '703,700', status: 'deleted' });
  expect(scene.writes()).toEqual(['DELETE /snapshots/703/', 'DELETE /snapshots/700/']);
});

test('deletes what the output snapshots of another step names', async () => {
  await using scene = await createScene();
  const taken = await scene.run({ inputs: { server_id: `${SERVER},${OTHER}` } });
  const inputs = {
    mode: 'delete',
    server_id: `${SERVER},${OTHER}`,
    snapshot_id: taken.outputs.snapshots ?? '',
  };
  expectSuccess(await scene.run({ inputs }));
  expect(scene.snapshotIds()).toEqual(['700', '701', '702', '703']);
});

test.each([
  ['its integer', 'integer', '701', SERVER],
  ['its UUID', 'integer', '00000000-0000-4000-8000-000000000701', 'a11ce5e4-0000-4000-8000-000000012345'],
  ['its UUID in capitals', 'uuid', '0000000A-0000-4000-8000-00000000070A', 'A11CE5E4-0000-4000-8000-000000012345'],
] as const)('deletes a snapshot that is named by %s', async (_how, ids, snapshot_id, server_id) => {
  await using scene = await Scene.create({ model: { ids, caseSensitiveUuids: true } });
  scene.api.model.addSnapshot({ id: 701, serverId: SERVER, name: 's' });
  scene.api.model.addSnapshot({ id: '0000000a-0000-4000-8000-00000000070a', serverId: SERVER, name: 's' });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id, server_id: String(server_id) } });
  expectSuccess(result);
  expect(scene.snapshotIds()).toHaveLength(1);
});

test('deletes a snapshot only once if it is named by its integer and by its UUID', async () => {
  await using scene = await createScene();
  const [{ uuid } = { uuid: '' }] = scene.api.model.snapshots();
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: `700,${uuid}` } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '700', status: 'deleted' });
  expect(result.summary).toMatch(/^### ✅ VPS\.org delete: 1 snapshot deleted$/mu);
  expect(scene.writes()).toEqual(['DELETE /snapshots/700/']);
});

test('leaves all if one is on a server that server_id does not list', async () => {
  await using scene = await createScene();
  const error = errorOf(await scene.run({ inputs: { mode: 'delete', snapshot_id: '700 703' } }));
  expect(error).toMatch(/^1 snapshot cannot be deleted; nothing was deleted\.$/mu);
  expect(error).toContain('Snapshot 703 "s-703" on server 222 (web-2) does not belong to any server in server_id');
  expect(error).toMatch(/Snapshots on server 12345:\n {2}700 "s-700".*\n[\s\S]* {2}702 "s-702"/u);
  expect(scene.writes()).toEqual([]);
});

test('leaves all if the output snapshots names a server other than that of the snapshot', async () => {
  await using scene = await createScene();
  const snapshot_id = JSON.stringify([{ server_id: OTHER, snapshot_id: 700 }]);
  const inputs = { mode: 'delete', server_id: `${SERVER},${OTHER}`, snapshot_id };
  expect(errorOf(await scene.run({ inputs }))).toMatch(
    /snapshot_id assigns snapshot 700 .* to server 222, but it belongs to server 12345/u,
  );
  expect(scene.writes()).toEqual([]);
});

test('leaves all if one is listed under two servers', async () => {
  await using scene = await createScene();
  scene.api.model.addRawItem('snapshots', { id: 701, server: { id: OTHER }, name: 's-701', status: 'completed' });
  const inputs = { mode: 'delete', server_id: `${SERVER},${OTHER}`, snapshot_id: '700,701' };
  expect(errorOf(await scene.run({ inputs }))).toContain('Snapshot 701 is listed under several servers');
  expect(scene.writes()).toEqual([]);
});

test('leaves a snapshot whose server the list does not report', async () => {
  await using scene = await createScene();
  scene.api.model.addRawItem('snapshots', { id: 901, name: 's-901', status: 'completed' });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '901' } });
  // It is there, so it must not be called gone.
  expect(errorOf(result)).toMatch(/^1 snapshot cannot be deleted; nothing was deleted\.\n +Snapshot 901 /u);
  expect(scene.writes()).toEqual([]);
  expect(result.warnings.join()).toMatch(/cannot be read/u);
});

test('treats one that is already gone as deleted, and deletes the others', async () => {
  await using scene = await createScene();
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '999 700' } });
  expectSuccess(result);
  expect(result.outputs.status).toBe('deleted');
  expect(scene.snapshotIds()).toEqual(['701', '702', '703']);
  expect(result.summary).toContain('No longer there: 999');
});

test('treats one that is gone as deleted, although an item with another ID cannot be read', async () => {
  await using scene = await createScene();
  scene.api.model.addRawItem('snapshots', { id: 55, server: null, name: 'orphan', status: 'completed' });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '700 999' } });
  expect([result.exitCode, result.errors]).toEqual([0, []]);
  expect(result.outputs).toMatchObject({ snapshot_id: '700,999', status: 'deleted' });
  expect(scene.writes()).toEqual(['DELETE /snapshots/700/']);
});

test('deletes one that the list shows only after a while', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ ...COMPLETED_AT_ONCE, hiddenMs: 30_000 });
  const job = scene.job();
  await job.step({ inputs: { wait: 'false' } });
  const { main } = await job.step({ inputs: { mode: 'delete', snapshot_id: '801' } });
  expectSuccess(main);
  expect(main.log).toContain('  Snapshot 801 is not in the list; looking again for up to 1 min 0 s');
  expect(main.outputs).toMatchObject({ snapshot_id: '801', status: 'deleted' });
  expect(scene.writes()).toEqual(['POST /snapshots/', 'DELETE /snapshots/801/']);
  expect(scene.snapshotIds()).toEqual([]);
});

test('treats all of them as deleted if they are already gone', async () => {
  await using scene = await createScene();
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '998 999' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '998,999', status: 'deleted' });
  expect(scene.writes()).toEqual([]);
});

test('treats one that disappears before its delete as deleted', async () => {
  await using scene = await createScene();
  scene.setFaults(({ method }) => {
    if (method === 'DELETE') scene.api.model.removeSnapshot(701);
    return undefined;
  });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } });
  expectSuccess(result);
  expect(result.log).toContain('was already deleted');
});

const NOT_FOUND: Fault = { kind: 'response', status: 404, body: '<html>Not Found</html>', effect: false };

test('a 404 does not count as a delete while the list shows the snapshot', async () => {
  await using scene = await createScene({ faults: onDelete(NOT_FOUND) });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '701, 702' } });
  expect(errorOf(result)).toMatch(
    /Snapshot 701 .* was not deleted: DELETE returned 404, but the snapshot is still listed\./u,
  );
  expect(scene.snapshotIds()).toEqual(['700', '701', '703']);
});

test('a 404 counts as a delete if the list, which lags behind, no longer shows the snapshot', async () => {
  await using scene = await createScene({
    model: { replicaLagsMs: [0, 30_000] },
    faults: onDelete({ kind: 'lost-after' }),
  });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ status: 'deleted' });
  expect(scene.writes()).toEqual(['DELETE /snapshots/701/', 'DELETE /snapshots/701/']);
  expect(scene.snapshotIds()).not.toContain('701');
});

test.each<[string, Fault]>([
  ['lost after it was carried out', { kind: 'lost-after' }],
  ['lost before it was carried out', { kind: 'lost-before' }],
  ['cut off', { kind: 'half' }],
  ['a 500', { kind: 'response', status: 500, body: '', effect: true }],
  ['a 502 of a proxy', { kind: 'response', status: 502, body: '<h1>Bad Gateway</h1>', effect: false }],
  ['a 524 of a proxy', { kind: 'proxy-page', status: 524, effect: true }],
  ['a 409', { kind: 'response', status: 409, body: '{}', effect: false }],
  ['a 423', { kind: 'response', status: 423, body: '{}', effect: false }],
  ['a 429', { kind: 'response', status: 429, body: '{}', headers: { 'retry-after': '90' }, effect: false }],
  ['a 200 of a proxy', { kind: 'response', status: 200, body: '<h1>Hello</h1>', effect: false }],
])('sends a delete again if its response was %s', async (_what, fault) => {
  await using scene = await createScene();
  scene.setFaults(onDelete(fault));
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } });
  expectSuccess(result);
  expect(result.outputs.status).toBe('deleted');
  expect(scene.writes()).toEqual(['DELETE /snapshots/701/', 'DELETE /snapshots/701/']);
  expect(scene.snapshotIds()).toEqual(['700', '702', '703']);
});

test.each([401, 403])('continues with the others if one is refused with %d, and fails', async (status) => {
  await using scene = await createScene();
  scene.setFaults(({ path }) => (path.includes('/701/') ? refusal(status, 'Locked.') : undefined));
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '700 701 702' } });
  const error = errorOf(result);
  expect(error).toMatch(/^1 of 3 snapshots could not be deleted\.$/mu);
  expect(error).toMatch(new RegExp(`snapshot 701 .* returned ${status}: Locked\\.`, 'u'));
  expect(error).toContain('Deleted: 700, 702.');
  expect(result.outputs.status).toBe('');
  expect(scene.snapshotIds()).toEqual(['701', '703']);
  expect(scene.writes().filter((request) => request.includes('/701/'))).toHaveLength(1);
});

test('gives up at the timeout, and says that the snapshot most likely still exists', async () => {
  await using scene = await createScene();
  scene.setFaults(onDelete({ kind: 'response', status: 503, body: '', effect: false }, 1000));
  const inputs = { mode: 'delete', snapshot_id: '701', timeout_minutes: '5' };
  const error = errorOf(await scene.run({ inputs }));
  expect(error).toMatch(/Deleting snapshot 701 .* failed: .* returned 503/u);
  expect(error).toContain('The snapshot most likely still exists.');
});

test('deletes nothing while the server is being restored: the snapshot may be the source', async () => {
  await using scene = await createScene();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  const error = errorOf(await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } }));
  expect(error).toMatch(/Server 12345 \(web-1\) is being restored from one of its snapshots\. Nothing was deleted\./u);
  expect(scene.writes()).toEqual([]);
});

test.each([
  ['nothing', '', /snapshot_id is empty: `mode: delete` deletes only the snapshots listed here/u],
  ['latest', 'latest', /snapshot_id is "latest", which only `mode: rollback` accepts/u],
  ['the output of a step that took none', ',', /snapshot_id is ",": it contains no snapshot/u],
])('is refused before any request if snapshot_id is %s', async (_what, snapshot_id, words) => {
  await using scene = await createScene();
  expect(errorOf(await scene.run({ inputs: { mode: 'delete', snapshot_id } }))).toMatch(words);
  expect(scene.requests()).toEqual([]);
});

test('in a dry run says what would be deleted, and what is gone', async () => {
  await using scene = await createScene();
  const inputs = { mode: 'delete', snapshot_id: '701 999', dry_run: 'true' };
  const result = await scene.run({ inputs });
  expectSuccess(result);
  expect(result.log).toContain('Would delete snapshot 701 "s-701" on server 12345 (web-1)');
  expect(result.log).toContain('Snapshot 999 no longer exists.');
  expect(result.summary).toMatch(/^### ✅ VPS\.org delete: dry run, nothing was changed$/mu);
  expect(result.outputs.status).not.toBe('deleted');
  expect(scene.writes()).toEqual([]);
});

test('deletes a named snapshot in any status', async () => {
  await using scene = await Scene.create();
  const ids = ['in_progress', 'failed', 'archived'].map((status) => addSnapshot(scene, { hoursOld: 1, status }));
  expectSuccess(await scene.run({ inputs: { mode: 'delete', snapshot_id: ids.join() } }));
  expect(scene.snapshotIds()).toEqual([]);
});
