import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, FAILS, refusal, restoreInto } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { GITHUB_TOKEN } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { rollback_on: 'failure' };

/** A scene with the servers 2, 3 and 4, whose snapshots complete at once. */
async function createFleet(): Promise<Scene> {
  const scene = await Scene.create({ withoutServer: true });
  for (const id of [2, 3, 4]) scene.api.model.addServer({ id, name: `web-${id}`, snapshotPlan: COMPLETED_AT_ONCE });
  return scene;
}

function restoredServers({ api }: Scene): unknown[] {
  return api.model.restores().map(({ serverId }) => serverId);
}

describe('A rollback after the job', () => {
  test('has a part of its own in the summary, which says why and what was discarded', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.advance(1_005_000);
    const { summary, log } = await step.post('failure');
    expect(step.main.summary).not.toContain('rollback:');
    expect(summary).toMatch(/^### ✅ VPS\.org rollback: 1 server restored/u);
    expect(summary).toContain('Rolled back because the job failed');
    expect(summary).toContain('(16 min before the rollback) was discarded');
    expect(log).toContain('this discards writes since 12:00:00 UTC (16 min 45 s)');
  });

  test('starts a server that its restore left stopped', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore({ ...restoreInto('active'), endsStopped: true });
    const step = await scene.job().step({ inputs });
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.powerActions()).toMatchObject([{ serverId: SERVER, action: 'start' }]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('says that the server is down, and how to start it, if the token may not', async () => {
    await using scene = await Scene.create({
      model: { power: { refuse: { start: { status: 403, detail: 'Missing permission servers:*.' } } } },
    });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore({ ...restoreInto('active'), endsStopped: true });
    const step = await scene.job().step({ inputs });
    const error = errorOf(await step.post('failure'));
    expect(error).toMatch(/was restored from snapshot 801 .*, but it is stopped/u);
    expect(error).toContain('THE SERVER IS DOWN.');
    expect(error).toMatch(/curl .*"action": "start".*\/power\//u);
  });

  test.each(['suspended', 'error'])('fails if the server ends as %s', async (status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore(restoreInto(status));
    const step = await scene.job().step({ inputs });
    const result = await step.post('failure');
    expect(errorOf(result)).toContain(`server 12345 (web-1) is "${status}" instead of active`);
    expect(result.summary).toContain(`❌ ${status}`);
  });

  test('fails if the API refuses it', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.setFaults(({ method }) => (method === 'POST' ? refusal(403, 'No permission to restore.') : undefined));
    expect(errorOf(await step.post('failure'))).toContain('403: No permission to restore.');
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  });

  test('is watched to its end, however long that takes', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'restoring' },
        { atMs: 55 * 60_000, status: 'active' },
      ],
    });
    const step = await scene.job().step({ inputs });
    const result = await step.post('failure');
    expectSuccess(result);
    expect(result.summary).toContain('✅ active');
  });

  test('first saves the current state with safety_snapshot, even if that is true only after the job', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    expectSuccess(await step.post('failure', { inputs: { safety_snapshot: 'true' } }));
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/', 'POST /snapshots/801/restore/']);
    expect(scene.api.model.snapshots()[1]?.name).toContain('before-rollback-to-801');
  });

  test('works with the token of the environment variable', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job({ VPS_API_TOKEN: scene.api.token }).step({ inputs: { ...inputs, api_token: '' } });
    expectSuccess(step.main);
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('fails without a token, and says so', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    const error = errorOf(await step.post('failure', { inputs: { api_token: '' } }));
    expect(error).toMatch(
      /^The post step has no API token, so it could not roll back server 12345\.\nNo request was sent\.\nServer 12345 \(web-1\) was not rolled back after the job .* snapshot_id: 801\.\n/u,
    );
    expect(scene.requests()).toHaveLength(sent);
  });

  test('saves no secret for itself', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const notify_url = 'https://hooks.example.com/services/T0/SecretOfTheWebhook';
    const { main } = await scene.job().step({ inputs: { ...inputs, notify_url } });
    const saved = JSON.stringify(main.state);
    expect(saved).toContain('801');
    for (const secret of [scene.api.token, GITHUB_TOKEN, 'SecretOfTheWebhook']) expect(saved).not.toContain(secret);
  });
});

