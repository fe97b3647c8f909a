import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { errorOf, Scene } from '../support/scene.ts';

const HOOK = '/services/T00/B00/verySecretPathOfTheWebhook';
/** What the step saved is gone. */
const LOST = { STATE_run: '', STATE_inputs: '', STATE_snapshots: '' };
const MISSING = 'No rollback although rollback_if is true: the state that this step saved is missing';

test('A rollback that cannot happen because the saved state is missing is reported everywhere', async () => {
  await using scene = await Scene.create();
  await using chat = await startServer(() => ({ status: 200, body: 'ok' }));
  await using github = await startServer(() => ({ status: 201, body: '{}' }));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = { rollback_if: 'true', notify_url: `${chat.url}${HOOK}`, commit_status: 'true' };
  const step = await scene.job().step({ inputs });
  const result = await step.post('failure', { env: { ...LOST, GITHUB_API_URL: github.url } });
  expect(errorOf(result)).toContain(MISSING);
  expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: failed$/mu);
  expect(result.summary).toContain('the state that this step saved is missing');
  expect(chat.requests.map(({ body }) => body)).toEqual([expect.stringContaining(MISSING)]);
  expect(github.requests.map(({ body }) => JSON.parse(body))).toEqual([
    expect.objectContaining({ state: 'failure', description: expect.stringContaining('No rollback although') }),
  ]);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test.each([
  ['no rollback was asked for', { rollback_if: 'false' }, 0],
  ['the inputs are invalid, too', { rollback_if: 'true', keep: 'many' }, 1],
])('Nobody is notified if the saved state is missing and %s', async (_, changed, exitCode) => {
  await using scene = await Scene.create();
  await using chat = await startServer(() => ({ status: 200, body: 'ok' }));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { notify_url: `${chat.url}${HOOK}` } });
  const result = await step.post('failure', { inputs: changed, env: LOST });
  expect(result.exitCode).toBe(exitCode);
  expect(result.errors).toEqual(exitCode === 0 ? [] : [expect.stringContaining(MISSING)]);
  expect(chat.requests).toEqual([]);
});
