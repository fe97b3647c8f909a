import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { addSnapshot, COMPLETED_AT_ONCE, refusal, restoreInto } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, type SceneOptions } from '../support/scene.ts';
import { restoreRequests } from './target.ts';

const MINUTE_MS = 60_000;

/** A scenario with these servers, each with the completed snapshot of ten times its id. */
async function fleet(ids: readonly number[], options: SceneOptions = {}): Promise<Scene> {
  const scene = await Scene.create({ withoutServer: true, ...options });
  for (const id of ids) {
    scene.api.model.addServer({ id, name: `web-${id}` });
    scene.api.model.addSnapshot({ id: id * 10, serverId: id, name: 'good', createdAt: scene.nowMs - 3_600_000 });
  }
  return scene;
}

const rollbackOf = (ids: readonly number[]) => ({
  mode: 'rollback',
  server_id: ids.join(','),
  snapshot_id: ids.map((id) => id * 10).join(','),
});

/** The servers that were restored, in order. */
const restored = (scene: Scene) =>
  scene.api.model
    .restores()
    .map(({ serverId }) => Number(serverId))
    .sort((a, b) => a - b);

const THREE = [2, 3, 4];

test('restores all servers at once, in the order of server_id, and joins the outputs', async () => {
  await using scene = await fleet(THREE);
  const result = await scene.run({ inputs: { ...rollbackOf(THREE), server_id: '4 2 3' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({
    rolled_back: 'true',
    status: 'completed',
    server_status: 'active,active,active',
    snapshot_id: '40,20,30',
    discarded_seconds: '3600,3600,3600',
  });
  expect(scene.nowMs).toBeLessThan(Date.parse('2025-01-16T12:09:00Z'));
  expect(result.summary).toMatch(/^### ✅ VPS\.org rollback: 3 servers restored/u);
});

test('restores them from the output `snapshots` of the snapshot step, unchanged', async () => {
  await using scene = await fleet(THREE);
  const taken = await scene.run({ inputs: { server_id: '2,3,4' } });
  const result = await scene.run({
    inputs: { mode: 'rollback', server_id: '4 2 3', snapshot_id: taken.outputs.snapshots ?? '' },
  });
  expectSuccess(result);
  const pairs = scene.api.model.restores().map(({ snapshotId, serverId }) => `${serverId}:${snapshotId}`);
  expect(pairs.sort()).toEqual(['2:801', '3:802', '4:803']);
});

test('touches no server if one has no snapshot in the output `snapshots`', async () => {
  await using scene = await fleet(THREE, {
    faults: ({ method, body }) =>
      method === 'POST' && body.includes('"server_id":3,') ? refusal(400, 'No disk space left.') : undefined,
  });
  const taken = await scene.run({ inputs: { server_id: '2,3,4' } });
  const error = errorOf(
    await scene.run({ inputs: { mode: 'rollback', server_id: '2,3,4', snapshot_id: taken.outputs.snapshots ?? '' } }),
  );
  expect(error).toContain('Server 3 (web-3) has no snapshot to restore');
  expect(scene.api.model.restores()).toEqual([]);
});

test.each([
  ['being restored by somebody', 'restoring', /Server 3 \(web-3\) is already being restored/u],
  ['suspended', 'suspended', /Server 3 \(web-3\) is suspended/u],
])('restores the other two if one of three servers is %s', async (_, status, words) => {
  await using scene = await fleet(THREE);
  scene.api.model.setServerStatus(3, status);
  const result = await scene.run({ inputs: rollbackOf(THREE) });
  const error = errorOf(result);
  expect(error).toMatch(/^1 of 3 servers was not confirmed as restored\./u);
  expect(error).toMatch(words);
  expect(error).toContain('Succeeded: 2 (snapshot 20, active), 4 (snapshot 40, active).');
  expect(restored(scene)).toEqual([2, 4]);
  expect(result.outputs.rolled_back).toBe('false');
  expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: failed on 1 of 3 servers/u);
});

test('restores the other two after the job if one of three servers is being restored by somebody', async () => {
  await using scene = await fleet(THREE);
  for (const _ of THREE) scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { server_id: '2,3,4', rollback_on: 'failure' } });
  scene.api.model.setServerStatus(3, 'restoring');
  expect(errorOf(await post('failure'))).toMatch(
    /^1 of 3 servers was not confirmed as restored\.[\s\S]*server 3 .*already being/iu,
  );
  expect(restored(scene)).toEqual([2, 4]);
});

test.each([
  [
    'ends failed',
    (scene: Scene) => scene.api.model.addServer({ id: 5, restorePlan: restoreInto('failed') }),
    /is "failed" instead/u,
  ],
  [
    'refuses for good',
    (scene: Scene) => {
      scene.api.model.addServer({ id: 5 });
      scene.api.model.refuseRestores(5, { status: 409, forMs: Number.POSITIVE_INFINITY });
    },
    /returned 409/u,
  ],
] as const)('restores the others if one server %s, and names each', async (_, prepare, words) => {
  await using scene = await fleet(THREE);
  prepare(scene);
  scene.api.model.addSnapshot({ id: 50, serverId: 5, name: 'good' });
  const result = await scene.run({ inputs: rollbackOf([...THREE, 5]) });
  const error = errorOf(result);
  expect(error).toMatch(/^1 of 4 servers was not confirmed as restored\./u);
  expect(error).toMatch(words);
  expect(error).toContain('2 (snapshot 20, active), 3 (snapshot 30, active), 4 (snapshot 40, active)');
  expect(result.outputs.rolled_back).toBe('false');
});

test('stops one server alone if the response to its restore names another', async () => {
  await using scene = await fleet(THREE);
  scene.setFaults(({ path }) => {
    if (path.endsWith('/30/restore/')) scene.api.model.planNextRestore({ namesServer: 2 });
    return undefined;
  });
  const result = await scene.run({ inputs: rollbackOf(THREE) });
  const error = errorOf(result);
  expect(error).toMatch(/^1 of 3 servers/u);
  expect(error).toMatch(/snapshots\/30\/restore\/ for server 3 \(web-3\) returned a response about server 2 /u);
  expect(restoreRequests(scene)).toHaveLength(3);
});

test('works on as many servers at once as max_parallel says', async () => {
  await using scene = await fleet(THREE);
  const underWay: number[] = [];
  scene.setFaults(({ path }) => {
    const statuses = THREE.map((id) => scene.api.model.serverStatus(id));
    if (path.endsWith('/restore/')) underWay.push(statuses.filter((status) => status === 'restoring').length);
    return undefined;
  });
  expectSuccess(await scene.run({ inputs: { ...rollbackOf(THREE), max_parallel: '1' } }));
  expect(underWay).toEqual([0, 0, 0]);
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:24:00Z'));
});

test('gives each server its own timeout, from its turn', async () => {
  await using scene = await fleet(THREE);
  expectSuccess(await scene.run({ inputs: { ...rollbackOf(THREE), max_parallel: '1', timeout_minutes: '12' } }));
});

/** 1001 to 1100. */
const HUNDRED = Array.from({ length: 100 }, (_, index) => 1001 + index);
const BROKEN = [1047, 1078, 1096];

const Snapshots = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ server_id: v.number(), snapshot_id: v.number() })),
);

