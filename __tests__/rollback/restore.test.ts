import { rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { restoreInto } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { createJobFolder, outputsIn } from '../support/run-action.ts';
import { expectSuccess, SERVER } from '../support/scene.ts';
import { RESTORE, restoreRequests, sceneWithTarget, TARGET, TO_TARGET } from './target.ts';

test('restores the server from the given snapshot and waits until it is active', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.addSnapshot({ id: 701, serverId: SERVER, name: 'later' });
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({
    snapshot_id: '700',
    snapshot_name: 'good',
    status: 'completed',
    created: 'false',
    size_mb: '5120',
    created_at: '2025-01-16T11:43:15Z',
    rolled_back: 'true',
    server_status: 'active',
    healthy: '',
    discarded_seconds: '1005',
  });
  expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([
    { server_id: SERVER, snapshot_id: TARGET, status: 'completed' },
  ]);
  const seconds = Number(result.outputs.duration_seconds);
  expect(seconds).toBeGreaterThan(480);
  expect(seconds).toBeLessThan(480 + 45);
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: TARGET, serverId: SERVER }]);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  expect(scene.writes()).toEqual([RESTORE]);
});

test('sets the outputs as soon as they are known, so a job that is killed while it waits has them', async () => {
  await using scene = await sceneWithTarget();
  const folder = createJobFolder();
  const seen: Record<string, string>[] = [];
  scene.setFaults(() => {
    seen.push(outputsIn(folder));
    return undefined;
  });
  const result = await scene.run({ inputs: TO_TARGET, folder });
  rmSync(folder, { recursive: true });
  expectSuccess(result);
  const atRestore = seen[scene.requests().indexOf(RESTORE)];
  expect(atRestore).toMatchObject({ snapshot_id: '700', snapshot_name: 'good', rolled_back: 'false' });
  expect(atRestore?.discarded_seconds).toBe('');
  expect(seen.at(-1)).toMatchObject({ snapshot_id: '700', rolled_back: 'false', discarded_seconds: '1005' });
  expect(result.outputs).toMatchObject({ snapshot_id: '700', rolled_back: 'true', server_status: 'active' });
});

test('has the final outputs of the restore while it checks the health', async () => {
  await using scene = await sceneWithTarget();
  const folder = createJobFolder();
  const seen: Record<string, string>[] = [];
  await using site = await startServer(() => {
    seen.push(outputsIn(folder));
    return { status: 200, body: 'ok' };
  });
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url }, folder });
  rmSync(folder, { recursive: true });
  expectSuccess(result);
  expect(seen).toMatchObject([{ rolled_back: 'true', server_status: 'active', healthy: '' }]);
  expect(result.outputs).toMatchObject({ healthy: 'true' });
});

