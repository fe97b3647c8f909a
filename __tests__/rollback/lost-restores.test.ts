import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { serverUuid } from '../../emulator/identity.ts';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { addTarget, RESTORE, restoreRequests, sceneWithTarget, TO_TARGET } from './target.ts';

/** The first restores meet these faults, one each. @returns when each restore was requested, in milliseconds */
function failRestores(scene: Scene, ...faults: Fault[]): number[] {
  const left = [...faults];
  const requestedMs: number[] = [];
  scene.setFaults(({ path }) => {
    if (!path.endsWith('/restore/')) return undefined;
    requestedMs.push(scene.nowMs);
    return left.shift();
  });
  return requestedMs;
}

const NOT_VALID = 'Server is not in a valid state for restore.';

test.each<[string, Fault]>([
  ['a reset', { kind: 'lost-after' }],
  ['half a response', { kind: 'half' }],
  ['a 500', { kind: 'response', status: 500, body: '', effect: true }],
  ['a 504', { kind: 'response', status: 504, body: '', effect: true }],
  ['a 408', { kind: 'response', status: 408, body: '', effect: true }],
  ["a proxy's page", { kind: 'proxy-page', status: 524, effect: true }],
  ['a body that is not JSON', { kind: 'response', status: 200, body: '<html></html>', effect: true }],
  ['a body that names no server', { kind: 'response', status: 200, body: '{"status": "success"}', effect: true }],
])('restores once when the response is lost to %s', async (_, fault) => {
  await using scene = await sceneWithTarget();
  failRestores(scene, fault);
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
  expect(restoreRequests(scene)).toEqual([RESTORE]);
  expect(scene.api.model.restores()).toHaveLength(1);
});

test.each<[string, Fault]>([
  ['a page with 403', { kind: 'response', status: 403, body: '<h1>Attention Required</h1>', effect: false }],
  ['a page with 404', { kind: 'response', status: 404, body: '<h1>Not found</h1>', effect: false }],
  ['a redirect', { kind: 'redirect', status: 302, location: 'https://login.example/' }],
])('rolls back although a proxy refuses the first three restores with %s', async (_what, fault) => {
  await using scene = await sceneWithTarget();
  failRestores(scene, fault, fault, fault);
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(restoreRequests(scene)).toHaveLength(4);
  expect(scene.api.model.restores()).toHaveLength(1);
});

