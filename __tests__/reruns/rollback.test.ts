import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, FAILS, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SECOND_ATTEMPT = { GITHUB_RUN_ATTEMPT: '2' };
/** Gitea does not count attempts. */
const UNCOUNTED = { GITHUB_RUN_ATTEMPT: '' };
const ROLLBACK = { inputs: { mode: 'rollback', snapshot_id: '' } };

/** An account in which the first attempt of a step has taken 801. */
async function afterFirstAttempt(env: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  await scene.job(env).step();
  return scene;
}

test('a re-run whose snapshot failed does not restore that of the first attempt by itself', async () => {
  await using scene = await afterFirstAttempt();
  scene.advance(14 * DAY_MS);
  scene.api.model.planNextSnapshot(FAILS);
  const job = scene.job(SECOND_ATTEMPT);
  expect((await job.step()).main.exitCode).toBe(1);
  const { main } = await job.step(ROLLBACK);
  const error = errorOf(main);
  expect(error).toMatch(/^Cannot roll back server 12345\. No restore was started\.$/mu);
  expect(error).toMatch(
    /^ {2}Snapshot 802 "3f2a9c1" on server 12345 \(web-1\), which a later attempt of the same step took, ended with status "failed"; snapshot 801 .* is from an earlier attempt \(14 d ago\)\. To roll back to it anyway, set snapshot_id: 801\.$/mu,
  );
  expect(main.outputs.rolled_back).toBe('false');
  expect(scene.api.model.restores()).toEqual([]);
  const named = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
  expectSuccess(named.main);
  expect(scene.writes().slice(-1)).toEqual(['POST /snapshots/801/restore/']);
});

test.each([
  [
    'is refused its snapshot',
    SECOND_ATTEMPT,
    / {2}Snapshot 801 .* is from an earlier attempt of this run \(14 d ago\)/u,
  ],
  [
    'is refused its snapshot, without attempts',
    UNCOUNTED,
    / {2}Snapshot 801 .* may be from an earlier attempt of this run/u,
  ],
])('a re-run that %s does not restore that of the first attempt by itself', async (_case, env, words) => {
  await using scene = await afterFirstAttempt(env === UNCOUNTED ? UNCOUNTED : {});
  scene.advance(14 * DAY_MS);
  scene.setFaults(({ method }) => (method === 'POST' ? refusal(403, 'Not now.') : undefined));
  const job = scene.job(env);
  await job.step();
  scene.setFaults(undefined);
  const error = errorOf((await job.step(ROLLBACK)).main);
  expect(error).toMatch(words);
  expect(error).toContain('To roll back to it anyway, set snapshot_id: 801.');
  expect(scene.api.model.restores()).toEqual([]);
});

test.each([
  ['with', SECOND_ATTEMPT],
  ['without', UNCOUNTED],
])(
  'a re-run of only the failed job restores what the first attempt took an hour earlier, %s attempts',
  async (_case, env) => {
    await using scene = await afterFirstAttempt(env === UNCOUNTED ? UNCOUNTED : {});
    scene.advance(60 * MINUTE_MS);
    const { main } = await scene.job({ ...env, GITHUB_JOB: 'rollback' }).step(ROLLBACK);
    expectSuccess(main);
    expect(main.outputs).toMatchObject({ snapshot_id: '801', rolled_back: 'true' });
  },
);
