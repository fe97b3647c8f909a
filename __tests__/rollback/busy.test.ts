import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, SERVER } from '../support/scene.ts';
import { RESTORE, restoreRequests, sceneWithTarget, TO_TARGET } from './target.ts';

const MINUTE_MS = 60_000;

test.each([
  [400, 20_000],
  [400, 9 * MINUTE_MS],
  [409, 20_000],
  [409, 9 * MINUTE_MS],
  [423, 20_000],
  [423, 9 * MINUTE_MS],
] as const)('retries while the server is busy, here with %d for %d ms', async (status, forMs) => {
  await using scene = await sceneWithTarget();
  scene.api.model.refuseRestores(SERVER, { status, forMs });
  const result = await scene.run({ inputs: TO_TARGET });
  expectSuccess(result);
  expect(result.log).toMatch(new RegExp(`returned ${status}: .*nothing was started, retrying`, 'u'));
  expect(scene.api.model.restores()).toHaveLength(1);
  const seconds = Number(result.outputs.discarded_seconds);
  expect(seconds).toBeGreaterThanOrEqual(1005 + forMs / 1000);
});

test.each([400, 409, 423] as const)('gives up on a server that stays busy, with %d, after 10 min', async (status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.refuseRestores(SERVER, { status, forMs: Number.POSITIVE_INFINITY });
  const startMs = scene.nowMs;
  const result = await scene.run({ inputs: TO_TARGET });
  const error = errorOf(result);
  expect(error).toMatch(new RegExp(`^Restoring snapshot 700 .* failed: .* returned ${status}`, 'u'));
  expect(error).toContain('The server was not restored.');
  expect(scene.nowMs - startMs).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  expect(scene.nowMs - startMs).toBeLessThan(11 * MINUTE_MS);
  // Nothing was restored, so nothing was discarded.
  expect(result.outputs).toMatchObject({ rolled_back: 'false', snapshot_id: '700', discarded_seconds: '' });
  expect(scene.api.model.restores()).toEqual([]);
});

test('gives up on another 400 after 2 min', async () => {
  await using scene = await sceneWithTarget();
  scene.setFaults(({ path }) => (path.endsWith('/restore/') ? refusal(400, 'This plan has no restores.') : undefined));
  const startMs = scene.nowMs;
  const error = errorOf(await scene.run({ inputs: TO_TARGET }));
  expect(error).toContain('returned 400: This plan has no restores.');
  expect(scene.nowMs - startMs).toBeGreaterThanOrEqual(2 * MINUTE_MS);
  expect(scene.nowMs - startMs).toBeLessThan(3 * MINUTE_MS);
});

test('ends a busy server within the timeout', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.refuseRestores(SERVER, { status: 409, forMs: Number.POSITIVE_INFINITY });
  const startMs = scene.nowMs;
  errorOf(await scene.run({ inputs: { ...TO_TARGET, timeout_minutes: '3' } }));
  expect(scene.nowMs - startMs).toBeLessThanOrEqual(3 * MINUTE_MS);
});

test('gives up at once if the server is suspended meanwhile', async () => {
  await using scene = await sceneWithTarget();
  scene.setFaults(({ path }) => {
    if (path.endsWith('/restore/')) scene.api.model.setServerStatus(SERVER, 'suspended');
    return undefined;
  });
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toMatch(/returned 400: Server is not in a valid state for restore/u);
  expect(restoreRequests(scene)).toEqual([RESTORE]);
  expect(scene.nowMs).toBe(Date.parse('2025-01-16T12:00:00Z'));
});

test.each([401, 403, 404, 405, 410])('gives up at once on a %d', async (status) => {
  await using scene = await sceneWithTarget();
  scene.setFaults(({ path }) => (path.endsWith('/restore/') ? refusal(status, 'No.') : undefined));
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toMatch(new RegExp(`returned ${status}: No\\.[\\s\\S]*The server was not restored\\.`, 'u'));
  expect(restoreRequests(scene)).toEqual([RESTORE]);
});

test.each([400, 409, 423] as const)('retries a server that is busy, with %d, after the job too', async (status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  scene.api.model.refuseRestores(SERVER, { status, forMs: 5 * MINUTE_MS });
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('retries a rate limit that lasts for 20 min until the timeout', async () => {
  await using scene = await sceneWithTarget();
  const endMs = scene.nowMs + 20 * MINUTE_MS;
  scene.setFaults(() => (scene.nowMs < endMs ? refusal(429, 'Wait.') : undefined));
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('gives up at once if the server is busy because somebody else restores it', async () => {
  await using scene = await sceneWithTarget();
  scene.setFaults(({ path }) => {
    if (path.endsWith('/restore/')) scene.api.model.setServerStatus(SERVER, 'restoring');
    return undefined;
  });
  const startMs = scene.nowMs;
  const result = await scene.run({ inputs: TO_TARGET });
  expect(errorOf(result)).toMatch(/^Server 12345 \(web-1\) is already being restored\. No restore was started\./u);
  expect(restoreRequests(scene)).toEqual([RESTORE]);
  expect(scene.nowMs).toBe(startMs);
  expect(result.outputs).toMatchObject({ rolled_back: 'false', discarded_seconds: '' });
});