test('restores ninety-seven of a hundred servers if three fail, with few polls', async () => {
  await using scene = await fleet(HUNDRED.filter((id) => !BROKEN.includes(id)));
  for (const id of BROKEN) {
    scene.api.model.addServer({ id, name: `web-${id}`, restorePlan: restoreInto('failed') });
    addSnapshot(scene, { hoursOld: 1, server: id });
  }
  const ids = scene.api.model.snapshots().map(({ id }) => String(id));
  const result = await scene.run({
    inputs: { mode: 'rollback', server_id: HUNDRED.join('\n'), snapshot_id: ids.join(' ') },
  });
  const error = errorOf(result);
  expect(error).toMatch(/^3 of 100 servers were not confirmed as restored\./u);
  for (const id of BROKEN) expect(error).toContain(`server ${id} (web-${id})`);
  expect(error).toContain('The other 97 servers succeeded.');
  expect(v.parse(Snapshots, result.outputs.snapshots).map(({ server_id }) => server_id)).toEqual(HUNDRED);
  expect(result.log.match(/is active again after/gu)).toHaveLength(97);
  expect(restored(scene)).toEqual(HUNDRED);
  expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: failed on 3 of 100 servers/u);
  expect(result.summary.match(/<td>.*❌|^\|.*❌/gmu)).toHaveLength(3);
  expect(result.summary).toMatch(/<details><summary>.*97 servers restored/u);
  const polls = scene.requests().filter((request) => request === 'GET /servers/').length;
  // 8 min: a poll every 5 to 15 s, whatever the number of servers.
  expect(polls).toBeLessThan(80);
});

