import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { addSnapshot, refusal } from '../support/fixtures.ts';
import { SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER, START_MS } from '../support/scene.ts';

/** Makes the first creates meet faults. */
function ofCreates(scene: Scene, ...faults: Fault[]): void {
  const left = [...faults];
  scene.setFaults(({ method }) => (method === 'POST' ? left.shift() : undefined));
}

function createTimes(scene: Scene): number[] {
  return scene.api.requests
    .filter(({ method }) => method === 'POST')
    .map(({ headers }) => Number(headers['x-virtual-now']));
}

test.each<[string, Fault]>([
  ['a reset', { kind: 'lost-after' }],
  ['a cut off body', { kind: 'half' }],
  ['a 500', { kind: 'response', status: 500, body: '', effect: true }],
  ['a 502 of a proxy', { kind: 'response', status: 502, body: '<h1>Bad Gateway</h1>', effect: true }],
  ['a 524 of a proxy', { kind: 'proxy-page', status: 524, effect: true }],
  ['a 408', { kind: 'response', status: 408, body: '{}', effect: true }],
  ['a page of a proxy', { kind: 'response', status: 200, body: '<h1>Hello</h1>', effect: true }],
  ['JSON of another shape', { kind: 'response', status: 201, body: '{"ok":true}', effect: true }],
])('a create that was carried out and whose response was %s is adopted, not sent again', async (_what, fault) => {
  await using scene = await Scene.create();
  ofCreates(scene, fault);
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'true' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a create that was answered with JSON of another shape is not sent again, however late the list shows it', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ hiddenMs: 80_000 });
  ofCreates(scene, { kind: 'response', status: 201, body: '{"data": {"id": 801}}', effect: true });
  const error = errorOf(await scene.run());
  expect(error).toMatch(/^It is unknown whether snapshot .* was started/u);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test.each([
  ['by a snapshot of its name', 1],
  ['by that under every name', 3],
])('a create that is answered %s, which existed before, is not a snapshot of this step', async (_by, times) => {
  await using scene = await Scene.create();
  const body = JSON.stringify({ id: 700, server: { id: SERVER }, name: SHA, status: 'completed', description: '' });
  scene.api.model.addSnapshot({ id: 700, serverId: SERVER, name: SHA });
  ofCreates(
    scene,
    ...Array.from({ length: times }, (): Fault => ({ kind: 'response', status: 200, body, effect: false })),
  );
  const result = await scene.run();
  if (times === 1) {
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ snapshot_id: '801', snapshot_name: `${SHA}-7001-1` });
  } else {
    expect(errorOf(result)).toMatch(/^The API returned snapshot 700 .*, which already existed, instead of a new/u);
    expect(result.outputs.snapshot_id ?? '').toBe('');
  }
});

