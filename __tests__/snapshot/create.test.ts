import { expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, NEVER_COMPLETED, refusal } from '../support/fixtures.ts';
import { SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const MINUTE_MS = 60_000;

test('creates a snapshot named after the commit, waits until it has completed and outputs all of it', async () => {
  await using scene = await Scene.create();
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs).toMatchObject({
    snapshot_id: '801',
    snapshot_name: SHA,
    status: 'completed',
    created: 'true',
    size_mb: '5120',
    created_at: '2025-01-16T12:00:00Z',
    pruned_ids: '[]',
  });
  // 6 min, and the pause of the poll that sees it.
  expect(Number(result.outputs.duration_seconds)).toBeGreaterThanOrEqual(360);
  expect(Number(result.outputs.duration_seconds)).toBeLessThan(360 + 20);
  expect(JSON.parse(result.outputs.snapshots ?? '')).toEqual([
    {
      server_id: SERVER,
      snapshot_id: 801,
      name: SHA,
      status: 'completed',
      size_mb: 5120,
      created_at: '2025-01-16T12:00:00Z',
      created: true,
    },
  ]);
  expect(scene.api.model.snapshots()).toMatchObject([{ id: 801, serverId: SERVER, name: SHA, status: 'completed' }]);
});

test('reads its one server and the snapshots of that, and nothing else', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  await scene.run();
  const [server, list, create, ...polls] = scene.api.requests.map(({ method, path }) => `${method} ${path}`);
  expect(server).toBe(`GET /api/v1/servers/${SERVER}/`);
  expect(list).toBe(`GET /api/v1/snapshots/?server_id=${SERVER}&page_size=100`);
  expect(create).toBe('POST /api/v1/snapshots/');
  expect(new Set(polls)).toEqual(new Set([list]));
});

test('costs the same on an account of thousands of snapshots', async () => {
  const requests: number[] = [];
  for (const others of [1, 1000]) {
    await using scene = await Scene.create({ model: { pageSize: 20 } });
    for (let server = 1; server <= others; server += 1) {
      scene.api.model.addServer({ id: server });
      for (let count = 0; count < 3; count += 1) addSnapshot(scene, { hoursOld: count, server });
    }
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    expectSuccess(await scene.run({ inputs: { keep: '2' } }));
    requests.push(scene.requests().length);
  }
  expect(requests[1]).toBe(requests[0]);
  expect(requests[0]).toBeLessThanOrEqual(8);
});

test('shows what it does in a group of the log, and the result outside of it', async () => {
  await using scene = await Scene.create();
  const { log } = await scene.run();
  expect(log).toMatch(/^::group::Snapshot "3f2a9c1" of server 12345$/mu);
  expect(log).toMatch(/^Started snapshot 801 on server 12345 \(web-1\), status: in_progress$/mu);
  const [inside = '', after = ''] = log.split('::endgroup::');
  expect(inside).toMatch(/^ {2}[█░]{20} 3\d s elapsed, status: in_progress \(usually takes 3–15 min\)$/mu);
  expect(after).toMatch(/^✅ snapshot 801 "3f2a9c1" on server 12345 \(web-1\) completed in 6 min \d+ s, 5,120 MB$/mu);
  expect(log).not.toContain(SHA);
});

test('sends the id of the server as it is: a number as a JSON number', async () => {
  await using scene = await Scene.create();
  await scene.run({ inputs: { wait: 'false' } });
  const create = scene.api.requests.find(({ method }) => method === 'POST');
  expect(JSON.parse(create?.body ?? '')).toMatchObject({ server_id: SERVER, name: SHA });
  expect(create?.headers).toMatchObject({
    'content-type': 'application/json',
    authorization: `Bearer ${scene.api.token}`,
  });
});

