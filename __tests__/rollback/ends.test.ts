import { expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import { restoreInto } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { shownText } from '../support/shown-text.ts';
import { addTarget, RESTORE, restoreRequests, sceneWithTarget, TO_TARGET } from './target.ts';

test.each(['suspended', 'failed', 'error', 'errored', 'cancelled', 'deleted'])(
  'fails when the restore ends with the server "%s"',
  async (status) => {
    await using scene = await sceneWithTarget();
    scene.api.model.planNextRestore(restoreInto(status));
    const result = await scene.run({ inputs: TO_TARGET });
    const error = errorOf(result);
    expect(error).toMatch(
      new RegExp(
        `^The restore of snapshot 700 "good" on server 12345 \\(web-1\\) finished after 8 min \\d+ s, but .* is "${status}"`,
        'u',
      ),
    );
    expect(error).toContain('The server is not running.');
    expect(result.outputs).toMatchObject({ rolled_back: 'false', server_status: status, snapshot_id: '700' });
    expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: failed/u);
    expect(result.log).not.toContain('✅');
  },
);

test('fails at the timeout, and says that VPS.org continues the restore', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({ timeline: [{ atMs: 0, status: 'restoring' }] });
  const startMs = scene.nowMs;
  const result = await scene.run({ inputs: { ...TO_TARGET, timeout_minutes: '20' } });
  const error = errorOf(result);
  expect(error).toMatch(/^The restore of snapshot 700 .* has not finished after 20 min 0 s; .* is "restoring"/u);
  expect(error).toContain('VPS.org continues the restore. The server will be down until it has finished.');
  expect(error).toContain('do not restore it again until this restore has finished');
  expect(scene.nowMs - startMs).toBe(1_200_000);
  expect(result.outputs).toMatchObject({ rolled_back: 'false', server_status: 'restoring' });
  expect(scene.api.model.restores()).toHaveLength(1);
});

test.each(['restoring', 'suspended'])('sends no restore to a server that is %s', async (status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.setServerStatus(SERVER, status);
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toMatch(
    status === 'restoring'
      ? /^Server 12345 \(web-1\) is already being restored\. No restore was started/u
      : /^Server 12345 \(web-1\) is suspended\. No restore was started/u,
  );
  expect(result.outputs.rolled_back).toBe('false');
  expect(scene.writes()).toEqual([]);
});

test('fails when the server disappears for over a minute, and says that the restore may continue', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  const gone = { kind: 'response', status: 200, body: '{"count": 0, "results": []}', effect: false } as const;
  const noSuchServer = { ...gone, status: 404, body: '{"detail": "Not found."}' };
  scene.setFaults(({ path, method }) => {
    if (method !== 'GET' || !path.includes('/servers/') || restoreRequests(scene).length === 0) return undefined;
    return /\/servers\/(?:\?|$)/u.test(path) ? gone : noSuchServer;
  });
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toMatch(
    /^Server 12345 \(web-1\) is no longer listed, 1 min \d+ s after the restore of snapshot 700 .* was started/u,
  );
  expect(result.outputs.rolled_back).toBe('false');
});