test('says before the restore what it discards, and the result outside the group', async () => {
  await using scene = await sceneWithTarget();
  const { log, summary } = await scene.run({ inputs: TO_TARGET });
  const lost = 'writes since 11:43:15 UTC (16 min 45 s)';
  const before = log.indexOf(`Restoring server 12345 (web-1) from snapshot 700; this discards ${lost}`);
  expect(before).toBeGreaterThan(0);
  expect(log.indexOf('the restore was accepted')).toBeGreaterThan(before);
  expect(log.slice(log.indexOf('::endgroup::'))).toMatch(
    /✅ server 12345 \(web-1\) restored from snapshot 700 in 8 min \d+ s; discarded writes since 11:43:15 UTC \(16 min 45 s\)/u,
  );
  expect(summary).toMatch(/^### ✅ VPS\.org rollback: 1 server restored/u);
  expect(summary).toMatch(/after \*\*11&#58;43 UTC\*\* \(16 min before the rollback\) was discarded/u);
  expect(summary).toMatch(/<code>12345<\/code> web-1 \| <code>700<\/code> good, .*✅ active \| 8 min \d+ s/u);
});

test('says that all writes are discarded if the time of the snapshot is unreadable', async () => {
  await using scene = await sceneWithTarget({ model: { fields: { timeForm: 'unreadable' } } });
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(result.log).toContain('this discards all writes since');
  expect(result.outputs).toMatchObject({ rolled_back: 'true', discarded_seconds: '', created_at: '' });
});

test('gives a sign of life about every 30 s', async () => {
  await using scene = await sceneWithTarget();
  const { log } = await scene.run({ inputs: TO_TARGET });
  const signs = log.match(/█.* elapsed, server status: restoring \(usually takes 5–15 min\)/gu) ?? [];
  expect(signs.length).toBeGreaterThanOrEqual(13);
  expect(signs.length).toBeLessThanOrEqual(16);
});

test('sends the restore without a body, and with its length', async () => {
  await using scene = await sceneWithTarget();
  await scene.run({ inputs: TO_TARGET });
  const sent = scene.api.requests.filter(({ method }) => method === 'POST');
  expect(sent).toMatchObject([{ body: '' }]);
  expect(sent[0]?.headers['content-length']).toBe('0');
});

test('takes the output `snapshots` unchanged', async () => {
  await using scene = await sceneWithTarget();
  const snapshots = JSON.stringify([{ server_id: SERVER, snapshot_id: TARGET, name: 'good', status: 'completed' }]);
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshots } });
  expectSuccess(result);
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

test('continues through failed polls and unknown statuses', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 60_000, status: 'booting' },
      { atMs: 120_000, status: 'checking_disk' },
      { atMs: 180_000, status: 'active' },
    ],
  });
  const polls = [
    { kind: 'lost-before' },
    { kind: 'response', status: 503, body: '', effect: false },
    { kind: 'half' },
    { kind: 'redirect', status: 302, location: 'https://elsewhere.test/' },
    { kind: 'proxy-page', status: 522, effect: false },
  ] as const;
  const left = [...polls];
  scene.setFaults(({ method, path }) =>
    method === 'GET' && path.includes('/servers/') && restoreRequests(scene).length > 0 ? left.shift() : undefined,
  );
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(left).toEqual([]);
  expect(result.log.match(/cannot be read right now; still waiting/gu)).toHaveLength(polls.length);
  expect(result.log).toContain('server 12345 (web-1) is booting');
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
});

test('refuses wait: false, which would end before the server runs again', async () => {
  await using scene = await sceneWithTarget();
  const result = await scene.run({ inputs: { ...TO_TARGET, wait: 'false' } });
  expect(result.exitCode).toBe(1);
  expect(result.errors[0]).toContain('wait cannot be false in a rollback');
  expect(scene.requests()).toEqual([]);
});

test('with a token that is not allowed to read servers restores, and warns that the end cannot be seen', async () => {
  await using scene = await sceneWithTarget({ model: { mayReadServers: false } });
  const result = await scene.run({ inputs: TO_TARGET });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([
    expect.stringMatching(/is not allowed to read servers\. Continuing with server 12345 as given/u),
    expect.stringMatching(
      /The restore of server 12345 from snapshot 700 was started, but the action cannot see when it finishes/u,
    ),
  ]);
  expect(result.outputs).toMatchObject({ rolled_back: 'false', server_status: 'restoring' });
  expect(result.log).not.toContain('✅');
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('reports a failure once in the log', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(restoreInto('suspended'));
  const { log } = await scene.run({ inputs: TO_TARGET });
  expect(log.split('is "suspended" instead of active')).toHaveLength(2);
});

test('does not say that a refused restore was started, although servers cannot be read', async () => {
  await using scene = await sceneWithTarget({ model: { mayReadServers: false } });
  scene.api.model.refuseRestores(SERVER, { status: 400, forMs: Number.POSITIVE_INFINITY });
  const result = await scene.run({ inputs: TO_TARGET });
  expect(result.exitCode).toBe(1);
  expect(result.log).not.toContain('restore was started');
});
