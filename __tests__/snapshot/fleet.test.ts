import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import type { SnapshotPlan } from '../../emulator/model.ts';
import { addSnapshot, COMPLETED_AT_ONCE, FAILS, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const IDS = `333, ${SERVER}\n222`;
/** 1001 to 1100. */
const HUNDRED = Array.from({ length: 100 }, (_, index) => 1001 + index);
const REFUSED = 1047;
const FAILED = 1078;
const GONE = 1096;
const DISAPPEARS = { timeline: [{ atMs: 0, status: 'in_progress' }], goneAfterMs: 90_000 };

const Snapshots = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ server_id: v.number(), snapshot_id: v.nullable(v.number()), status: v.string() })),
);

function addServers(scene: Scene, ids: readonly number[], plans: Record<number, Partial<SnapshotPlan>> = {}): void {
  for (const id of ids) {
    scene.api.model.addServer({ id, name: `web-${id}`, ...(plans[id] ? { snapshotPlan: plans[id] } : {}) });
  }
}

const noFault: FaultHook = () => undefined;

const refuseServer =
  (id: number): FaultHook =>
  ({ method, body }) =>
    method === 'POST' && body.includes(`"server_id":${id},`) ? refusal(400, 'No disk space left.') : undefined;

test('outputs the values of each server in the order of server_id', async () => {
  await using scene = await Scene.create();
  addServers(scene, [222, 333]);
  const result = await scene.run({ inputs: { server_id: IDS } });
  expectSuccess(result);
  const idOf = (server: number) => scene.api.model.snapshots().find(({ serverId }) => serverId === server)?.id;
  const ids = [idOf(333), idOf(SERVER), idOf(222)];
  expect(result.outputs).toMatchObject({
    snapshot_id: ids.join(','),
    status: 'completed',
    created: 'true,true,true',
    size_mb: '5120,5120,5120',
  });
  expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject(
    [333, SERVER, 222].map((server, index) => ({ server_id: server, snapshot_id: ids[index], status: 'completed' })),
  );
  expect(result.summary).toContain(`server_id: '333,${SERVER},222'`);
  expect(result.summary).toContain(`snapshot_id: '${ids.join(',')}'`);
  expect(result.summary).toContain(`for id in ${ids.join(' ')}; do`);
  expect(result.log).toMatch(/^✅ 3 snapshots completed in 6 min \d+ s$/mu);
});

test('creates the snapshots of the others at once while eight servers are busy for minutes', async () => {
  const ids = HUNDRED.slice(0, 12);
  await using scene = await Scene.create({ withoutServer: true });
  const startMs = scene.nowMs;
  const createdMs = new Map<number, number>();
  scene.setFaults(({ method, body }) => {
    const id = ids.find((one) => body.includes(`"server_id":${one},`));
    if (method !== 'POST' || id === undefined) return undefined;
    if (ids.indexOf(id) < 8 && scene.nowMs - startMs < 300_000) return refusal(409, 'The server is busy.');
    createdMs.set(id, scene.nowMs - startMs);
    return undefined;
  });
  addServers(scene, ids);
  expectSuccess(await scene.run({ inputs: { server_id: ids.join(',') } }));
  expect(createdMs.size).toBe(12);
  for (const [index, id] of ids.entries()) {
    if (index >= 8) expect(createdMs.get(id)).toBeLessThan(10_000);
    else expect(createdMs.get(id)).toBeGreaterThanOrEqual(300_000);
  }
});

test('polls once for all servers', async () => {
  const gets: number[] = [];
  for (const servers of [HUNDRED.slice(0, 2), HUNDRED]) {
    await using scene = await Scene.create({ withoutServer: true });
    addServers(scene, servers);
    expectSuccess(await scene.run({ inputs: { server_id: servers.join(), poll_interval_seconds: '10' } }));
    gets.push(scene.requests().filter((request) => request.startsWith('GET')).length);
  }
  const [two = 0, hundred = 0] = gets;
  expect(two).toBeGreaterThan(30);
  expect(hundred).toBeLessThanOrEqual(two + 3);
});