test('takes another snapshot in another run for the same commit', async () => {
  await using scene = await Scene.create();
  await scene.run();
  const other = await scene.run({ env: { GITHUB_RUN_ID: '7002' } });
  expectSuccess(other);
  expect(other.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
});

test.each(['per-server', 'per-account'] as const)(
  'takes a name with run and attempt if the commit was deployed before and names are unique %s',
  async (uniqueNames) => {
    await using scene = await Scene.create({ model: { uniqueNames } });
    await scene.run();
    const other = await scene.run({ env: { GITHUB_RUN_ID: '7002', GITHUB_RUN_ATTEMPT: '3' } });
    expectSuccess(other);
    expect(other.outputs).toMatchObject({ snapshot_id: '802', snapshot_name: `${SHA}-7002-3`, status: 'completed' });
    expect(other.log).toMatch(/The name "3f2a9c1[^"]*" is taken; using "3f2a9c1[^"]*-7002-3"/u);
  },
);

test('knows its snapshot after the job by the name that it got, if descriptions are dropped', async () => {
  await using scene = await Scene.create({ model: { uniqueNames: 'per-server', description: 'dropped' } });
  await scene.job({ GITHUB_RUN_ID: '7001' }).step();
  const step = await scene.job({ GITHUB_RUN_ID: '7002' }).step({ inputs: { rollback_on: 'failure' } });
  expect(step.main.outputs).toMatchObject({ snapshot_id: '802', status: 'completed' });
  const post = await step.post('failure');
  expect([post.exitCode, post.errors]).toEqual([0, []]);
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 802 }]);
});

test('takes a name with run and attempt at once if the API refuses a taken name as a conflict', async () => {
  await using scene = await Scene.create();
  scene.setFaults(({ method }) =>
    method === 'POST' && scene.writes().length === 1
      ? refusal(409, 'A snapshot with this name already exists.')
      : undefined,
  );
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_name: `${SHA}-7001-1`, status: 'completed' });
});

test('takes a name of its own for each server of a fleet, in each run, if names are unique in the account', async () => {
  await using scene = await Scene.create({ withoutServer: true, model: { uniqueNames: 'per-account' } });
  for (const id of [1, 2, 3]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
  for (const run of ['7001', '7002']) {
    const { main } = await scene.job({ GITHUB_RUN_ID: run }).step({ inputs: { server_id: '1 2 3' } });
    expectSuccess(main);
    expect(main.outputs.status).toBe('completed');
    expect(main.log).toContain(`is taken; using "3f2a9c1-${run}-1"`);
    expect(main.log).toMatch(/The name "3f2a9c1-\d+-1" is taken; using "3f2a9c1-[0-9a-f]{8}-[0-9a-z]+"/u);
  }
  const names = scene.api.model.snapshots().map(({ name }) => name);
  expect(new Set(names).size).toBe(6);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/u);
});

test.each([
  ['each leg of a matrix on one server', {}, (number: string) => ({ job_index: number })],
  ['each attempt, though Gitea counts none', { GITHUB_RUN_ATTEMPT: '' }, () => ({ on_rerun: 'create' })],
])('takes another name for %s, if names are unique on a server', async (_case, env, inputsOf) => {
  await using scene = await Scene.create({ model: { uniqueNames: 'per-server' } });
  for (const number of ['0', '1', '2', '3']) {
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.advance(1000);
    expectSuccess((await scene.job(env).step({ inputs: inputsOf(number) })).main);
  }
  expect(new Set(scene.api.model.snapshots().map(({ name }) => name)).size).toBe(4);
});

test('says what the API says if all names are refused', async () => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' ? refusal(400, 'A snapshot with this name already exists.') : undefined),
  });
  const error = errorOf(await scene.run());
  expect(error).toMatch(/refused to create snapshot .*: .* 400: A snapshot with this name already exists\./u);
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/', 'POST /snapshots/']);
});

