import { expect, test } from '@jest/globals';
import { addSnapshot, descriptionBy, NEVER_COMPLETED, refusal, restoreInto } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const LIMIT = 'Snapshot limit reached: a server can have at most 5 snapshots.';

/** Fills the server with snapshots of this series, the oldest first. */
async function fill(scene: Scene, count: number): Promise<string[]> {
  const description = await descriptionBy();
  return Array.from({ length: count }, (_, index) =>
    addSnapshot(scene, { hoursOld: 100 - index, description, name: `n${index}` }),
  );
}

test.each([5, 45, 100])('creates although its own delete is still counted for %i s', async (seconds) => {
  await using scene = await Scene.create({ model: { quotaLagMs: seconds * 1000 } });
  const ids = await fill(scene, 5);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(scene.snapshotIds()).toEqual([...ids.slice(1), result.outputs.snapshot_id]);
  expect(scene.writes().filter((write) => write.startsWith('DELETE'))).toHaveLength(1);
});

test('fails if its own delete is counted for good, deletes no more than one, and says so', async () => {
  await using scene = await Scene.create({ model: { quotaLagMs: Number.POSITIVE_INFINITY } });
  const ids = await fill(scene, 5);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expect(errorOf(result)).toContain('limit');
  expect(scene.snapshotIds()).toEqual(ids.slice(1));
});

test.each([[{ on_limit: 'replace_oldest' }], [{ keep: '3' }]])(
  'replaces the oldest if somebody takes the last slot meanwhile: %j',
  async (inputs) => {
    await using scene = await Scene.create();
    const ids = await fill(scene, 4);
    let isTaken = false;
    scene.setFaults(({ method }) => {
      if (method === 'POST' && !isTaken) {
        isTaken = true;
        addSnapshot(scene, { hoursOld: 0, name: 'of-somebody' });
      }
      return undefined;
    });
    const result = await scene.run({ inputs });
    expectSuccess({ ...result, notices: [] });
    expect(scene.writes().slice(0, 3)).toEqual([
      'POST /snapshots/',
      `DELETE /snapshots/${ids[0]}/`,
      'POST /snapshots/',
    ]);
    expect(scene.snapshotIds()).toContain(result.outputs.snapshot_id);
  },
);

test('fails if somebody takes the last slot meanwhile and on_limit is fail, and lists what is there', async () => {
  await using scene = await Scene.create();
  const ids = await fill(scene, 4);
  scene.setFaults(({ method }) => {
    if (method === 'POST' && scene.snapshotIds().length < 5) addSnapshot(scene, { hoursOld: 0, name: 'of-somebody' });
    return undefined;
  });
  const error = errorOf(await scene.run());
  expect(error).toContain('has reached the limit of 5 snapshots');
  expect(error).toContain('of-somebody');
  for (const id of ids) expect(error).toContain(id);
  expect(scene.snapshotIds()).toHaveLength(5);
});

test('replaces again if the limit is met in a race and the delete is still counted for a while', async () => {
  await using scene = await Scene.create({ model: { quotaLagMs: 50_000 } });
  await fill(scene, 4);
  let isTaken = false;
  scene.setFaults(({ method }) => {
    if (method === 'POST' && !isTaken) {
      isTaken = true;
      addSnapshot(scene, { hoursOld: 0, name: 'of-somebody' });
    }
    return undefined;
  });
  expectSuccess(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
  expect(scene.snapshotIds()).toHaveLength(5);
});

test('deletes no more than one for a limit that the API reports and the list does not show', async () => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' ? refusal(400, LIMIT) : undefined),
  });
  const ids = await fill(scene, 3);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expect(errorOf(result)).toContain(LIMIT);
  expect(scene.snapshotIds()).toEqual(ids.slice(1));
});

test.each([[[0, 55_000]], [[0, 0, 50_000]], [[55_000, 0]], [[50_000]]])(
  'waits for a snapshot that is missing from replicas behind by %j ms',
  async (replicaLagsMs) => {
    await using scene = await Scene.create({ model: { replicaLagsMs } });
    const result = await scene.run();
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  },
);

test.each([[[0, 55_000]], [[55_000, 0]]])(
  'adopts a lost create that is missing from replicas behind by %j ms',
  async (replicaLagsMs) => {
    let losses = 0;
    await using scene = await Scene.create({
      model: { replicaLagsMs },
      faults: ({ method }) => (method === 'POST' && losses++ === 0 ? { kind: 'lost-after' } : undefined),
    });
    expectSuccess(await scene.run());
    expect(scene.snapshotIds()).toEqual(['801']);
  },
);

