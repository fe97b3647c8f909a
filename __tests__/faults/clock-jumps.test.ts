import { expect, test } from '@jest/globals';
import { addSnapshot, NEVER_COMPLETED, restoreInto } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

/** The wall clock of the runner jumps by 2 h, after this many seconds. */
function jumpAfter(seconds: number) {
  return { VIRTUAL_JUMP: `${seconds * 1000},7200000` };
}

test.each([1, 30, 200])('waits for a snapshot although the clock jumps by 2 h after %i s', async (seconds) => {
  await using scene = await Scene.create();
  const result = await scene.run({ env: jumpAfter(seconds), inputs: { timeout_minutes: '20' } });
  expectSuccess(result);
  expect(Number(result.outputs.duration_seconds)).toBeLessThan(600);
  expect(result.log).not.toMatch(/\b[12] h\b/u);
  expect(result.summary).not.toMatch(/\b[12] h\b/u);
});

test.each([1, 30, 200])('watches a restore although the clock jumps by 2 h after %i s', async (seconds) => {
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 0.5 });
  const inputs = { mode: 'rollback', snapshot_id: snapshotId, timeout_minutes: '20' };
  const result = await scene.run({ env: jumpAfter(seconds), inputs });
  expectSuccess(result);
  expect(scene.api.model.restores()).toHaveLength(1);
  expect(Number(result.outputs.duration_seconds)).toBeLessThan(1200);
});

test('times out after its own time, not after that of the clock', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  const startMs = scene.nowMs;
  const result = await scene.run({ env: jumpAfter(60), inputs: { timeout_minutes: '20' } });
  expect(errorOf(result)).toContain('has not completed after 20 min');
  expect(scene.nowMs - startMs).toBeGreaterThan(19 * 60_000);
});

test('does not treat a server as active too early because the clock jumps', async () => {
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 0.5 });
  scene.api.model.planNextRestore({ ...restoreInto('active'), hiddenMs: 120_000 });
  const result = await scene.run({ env: jumpAfter(20), inputs: { mode: 'rollback', snapshot_id: snapshotId } });
  expectSuccess(result);
  expect(result.log).toMatch(/is active again after (?:[89]|1\d) min/u);
});

test('keeps waiting for the snapshot of somebody else although the clock jumps by 2 h', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 0, status: 'in_progress', name: 'of-somebody' });
  const startMs = scene.nowMs;
  const result = await scene.run({ env: jumpAfter(30), inputs: { timeout_minutes: '20' } });
  expect(errorOf(result)).toContain('is still in progress after 20 min');
  expect(scene.nowMs - startMs).toBeGreaterThan(19 * 60_000);
  expect(scene.writes()).toEqual([]);
});

test('looks for a lost create as long as always although the clock jumps by 2 h', async () => {
  await using scene = await Scene.create({
    faults: ({ method }, index) => (method === 'POST' && index < 4 ? { kind: 'lost-after' } : undefined),
  });
  scene.api.model.planNextSnapshot({ hiddenMs: 50_000 });
  const result = await scene.run({ env: jumpAfter(10) });
  expectSuccess(result);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
  expect(Number(result.outputs.duration_seconds)).toBeLessThan(600);
});

test('has a health check of its own duration although the clock jumps by 2 h', async () => {
  await using scene = await Scene.create();
  const startMs = scene.nowMs;
  const inputs = { mode: 'check', health_check_url: `${scene.api.url}/nothing/`, health_check_timeout_minutes: '5' };
  const result = await scene.run({ env: jumpAfter(60), inputs });
  expect(errorOf(result)).toContain('within 6 min');
  expect(scene.nowMs - startMs).toBeGreaterThan(4 * 60_000);
});
