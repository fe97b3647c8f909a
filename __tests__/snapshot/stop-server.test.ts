import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { addSnapshot, COMPLETED_AT_ONCE, FAILS, NEVER_COMPLETED, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const MINUTE_MS = 60_000;
const STOP = { stop_server: 'true' };
const POWER = /^POST \/servers\/.*\/power\/$/u;

/** What the scene's servers were told, with whether the snapshot was requested in between. */
function actions(scene: Scene): string[] {
  return scene.api.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ path, body }) => (path.includes('/power/') ? String(JSON.parse(body).action) : 'create'));
}

/** Status of the server when a create arrives. */
function statusesAtCreate(scene: Scene): (string | undefined)[] {
  const statuses: (string | undefined)[] = [];
  scene.setFaults(({ method, path }) => {
    if (method === 'POST' && path.endsWith('/snapshots/')) statuses.push(scene.api.model.serverStatus(SERVER));
    return undefined;
  });
  return statuses;
}

test('stops the server, takes the snapshot, starts it again and waits until it is active', async () => {
  await using scene = await Scene.create();
  const statuses = statusesAtCreate(scene);
  const result = await scene.run({ inputs: STOP });
  expectSuccess(result);
  expect(actions(scene)).toEqual(['stop', 'create', 'start']);
  expect(statuses).toEqual(['stopped']);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  const [, create, start] = scene.api.requests.filter(({ method }) => method === 'POST');
  const at = (headers?: { readonly [name: string]: unknown }) => Number(headers?.['x-virtual-now']);
  expect(at(start?.headers) - at(create?.headers)).toBeGreaterThanOrEqual(6 * MINUTE_MS);
});

test('says in the log and in the summary for how long the server was down', async () => {
  await using scene = await Scene.create();
  const { log, summary } = await scene.run({ inputs: STOP });
  expect(log).toMatch(/^Sent "stop" to server 12345 \(web-1\)$/mu);
  expect(log).toMatch(/^ {2}server 12345 \(web-1\) is stopped$/mu);
  expect(log).toMatch(/^Sent "start" to server 12345 \(web-1\)$/mu);
  expect(log).toMatch(/^ {2}server 12345 \(web-1\) is active again$/mu);
  expect(summary).toMatch(/^\| Server \|.*\| Downtime \|$/mu);
  expect(summary).toMatch(/^\|.*\| [67] min \d+ s \|$/mu);
});

test('neither stops nor starts a server that was stopped before', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'stopped');
  const result = await scene.run({ inputs: STOP });
  expectSuccess(result);
  expect(actions(scene)).toEqual(['create']);
  expect(scene.api.model.serverStatus(SERVER)).toBe('stopped');
  expect(result.summary).not.toContain('Downtime');
});

test('saves that it stops the server before it sends the stop, and that it started it again', async () => {
  await using scene = await Scene.create();
  const sent = Promise.withResolvers<void>();
  scene.setFaults(({ path }) => {
    if (!path.includes('/power/')) return undefined;
    sent.resolve();
    return { kind: 'silence', effect: true };
  });
  const killed = await scene.job().step({
    inputs: STOP,
    signalWhen: { happened: sent.promise, signal: 'SIGKILL' },
  });
  expect(JSON.stringify(killed.main.state)).toContain(String(SERVER));
  scene.setFaults(undefined);
  await using other = await Scene.create();
  const { main } = await other.job().step({ inputs: STOP });
  expect(main.state.stopped).toMatch(/\[\]$/u);
});

