import { describe, expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, descriptionBy } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { rollback_on: 'failure, cancelled' };
const ROLL_BACK = { inputs: { rollback_if: 'true' } };
/** A snapshot that takes a minute. */
const ONE_MINUTE = {
  timeline: [
    { atMs: 0, status: 'in_progress' },
    { atMs: 60_000, status: 'completed' },
  ],
};

/** When each server was restored, in milliseconds after a time. */
function restoredAfter({ api }: Scene, startMs: number): Record<string, number> {
  return Object.fromEntries(api.model.restores().map(({ serverId, at }) => [serverId, at - startMs]));
}

describe('A snapshot that the list does not show yet', () => {
  test.each([1000, 20_000, 50_000])('is looked for again after a failure, for %d ms', async (hiddenMs) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({ hiddenMs });
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    expectSuccess(await step.post('failure', ROLL_BACK));
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
  });

  test.each([1000, 20_000])('is looked for again after a cancel, for %d ms', async (hiddenMs) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({ ...COMPLETED_AT_ONCE, hiddenMs });
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    expect((await step.post('cancelled', ROLL_BACK)).exitCode).toBe(0);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
  });

  test('is looked for by its marker if the response to its create never came', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({ ...COMPLETED_AT_ONCE, hiddenMs: 20_000 });
    const { promise: happened, resolve } = Promise.withResolvers<void>();
    scene.setFaults(({ method }) => {
      if (method !== 'POST') return undefined;
      resolve();
      return { kind: 'silence', effect: true };
    });
    const step = await scene.job().step({ inputs, signalWhen: { happened, signal: 'SIGINT' } });
    expect(step.main.outputs.snapshot_id).toBe('');
    scene.setFaults(undefined);
    expect((await step.post('cancelled', ROLL_BACK)).exitCode).toBe(0);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test.each([
    ['failure', 55_000, 75_000],
    ['cancelled', 30_000, 46_000],
  ] as const)('is an error in the end after %s', async (status, fromMs, toMs) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.api.model.removeSnapshot(801);
    const startMs = scene.nowMs;
    const result = await step.post(status);
    expect(errorOf(result)).toContain('snapshot 801 no longer exists, or is not the one that this step took');
    expect(result.log).toContain('looking again for up to');
    expect(result.log).toContain('Still looking for the snapshots of this step; 30 s elapsed');
    expect(scene.nowMs - startMs).toBeGreaterThan(fromMs);
    expect(scene.nowMs - startMs).toBeLessThan(toMs);
  });

  test('is an error at once if it is so old that every list would show it', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.advance(150_000);
    scene.api.model.removeSnapshot(801);
    const startMs = scene.nowMs;
    expect(errorOf(await step.post('failure', ROLL_BACK))).toContain('snapshot 801 no longer exists');
    expect(scene.nowMs - startMs).toBeLessThan(1000);
  });

  test('keeps no other server waiting', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3, 4]) {
      const snapshotPlan = { ...COMPLETED_AT_ONCE, hiddenMs: id === 3 ? 30_000 : 0 };
      scene.api.model.addServer({ id, name: `web-${id}`, snapshotPlan });
    }
    const step = await scene.job().step({ inputs: { wait: 'false', server_id: '2,3,4' } });
    const startMs = scene.nowMs;
    expectSuccess(await step.post('failure', ROLL_BACK));
    const after = restoredAfter(scene, startMs);
    expect([after[2], after[4]].every((ms) => ms !== undefined && ms < 1000)).toBe(true);
    expect(after[3]).toBeGreaterThan(25_000);
    expect(after[3]).toBeLessThan(45_000);
  });

  test('is not restored if another run has deployed in the meantime', async () => {
    const description = await descriptionBy({ GITHUB_RUN_ID: '7002' });
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({ ...COMPLETED_AT_ONCE, hiddenMs: 20_000 });
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    const startMs = scene.nowMs;
    let isAdded = false;
    scene.setFaults(() => {
      if (!isAdded && scene.nowMs - startMs > 10_000) {
        isAdded = true;
        scene.api.model.addSnapshot({ serverId: SERVER, name: 'other', description, createdAt: scene.nowMs });
      }
      return undefined;
    });
    expect(errorOf(await step.post('failure', ROLL_BACK))).toContain("would undo that run's release");
    expect(scene.api.model.restores()).toEqual([]);
  });
});

describe('A snapshot that the step saw completed, and that a replica still shows as unfinished', () => {
  const LAGS = [
    [0, 10_000],
    [10_000, 0],
    [0, 0, 10_000],
    [0, 0, 20_000],
    [20_000, 0, 0],
  ];

  test.each(LAGS.map((lags) => [lags]))('is restored after a cancel (lags %j)', async (replicaLagsMs) => {
    await using scene = await Scene.create({ model: { replicaLagsMs } });
    scene.api.model.planNextSnapshot(ONE_MINUTE);
    const step = await scene.job().step({ inputs });
    expectSuccess(step.main);
    const { exitCode, errors } = await step.post('cancelled');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test.each(LAGS.map((lags) => [lags]))('is restored after a cancel of mode: wait (lags %j)', async (replicaLagsMs) => {
    await using scene = await Scene.create({ model: { replicaLagsMs } });
    scene.api.model.planNextSnapshot(ONE_MINUTE);
    const job = scene.job();
    const first = await job.step({ inputs: { wait: 'false' } });
    scene.advance(30_000);
    const snapshot_id = first.main.outputs.snapshots ?? '';
    const step = await job.step({ inputs: { mode: 'wait', snapshot_id, ...inputs } });
    expectSuccess(step.main);
    expect((await step.post('cancelled')).exitCode).toBe(0);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test('is an error after a cancel if that does not change, within the time that it has', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const startMs = scene.nowMs;
    const [snapshot] = scene.api.model.snapshots();
    const item = { ...snapshot, id: 801, server: { id: SERVER }, status: 'in_progress' };
    const body = JSON.stringify({ count: 1, next: null, previous: null, results: [item] });
    scene.setFaults(({ path }) =>
      path.includes('/snapshots/') ? { kind: 'response', status: 200, body, effect: false } : undefined,
    );
    expect(errorOf(await step.post('cancelled'))).toContain('has not completed; its status is "in_progress"');
    expect(scene.nowMs - startMs).toBeLessThan(46_000);
  });
});