test('says which snapshot of another run it does not wait for, and how to delete it', async () => {
  await using scene = await Scene.create();
  const stuck = addSnapshot(scene, { hoursOld: 3, status: 'in_progress', description: await descriptionBy() });
  const result = await scene.run();
  expectSuccess(result);
  expect(result.log.match(/^ {2}Not waiting for .*$/gmu)).toEqual([
    `  Not waiting for snapshot ${stuck} "before" on server 12345 (web-1), status in_progress: it is over 60 min old, and it may be stuck. If it is stuck, delete it with \`mode: delete\` and snapshot_id: ${stuck}, or in the VPS.org control panel.`,
  ]);
  expect(result.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
});

test.each([1, 2])('names the stuck snapshots for which the API may refuse the create (%d of them)', async (count) => {
  await using scene = await Scene.create();
  const stuck = [5, 3].slice(0, count).map((hoursOld) => addSnapshot(scene, { hoursOld, status: 'in_progress' }));
  scene.setFaults(({ method }) => (method === 'POST' ? refusal(409, 'Another snapshot is in progress.') : undefined));
  const startMs = scene.nowMs;
  const error = errorOf(await scene.run());
  expect(scene.nowMs - startMs).toBeGreaterThan(14 * MINUTE_MS);
  expect(error.split('\n')).toEqual([
    expect.stringMatching(
      /^The API has not accepted snapshot "3f2a9c1" of server 12345 \(web-1\): .* returned 409: Another/u,
    ),
    'No snapshot was created. Possible reason:',
    ...stuck.map(
      (id, index) => `  snapshot ${id} "before" on server 12345 (web-1), in_progress, ${[5, 3][index]} h ago`,
    ),
    `${count === 1 ? 'If it is stuck, delete it' : 'If they are stuck, delete them'} with \`mode: delete\` and snapshot_id: ${stuck.join(', ')}, or in the VPS.org control panel; then re-run the job.`,
  ]);
});

test('waits while the server is being restored, before it creates anything', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  let polls = 0;
  const readings = ['restoring', 'restoring', 'active', 'restoring', 'active', 'active', 'active'];
  scene.setFaults(({ method, path }) => {
    if (method === 'GET' && path.includes('/servers/')) {
      scene.api.model.setServerStatus(SERVER, readings[polls++] ?? 'active');
    }
    return undefined;
  });
  const result = await scene.run();
  expectSuccess(result);
  expect(polls).toBeGreaterThanOrEqual(readings.length);
  expect(result.log).toContain('is being restored; waiting for that to finish');
});

test('fails at the timeout if the server is being restored for that long, and creates nothing', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  const error = errorOf(await scene.run({ inputs: { timeout_minutes: '30' } }));
  expect(error).toMatch(/Server 12345 \(web-1\) is still being restored after 30 min 0 s \(timeout_minutes\)/u);
  expect(scene.writes()).toEqual([]);
});

test('waits for another snapshot of the server that is in progress', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  addSnapshot(scene, { hoursOld: 0, status: 'in_progress', server: 2 });
  await scene.job({ GITHUB_REPOSITORY_ID: '1' }).step({ inputs: { wait: 'false' } });
  const startedMs = scene.nowMs;
  const result = await scene.run();
  expectSuccess(result);
  expect(result.log).toMatch(/snapshot 802 .* is in progress; waiting for it before creating another/u);
  expect((scene.api.model.snapshots()[2]?.createdAt ?? 0) - startedMs).toBeGreaterThanOrEqual(6 * MINUTE_MS);
});

test('does not wait for one that has been in progress for over an hour', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 1.1, status: 'in_progress' });
  const result = await scene.run();
  expectSuccess(result);
  expect(result.log).not.toContain('waiting for it');
});

test('stops waiting for one when it has been in progress for an hour', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 0.5, status: 'in_progress' });
  const startedMs = scene.nowMs;
  const result = await scene.run();
  expectSuccess(result);
  expect((scene.api.model.snapshots()[1]?.createdAt ?? 0) - startedMs).toBeGreaterThanOrEqual(30 * MINUTE_MS);
});

test('deletes and creates nothing while the server is being restored, if that began while it waited', async () => {
  await using scene = await Scene.create();
  const description = await descriptionBy();
  const oldest = addSnapshot(scene, { hoursOld: 48, description });
  addSnapshot(scene, { hoursOld: 40, description });
  for (const hoursOld of [20, 10]) addSnapshot(scene, { hoursOld });
  expectSuccess(await scene.run({ inputs: { wait: 'false' }, env: { GITHUB_RUN_ID: '6001' } }));
  const startMs = scene.nowMs;
  const statuses: (string | undefined)[] = [];
  scene.setFaults(({ method }) => {
    const passedMs = scene.nowMs - startMs;
    if (passedMs >= 300_000) scene.api.model.setServerStatus(SERVER, passedMs < 800_000 ? 'restoring' : 'active');
    if (method !== 'GET') statuses.push(scene.api.model.serverStatus(SERVER));
    return undefined;
  });
  expectSuccess(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
  expect(statuses).toEqual(['active', 'active']);
  expect(scene.writes().slice(1)).toEqual([`DELETE /snapshots/${oldest}/`, 'POST /snapshots/']);
});

test('fails at the timeout if another snapshot is in progress for that long, and names it', async () => {
  await using scene = await Scene.create();
  const other = addSnapshot(scene, { hoursOld: 0, status: 'in_progress', name: 'manual' });
  const error = errorOf(await scene.run({ inputs: { timeout_minutes: '20' } }));
  expect(error).toMatch(
    new RegExp(`Snapshot ${other} "manual" on server 12345 \\(web-1\\) is still in progress after 20 min 0 s`, 'u'),
  );
  expect(error).toContain('delete it if it is stuck');
  expect(scene.writes()).toEqual([]);
});

test.each([409, 423])('tries a create again while the API says %d', async (status) => {
  let busy = 3;
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' && busy-- > 0 ? refusal(status, 'Busy.') : undefined),
  });
  const result = await scene.run();
  expectSuccess(result);
  expect(scene.writes()).toHaveLength(4);
  expect(scene.snapshotIds()).toEqual(['801']);
});