test.each([
  ['the list shows it late', 'both', { hiddenMs: 50_000 }, {}],
  ['every other reading is a minute old', 'both', {}, { replicaLagsMs: [60_000, 0] }],
  ['servers have UUIDs', 'clients', {}, {}],
  ['the list has pages without a next', 'docs', {}, { pageSize: 1, lists: { next: 'omitted' } }],
] as const)('a lost create is adopted if %s', async (_when, dialect, plan, model) => {
  await using scene = await Scene.create({ model: { dialect, ...model } });
  if (dialect === 'docs') for (const hoursOld of [9, 8]) addSnapshot(scene, { hoursOld });
  scene.api.model.planNextSnapshot(plan);
  ofCreates(scene, { kind: 'lost-after' });
  const server_id = dialect === 'clients' ? 'a11ce5e4-0000-4000-8000-000000012345' : String(SERVER);
  const result = await scene.run({ inputs: { server_id } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ status: 'completed', created: 'true' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a lost create is recognized by its name if the API drops descriptions', async () => {
  await using scene = await Scene.create({ model: { description: 'dropped' } });
  addSnapshot(scene, { hoursOld: 5, name: SHA });
  ofCreates(scene, { kind: 'lost-after' });
  const result = await scene.run();
  expect([result.exitCode, result.errors]).toEqual([0, []]);
  expect(result.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a new snapshot of the same name with the marker of another step is not mistaken for a lost create', async () => {
  await using scene = await Scene.create();
  await using other = await Scene.create();
  await other.run({ env: { GITHUB_RUN_ID: '7002' } });
  const description = other.api.model.snapshots()[0]?.description ?? '';
  let isFirst = true;
  scene.setFaults(({ method }) => {
    if (method !== 'POST' || !isFirst) return undefined;
    isFirst = false;
    addSnapshot(scene, { hoursOld: 0, name: SHA, description });
    return { kind: 'lost-before' };
  });
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
});

test('a create that was lost before it was carried out is sent again after the list did not show it for 60 s', async () => {
  await using scene = await Scene.create();
  ofCreates(scene, { kind: 'lost-before' });
  const result = await scene.run();
  expectSuccess(result);
  expect(scene.snapshotIds()).toEqual(['801']);
  const [first = 0, second = 0, ...others] = createTimes(scene);
  expect(others).toEqual([]);
  expect(second - first).toBeGreaterThanOrEqual(60_000);
});

test('a create is sent three times at most', async () => {
  await using scene = await Scene.create();
  scene.setFaults(({ method }) => (method === 'POST' ? { kind: 'lost-before' } : undefined));
  const error = errorOf(await scene.run());
  expect(error).toMatch(/POST \/snapshots\/ got no response/u);
  expect(scene.writes()).toHaveLength(3);
});

test('a lost create is sent again only after 60 s in which the list could be read', async () => {
  await using scene = await Scene.create();
  let posts = 0;
  let unreadable = 20;
  scene.setFaults(({ method }) => {
    if (method === 'POST') return posts++ === 0 ? { kind: 'lost-before' } : undefined;
    return posts === 1 && unreadable-- > 0 ? refusal(503, 'Maintenance.') : undefined;
  });
  const result = await scene.run();
  expectSuccess(result);
  const times = scene.api.requests.map(({ headers }) => Number(headers['x-virtual-now']));
  const firstReading = times[scene.requests().indexOf('POST /snapshots/') + 21] ?? 0;
  expect((createTimes(scene)[1] ?? 0) - firstReading).toBeGreaterThanOrEqual(60_000);
});

test.each([401, 403])('a lost create is not sent again if the list then returns %d', async (status) => {
  await using scene = await Scene.create();
  scene.setFaults(({ method }) => {
    if (method === 'POST') return { kind: 'lost-after' };
    return scene.writes().length > 0 ? refusal(status, 'No.') : undefined;
  });
  const error = errorOf(await scene.run());
  expect(error).toMatch(/^It is unknown whether snapshot "3f2a9c1[^"]*" on server 12345 \(web-1\) was started: /mu);
  expect(error).toContain('Re-run the job');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a lost create is not sent again if the list cannot be read until the timeout', async () => {
  await using scene = await Scene.create();
  scene.setFaults(({ method }) => {
    if (method === 'POST') return { kind: 'lost-after' };
    return scene.writes().length > 0 ? refusal(502, 'No.') : undefined;
  });
  const error = errorOf(await scene.run({ inputs: { timeout_minutes: '10' } }));
  expect(error).toMatch(/It is unknown whether .* timeout_minutes elapsed/u);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a lost create that could have made any of several new snapshots is an error that names them', async () => {
  await using scene = await Scene.create();
  scene.setFaults(({ method }) => {
    if (method !== 'POST') return undefined;
    for (const id of [901, 902]) scene.api.model.addSnapshot({ id, serverId: SERVER, name: SHA });
    return { kind: 'lost-before' };
  });
  const error = errorOf(await scene.run());
  expect(error).toMatch(
    /several new snapshots could match it: 901 "[^"]*" \(completed\), 902 "[^"]*" \(completed\)\./u,
  );
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a refusal after a lost create is treated as an effect of that create, which has the last slot', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [4, 3, 2, 1]) addSnapshot(scene, { hoursOld });
  scene.api.model.planNextSnapshot({ hiddenMs: 90_000 });
  ofCreates(scene, { kind: 'lost-after' });
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: '805', created: 'true' });
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/']);
});

test.each<[string, Fault, number]>([
  ['30 s', { kind: 'response', status: 429, body: '{}', headers: { 'retry-after': '30' }, effect: false }, 30_000],
  ['no time', { kind: 'response', status: 429, body: '{}', effect: false }, 0],
])('a create that got a 429 with %s is sent again then, without looking at the list', async (_what, fault, ms) => {
  await using scene = await Scene.create();
  ofCreates(scene, fault);
  const result = await scene.run({ inputs: { wait: 'false' } });
  expectSuccess(result);
  expect(scene.requests().slice(2)).toEqual(['POST /snapshots/', 'POST /snapshots/']);
  const [first = 0, second = 0] = createTimes(scene);
  expect(second - first).toBeGreaterThanOrEqual(ms);
});

test('a create whose Retry-After is beyond the timeout gets one last try before it', async () => {
  await using scene = await Scene.create();
  ofCreates(scene, { kind: 'response', status: 429, body: '{}', headers: { 'retry-after': '3600' }, effect: false });
  errorOf(await scene.run({ inputs: { timeout_minutes: '30' } }));
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/']);
  expect(scene.nowMs - START_MS).toBeLessThanOrEqual(30 * 60_000);
});

test('an API at whose address nothing listens fails at the timeout, and the error says what to check', async () => {
  await using scene = await Scene.create();
  const { url } = scene.api;
  await scene.api.close();
  const error = errorOf(await scene.run({ inputs: { api_url: url } }));
  expect(error).toMatch(/ECONNREFUSED/u);
  expect(error).toMatch(/api_url/u);
});