test.each([[[0, 55_000]], [[55_000, 0]]])('watches a restore over replicas behind by %j ms', async (replicaLagsMs) => {
  await using scene = await Scene.create({ model: { replicaLagsMs } });
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  scene.api.model.planNextRestore(restoreInto('active'));
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshotId } });
  expectSuccess(result);
  expect(result.log).toMatch(/is active again after (?:[89]|1\d) min/u);
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('reports a snapshot as gone only after it has been missing for 60 s', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ ...NEVER_COMPLETED, goneAfterMs: 100_000 });
  const startMs = scene.nowMs;
  const result = await scene.run();
  expect(errorOf(result)).toContain('disappeared from the snapshot list');
  expect(scene.nowMs - startMs).toBeGreaterThanOrEqual(160_000);
  expect(scene.nowMs - startMs).toBeLessThan(200_000);
});

test('waits for a restore in progress before it takes a snapshot', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 1 });
  await startRestore(scene, SERVER);
  const startMs = scene.nowMs;
  const result = await scene.run();
  expectSuccess(result);
  expect(result.log).toContain('is being restored; waiting for that to finish');
  expect(createdAtMs(scene) - startMs).toBeGreaterThanOrEqual(480_000);
});

test('waits for the restores of a fleet, each for its own server alone', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, name: 'web-2' });
  addSnapshot(scene, { hoursOld: 1 });
  await startRestore(scene, SERVER);
  const startMs = scene.nowMs;
  const result = await scene.run({ inputs: { server_id: `${SERVER} 2` } });
  expectSuccess(result);
  const [first, second] = scene.api.model.snapshots().slice(1);
  expect(first).toMatchObject({ serverId: 2 });
  expect((first?.createdAt ?? 0) - startMs).toBeLessThan(60_000);
  expect((second?.createdAt ?? 0) - startMs).toBeGreaterThanOrEqual(480_000);
});

test('waits for a restore that starts before the turn of its server has come', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, name: 'web-2' });
  addSnapshot(scene, { hoursOld: 1, server: 2 });
  let restoredFromMs = 0;
  scene.setFaults(({ method, path }) => {
    if (method === 'POST' && path.startsWith('/snapshots/') && restoredFromMs === 0) {
      restoredFromMs = scene.nowMs;
      scene.api.model.setServerStatus(2, 'restoring');
    }
    if (scene.nowMs - restoredFromMs > 1_800_000) scene.api.model.setServerStatus(2, 'active');
    return undefined;
  });
  const result = await scene.run({ inputs: { server_id: `${SERVER} 2`, max_parallel: '1' } });
  expectSuccess(result);
  expect(createdAtMs(scene) - restoredFromMs).toBeGreaterThan(1_800_000);
});

test('does not start a server that was stopped before its turn came', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, name: 'web-2' });
  scene.setFaults(({ method, path }) => {
    if (method === 'POST' && path.includes(`/power/`)) scene.api.model.setServerStatus(2, 'stopped');
    return undefined;
  });
  expectSuccess(await scene.run({ inputs: { server_id: `${SERVER} 2`, stop_server: 'true' } }));
  expect(scene.api.model.powerActions().map(({ serverId }) => serverId)).toEqual([SERVER, SERVER]);
  expect(scene.api.model.serverStatus(2)).toBe('stopped');
});

test('gives up on a restore that lasts longer than the timeout, and creates nothing', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  expect(errorOf(await scene.run({ inputs: { timeout_minutes: '20' } }))).toContain(
    'is still being restored after 20 min 0 s (timeout_minutes). No snapshot was created.',
  );
  expect(scene.writes()).toEqual([]);
});

test('does not mistake one stale active for the end of a restore before it takes a snapshot', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  const startMs = scene.nowMs;
  let reads = 0;
  scene.setFaults(({ method, path }) => {
    if (method !== 'GET' || !path.startsWith('/servers/')) return undefined;
    reads += 1;
    const isOver = scene.nowMs - startMs > 600_000;
    scene.api.model.setServerStatus(SERVER, isOver || reads % 4 === 3 ? 'active' : 'restoring');
    return undefined;
  });
  expectSuccess(await scene.run());
  expect(createdAtMs(scene) - startMs).toBeGreaterThan(600_000);
});

/** Has somebody start a restore of 8 min. */
async function startRestore(scene: Scene, serverId: number): Promise<void> {
  scene.api.model.planNextRestore(restoreInto('active'));
  const snapshot = scene.api.model.snapshots().find((one) => one.serverId === serverId);
  const response = await fetch(`${scene.api.url}/snapshots/${snapshot?.id}/restore/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${scene.api.token}` },
  });
  expect(response.ok).toBe(true);
}

/** When the newest snapshot was created, in milliseconds since the epoch. */
function createdAtMs({ api }: Scene): number {
  return api.model.snapshots().at(-1)?.createdAt ?? 0;
}
