import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, Scene, SERVER } from '../support/scene.ts';

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
});