test('fails for three of a hundred, names them, and outputs the other 97', async () => {
  await using scene = await Scene.create({ withoutServer: true, faults: refuseServer(REFUSED) });
  addServers(scene, HUNDRED, { [FAILED]: FAILS, [GONE]: DISAPPEARS });
  const result = await scene.run({ inputs: { server_id: HUNDRED.join('\n') } });
  const error = errorOf(result);
  expect(error).toMatch(/^3 of 100 servers have no usable snapshot\.$/mu);
  expect(error).toMatch(/server 1047 \(web-1047\): .*No disk space left/u);
  expect(error).toMatch(/server 1078 \(web-1078\) ended with status "failed"/u);
  expect(error).toMatch(/server 1096 \(web-1096\) disappeared from the snapshot list/u);
  expect(error).toContain('The other 97 servers succeeded.');

  const snapshots = v.parse(Snapshots, result.outputs.snapshots);
  expect(snapshots.map(({ server_id }) => server_id)).toEqual(HUNDRED);
  const completed = snapshots.filter(({ status }) => status === 'completed').map(({ server_id }) => server_id);
  expect(completed).toEqual(HUNDRED.filter((id) => ![REFUSED, FAILED, GONE].includes(id)));
  expect(snapshots.find(({ server_id }) => server_id === REFUSED)?.snapshot_id).toBeNull();
  expect(result.outputs.snapshot_id?.split(',')).toHaveLength(100);
  expect(result.outputs.status).toBe('');

  expect(result.summary).toMatch(/^### ❌ VPS\.org snapshot: failed on 3 of 100 servers$/mu);
  expect(result.summary.match(/^\|.*❌/gmu)).toHaveLength(3);
  expect(result.summary.match(/^\|.*✅ completed/gmu)).toHaveLength(97);
  expect(result.log.match(/^✓ snapshot \d+ .* completed in .*, 5,120 MB$/gmu)).toHaveLength(97);
  expect(result.log.match(/^✗ /gmu)).toHaveLength(3);
});

test.each([
  ['fails', { 222: FAILS }, noFault, /Snapshot \d+ .*server 222 \(web-222\) ended with status "failed"/u, 'failed'],
  ['is refused', {}, refuseServer(222), /server 222 \(web-222\): .*No disk space left/u, ''],
])('takes the snapshots of the others if one %s, and fails', async (_how, plans, faults, words, status) => {
  await using scene = await Scene.create({ faults });
  addServers(scene, [222, 333], plans);
  const result = await scene.run({ inputs: { server_id: IDS } });
  const error = errorOf(result);
  expect(error).toMatch(/^1 of 3 servers has no usable snapshot\.$/mu);
  expect(error).toMatch(words);
  expect(error).toMatch(/Succeeded: 333 \(snapshot \d+, completed\), 12345 \(snapshot \d+, completed\)\./u);
  expect(result.outputs.status).toBe(status);
  expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([
    { server_id: 333, status: 'completed' },
    { server_id: SERVER, status: 'completed' },
    { server_id: 222, status },
  ]);
});

test('creates nothing at all if one server is at its limit', async () => {
  await using scene = await Scene.create();
  addServers(scene, [222, 333]);
  for (let hoursOld = 1; hoursOld <= 5; hoursOld += 1)
    addSnapshot(scene, { hoursOld, server: 222, name: `old-${hoursOld}` });
  const error = errorOf(await scene.run({ inputs: { server_id: IDS } }));
  expect(error).toMatch(/^Server 222 has reached the limit of 5 snapshots/u);
  expect(error).toContain('"old-5"');
  expect(scene.writes()).toEqual([]);
});

test('creates nothing at all if one server cannot be seen, and lists those that can', async () => {
  await using scene = await Scene.create();
  addServers(scene, [222, 333]);
  const error = errorOf(await scene.run({ inputs: { server_id: `${SERVER},999,222` } }));
  expect(error).toMatch(/no access to server 999 \(or it does not exist\)\. Nothing was changed\./u);
  for (const name of ['12345 (web-1)', '222 (web-222)', '333 (web-333)']) expect(error).toContain(`  server ${name}`);
  expect(scene.writes()).toEqual([]);
});

test('works on as many servers at once as max_parallel says', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  const servers = [1, 2, 3, 4, 5];
  addServers(scene, servers);
  const result = await scene.run({ inputs: { server_id: servers.join(), max_parallel: '2' } });
  expectSuccess(result);
  const started = scene.api.model.snapshots().map(({ createdAt }) => createdAt);
  const inProgressAt = (ms: number) => started.filter((at) => at <= ms && ms < at + 360_000).length;
  expect(Math.max(...started.map(inProgressAt))).toBe(2);
});

test('works on all servers at once by default', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  addServers(scene, HUNDRED.slice(0, 20));
  const result = await scene.run({ inputs: { server_id: HUNDRED.slice(0, 20).join() } });
  expectSuccess(result);
  const started = scene.api.model.snapshots().map(({ createdAt }) => createdAt);
  expect(Math.max(...started) - Math.min(...started)).toBeLessThan(10_000);
});

test('gives each server its whole timeout, from its turn', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  addServers(scene, [1, 2, 3]);
  const inputs = { server_id: '1,2,3', max_parallel: '1', timeout_minutes: '7' };
  expectSuccess(await scene.run({ inputs }));
  expect(scene.snapshotIds()).toHaveLength(3);
});

test('sets the outputs of one server without waiting for the create of another', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 222, snapshotPlan: COMPLETED_AT_ONCE });
  const created = Promise.withResolvers<void>();
  let hasCreated = false;
  scene.setFaults(({ method, body }) => {
    if (method === 'GET' && hasCreated) created.resolve();
    if (method !== 'POST') return undefined;
    if (body.includes('222')) return { kind: 'lost-before' };
    hasCreated = true;
    return undefined;
  });
  const result = await scene.run({
    inputs: { server_id: `222,${SERVER}` },
    signalWhen: { happened: created.promise, signal: 'SIGKILL' },
  });
  expect(result.exitCode).toBeNull();
  expect(result.outputs).toMatchObject({ snapshot_id: ',801', status: '' });
});
