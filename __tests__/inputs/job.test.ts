import { describe, expect, test } from '@jest/globals';
import { refusal } from '../support/fixtures.ts';
import { errorOf, Scene } from '../support/scene.ts';

describe('continue-on-error on a snapshot that failed', () => {
  test('leaves a rollback that uses its empty output `snapshot_id` without a target, and the rollback says so', async () => {
    await using scene = await Scene.create();
    scene.setFaults(({ path, method }) =>
      method === 'POST' && path === '/snapshots/' ? refusal(400, 'No disk space left.') : undefined,
    );
    const job = scene.job();
    const { main } = await job.step();
    expect(main.exitCode).toBe(1);
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: main.outputs.snapshot_id ?? '' } });
    const error = errorOf(rollback.main);
    expect(error).toContain('this run has no completed snapshot');
    expect(error).toContain('No restore was started.');
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('leaves a rollback that uses its output `snapshots` without a target, and the rollback is refused', async () => {
    await using scene = await Scene.create();
    scene.setFaults(({ path, method }) =>
      method === 'POST' && path === '/snapshots/' ? refusal(400, 'No disk space left.') : undefined,
    );
    const job = scene.job();
    const { main } = await job.step();
    const before = scene.requests().length;
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: main.outputs.snapshots ?? '' } });
    expect(errorOf(rollback.main)).toContain('it contains no snapshot (did the snapshot step fail?)');
    expect(scene.requests()).toHaveLength(before);
  });
});

describe('A runner without a file for the summary', () => {
  test('still takes the snapshot', async () => {
    await using scene = await Scene.create();
    const { exitCode, outputs, log } = await scene.run({ env: { GITHUB_STEP_SUMMARY: '' } });
    expect([exitCode, outputs.status]).toEqual([0, 'completed']);
    expect(log).toContain('::debug::The summary cannot be written');
  });
});