describe('A rollback of several servers after the job', () => {
  test('restores each of them', async () => {
    await using scene = await createFleet();
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3,4' } });
    expectSuccess(await step.post('failure'));
    expect(restoredServers(scene).sort()).toEqual([2, 3, 4]);
  });

  test('is a failure if one of the snapshots is gone; the others are restored', async () => {
    await using github = await startServer(() => ({ status: 201, body: '{"id":1}' }));
    await using hook = await startServer(() => ({ status: 200 }));
    await using scene = await createFleet();
    const env = { GITHUB_API_URL: github.url };
    const given = { ...inputs, server_id: '2,3,4', commit_status: 'true', notify_url: hook.url };
    const step = await scene.job(env).step({ inputs: given });
    scene.api.model.removeSnapshot(802);
    const result = await step.post('failure');
    const error = errorOf(result);
    expect(error).toMatch(/^1 of 3 servers was not confirmed as restored\./u);
    expect(error).toMatch(/Server 3 \(web-3\) was not rolled back: snapshot 802 no longer exists/u);
    expect(error).toMatch(/Succeeded: 2 .*, 4 /u);
    expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: failed on 1 of 3 servers/u);
    expect(restoredServers(scene)).toEqual([2, 4]);
    expect(github.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
      { state: 'failure', context: 'vps-snapshot/rollback' },
    ]);
    expect(hook.requests.map(({ body }) => JSON.parse(body).text)).toEqual([expect.stringMatching(/^❌ .*failed/u)]);
  });

  test('is a failure if a server has no snapshot of this step; the others are restored', async () => {
    await using scene = await createFleet();
    scene.setFaults(({ method, body }) => {
      return method === 'POST' && body.includes('"server_id":3') ? refusal(400, 'Disk error.') : undefined;
    });
    const step = await scene.job().step({ inputs: { server_id: '2,3,4' } });
    expect(step.main.exitCode).toBe(1);
    scene.setFaults(undefined);
    const error = errorOf(await step.post('failure', { inputs: { rollback_if: 'true' } }));
    expect(error).toMatch(/^1 of 3 servers was not confirmed as restored\./u);
    expect(error).toContain('Server 3 (web-3) was not rolled back: this step did not take a snapshot of it.');
    expect(restoredServers(scene)).toEqual([2, 4]);
  });

  test('restores the others if one is being restored by somebody else', async () => {
    await using scene = await createFleet();
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3,4' } });
    scene.api.model.setServerStatus(3, 'restoring');
    expect(errorOf(await step.post('failure'))).toContain('Server 3 (web-3) is already being restored');
    expect(restoredServers(scene)).toEqual([2, 4]);
  });

  test('restores the others if the safety snapshot of one fails', async () => {
    await using scene = await createFleet();
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3,4', safety_snapshot: 'true' } });
    scene.setFaults(({ method, path, body }) => {
      const isCreate = method === 'POST' && path.endsWith('/snapshots/');
      return isCreate && body.includes('"server_id":3') ? refusal(400, 'Disk error.') : undefined;
    });
    const result = await step.post('failure');
    const error = errorOf(result);
    expect(error).toMatch(/^1 of 3 servers was not confirmed as restored\./u);
    expect(error).toMatch(/The safety snapshot of server 3 failed, so no restore was started\. .*Disk error/u);
    // A table has no room for more than the summary.
    expect(result.summary).toMatch(/\| .*The safety snapshot of server 3 failed.*Disk error/u);
    expect(restoredServers(scene).sort()).toEqual([2, 4]);
  });

  test('restores the others if one has no room for a safety snapshot', async () => {
    await using scene = await createFleet();
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3,4', safety_snapshot: 'true' } });
    for (const hoursOld of [1, 2, 3, 4]) addSnapshot(scene, { hoursOld, server: 3 });
    expect(errorOf(await step.post('failure'))).toMatch(/Server 3 has reached the limit of 5 snapshots/u);
    expect(restoredServers(scene).sort()).toEqual([2, 4]);
  });

  test('does not wait for the unfinished snapshot of another', async () => {
    await using scene = await createFleet();
    scene.api.model.addServer({
      id: 5,
      snapshotPlan: {
        timeline: [
          { atMs: 0, status: 'in_progress' },
          { atMs: 50 * 60_000, status: 'completed' },
        ],
      },
    });
    const step = await scene.job().step({ inputs: { wait: 'false', server_id: '2,3,5' } });
    expectSuccess(await step.post('failure', { inputs: { rollback_if: 'true' } }));
    const [first, second, last] = scene.api.model.restores();
    expect([first, second, last]).toMatchObject([{ serverId: 2 }, { serverId: 3 }, { serverId: 5 }]);
    const restores = scene.api.requests.filter(({ path }) => path.endsWith('/restore/'));
    const sentMs = restores.map(({ headers }) => Number(headers['x-virtual-now']));
    expect((sentMs[2] ?? 0) - (sentMs[0] ?? 0)).toBeGreaterThan(45 * 60_000);
  });
});

