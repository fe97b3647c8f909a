import { describe, expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, FAILS, NEVER_COMPLETED } from '../support/fixtures.ts';
import type { JobStatus } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const STATUSES: JobStatus[] = ['success', 'failure', 'cancelled'];

describe('After the job, rollback_on', () => {
  test.each<[string, JobStatus]>([
    ['failure', 'failure'],
    ['cancelled', 'cancelled'],
    ['failure, cancelled', 'failure'],
    ['failure, cancelled', 'cancelled'],
  ])('"%s" rolls back after a job that ended with %s', async (on, status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'restoring' },
        { atMs: 10_000, status: 'active' },
      ],
    });
    scene.api.model.writeDisk(SERVER, 'good release');
    const step = await scene.job().step({ inputs: { rollback_on: on, poll_interval_seconds: '1' } });
    expectSuccess(step.main);
    scene.api.model.writeDisk(SERVER, 'bad release');
    const result = await step.post(status);
    expectSuccess(result);
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    expect(scene.api.model.disk(SERVER)).toBe('good release');
    expect(result.log).toContain(
      `Rollback after the job: the job ${status === 'failure' ? 'failed' : 'was cancelled'}`,
    );
    expect(result.summary).toContain('VPS.org rollback');
  });

  test.each<[string, JobStatus]>([
    ['', 'success'],
    ['', 'failure'],
    ['', 'cancelled'],
    ['failure', 'success'],
    ['cancelled', 'success'],
    ['cancelled', 'failure'],
    ['failure, cancelled', 'success'],
  ])('"%s" sends nothing after a job that ended with %s', async (on, status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: on } });
    const sent = scene.requests().length;
    const result = await step.post(status);
    expectSuccess(result);
    expect(scene.requests()).toHaveLength(sent);
    expect(result.summary).toBe('');
    expect(result.log).toContain('The job ');
  });

  test('"failure" warns if the job was cancelled or exceeded its timeout', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    const { exitCode, errors, warnings } = await step.post('cancelled');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([expect.stringMatching(/timeout-minutes.*`rollback_on: failure, cancelled`/u)]);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });
});

describe('After the job, rollback_if', () => {
  test.each<[string, JobStatus]>([
    ['true', 'success'],
    ['true', 'failure'],
    ['True', 'failure'],
    ['failure', 'failure'],
    ['failure', 'success'],
    ['cancelled', 'cancelled'],
  ])('%s rolls back, even if the job ended with %s', async (value, status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    // The outcome of a step that has not run yet is empty.
    const step = await scene.job().step({ inputs: { rollback_if: '' } });
    const { exitCode, errors, log } = await step.post(status, { inputs: { rollback_if: value } });
    expect([exitCode, errors]).toEqual([0, []]);
    expect(log).toContain('rollback_if is true');
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
  });

  test.each(['', 'false', 'success', 'skipped'])('"%s" sends nothing', async (value) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_if: 'true' } });
    const sent = scene.requests().length;
    expectSuccess(await step.post('failure', { inputs: { rollback_if: value } }));
    expect(scene.requests()).toHaveLength(sent);
  });
});

describe('After a step that did not succeed, nothing was deployed, so rollback_on', () => {
  const RULE_6 = /Not rolling back although the job failed.*rollback_if/u;

  test('warns if the snapshot failed', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(FAILS);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    expect(step.main.exitCode).toBe(1);
    const { exitCode, errors, warnings } = await step.post('failure');
    expect([exitCode, errors, warnings]).toEqual([0, [], [expect.stringMatching(RULE_6)]]);
    expect(warnings[0]).toContain(
      'Server 12345 (web-1) was not rolled back after the job and is running whatever the job left there. To roll it back now, use `mode: rollback` with snapshot_id: 801, if that snapshot has completed.',
    );
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });

  test('warns if the step timed out, although the snapshot has completed since', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({
      timeline: [
        { atMs: 0, status: 'in_progress' },
        { atMs: 600_000, status: 'completed' },
      ],
    });
    const step = await scene.job().step({ inputs: { rollback_on: 'failure', timeout_minutes: '5' } });
    expect(errorOf(step.main)).toContain('has not completed after 5 min');
    scene.advance(600_000);
    const { exitCode, errors, warnings } = await step.post('failure');
    expect([exitCode, errors, warnings]).toEqual([0, [], [expect.stringMatching(RULE_6)]]);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('warns if one of its servers failed', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    scene.api.model.addServer({ id: 2, snapshotPlan: COMPLETED_AT_ONCE });
    scene.api.model.addServer({ id: 3, snapshotPlan: FAILS });
    const step = await scene.job().step({ inputs: { rollback_on: 'failure', server_id: '2,3' } });
    expect(step.main.exitCode).toBe(1);
    const { exitCode, errors, warnings } = await step.post('failure');
    expect([exitCode, errors, warnings]).toEqual([0, [], [expect.stringMatching(RULE_6)]]);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('warns if the step was refused before its first create', async () => {
    await using scene = await Scene.create();
    for (const id of [1, 2, 3, 4, 5]) scene.api.model.addSnapshot({ id, serverId: SERVER, name: 'manual' });
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    expect(step.main.exitCode).toBe(1);
    const { exitCode, errors, warnings } = await step.post('failure');
    expect([exitCode, errors, warnings]).toEqual([0, [], [expect.stringMatching(RULE_6)]]);
  });

  test('warns if it was cancelled while it waited, although the snapshot has completed since', async () => {
    const { promise: happened, resolve } = Promise.withResolvers<void>();
    await using scene = await Scene.create({
      faults({ method, path }) {
        if (method !== 'GET' || !path.includes('/snapshots/') || scene.writes().length === 0) return undefined;
        resolve();
        return { kind: 'silence', effect: false };
      },
    });
    const signalWhen = { happened, signal: 'SIGINT' } as const;
    const step = await scene.job().step({ inputs: { rollback_on: 'failure, cancelled' }, signalWhen });
    expect(step.main.exitCode).toBe(1);
    scene.setFaults(undefined);
    scene.advance(3_600_000);
    const { exitCode, errors, warnings } = await step.post('cancelled');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([expect.stringMatching(/although the job was cancelled.*rollback_if/u)]);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });

  test('leaves it to rollback_if, which rolls back what has completed since', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({
      timeline: [
        { atMs: 0, status: 'in_progress' },
        { atMs: 720_000, status: 'completed' },
      ],
    });
    const step = await scene.job().step({ inputs: { timeout_minutes: '10', rollback_on: 'failure' } });
    expect(step.main.exitCode).toBe(1);
    scene.advance(600_000);
    const { exitCode, errors } = await step.post('failure', { inputs: { rollback_if: 'failure' } });
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });
});