test.each([
  ['fails', FAILS, {}, /ended with status "failed"/u],
  ['does not complete in time', NEVER_COMPLETED, { timeout_minutes: '5' }, /has not completed after/u],
  ['disappears', { ...NEVER_COMPLETED, goneAfterMs: MINUTE_MS }, {}, /disappeared/u],
])('starts the server again if the snapshot %s', async (_how, plan, inputs, words) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(plan);
  const result = await scene.run({ inputs: { ...STOP, ...inputs } });
  expect(errorOf(result)).toMatch(words);
  expect(actions(scene)).toEqual(['stop', 'create', 'start']);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test.each([400, 401, 403, 404])('starts the server again if the create is refused with %d', async (status) => {
  await using scene = await Scene.create({
    faults: ({ method, path }) =>
      method === 'POST' && path.endsWith('/snapshots/') ? refusal(status, 'No.') : undefined,
  });
  const error = errorOf(await scene.run({ inputs: STOP }));
  expect(error).toContain('The server was told to stop for its snapshot, and is active again.');
  expect(error).not.toContain('not changed');
  expect(actions(scene)).toEqual(['stop', 'create', 'start']);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('starts the server again if it does not stop in time, and the stop may still take effect', async () => {
  await using scene = await Scene.create({
    model: {
      power: {
        timelines: {
          stop: [
            { atMs: 0, status: 'active' },
            { atMs: 5.5 * MINUTE_MS, status: 'stopped' },
          ],
        },
      },
    },
  });
  // The API takes the first stop alone, and needs longer for it than the step has.
  let stops = 0;
  scene.setFaults(({ path, body }) =>
    path.includes('/power/') && body.includes('stop') && stops++ > 0
      ? { kind: 'response', status: 202, body: '{}', effect: false }
      : undefined,
  );
  const result = await scene.run({ inputs: { ...STOP, timeout_minutes: '5' } });
  expect(errorOf(result)).toMatch(
    /^Server 12345 \(web-1\) did not become "stopped" within 5 min 0 s \(timeout_minutes\) after "stop"; its status was "active"\.\nNo snapshot was created\.\nThe server was told to stop for its snapshot, and is active again\.\n/u,
  );
  expect(actions(scene).filter((action) => action === 'start').length).toBeGreaterThanOrEqual(1);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  expect(scene.writes()).not.toContain('POST /snapshots/');
});

test.each([403, 404, 405])('changes nothing if the stop is refused with %d', async (status) => {
  await using scene = await Scene.create({
    faults: ({ path }) => (path.includes('/power/') ? refusal(status, 'No power for you.') : undefined),
  });
  const error = errorOf(await scene.run({ inputs: STOP }));
  expect(error).toMatch(new RegExp(`^The API refused to stop server 12345 \\(web-1\\): .* ${status}`, 'u'));
  expect(error).toContain('The server was not stopped, and no snapshot was created.');
  expect(error).toContain('servers:*');
  expect(actions(scene)).toEqual(['stop']);
});

test.each([
  ['404', refusal(404, 'Not Found')],
  ['405', refusal(405, 'Method not allowed')],
  ["a proxy's 404", { kind: 'response', status: 404, body: '<html>Not Found</html>', effect: false }],
  ['302', { kind: 'redirect', status: 302, location: 'https://login.example/' }],
] satisfies [string, Fault][])('starts the server although the first starts meet %s', async (_, fault) => {
  await using scene = await Scene.create();
  let starts = 0;
  scene.setFaults(({ path, body }) => {
    if (!path.includes('/power/') || !body.includes('start')) return undefined;
    starts += 1;
    return starts <= 4 ? fault : undefined;
  });
  expectSuccess(await scene.run({ inputs: STOP }));
  expect(starts).toBe(5);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test.each([5, 6.5])(
  'stops a server that another job has stopped for its snapshot and started again after %d min',
  async (minutes) => {
    await using scene = await Scene.create();
    expectSuccess(await scene.run({ inputs: { wait: 'false' }, env: { GITHUB_RUN_ID: '6000' } }));
    scene.api.model.setServerStatus(SERVER, 'stopped');
    const startMs = scene.nowMs;
    let isStarted = false;
    scene.setFaults(() => {
      if (isStarted || scene.nowMs - startMs < minutes * MINUTE_MS) return undefined;
      isStarted = true;
      scene.api.model.setServerStatus(SERVER, 'active');
      return undefined;
    });
    expectSuccess(await scene.run({ inputs: STOP }));
    expect(actions(scene)).toEqual(['create', 'stop', 'create', 'start']);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  },
);

test('changes nothing if the API has no power call', async () => {
  await using scene = await Scene.create({ model: { dialect: 'docs' } });
  const error = errorOf(await scene.run({ inputs: STOP }));
  expect(error).toMatch(/^The API refused to stop server 12345/u);
  expect(scene.writes()).not.toContain('POST /snapshots/');
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('is refused before the stop if the token is not allowed to read servers', async () => {
  await using scene = await Scene.create({ model: { mayReadServers: false } });
  const result = await scene.run({ inputs: STOP });
  expect(result.exitCode).toBe(1);
  expect(result.errors.join()).toMatch(/stop_server needs to see whether the server is stopped/u);
  expect(scene.writes()).toEqual([]);
});

test('names the command that starts the server if it cannot be started', async () => {
  await using scene = await Scene.create({ model: { power: { refuse: { start: { status: 403 } } } } });
  const result = await scene.run({ inputs: STOP });
  const error = errorOf(result);
  expect(error).toMatch(/^Server 12345 \(web-1\) was stopped for its snapshot and could not be started again: /u);
  expect(error).toContain('THE SERVER IS DOWN.');
  expect(error).toMatch(/Snapshot 801 .* is "completed"\./u);
  expect(error).toContain('set VPS_API_TOKEN to your API token and run: curl ');
  expect(error).toContain(
    `curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" -H 'Content-Type: application/json' -d '{"action": "start"}' '${scene.api.url}/servers/`,
  );
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
  expect(JSON.stringify(result.state.stopped)).toContain(String(SERVER));
});

test.each<[string, Fault]>([
  ['a reset', { kind: 'lost-before' }],
  ['a lost response', { kind: 'lost-after' }],
  ['a 409', refusal(409, 'Busy.')],
  ['a 500', { kind: 'response', status: 500, body: '', effect: false }],
  ['a 400', refusal(400, 'Not in a valid state.')],
])('sends start again after %s', async (_what, fault) => {
  await using scene = await Scene.create();
  let left = 2;
  scene.setFaults(({ path, body }) =>
    path.includes('/power/') && body.includes('start') && left-- > 0 ? fault : undefined,
  );
  const result = await scene.run({ inputs: STOP });
  expectSuccess(result);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test.each([401, 403])('starts the server although the first two starts return %d', async (status) => {
  await using scene = await Scene.create();
  let left = 2;
  scene.setFaults(({ path, body }) =>
    path.includes('/power/') && body.includes('start') && left-- > 0 ? refusal(status, 'No.') : undefined,
  );
  expectSuccess(await scene.run({ inputs: STOP }));
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

const PAGE = '<h1>Attention Required</h1>';

test('sends stop again if a proxy refuses it with a page', async () => {
  await using scene = await Scene.create();
  let left = 2;
  scene.setFaults(({ path }) =>
    path.includes('/power/') && left-- > 0 ? { kind: 'response', status: 403, body: PAGE, effect: false } : undefined,
  );
  expectSuccess(await scene.run({ inputs: STOP }));
  expect(actions(scene).filter((action) => action !== 'stop')).toEqual(['create', 'start']);
});

test.each<[string, Fault]>([
  ['403', refusal(403, 'No.')],
  ['a page with 403', { kind: 'response', status: 403, body: PAGE, effect: false }],
  ['a redirect', { kind: 'redirect', status: 302, location: 'https://login.example/' }],
  ['400', refusal(400, 'No.')],
])('starts the server although its status meets %s for two minutes after the stop', async (_what, fault) => {
  await using scene = await Scene.create();
  let stoppedMs: number | undefined;
  scene.setFaults(({ path, method }) => {
    if (method === 'POST' && path.includes('/power/')) stoppedMs ??= scene.nowMs;
    const isDown = stoppedMs !== undefined && scene.nowMs < stoppedMs + 2 * MINUTE_MS;
    return isDown && method === 'GET' && path.startsWith('/servers/') ? fault : undefined;
  });
  await scene.run({ inputs: STOP });
  expect(actions(scene)).toContain('start');
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('says that it is unknown whether the server is running if its status can never be read again', async () => {
  await using scene = await Scene.create();
  let isStopped = false;
  scene.setFaults(({ path, method }) => {
    isStopped ||= method === 'POST' && path.includes('/power/');
    return isStopped && method === 'GET' && path.startsWith('/servers/') ? refusal(403, 'No.') : undefined;
  });
  const error = errorOf(await scene.run({ inputs: STOP }));
  expect(error).toContain('"start" for server 12345 (web-1) was accepted, but its status cannot be read: ');
  expect(actions(scene).filter((action) => action === 'start')).toHaveLength(3);
});

test('sends start again every 60 s while the server stays stopped', async () => {
  await using scene = await Scene.create();
  let ignored = 3;
  scene.setFaults(({ path, body }) =>
    path.includes('/power/') && body.includes('start') && ignored-- > 0
      ? { kind: 'response', status: 202, body: '{}', effect: false }
      : undefined,
  );
  expectSuccess(await scene.run({ inputs: STOP }));
  const times = scene.api.requests
    .filter(({ path, body }) => path.includes('/power/') && body.includes('start'))
    .map(({ headers }) => Number(headers['x-virtual-now']));
  expect(times).toHaveLength(4);
  for (const [index, at] of times.slice(1).entries()) {
    expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect(at - (times[index] ?? 0)).toBeLessThan(80_000);
  }
});

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('sends start at %s, then ends within 2 s', async (signal) => {
  await using scene = await Scene.create();
  const polled = Promise.withResolvers<void>();
  scene.setFaults(({ method }) => {
    if (method !== 'GET' || !scene.writes().includes('POST /snapshots/')) return undefined;
    polled.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({ inputs: STOP, signalWhen: { happened: polled.promise, signal } });
  expect(result.exitCode).toBe(1);
  expect(actions(scene)).toEqual(['stop', 'create', 'start']);
  expect(result.warnings.join()).toMatch(
    /The job was cancelled while server 12345 \(web-1\) was stopped\. "start" was sent; the post step checks/u,
  );
  expect(result.afterSignalMs).toBeLessThan(2000);
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
});

test('ends at a signal even if nothing responds to start, and names the command', async () => {
  await using scene = await Scene.create();
  const polled = Promise.withResolvers<void>();
  scene.setFaults(({ method, path, body }) => {
    if (path.includes('/power/') && body.includes('start')) return { kind: 'silence', effect: false };
    if (method !== 'GET' || !scene.writes().includes('POST /snapshots/')) return undefined;
    polled.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({ inputs: STOP, signalWhen: { happened: polled.promise, signal: 'SIGINT' } });
  expect(result.exitCode).toBe(1);
  expect(result.warnings.join()).toMatch(/could not be started: .*curl --fail-with-body/u);
  expect(JSON.stringify(result.state.stopped)).toContain(String(SERVER));
});

test('sends start at a signal while it waits for the server to stop', async () => {
  await using scene = await Scene.create();
  const polled = Promise.withResolvers<void>();
  scene.setFaults(({ method, path }) => {
    if (method !== 'GET' || !path.includes('/servers/') || !scene.writes().some((write) => POWER.test(write)))
      return undefined;
    polled.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({ inputs: STOP, signalWhen: { happened: polled.promise, signal: 'SIGINT' } });
  expect(result.exitCode).toBe(1);
  expect(actions(scene)).toEqual(['stop', 'start']);
  expect(result.afterSignalMs).toBeLessThan(2000);
});

test('sends start again at a signal that comes while the first start is under way', async () => {
  await using scene = await Scene.create();
  const started = Promise.withResolvers<void>();
  let starts = 0;
  scene.setFaults(({ path, body }) => {
    if (!path.includes('/power/') || !body.includes('start') || starts++ > 0) return undefined;
    started.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({ inputs: STOP, signalWhen: { happened: started.promise, signal: 'SIGINT' } });
  expect(result.exitCode).toBe(1);
  expect(actions(scene)).toEqual(['stop', 'create', 'start', 'start']);
  expect(scene.api.model.powerActions().at(-1)).toMatchObject({ action: 'start' });
  expect(result.afterSignalMs).toBeLessThan(2000);
});

test('sends start to each server that is stopped when a signal comes, and to no other', async () => {
  await using scene = await Scene.create();
  for (const id of [2, 3]) scene.api.model.addServer({ id });
  const polled = Promise.withResolvers<void>();
  scene.setFaults(({ method }) => {
    const creates = scene.writes().filter((request) => request === 'POST /snapshots/');
    if (method !== 'GET' || creates.length < 2) return undefined;
    polled.resolve();
    return { kind: 'silence', effect: false };
  });
  const result = await scene.run({
    inputs: { ...STOP, server_id: `${SERVER},2,3`, max_parallel: '2' },
    signalWhen: { happened: polled.promise, signal: 'SIGTERM' },
  });
  expect(result.exitCode).toBe(1);
  const sent = scene.api.model.powerActions().map(({ serverId, action }) => `${action} ${serverId}`);
  expect(sent.sort()).toEqual(['start 12345', 'start 2', 'stop 12345', 'stop 2']);
  expect(result.warnings).toHaveLength(2);
});

test('stops one server of a fleet at a time, and starts it before the next', async () => {
  await using scene = await Scene.create();
  for (const id of [2, 3]) scene.api.model.addServer({ id });
  const result = await scene.run({ inputs: { ...STOP, server_id: `${SERVER},2,3` } });
  expectSuccess(result);
  const order = scene.api.model.powerActions().map(({ serverId, action }) => `${action} ${serverId}`);
  expect(order).toEqual([SERVER, 2, 3].flatMap((id) => [`stop ${id}`, `start ${id}`]));
  expect(result.summary.match(/\| [67] min \d+ s \|$/gmu)).toHaveLength(3);
});

test('stops as many servers at once as max_parallel says', async () => {
  await using scene = await Scene.create();
  for (const id of [2, 3]) scene.api.model.addServer({ id });
  expectSuccess(await scene.run({ inputs: { ...STOP, server_id: `${SERVER},2,3`, max_parallel: '2' } }));
  let stopped = 0;
  const counts = scene.api.model.powerActions().map(({ action }) => (stopped += action === 'stop' ? 1 : -1));
  expect(Math.max(...counts)).toBe(2);
  expect(stopped).toBe(0);
});

test('continues with the other servers if the snapshot of one fails', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, snapshotPlan: FAILS });
  scene.api.model.addServer({ id: 3, snapshotPlan: COMPLETED_AT_ONCE });
  const result = await scene.run({ inputs: { ...STOP, server_id: `2,3,${SERVER}` } });
  expect(errorOf(result)).toMatch(/^1 of 3 servers has no usable snapshot/u);
  for (const id of [2, 3, SERVER]) expect(scene.api.model.serverStatus(id)).toBe('active');
});

test('waits for another snapshot before it stops the server', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 0.5, status: 'in_progress' });
  const result = await scene.run({ inputs: STOP });
  expectSuccess(result);
  const [stop] = scene.api.model.powerActions();
  expect((stop?.at ?? 0) - Date.parse('2025-01-16T12:00:00Z')).toBeGreaterThanOrEqual(30 * MINUTE_MS);
});

test('reuses a snapshot without stopping the server', async () => {
  await using scene = await Scene.create();
  await scene.job().step();
  const { main } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs: STOP });
  expectSuccess(main);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('is refused with wait: false before any request', async () => {
  await using scene = await Scene.create();
  expect(errorOf(await scene.run({ inputs: { ...STOP, wait: 'false' } }))).toMatch(
    /wait cannot be false with stop_server/u,
  );
  expect(scene.requests()).toEqual([]);
});

test('changes nothing in a dry run', async () => {
  await using scene = await Scene.create();
  expectSuccess(await scene.run({ inputs: { ...STOP, dry_run: 'true' } }));
  expect(scene.writes()).toEqual([]);
});
