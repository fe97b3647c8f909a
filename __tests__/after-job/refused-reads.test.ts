import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const inputs = { rollback_on: 'failure, cancelled' };

/** A step whose token could read servers; then the API refuses such reads a given number of times. */
async function refusedAfterwards(scene: Scene, times: number) {
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs });
  let refused = 0;
  scene.setFaults(({ method, path }) => {
    if (method !== 'GET' || !path.includes('/servers/') || refused === times) return undefined;
    refused += 1;
    return refusal(403, 'Just a moment.');
  });
  return step;
}

test.each([1, 3])(
  'A 403 for servers that the step could read is retried (%d times): the restore is watched',
  async (times) => {
    await using scene = await Scene.create();
    const step = await refusedAfterwards(scene, times);
    const result = await step.post('failure');
    expectSuccess(result);
    expect(result.log).toMatch(/returned 403: Just a moment\.; the step could read the servers, so this is retried/u);
    expect(result.log).toMatch(/^✅ server 12345 \(web-1\) restored from snapshot 801/mu);
    expect(scene.api.model.restores()).toHaveLength(1);
  },
);

test.each(['failure', 'cancelled'] as const)(
  'A 403 that stays does not prevent the restore, but failing to monitor the restore is an error (%s)',
  async (status) => {
    await using scene = await Scene.create();
    const step = await refusedAfterwards(scene, Number.POSITIVE_INFINITY);
    const result = await step.post(status);
    const error = errorOf(result);
    expect(error).toMatch(/^Monitoring the restore of snapshot 801 .* failed: GET .* returned 403: Just a moment\./u);
    expect(error).toContain('The restore continues without being monitored.');
    expect(result.warnings).toEqual([expect.stringContaining('could not be read before the rollback')]);
    expect(scene.api.model.restores()).toHaveLength(1);
  },
);

test('A token that could not read servers in the step either is only warned about', async () => {
  await using scene = await Scene.create({ model: { mayReadServers: false } });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs });
  const { exitCode, errors, warnings } = await step.post('failure');
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
  expect(warnings).toEqual([
    expect.stringMatching(
      /^This token is not allowed to read servers\. The restore of server 12345 from snapshot 801 was started/u,
    ),
  ]);
});