describe('A rollback that was asked for and cannot be done fails the post step', () => {
  test('if the snapshot failed', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(FAILS);
    const step = await scene.job().step({ inputs: { rollback_if: 'true' } });
    expect(step.main.exitCode).toBe(1);
    expect(errorOf(await step.post('success'))).toMatch(
      /[Ss]napshot 801 .* has not completed; its status is "failed"/u,
    );
  });

  test('if it never completes', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(NEVER_COMPLETED);
    const step = await scene.job().step({ inputs: { rollback_if: 'true', timeout_minutes: '5' } });
    expect(errorOf(await step.post('failure'))).toMatch(/Snapshot 801 .* has not completed after 5 min/u);
  });

  test.each<JobStatus>(['success', 'failure'])(
    'if the snapshot is gone, even if the job ended with %s',
    async (status) => {
      await using scene = await Scene.create();
      scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
      const step = await scene.job().step({ inputs: { rollback_if: 'true' } });
      scene.api.model.removeSnapshot(801);
      const result = await step.post(status);
      expect(errorOf(result)).toMatch(/server 12345 \(web-1\) was not rolled back: .*snapshot 801 no longer exists/iu);
      expect(result.summary).toMatch(/^### ❌ VPS\.org rollback/mu);
      expect(scene.api.model.restores()).toEqual([]);
    },
  );

  test('if the step took no snapshot', async () => {
    await using scene = await Scene.create();
    for (const id of [1, 2, 3, 4, 5]) scene.api.model.addSnapshot({ id, serverId: SERVER, name: 'manual' });
    const step = await scene.job().step({ inputs: { rollback_if: 'true' } });
    const error = errorOf(await step.post('success'));
    expect(error).toMatch(/^No rollback of server 12345 although .*: this step did not take a snapshot\./u);
    expect(error).toContain('whatever the job deployed is still running');
  });

  test.each([
    ['invalid', { server_id: 'web-1' }],
    ['missing', { api_token: '' }],
  ])('if the inputs of the step were %s', async (_, wrong) => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { rollback_if: 'true', ...wrong } });
    expect(step.main.exitCode).toBe(1);
    expect(errorOf(await step.post('failure'))).toContain('this step stopped before it took a snapshot');
    expect(scene.requests()).toEqual([]);
  });
});

describe('The post step does nothing and is green', () => {
  test.each(STATUSES)('without a token, if nothing is to be done after a job: %s', async (status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_if: '' } });
    const sent = scene.requests().length;
    expectSuccess(await step.post(status, { inputs: { api_token: '' } }));
    expect(scene.requests()).toHaveLength(sent);
  });

  test.each(['rollback', 'delete', 'prune', 'check'])('after mode: %s', async (mode) => {
    await using scene = await Scene.create();
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'manual' });
    const inputs = {
      mode,
      keep: '1',
      snapshot_id: '7',
      rollback_on: 'failure',
      delete_on_success: 'true',
      health_check_url: `${scene.api.url}/health`,
      health_check_timeout_minutes: '0.1',
      health_check_stable_minutes: '0',
    };
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    for (const status of STATUSES) expectSuccess(await step.post(status, { inputs: { rollback_if: 'true' } }));
    expect(scene.requests()).toHaveLength(sent);
  });

  test('after a dry run', async () => {
    await using scene = await Scene.create();
    const inputs = { dry_run: 'true', rollback_on: 'failure', delete_on_success: 'true' };
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    for (const status of STATUSES) expectSuccess(await step.post(status, { inputs: { rollback_if: 'true' } }));
    expect(scene.requests()).toHaveLength(sent);
  });

  test.each<[string, Record<string, string>]>([
    ['invalid', { server_id: 'web-1' }],
    ['missing', { api_token: '' }],
  ])('if the inputs of the step were %s and no rollback is asked for', async (_, wrong) => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { delete_on_success: 'true', ...wrong } });
    expect(step.main.exitCode).toBe(1);
    for (const status of STATUSES) expectSuccess(await step.post(status));
    expect(scene.requests()).toEqual([]);
  });
});