test('restores a hundred servers after the job', async () => {
  await using scene = await fleet([]);
  for (const id of HUNDRED) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
  const { post } = await scene.job().step({ inputs: { server_id: HUNDRED.join(), rollback_on: 'failure' } });
  const from = scene.requests().length;
  const result = await post('failure');
  expectSuccess(result);
  expect(restored(scene)).toEqual(HUNDRED);
  const reads = scene
    .requests()
    .slice(from)
    .filter((request) => request.startsWith('GET '));
  expect(reads.length).toBeLessThan(80);
  expect(scene.nowMs).toBeLessThan(Date.parse('2025-01-16T12:00:00Z') + 10 * MINUTE_MS);
});

test('refuses a server that is given twice, in two forms, before any write', async () => {
  await using scene = await fleet([2]);
  const { serverUuid } = scene.api.model.snapshots()[0] ?? { serverUuid: '' };
  const error = errorOf(
    await scene.run({ inputs: { mode: 'rollback', server_id: `2,${serverUuid.toUpperCase()}`, snapshot_id: '20' } }),
  );
  expect(error).toMatch(
    /^server_id lists server 2 \(web-2\) twice, by its integer ID and by its UUID\. Nothing was changed/u,
  );
  expect(scene.writes()).toEqual([]);
});

test('sends the restores of the others at once while eight servers are busy for minutes', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => index + 2);
  await using scene = await fleet(ids);
  const busy = ids.slice(0, 8);
  for (const id of busy) scene.api.model.refuseRestores(id, { status: 409, forMs: 5 * MINUTE_MS });
  expectSuccess(await scene.run({ inputs: rollbackOf(ids) }));
  expect(restored(scene)).toEqual(ids);
  const others = scene.api.requests.filter(({ path }) => /\/(?:100|110)\/restore\//u.test(path));
  expect(others).toHaveLength(2);
  for (const { headers } of others) {
    expect(Number(headers['x-virtual-now']) - Date.parse('2025-01-16T12:00:00Z')).toBeLessThan(MINUTE_MS);
  }
});

/** Somebody restores server 3 while it is the turn of server 2, which takes 8 min. */
function restoreMeanwhile(scene: Scene, fromMs: number, untilMs: number): void {
  const startMs = scene.nowMs;
  scene.setFaults(() => {
    const passedMs = scene.nowMs - startMs;
    const status = passedMs >= fromMs && passedMs < untilMs ? 'restoring' : 'active';
    if (scene.api.model.restores().every(({ serverId }) => serverId !== 3)) scene.api.model.setServerStatus(3, status);
    return undefined;
  });
}

test('does not restore over the restore of somebody else that began before the turn of a server', async () => {
  await using scene = await fleet([2, 3]);
  restoreMeanwhile(scene, 7 * MINUTE_MS, 12 * MINUTE_MS);
  const error = errorOf(await scene.run({ inputs: { ...rollbackOf([2, 3]), max_parallel: '1' } }));
  expect(error).toMatch(
    /^1 of 2 servers was not confirmed as restored\.[\s\S]*server 3 \(web-3\) is already being restored/iu,
  );
  // It is not even requested, since the server was read when its turn came.
  expect(restoreRequests(scene)).toEqual(['POST /snapshots/20/restore/']);
});

test('restores a server whose turn comes late although it cannot be read again', async () => {
  await using scene = await fleet([2, 3]);
  // The polls of the fleet read the list of servers.
  scene.setFaults(({ path }) => (/\/servers\/[^/?]+\/$/u.test(path) ? refusal(503, 'Down.') : undefined));
  const result = await scene.run({ inputs: { ...rollbackOf([2, 3]), max_parallel: '1' } });
  expectSuccess(result);
  expect(result.log).toContain('returned 503: Down.');
  expect(restored(scene)).toEqual([2, 3]);
});