test.each([409, 423])('gives up on a create after 15 min of %d', async (status) => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' ? refusal(status, 'Another task is running.') : undefined),
  });
  const error = errorOf(await scene.run());
  expect(error).toMatch(new RegExp(`${status}: Another task is running\\.`, 'u'));
  const posts = scene.api.requests.filter(({ method }) => method === 'POST');
  const times = posts.map(({ headers }) => Number(headers['x-virtual-now']));
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(15 * MINUTE_MS);
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(16 * MINUTE_MS);
});

test.each([404, 405] as const)(
  'says that the API has no such call if it returns %d, and tries nothing else',
  async (status) => {
    await using scene = await Scene.create({ model: { rejectedCalls: { 'POST /snapshots/': status } } });
    const error = errorOf(await scene.run());
    expect(error).toMatch(new RegExp(`refused to create snapshot .*: POST /snapshots/ returned ${status}`, 'u'));
    expect(error).toContain('This API has no such call (POST /snapshots/)');
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  },
);

test.each([
  [400, 'name: Too long.'],
  [401, 'Invalid token.'],
  [403, 'No permission.'],
])('does not repeat a create that is refused with %d', async (status, detail) => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' ? refusal(status, detail) : undefined),
  });
  const result = await scene.run();
  expect(errorOf(result)).toContain(`returned ${status}: ${detail}`);
  expect(result.outputs).toMatchObject({ snapshot_id: '', status: '' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('refuses a create whose response names another server, and sends nothing again', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  scene.api.model.planNextSnapshot({ ...NEVER_COMPLETED, overrides: { server: { id: 2, name: 'web-2' } } });
  const error = errorOf(await scene.run());
  expect(error).toMatch(/server 12345/u);
  expect(error).toMatch(/about server 2\b/u);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('names inputs that have no effect in this mode in one line of the log', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { main } = await scene.job().step({ inputs: { snapshot_id: '5' } });
  expect(main.log).toMatch(/^These inputs have no effect in mode snapshot: snapshot_id$/mu);
  const prune = await scene.job().step({
    inputs: { mode: 'prune', keep: '3', description: 'x', rollback_on: 'failure', stop_server: 'true' },
  });
  expect(prune.main.log).toMatch(
    /^These inputs have no effect in mode prune: description, stop_server, rollback_on$/mu,
  );
});

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('ends at %s within 2 s, and says what continues', async (signal) => {
  await using scene = await Scene.create();
  const polled = Promise.withResolvers<void>();
  scene.setFaults(({ method }) => {
    if (method !== 'GET' || scene.writes().length === 0) return undefined;
    polled.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({ signalWhen: { happened: polled.promise, signal } });
  const error = errorOf(result);
  expect(error).toMatch(new RegExp(`^The job was cancelled \\(${signal}\\)\\.$`, 'mu'));
  expect(error).toMatch(/^Snapshot 801 .* is "in_progress"; VPS\.org is still working on it\.$/mu);
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'true' });
  expect(result.summary).toContain('801');
  expect(result.afterSignalMs).toBeLessThan(2000);
});

test('sets its outputs before it waits: a step that is killed still has them', async () => {
  await using scene = await Scene.create();
  const polled = Promise.withResolvers<void>();
  scene.setFaults(({ method }) => {
    if (method !== 'GET' || scene.writes().length === 0) return undefined;
    polled.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({ signalWhen: { happened: polled.promise, signal: 'SIGKILL' } });
  expect(result.exitCode).toBeNull();
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'true' });
  expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([{ server_id: SERVER, snapshot_id: 801 }]);
});
