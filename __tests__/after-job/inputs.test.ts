import { describe, expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { rollback_on: 'failure' };

describe('Read again after the job', () => {
  test('is health_check_url, which the deploy may report only then', async () => {
    await using service = await startServer(() => ({ status: 200, body: 'ok' }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { ...inputs, health_check_url: '' } });
    const result = await step.post('failure', { inputs: { health_check_url: `${service.url}/health` } });
    expectSuccess(result);
    expect(service.requests.map(({ path }) => path)).toEqual(['/health']);
    expect(result.summary).toContain('1 server restored, healthy');
  });

  test('are health_check_text and health_check_stable_minutes', async () => {
    await using service = await startServer(() => ({ status: 200, body: 'release 42' }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { ...inputs, health_check_url: service.url } });
    const changed = { health_check_text: 'release 41', health_check_timeout_minutes: '2' };
    const result = await step.post('failure', { inputs: changed });
    expect(errorOf(result)).toMatch(/^Restored but not healthy: .* within 2 min/u);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('is notify_url', async () => {
    await using before = await startServer(() => ({ status: 200 }));
    await using after = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { ...inputs, notify_url: before.url } });
    expectSuccess(await step.post('failure', { inputs: { notify_url: after.url } }));
    expect(before.requests).toEqual([]);
    expect(after.requests).toHaveLength(1);
  });

  test('are commit_status and github_token', async () => {
    await using github = await startServer(() => ({ status: 201, body: '{"id":1}' }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job({ GITHUB_API_URL: github.url }).step({ inputs });
    expectSuccess(await step.post('failure', { inputs: { commit_status: 'true', github_token: 'ghs_newToken' } }));
    expect(github.requests.map(({ body }) => JSON.parse(body))).toMatchObject([{ state: 'success' }]);
    expect(github.requests[0]?.headers.authorization).toContain('ghs_newToken');
  });

  test('is rollback_on', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step();
    expectSuccess(await step.post('failure', { inputs }));
    expect(scene.api.model.restores()).toHaveLength(1);
  });
});

test('All other inputs are as the step read them', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { ...inputs, series: 'releases', snapshot_name: 'v-{run_number}' } });
  const changed = {
    server_id: '999',
    mode: 'delete',
    snapshot_id: '801',
    dry_run: 'true',
    series: 'other',
    snapshot_name: 'other',
    timeout_minutes: '0.01',
  };
  expectSuccess(await step.post('failure', { inputs: changed }));
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
});

describe('A value that is invalid only after the job', () => {
  test.each([
    ['health_check_url', 'shop.example.com', 'http or https URL'],
    ['health_check_url', 'https://user:password@shop.example.com', 'http or https URL'],
    ['health_check_timeout_minutes', 'ten', 'number of minutes'],
    ['health_check_stable_minutes', '-1', 'number of minutes'],
    ['safety_snapshot', 'yes', 'true or false'],
    ['commit_status', 'on', 'true or false'],
    ['delete_on_success', 'perhaps', 'true or false'],
    ['notify_url', 'ftp://hooks.example.com', 'webhook'],
    ['rollback_if', 'broken', 'the outcome of a step'],
  ])('does not prevent a rollback, and warns: %s is %s', async (name, value, hint) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const { exitCode, errors, warnings, log } = await step.post('failure', { inputs: { [name]: value } });
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`^After the job, ${name} .*${hint}`, 'u'))]);
    expect(log).not.toContain('user:password');
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test('leaves rollback_on as the step had it', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const { exitCode, warnings } = await step.post('failure', { inputs: { rollback_on: 'always' } });
    expect(exitCode).toBe(0);
    expect(warnings).toEqual([
      expect.stringMatching(/rollback_on is "always".*The value from the step itself is used/u),
    ]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('leaves the health check as the step had it', async () => {
    await using service = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { ...inputs, health_check_url: service.url } });
    const { warnings, summary } = await step.post('failure', { inputs: { health_check_url: 'not a URL' } });
    expect(warnings).toEqual([expect.stringContaining('health_check_url is "not a URL"')]);
    expect(summary).toContain('healthy');
    // Once before the deploy, once after the rollback.
    expect(service.requests).toHaveLength(2);
  });
});

test('An unknown job_status rolls nothing back by rollback_on, and a warning says so', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { ...inputs, delete_on_success: 'true' } });
  const { warnings, log } = await step.post('failure', { inputs: { job_status: 'neutral' } });
  expect(log).toContain('The job ended, but it is unknown how; only rollback_if would have an effect.');
  expect(warnings).toEqual([
    expect.stringMatching(
      /it is unknown whether the job failed: rollback_on and delete_on_success have no effect.* use rollback_if\./u,
    ),
  ]);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});