test.each([401, 403])(
  'ends the watch when a poll is refused with %d, and says that the restore continues',
  async (status) => {
    await using scene = await sceneWithTarget();
    scene.setFaults(({ path, method }) =>
      method === 'GET' && path.includes('/servers/') && restoreRequests(scene).length > 0
        ? { kind: 'response', status, body: '{"detail": "No."}', effect: false }
        : undefined,
    );
    const result = await scene.run({ inputs: TO_TARGET });
    const error = errorOf(result);
    expect(error).toMatch(
      new RegExp(`^Monitoring the restore of snapshot 700 .* failed: .* returned ${status}: No\\.`, 'u'),
    );
    expect(error).toContain('The restore continues without being monitored.');
    expect(result.outputs.rolled_back).toBe('false');
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  'ends within 2 s after %s, and says that the restore continues',
  async (signal) => {
    await using scene = await sceneWithTarget();
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.setFaults(({ path, method }) => {
      if (method !== 'GET' || !path.includes('/servers/') || restoreRequests(scene).length === 0) return undefined;
      resolve();
      return { kind: 'silence', effect: false };
    });
    const result = await scene.run({ inputs: TO_TARGET, signalWhen: { happened: promise, signal } });
    const error = errorOf(result);
    expect(error).toContain(`The job was cancelled (${signal}).`);
    expect(error).toMatch(/server 12345 \(web-1\) is being restored|restore .*12345/iu);
    expect(error).toContain('do not restore a server again until its restore has finished');
    expect(error).not.toContain('Re-run the job');
    expect(result.outputs).toMatchObject({ snapshot_id: '700', rolled_back: 'false' });
    expect(result.afterSignalMs).toBeLessThan(2000);
  },
);

test.each([2, 3, 4, 6])('is not misled by one of %d replicas that is a minute old', async (replicas) => {
  const replicaLagsMs = [...Array.from({ length: replicas - 1 }, () => 0), 60_000];
  await using scene = await sceneWithTarget({ model: { replicaLagsMs } });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:08:00Z'));
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test.each([2, 5, 8])('is not misled if only one of %d replicas is up to date', async (replicas) => {
  const replicaLagsMs = [...Array.from({ length: replicas - 1 }, () => 50_000), 0];
  for (const shift of replicaLagsMs.keys()) {
    const lags = [...replicaLagsMs.slice(shift), ...replicaLagsMs.slice(0, shift)];
    await using scene = await sceneWithTarget({ model: { replicaLagsMs: lags } });
    expectSuccess(await scene.run({ inputs: TO_TARGET }));
    expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:08:00Z'));
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  }
});

test('does not mistake a stale `active` between two `restoring` for the end', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 60_000, status: 'active' },
      { atMs: 70_000, status: 'restoring' },
      { atMs: 600_000, status: 'active' },
    ],
  });
  expectSuccess(await scene.run({ inputs: { ...TO_TARGET, poll_interval_seconds: '5' } }));
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:10:00Z'));
});

test('waits 3 min if the restore never shows, and says that the server may still be running what it ran before', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(() => ({ status: 200, body: 'ok' }));
  scene.api.model.planNextRestore({ timeline: [{ atMs: 0, status: 'active' }] });
  const result = await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}/hook` } });
  expect(result).toMatchObject({ exitCode: 0, errors: [], outputs: { rolled_back: 'true' } });
  const warning =
    'VPS.org accepted the restore of server 12345, but no status check showed it being restored. Check that it is running the old release.';
  expect(result.warnings).toEqual([warning]);
  expect(shownText(result.summary)).toContain(`### ⚠️ VPS.org rollback: 1 server restored\n`);
  expect(shownText(result.summary)).toContain(warning);
  expect(result.log).toContain('⚠️ server 12345 (web-1) restored from snapshot 700; discarded');
  expect(chat.requests[0]?.body).toContain(
    'No status check showed it being restored: check that it is running the old release.',
  );
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:03:00Z'));
  expect(scene.nowMs).toBeLessThan(Date.parse('2025-01-16T12:04:00Z'));
});

test('waits for a server that shows the restore only after a minute', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({
    hiddenMs: 60_000,
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 480_000, status: 'active' },
    ],
  });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:08:00Z'));
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

test('stops before the restore when the response to a read is about another server', async () => {
  await using scene = await Scene.create();
  addTarget(scene, 700, SERVER);
  const body = '{"id": 222, "name": "web-2", "status": "active"}';
  scene.setFaults(({ path }) =>
    path.includes(`/servers/${SERVER}/`) ? { kind: 'response', status: 200, body, effect: false } : undefined,
  );
  const error = errorOf(await scene.run({ inputs: TO_TARGET }));
  expect(error).toMatch(/^GET \S+ for server 12345 returned a response about server 222/u);
  expect(scene.writes()).toEqual([]);
});

test.each([
  ['without a status', 'active', null],
  ['with the previous status', 'starting', 'starting'],
])('does not end a restore early because of a reading %s right after acceptance', async (_, before, status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({
    hiddenMs: 150_000,
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 480_000, status: 'active' },
    ],
  });
  const afterAcceptance = [status];
  scene.setFaults(({ path, method }) => {
    if (method !== 'GET' || !path.includes('/servers/')) return undefined;
    const shown = restoreRequests(scene).length === 0 ? before : afterAcceptance.shift();
    if (shown === undefined) return undefined;
    const body = JSON.stringify({ id: SERVER, uuid: serverUuid(SERVER), hostname: 'web-1', status: shown });
    return { kind: 'response', status: 200, body, effect: false };
  });
  const startMs = scene.nowMs;
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.nowMs - startMs).toBeGreaterThanOrEqual(480_000);
});
