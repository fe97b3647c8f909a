import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, refusal } from '../support/fixtures.ts';
import type { JobStatus } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { delete_on_success: 'true' };

describe('delete_on_success', () => {
  test('deletes only the snapshot of this step', async () => {
    const description = await descriptionBy();
    await using scene = await Scene.create();
    const earlier = addSnapshot(scene, { hoursOld: 30, description });
    const manual = addSnapshot(scene, { hoursOld: 20 });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const id = step.main.outputs.snapshot_id ?? '';
    const later = addSnapshot(scene, { hoursOld: 0, description });
    const result = await step.post('success');
    expectSuccess(result);
    expect(result.summary).toContain(id);
    expect(scene.writes()).toEqual(['POST /snapshots/', `DELETE /snapshots/${id}/`]);
    expect(scene.snapshotIds()).toEqual([earlier, manual, later]);
  });

  test('makes room for the next snapshot, so no notice says that it will fail', async () => {
    await using scene = await Scene.create();
    for (const hoursOld of [4, 3, 2, 1]) addSnapshot(scene, { hoursOld });
    for (const run of ['7001', '7002']) {
      scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
      const step = await scene.job({ GITHUB_RUN_ID: run }).step({ inputs });
      expectSuccess(step.main);
      expect(step.main.notices).toEqual([]);
      expectSuccess(await step.post('success'));
    }
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { main } = await scene.job({ GITHUB_RUN_ID: '7003' }).step();
    expect(main.notices).toEqual([expect.stringContaining('The next snapshot of server 12345 (web-1) will fail')]);
  });

  test.each<JobStatus>(['failure', 'cancelled'])('deletes nothing after a job that ended with %s', async (status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    expectSuccess(await step.post(status));
    expect(scene.requests()).toHaveLength(sent);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('warns if the API returns 404 and still lists the snapshot', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.setFaults(({ method }) => (method === 'DELETE' ? refusal(404, 'Not Found') : undefined));
    const { exitCode, warnings } = await step.post('success');
    expect(exitCode).toBe(0);
    expect(warnings.join()).toMatch(/napshot 801 .* was not deleted: DELETE returned 404/u);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('deletes the snapshot of each server', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2, 3' } });
    expect(scene.snapshotIds()).toEqual(['801', '802']);
    expectSuccess(await step.post('success'));
    expect(scene.snapshotIds()).toEqual([]);
  });

  test.each([
    ['', 'true', []],
    ['false', 'true', []],
    ['true', 'false', ['801']],
  ])('is read again after the job: %j, then %j', async (before, after, left) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { delete_on_success: before } });
    expectSuccess(await step.post('success', { inputs: { delete_on_success: after } }));
    expect(scene.snapshotIds()).toEqual(left);
  });

  test('that the API refuses only warns, and names the snapshot that still exists', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.setFaults(({ method }) => (method === 'DELETE' ? refusal(403, 'No permission to delete.') : undefined));
    const { exitCode, errors, warnings, summary } = await step.post('success');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([
      expect.stringMatching(/still exists[\s\S]*snapshot 801 [\s\S]*403: No permission to delete\./u),
    ]);
    expect(summary).toContain('801');
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test.each([
    ['without a token', { api_token: '' }],
    ['with an invalid token', { api_token: '"quoted"' }],
  ])('%s only warns', async (_, changed) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const { exitCode, errors, warnings } = await step.post('success', { inputs: changed });
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings.join('\n')).toContain("could not delete this step's snapshots");
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('that finds the snapshot gone is done', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.api.model.removeSnapshot(801);
    const result = await step.post('success');
    expectSuccess(result);
    expect(result.log).toContain('Snapshot 801 on server 12345 (web-1) no longer exists');
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });

  test.each([1000, 20_000, 50_000])(
    'looks again for a snapshot that is not listed yet, for %d ms',
    async (hiddenMs) => {
      await using scene = await Scene.create();
      scene.api.model.planNextSnapshot({ ...COMPLETED_AT_ONCE, hiddenMs });
      const step = await scene.job().step({ inputs: { ...inputs, wait: 'false' } });
      const result = await step.post('success');
      expectSuccess(result);
      expect(result.log).toContain('The snapshot of server 12345 is not listed; looking again for up to 1 min 0 s');
      expect(scene.snapshotIds()).toEqual([]);
    },
  );

  test('looks again for a snapshot whose create was not answered, and says if it finds none', async () => {
    await using scene = await Scene.create();
    const { promise: happened, resolve } = Promise.withResolvers<void>();
    scene.setFaults(({ method }) => {
      if (method !== 'POST') return undefined;
      resolve();
      return { kind: 'silence', effect: false };
    });
    const step = await scene.job().step({ inputs, signalWhen: { happened, signal: 'SIGINT' } });
    scene.setFaults(undefined);
    const { exitCode, warnings } = await step.post('success');
    expect(exitCode).toBe(0);
    expect(warnings).toEqual([
      expect.stringMatching(
        /Server 12345 \(web-1\): the snapshot of this step was not found; .*, so nothing was deleted\./u,
      ),
    ]);
  });

  test('does not call a snapshot gone if an item of the list that cannot be read may be it', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.advance(600_000);
    scene.setFaults(({ method, path }) =>
      method === 'GET' && path === '/snapshots/'
        ? {
            kind: 'response',
            status: 200,
            body: JSON.stringify({ count: 1, next: null, results: [{ id: {} }] }),
            effect: false,
          }
        : undefined,
    );
    const { exitCode, warnings, log } = await step.post('success');
    expect(exitCode).toBe(0);
    expect(warnings.join('\n')).toMatch(
      /snapshot 801 no longer exists, or is not the one that this step took, so nothing was deleted\. It may be an item in the list that cannot be read\./u,
    );
    expect(log).not.toContain('Snapshot 801 on server 12345 (web-1) no longer exists');
  });

  test('leaves the source of a restore in progress', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3' } });
    scene.api.model.setServerStatus(2, 'restoring');
    const { exitCode, errors, warnings } = await step.post('success');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([expect.stringContaining('Server 2 (server-2) is being restored')]);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('gives way to a rollback that was asked for', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    expectSuccess(await step.post('success', { inputs: { rollback_if: 'true' } }));
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  });

  test.each([{ keep: '1' }, { keep_daily: '1' }, { keep: '1', keep_weekly: '1' }])(
    'is refused with %j, which would leave no snapshot',
    async (retention) => {
      await using scene = await Scene.create();
      const { main } = await scene.job().step({ inputs: { ...inputs, ...retention } });
      expect(errorOf(main)).toContain('delete_on_success cannot be true with');
      expect(scene.requests()).toEqual([]);
    },
  );

  test('that becomes true only after the job, in addition to keep: 1, warns and deletes nothing', async () => {
    const description = await descriptionBy();
    await using scene = await Scene.create();
    addSnapshot(scene, { hoursOld: 30, description });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { keep: '1' } });
    const left = scene.snapshotIds();
    expect(left).toHaveLength(1);
    const { exitCode, errors, warnings } = await step.post('success', { inputs });
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([
      expect.stringMatching(/delete_on_success cannot be true with keep[\s\S]*The value from the step itself is/u),
    ]);
    expect(scene.snapshotIds()).toEqual(left);
  });

  test('deletes what a step with mode: wait waited for', async () => {
    await using scene = await Scene.create();
    const job = scene.job();
    const first = await job.step({ inputs: { wait: 'false' } });
    const snapshot_id = first.main.outputs.snapshot_id ?? '';
    const wait = await job.step({ inputs: { mode: 'wait', snapshot_id, ...inputs } });
    expectSuccess(await wait.post('success'));
    expect(scene.api.model.snapshots()).toEqual([]);
  });

  test('deletes what an earlier attempt took and this one reused', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    await scene.job().step({ inputs });
    const second = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
    expect(second.main.outputs.created).toBe('false');
    expectSuccess(await second.post('success'));
    expect(scene.snapshotIds()).toEqual([]);
  });

  test('does not touch the server', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.writeDisk(SERVER, 'good release');
    const step = await scene.job().step({ inputs });
    expectSuccess(await step.post('success'));
    expect(scene.api.model.disk(SERVER)).toBe('good release');
  });
});