describe('A snapshot that was not waited for', () => {
  test('is counted with those of other servers while the post step waits for them', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const [index, id] of [2, 3, 4].entries()) {
      const timeline = [
        { atMs: 0, status: 'in_progress' },
        { atMs: 100_000 * index, status: 'completed' },
      ];
      scene.api.model.addServer({ id, name: `web-${id}`, snapshotPlan: { timeline } });
    }
    const step = await scene.job().step({ inputs: { wait: 'false', server_id: '2,3,4' } });
    const { log } = await step.post('failure', { inputs: { rollback_if: 'true' } });
    expect(log).toContain('30 s elapsed, 0 of 2 finished (usually takes 3–15 min)');
    expect(log).toContain('2 min 0 s elapsed, 1 of 2 finished (usually takes 3–15 min)');
  });

  test('is waited for after the job, then restored', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    expect(step.main.outputs.status).toBe('in_progress');
    const result = await step.post('failure', { inputs: { rollback_if: 'failure' } });
    expectSuccess(result);
    expect(result.log).toContain('has not completed yet; waiting for it before the rollback');
    expect(result.log).toContain('30 s elapsed, status: in_progress');
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test('fails the post step if it fails', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(FAILS);
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    expectSuccess(step.main);
    expect(errorOf(await step.post('failure', { inputs: { rollback_if: 'true' } }))).toContain(
      'ended with status "failed"',
    );
  });

  test('is rolled back to by the step with mode: wait', async () => {
    await using scene = await Scene.create();
    const job = scene.job();
    const first = await job.step({ inputs: { wait: 'false' } });
    const snapshot_id = first.main.outputs.snapshots ?? '';
    const wait = await job.step({ inputs: { mode: 'wait', snapshot_id, ...inputs } });
    expectSuccess(wait.main);
    expectSuccess(await wait.post('failure'));
    expectSuccess(await first.post('failure'));
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test('is not rolled back to if the step with mode: wait never ran: nothing was deployed', async () => {
    await using scene = await Scene.create();
    const first = await scene.job().step({ inputs: { wait: 'false' } });
    scene.advance(3_600_000);
    expectSuccess(await first.post('failure'));
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('only warns if mode: wait timed out', async () => {
    await using scene = await Scene.create();
    const job = scene.job();
    const first = await job.step({ inputs: { wait: 'false' } });
    const snapshot_id = first.main.outputs.snapshot_id ?? '';
    const wait = await job.step({ inputs: { mode: 'wait', snapshot_id, timeout_minutes: '1', ...inputs } });
    expect(wait.main.exitCode).toBe(1);
    const { exitCode, warnings } = await wait.post('failure');
    expect([exitCode, warnings]).toEqual([0, [expect.stringContaining('Not rolling back')]]);
    expect(scene.api.model.restores()).toEqual([]);
  });
});

describe('If another run has deployed since', () => {
  test.each([
    ['rollback_on', { rollback_on: 'failure' }, {}],
    ['rollback_if', {}, { rollback_if: 'true' }],
  ])('a rollback after the job by %s is an error', async (_, given, changed) => {
    const description = await descriptionBy({ GITHUB_RUN_ID: '7002' });
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: given });
    scene.advance(600_000);
    const later = addSnapshot(scene, { hoursOld: 0.1, description, name: 'the-next-release' });
    const error = errorOf(await step.post('failure', { inputs: changed }));
    expect(error).toContain(`another run has since taken snapshot ${later} "the-next-release"`);
    expect(error).toContain("in the same series; rolling back would undo that run's release");
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('only the servers that it deployed to are left alone', async () => {
    await using other = await createFleet();
    await other.job({ GITHUB_RUN_ID: '7002' }).step({ inputs: { server_id: '3' } });
    const description = other.api.model.snapshots()[0]?.description ?? '';
    await using scene = await createFleet();
    const step = await scene.job().step({ inputs: { ...inputs, server_id: '2,3,4' } });
    scene.advance(600_000);
    addSnapshot(scene, { hoursOld: 0.1, description, server: 3 });
    expect(errorOf(await step.post('failure'))).toMatch(/^1 of 3 servers was not confirmed as restored/u);
    expect(restoredServers(scene)).toEqual([2, 4]);
  });

  test('while the post step waited for the snapshot, that server alone is left alone', async () => {
    await using other = await createFleet();
    await other.job({ GITHUB_RUN_ID: '7002' }).step({ inputs: { server_id: '3' } });
    const description = other.api.model.snapshots()[0]?.description ?? '';
    for (const server_id of ['3', '2,3']) {
      await using scene = await Scene.create({ withoutServer: true });
      for (const id of [2, 3]) scene.api.model.addServer({ id, name: `web-${id}` });
      const step = await scene.job().step({ inputs: { wait: 'false', server_id } });
      const startMs = scene.nowMs;
      let isAdded = false;
      scene.setFaults(() => {
        if (!isAdded && scene.nowMs - startMs > 120_000) {
          isAdded = true;
          addSnapshot(scene, { hoursOld: 0, description, name: 'the-next-release', server: 3 });
        }
        return undefined;
      });
      const error = errorOf(await step.post('failure', { inputs: { rollback_if: 'true' } }));
      expect(error).toMatch(
        /Server 3 .* was not rolled back: another run has since taken snapshot \d+ "the-next-release"/u,
      );
      expect(restoredServers(scene)).toEqual(server_id === '3' ? [] : [2]);
    }
  });

  test.each([
    ['another series', { GITHUB_RUN_ID: '7002' }, { series: 'nightly' }],
    ['another job', { GITHUB_RUN_ID: '7002', GITHUB_JOB: 'nightly' }, {}],
    ['another repository', { GITHUB_RUN_ID: '7002', GITHUB_REPOSITORY_ID: '1' }, {}],
    ['this run', { GITHUB_ACTION: '__other' }, {}],
  ])('a snapshot of %s is no obstacle', async (_, env, given) => {
    const description = await descriptionBy({ GITHUB_RUN_ID: '7001', ...env }, given);
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    scene.advance(600_000);
    addSnapshot(scene, { hoursOld: 0.1, description });
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test('its earlier snapshots are no obstacle', async () => {
    const description = await descriptionBy();
    await using scene = await Scene.create();
    addSnapshot(scene, { hoursOld: 1, description });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.restores()).toHaveLength(1);
  });
});
