import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { rollback_on: 'failure' };
const REFUSES = join(import.meta.dirname, '..', 'support', 'refuses-connections.mjs');

describe('If the API fails in the post step, the rollback is done all the same, once', () => {
  test.each([1000, 45_000, 600_000])('after connections were refused for %d ms', async (ms) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const changed = { preload: [REFUSES], env: { REFUSES_UNTIL_MS: String(ms) } };
    const { exitCode, errors } = await step.post('failure', changed);
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
  });

  test.each<[string, Fault]>([
    ['429 without Retry-After', refusal(429, 'Request was throttled.')],
    ['503', refusal(503, 'Service unavailable.')],
    ['520', { kind: 'proxy-page', status: 520, effect: false }],
    ['a reset of the connection', { kind: 'lost-before' }],
  ])('after 45 s of %s', async (_, fault) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const startMs = scene.nowMs;
    scene.setFaults(({ headers }) => (Number(headers['x-virtual-now']) - startMs < 45_000 ? fault : undefined));
    const { exitCode, errors } = await step.post('failure');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ['was lost', { kind: 'lost-after' }],
    ['was 502', { kind: 'response', status: 502, body: '<h1>Bad gateway</h1>', effect: true }],
  ])('if the response to the restore %s', async (_, fault) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    let restores = 0;
    scene.setFaults(({ path }) => (path.endsWith('/restore/') && restores++ === 0 ? fault : undefined));
    const { exitCode, errors } = await step.post('failure');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('if the server is busy for 5 min', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 300_000 });
    const { exitCode, errors } = await step.post('failure');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });
});

test('An API that is down until the timeout is an error, which says that nothing was restored', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { ...inputs, timeout_minutes: '10' } });
  const changed = { preload: [REFUSES], env: { REFUSES_UNTIL_MS: '86400000' } };
  const error = errorOf(await step.post('failure', changed));
  expect(error).toContain('ECONNREFUSED');
  expect(error).toContain('No restore was started.');
  expect(error).toContain('To roll it back now, use `mode: rollback` with snapshot_id: 801.');
  expect(error).toMatch(/then roll back as described above\.$/u);
  expect(error).not.toContain('re-run the job');
});

test.each([
  ['stays busy', 409, 'Server is locked.'],
  ['fails', 503, 'Service unavailable.'],
])('If the API %s, the next step is the rollback, not another deploy', async (_, status, detail) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { ...inputs, timeout_minutes: '5' } });
  scene.setFaults(({ path }) => (path.endsWith('/restore/') ? refusal(status, detail) : undefined));
  const error = errorOf(await step.post('failure'));
  expect(error).toContain(detail);
  expect(error).not.toMatch(/re-run the job/iu);
});

const isOfServers = (path: string) => path.includes('/servers/');

describe('If the servers cannot be read, the restore is sent all the same', () => {
  test.each<[string, Fault]>([
    ['returns 500', refusal(500, 'Internal error.')],
    ['returns 429', refusal(429, 'Request was throttled.')],
    ['returns a page of a proxy', { kind: 'proxy-page', status: 522, effect: false }],
    ['returns 200 with another body', { kind: 'response', status: 200, body: '{"ok": true}', effect: false }],
    ['is cut off', { kind: 'half' }],
    ['resets the connection', { kind: 'lost-before' }],
    ['returns 400', refusal(400, 'Bad request.')],
    ['returns 404 for the list too', refusal(404, 'Not found.')],
    ['redirects', { kind: 'redirect', status: 302, location: 'https://login.example.com/' }],
  ])('after a failure and after a cancel, if GET /servers/ %s all the time', async (_, fault) => {
    for (const [status, withinMs] of [
      ['failure', 62_000],
      ['cancelled', 12_000],
    ] as const) {
      await using scene = await Scene.create();
      scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
      const given = { rollback_on: 'failure, cancelled', timeout_minutes: '20' };
      const step = await scene.job().step({ inputs: given });
      const startMs = scene.nowMs;
      scene.setFaults(({ path }) => (isOfServers(path) ? fault : undefined));
      const { warnings } = await step.post(status);
      expect(warnings[0]).toMatch(
        /^The status of server 12345 \(web-1\) could not be read before the rollback, which continues without it: GET/u,
      );
      expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
      expect((scene.api.model.restores()[0]?.at ?? 0) - startMs).toBeLessThan(withinMs);
    }
  });

  test('and watched once they can be read again', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const startMs = scene.nowMs;
    scene.setFaults(({ path, headers }) => {
      const isDown = Number(headers['x-virtual-now']) - startMs < 300_000;
      return isOfServers(path) && isDown ? refusal(500, 'Internal error.') : undefined;
    });
    const { exitCode, errors, summary } = await step.post('failure');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(summary).toContain('✅ active');
  });

  test('to each of several servers, except one that does not exist', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3, 4]) scene.api.model.addServer({ id, name: `web-${id}`, snapshotPlan: COMPLETED_AT_ONCE });
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3,4' } });
    const startMs = scene.nowMs;
    scene.setFaults(({ method, path, headers }) => {
      if (method === 'POST' && path.includes('/802/restore/')) return refusal(404, 'No such server.');
      const isDown = Number(headers['x-virtual-now']) - startMs < 300_000;
      return isOfServers(path) && isDown ? refusal(500, 'Internal error.') : undefined;
    });
    const error = errorOf(await step.post('failure'));
    expect(error).toMatch(/^1 of 3 servers was not confirmed as restored\.\n.*snapshot 802 .*404: No such server/u);
    expect(scene.api.model.restores().map(({ serverId }) => serverId)).toEqual([2, 4]);
  });

  test('unless the response is about another server', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const body = JSON.stringify({
      id: 222,
      uuid: 'a11ce5e4-0000-4000-8000-000000000222',
      name: 'other',
      status: 'active',
    });
    scene.setFaults(({ path }) =>
      isOfServers(path) ? { kind: 'response', status: 200, body, effect: false } : undefined,
    );
    expect(errorOf(await step.post('failure'))).toContain('222');
    expect(scene.api.model.restores()).toEqual([]);
  });
});

test('If the list lacks one of several servers, the API decides whether that server exists', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  for (const id of [2, 3]) scene.api.model.addServer({ id, name: `web-${id}`, snapshotPlan: COMPLETED_AT_ONCE });
  const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3' } });
  let reads = 0;
  scene.setFaults(({ path }) => {
    const body = JSON.stringify({ count: 0, next: null, previous: null, results: [] });
    return isOfServers(path) && reads++ === 0 ? { kind: 'response', status: 200, body, effect: false } : undefined;
  });
  expectSuccess(await step.post('failure'));
  expect(scene.api.model.restores().map(({ serverId }) => serverId)).toEqual([2, 3]);
});

test('a restore by somebody else is noticed although the first reading of the server fails', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs });
  scene.api.model.setServerStatus(SERVER, 'restoring');
  let reads = 0;
  scene.setFaults(({ path }) => {
    if (path.endsWith('/restore/')) return { kind: 'lost-after' };
    return path.includes('/servers/') && reads++ === 0 ? refusal(400, 'Not now.') : undefined;
  });
  expect(errorOf(await step.post('failure'))).toContain('is already being restored');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});