test.each([403, 404, 405])('ends at once if the API refuses a restore with %d', async (status) => {
  await using scene = await sceneWithTarget();
  failRestores(scene, ...Array.from({ length: 9 }, () => refusal(status, 'No.')));
  expect(errorOf(await scene.run({ inputs: TO_TARGET }))).toContain(`returned ${status}: No.`);
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

const QUEUED_90_S = {
  timeline: [
    { atMs: 0, status: 'active' },
    { atMs: 90_000, status: 'restoring' },
    { atMs: 480_000, status: 'active' },
  ],
};

test.each([
  ['{"detail": "Restore has been queued."}'],
  ['{"task_id": "d7"}'],
  ['{"data": {"server": {"id": 12345}}}'],
  [''],
])('sends a restore only once if it was accepted without the name of its server and queued: %s', async (body) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(QUEUED_90_S);
  failRestores(scene, { kind: 'response', status: 202, body, effect: true });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(restoreRequests(scene)).toEqual([RESTORE]);
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:08:00Z'));
});

test('says that it is unknown whether a restore that named no server and was never seen has started', async () => {
  await using scene = await sceneWithTarget();
  failRestores(scene, { kind: 'response', status: 202, body: '{"task_id": "d7"}', effect: false });
  expect(errorOf(await scene.run({ inputs: TO_TARGET }))).toMatch(
    /^It is unknown whether the restore of snapshot 700 .* was started/u,
  );
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

test.each([
  ['{"server": {"id": 99999}, "server_id": 12345}', 'servers 99999, 12345'],
  ['{"server": {"id": 12345, "status": "restoring"}, "snapshot": {"id": 555}}', 'snapshot 555'],
])('stops, and names what the response is about: %s', async (body, about) => {
  await using scene = await sceneWithTarget();
  failRestores(scene, { kind: 'response', status: 200, body, effect: true });
  const error = errorOf(await scene.run({ inputs: TO_TARGET }));
  expect(error).toContain(`for server 12345 (web-1) returned a response about ${about}.`);
  expect(error).toContain('The request was not sent again.');
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

test.each(['error', 'failed'])('is red if a success says that its status is "%s"', async (status) => {
  await using scene = await sceneWithTarget();
  const body = JSON.stringify({ status, message: 'Snapshot storage offline', server: { id: SERVER } });
  failRestores(scene, { kind: 'response', status: 200, body, effect: false });
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toContain('Snapshot storage offline');
  expect(result.outputs.rolled_back).toBe('false');
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

test.each([
  ['lost-before', { kind: 'lost-before' }],
  ['520', { kind: 'proxy-page', status: 520, effect: false }],
] satisfies [string, Fault][])(
  'sends a restore again after a minute if it was not carried out (%s)',
  async (_, fault) => {
    await using scene = await sceneWithTarget();
    const requestedMs = failRestores(scene, fault);
    expectSuccess(await scene.run({ inputs: TO_TARGET }));
    expect(restoreRequests(scene)).toEqual([RESTORE, RESTORE]);
    const [first = 0, second = 0] = requestedMs;
    expect(second - first).toBeGreaterThanOrEqual(60_000);
    expect(scene.api.model.restores()).toHaveLength(1);
  },
);

test('gives up after three lost restores that left no trace', async () => {
  await using scene = await sceneWithTarget();
  failRestores(scene, ...Array.from({ length: 9 }, (): Fault => ({ kind: 'lost-before' })));
  const result = await scene.run({ inputs: TO_TARGET });
  const error = errorOf(result);
  expect(error).toMatch(/^Restoring snapshot 700 .* failed: POST \/snapshots\/700\/restore\/ got no response/u);
  expect(error).toContain('The server was not restored.');
  expect(restoreRequests(scene)).toHaveLength(3);
});

test.each([70_000, 150_000])('restores once if the server is stopped for %d ms before it restores', async (ms) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({
    timeline: [
      { atMs: 0, status: 'stopped' },
      { atMs: ms, status: 'restoring' },
      { atMs: 480_000, status: 'active' },
    ],
  });
  failRestores(scene, { kind: 'lost-after' });
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(restoreRequests(scene)).toEqual([RESTORE]);
  expect(scene.api.model.restores()).toHaveLength(1);
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:08:00Z'));
});

test.each([
  [400, NOT_VALID],
  [400, 'Another restore is in progress.'],
  [409, 'Conflict.'],
  [423, 'Locked.'],
])('treats a %d after a lost response as the acceptance of the first restore', async (status, detail) => {
  await using scene = await sceneWithTarget();
  // The list lags behind by more than a minute, so that a second restore is sent at all.
  scene.api.model.planNextRestore({
    hiddenMs: 75_000,
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 480_000, status: 'active' },
    ],
  });
  failRestores(scene, { kind: 'lost-after' }, refusal(status, detail));
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(restoreRequests(scene)).toHaveLength(2);
  expect(scene.api.model.restores()).toHaveLength(1);
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:08:00Z'));
});

test.each([
  [400, 'Restores are switched off today.'],
  [409, 'A backup is in progress.'],
])('does not call a server restored if it only refused, with %d, after a lost request', async (status, detail) => {
  await using scene = await sceneWithTarget();
  failRestores(scene, { kind: 'lost-before' }, ...Array.from({ length: 99 }, () => refusal(status, detail)));
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toMatch(/It is unknown whether .*snapshot 700/u);
  expect(result.outputs.rolled_back).toBe('false');
  expect(scene.api.model.restores()).toEqual([]);
});

test('sends nothing again when the servers cannot be read after a lost response', async () => {
  await using scene = await sceneWithTarget();
  scene.setFaults(({ method, path }) => {
    if (path.endsWith('/restore/')) return { kind: 'lost-after' };
    return method === 'GET' && restoreRequests(scene).length > 0 ? refusal(403, 'No.') : undefined;
  });
  const result = await scene.run({ inputs: TO_TARGET });
  const error = errorOf(result);
  expect(error).toMatch(/^It is unknown whether the restore of snapshot 700 .* was started/u);
  expect(error).toContain('The request was not sent again.');
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

const UUID = serverUuid(SERVER);
test.each([
  [String(SERVER), 'bare-id'],
  [String(SERVER), 'server_id'],
  [String(SERVER), 'object-id'],
  [UUID, 'bare-uuid'],
  [UUID, 'server_uuid'],
  [UUID, 'object-uuid'],
] as const)(
  'restores server %s once when the response is %s and servers are unreadable',
  async (server_id, serverForm) => {
    await using scene = await sceneWithTarget({
      model: { mayReadServers: false, fields: { serverForm: 'object-both' } },
    });
    scene.api.model.planNextRestore({ serverForm, timeline: [{ atMs: 0, status: 'restoring' }] });
    const result = await scene.run({ inputs: { ...TO_TARGET, server_id } });
    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(restoreRequests(scene)).toEqual([RESTORE]);
  },
);

test.each(['bare-id', 'bare-uuid', 'server_id', 'server_uuid', 'object-id', 'object-uuid'] as const)(
  'stops and names both when the response names another server as %s',
  async (serverForm) => {
    await using scene = await sceneWithTarget();
    scene.api.model.addServer({ id: 222, name: 'web-2' });
    scene.api.model.planNextRestore({ namesServer: 222, serverForm, timeline: [{ atMs: 0, status: 'restoring' }] });
    const result = await scene.run({ inputs: TO_TARGET });
    const error = errorOf(result);
    expect(error).toMatch(
      /snapshots\/700\/restore\/ for server 12345 .* a response about server (?:222|a11ce5e4\S+222)/u,
    );
    expect(error).toContain('not sent again');
    expect(result.outputs.rolled_back).toBe('false');
    expect(restoreRequests(scene)).toEqual([RESTORE]);
  },
);

test.each([
  ['30 s', '30', 30_000],
  ['7 min', '420', 420_000],
])('sends a restore again after a 429 with Retry-After of %s, without looking first', async (_, seconds, ms) => {
  await using scene = await sceneWithTarget();
  const headers = { 'retry-after': seconds };
  const requestedMs = failRestores(scene, { kind: 'response', status: 429, body: '{}', headers, effect: false });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  const [first = 0, second = 0, ...rest] = requestedMs;
  expect(second - first).toBeGreaterThanOrEqual(ms);
  expect(second - first).toBeLessThan(ms + 5000);
  expect(rest).toEqual([]);
});

test('retries a restore whose 429 comes without Retry-After', async () => {
  await using scene = await sceneWithTarget();
  failRestores(scene, ...Array.from({ length: 8 }, () => refusal(429, 'Slow down.')));
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(restoreRequests(scene)).toHaveLength(9);
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('sends a lost restore again if the server was in another status before, and is active now', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.setServerStatus(SERVER, 'snapshotting');
  scene.setFaults(({ path }) => {
    if (!path.endsWith('/restore/') || restoreRequests(scene).length > 1) return undefined;
    scene.api.model.setServerStatus(SERVER, 'active');
    return { kind: 'lost-before' };
  });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('sends a lost restore after the job again if the status of the server before is unknown', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  let reads = 0;
  const restores = { left: 1 };
  scene.setFaults(({ path, method }) => {
    if (path.endsWith('/restore/')) return restores.left-- > 0 ? { kind: 'lost-before' } : undefined;
    if (method !== 'GET' || !path.includes('/servers/')) return undefined;
    reads += 1;
    if (reads > 2) return undefined;
    // Neither the detail nor the list shows the server at first.
    return /\/servers\/(?:\?|$)/u.test(path)
      ? { kind: 'response', status: 200, body: '{"count": 0, "results": []}', effect: false }
      : refusal(404, 'Not found.');
  });
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('does not mistake its own start of the server for a restore whose response is lost', async () => {
  await using scene = await Scene.create({ model: { replicaLagsMs: [0, 50_000] } });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { stop_server: 'true', rollback_on: 'failure' } });
  failRestores(scene, { kind: 'lost-before' });
  const error = errorOf(await step.post('failure'));
  expect(error).toMatch(/It is unknown whether the restore of snapshot \d+ .* was started: the response was lost/u);
  expect(scene.api.model.restores()).toEqual([]);
});

/** The status of the server before the restore is unknown: its first reads are refused. */
function refuseFirstReads(scene: Scene, ...restores: Fault[]): void {
  let isRequested = false;
  scene.setFaults(({ path }) => {
    const isRestore = path.endsWith('/restore/');
    isRequested ||= isRestore;
    if (isRestore) return restores.shift();
    return !isRequested && path.includes('/servers/') ? refusal(403, 'Not now.') : undefined;
  });
}

test.each<[string, string, Fault[]]>([
  ['was stopped by somebody', 'stopped', [{ kind: 'lost-before' }]],
  ['refuses the second restore', 'active', [{ kind: 'lost-before' }, refusal(400, NOT_VALID)]],
])(
  'is red after a lost restore of a server that %s, if nothing shows that it was started',
  async (_, status, faults) => {
    for (const jobStatus of [undefined, 'failure', 'cancelled'] as const) {
      await using scene = await sceneWithTarget();
      scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
      const step = await scene.job().step({ inputs: { rollback_on: 'failure, cancelled' } });
      scene.api.model.setServerStatus(SERVER, status);
      refuseFirstReads(scene, ...faults);
      const result = jobStatus === undefined ? await scene.run({ inputs: TO_TARGET }) : await step.post(jobStatus);
      const error = errorOf(result);
      expect(error).toMatch(/It is unknown whether the restore of snapshot \d+ .* was started: /u);
      expect(error).toContain('not being restored, re-run the rollback');
      expect(scene.api.model.restores()).toEqual([]);
    }
  },
);

test('does not repeat a delete whose response is lost once the snapshot is gone', async () => {
  await using scene = await sceneWithTarget();
  addTarget(scene, 701, SERVER);
  const left: Fault[] = [{ kind: 'lost-after' }];
  scene.setFaults(({ method }) => (method === 'DELETE' ? left.shift() : undefined));
  expectSuccess(await scene.run({ inputs: { mode: 'delete', snapshot_id: '701' } }));
  expect(scene.snapshotIds()).toEqual(['700']);
});

test('rolls back after the job if it is unknown whether an earlier step of the job has restored the server', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const job = scene.job();
  const { post } = await job.step({ inputs: { rollback_on: 'failure' } });
  failRestores(scene, { kind: 'lost-before' }, refusal(409, 'A backup is in progress.'));
  const step = await job.step({ inputs: { mode: 'rollback' } });
  expect(errorOf(step.main)).toContain('It is unknown whether');
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('sends no second restore while no reading shows the server', async () => {
  await using scene = await sceneWithTarget();
  const faults: Fault[] = [{ kind: 'lost-after' }];
  let lostMs: number | undefined;
  scene.setFaults(({ path }) => {
    if (path.endsWith('/restore/')) {
      lostMs ??= scene.nowMs;
      return faults.shift();
    }
    if (lostMs === undefined || scene.nowMs > lostMs + 75_000 || !path.includes('/servers/')) return undefined;
    if (!/\/servers\/(?:\?|$)/u.test(path)) return refusal(404, 'Not found.');
    return { kind: 'response', status: 200, body: '{"count": 0, "results": []}', effect: false };
  });
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(restoreRequests(scene)).toEqual([RESTORE]);
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('does not know what became of a lost restore if no reading ever shows the server', async () => {
  await using scene = await sceneWithTarget();
  scene.setFaults(({ path }) => {
    if (path.endsWith('/restore/')) return { kind: 'lost-before' };
    if (restoreRequests(scene).length === 0 || !path.includes('/servers/')) return undefined;
    if (!/\/servers\/(?:\?|$)/u.test(path)) return refusal(404, 'Not found.');
    return { kind: 'response', status: 200, body: '{"count": 0, "results": []}', effect: false };
  });
  const error = errorOf(await scene.run({ inputs: { ...TO_TARGET, timeout_minutes: '10' } }));
  expect(error).toMatch(
    /^It is unknown whether the restore of snapshot 700 .* no response from the API included the server before/u,
  );
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});
