import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { serverUuid } from '../../emulator/identity.ts';
import { COMPLETED_AT_ONCE, refusal, restoreInto } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { rollback_on: 'failure' };
const NOTICE = /was already rolled back to snapshot 801 by an earlier step of this job/u;

describe('A rollback by an earlier step of the job', () => {
  test('is not done again, and a notice says so', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    expect(rollback.main.outputs.rolled_back).toBe('true');
    expectSuccess(await rollback.post('failure'));
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([expect.stringMatching(NOTICE)]);
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  });

  test('also counts for rollback_if', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step();
    await job.step({ inputs: { mode: 'rollback' } });
    const result = await snapshot.post('failure', { inputs: { rollback_if: 'failure' } });
    expectSuccess(result);
    expect(result.notices).toEqual([expect.stringMatching(NOTICE)]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('leaves the other servers to the post step', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3, 4]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const job = scene.job();
    const snapshot = await job.step({ inputs: { ...inputs, server_id: '2 3 4' } });
    await job.step({ inputs: { mode: 'rollback', server_id: '2', snapshot_id: '801' } });
    await job.step({ inputs: { mode: 'rollback', server_id: '4', snapshot_id: '803' } });
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([expect.stringContaining('Server 2 '), expect.stringContaining('Server 4 ')]);
    expect(scene.api.model.restores().map(({ snapshotId }) => snapshotId)).toEqual([801, 803, 802]);
  });

  test.each([
    ['ended in an error', restoreInto('error'), 'error'],
    ['left the server suspended', restoreInto('suspended'), 'suspended'],
    ['had not ended at the timeout', restoreInto('restoring'), 'restoring'],
  ])('that was accepted and %s is an error, and is not repeated', async (_, plan, status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    scene.api.model.planNextRestore(plan);
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801', timeout_minutes: '20' } });
    expect(rollback.main.exitCode).toBe(1);
    const result = await snapshot.post('failure');
    const error = errorOf(result);
    expect(error).toContain(
      `Server 12345 (web-1) was not rolled back: an earlier step of this job started to restore it from snapshot 801 and did not see it active again; its last status was "${status}".`,
    );
    expect(error).toContain('The post step did not restore it again');
    expect(error).toContain('snapshot_id: 801');
    expect(error).not.toContain('is still running what was deployed');
    expect(result.notices).toEqual([]);
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  });

  test('that left the server stopped, which the token may not start, is an error', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    scene.api.model.planNextRestore(restoreInto('stopped'));
    scene.setFaults(({ path }) => (path.endsWith('/power/') ? refusal(403, 'Not allowed.') : undefined));
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    expect(errorOf(rollback.main)).toContain('THE SERVER IS DOWN');
    expect(errorOf(await snapshot.post('failure'))).toContain('its last status was "stopped"');
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('that was lost, was seen restoring and then ended in an error is an error, and is not repeated', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    scene.api.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'stopping' },
        { atMs: 120_000, status: 'restoring' },
        { atMs: 480_000, status: 'error' },
      ],
    });
    scene.setFaults(({ path }) => (path.endsWith('/restore/') ? { kind: 'lost-after' } : undefined));
    errorOf((await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } })).main);
    expect(errorOf(await snapshot.post('failure'))).toContain('its last status was "error"');
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('that failed is forgotten once a later step has restored the server', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    const rollback = { inputs: { mode: 'rollback', snapshot_id: '801' } };
    scene.api.model.planNextRestore(restoreInto('error'));
    errorOf((await job.step(rollback)).main);
    scene.api.model.setServerStatus(SERVER, 'active');
    expectSuccess((await job.step(rollback)).main);
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([expect.stringMatching(NOTICE)]);
  });

  test('that failed does not keep the post step from the other servers', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const job = scene.job();
    const snapshot = await job.step({ inputs: { ...inputs, server_id: '2 3' } });
    scene.api.model.planNextRestore(restoreInto('error'));
    errorOf((await job.step({ inputs: { mode: 'rollback', server_id: '2', snapshot_id: '801' } })).main);
    const error = errorOf(await snapshot.post('failure'));
    expect(error).toMatch(
      /^1 of 2 servers was not confirmed as restored\.[\s\S]*Server 2 \(server-2\) was not rolled back: an earlier step/u,
    );
    expect(scene.api.model.restores().map(({ snapshotId }) => snapshotId)).toEqual([801, 802]);
  });

  test('does not count if the API refused it', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    scene.setFaults(({ method }) => (method === 'POST' ? refusal(403, 'Not allowed.') : undefined));
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    expect(rollback.main.exitCode).toBe(1);
    scene.setFaults(undefined);
    expectSuccess(await snapshot.post('failure'));
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('does not count for a snapshot that was taken after it: the second deploy is rolled back to that', async () => {
    await using scene = await Scene.create();
    const { model } = scene.api;
    const job = scene.job();
    model.planNextSnapshot(COMPLETED_AT_ONCE);
    await job.step();
    await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    model.writeDisk(SERVER, 'before the second deploy');
    model.planNextSnapshot(COMPLETED_AT_ONCE);
    const second = await job.step({ inputs });
    model.writeDisk(SERVER, 'a bad second deploy');
    const result = await second.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([]);
    expect(model.restores()).toMatchObject([{ snapshotId: 801 }, { snapshotId: 802 }]);
    expect(model.disk(SERVER)).toBe('before the second deploy');
  });

  describe('does not count for a re-run step that came after it', () => {
    const START_OVER = { mode: 'rollback' };

    test('and reused the snapshot: the deploy is rolled back to that again', async () => {
      await using scene = await Scene.create();
      const { model } = scene.api;
      model.writeDisk(SERVER, 'v1');
      await scene.job().step({ inputs, env: { GITHUB_ACTION: 'snapshot' } });
      model.writeDisk(SERVER, 'half of v2');
      const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
      expectSuccess((await job.step({ inputs: START_OVER, env: { GITHUB_ACTION: 'start-over' } })).main);
      const snapshot = await job.step({ inputs, env: { GITHUB_ACTION: 'snapshot' } });
      expect(snapshot.main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
      model.writeDisk(SERVER, 'a bad v2');
      const result = await snapshot.post('failure');
      expectSuccess(result);
      expect(result.notices).toEqual([]);
      expect(model.restores()).toMatchObject([{ snapshotId: 801 }, { snapshotId: 801 }]);
      expect(model.disk(SERVER)).toBe('v1');
    });

    test('but one that came after the step, too, counts', async () => {
      await using scene = await Scene.create();
      await scene.job().step({ inputs, env: { GITHUB_ACTION: 'snapshot' } });
      const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
      await job.step({ inputs: START_OVER, env: { GITHUB_ACTION: 'start-over' } });
      const snapshot = await job.step({ inputs, env: { GITHUB_ACTION: 'snapshot' } });
      expectSuccess((await job.step({ inputs: START_OVER })).main);
      const result = await snapshot.post('failure');
      expectSuccess(result);
      expect(result.notices).toEqual([expect.stringMatching(NOTICE)]);
      expect(scene.api.model.restores()).toHaveLength(2);
    });

    test('with the UUIDs of a fleet', async () => {
      await using scene = await Scene.create({ model: { dialect: 'clients' } });
      scene.api.model.addServer({ id: 2 });
      const fleet = { ...inputs, server_id: `${serverUuid(SERVER)} ${serverUuid(2)}` };
      await scene.job().step({ inputs: fleet, env: { GITHUB_ACTION: 'snapshot' } });
      const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
      const rollback = { ...START_OVER, server_id: fleet.server_id };
      expectSuccess((await job.step({ inputs: rollback, env: { GITHUB_ACTION: 'start-over' } })).main);
      const snapshot = await job.step({ inputs: fleet, env: { GITHUB_ACTION: 'snapshot' } });
      const result = await snapshot.post('failure');
      expectSuccess(result);
      expect(result.notices).toEqual([]);
      expect(scene.api.model.restores()).toHaveLength(4);
    });

    test('and waited for the snapshot', async () => {
      await using scene = await Scene.create();
      const { model } = scene.api;
      model.writeDisk(SERVER, 'v1');
      await scene.job({ GITHUB_JOB: 'snapshot' }).step({ inputs: { wait: 'false' } });
      scene.advance(600_000);
      const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
      expectSuccess((await job.step({ inputs: START_OVER })).main);
      const wait = await job.step({ inputs: { ...inputs, mode: 'wait', snapshot_id: '801' } });
      model.writeDisk(SERVER, 'a bad v2');
      const result = await wait.post('failure');
      expectSuccess(result);
      expect(result.notices).toEqual([]);
      expect(model.disk(SERVER)).toBe('v1');
    });
  });

  test('of an earlier attempt does not count on a runner that does not count attempts and keeps RUNNER_TEMP', async () => {
    await using scene = await Scene.create();
    const { model } = scene.api;
    // As on Gitea.
    const env = { GITHUB_RUN_ATTEMPT: '', GITHUB_REPOSITORY_ID: '' };
    model.writeDisk(SERVER, 'v1');
    const first = await scene.job(env).step({ inputs });
    expectSuccess(await first.post('failure'));
    const second = await scene.job(env).step({ inputs });
    expect(second.main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
    model.writeDisk(SERVER, 'a bad v2');
    const result = await second.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([]);
    expect(model.restores()).toHaveLength(2);
    expect(model.disk(SERVER)).toBe('v1');
  });

  test('to another snapshot does not count', async () => {
    await using scene = await Scene.create();
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'manual' });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    await job.step({ inputs: { mode: 'rollback', snapshot_id: '7' } });
    expectSuccess(await snapshot.post('failure'));
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 7 }, { snapshotId: 801 }]);
  });

  test('of an earlier attempt does not count', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const first = scene.job();
    await first.step({ inputs });
    await first.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    const second = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
    expect(second.main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
    const result = await second.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([]);
    expect(scene.api.model.restores()).toHaveLength(2);
  });

  test('is done twice rather than not at all if its file cannot be written', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job({ RUNNER_TEMP: '/dev/null/not-a-folder' });
    const snapshot = await job.step({ inputs });
    const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    expectSuccess(rollback.main);
    expectSuccess(await snapshot.post('failure'));
    expect(scene.api.model.restores()).toHaveLength(2);
  });
});

/**
 * A job whose rollback step ended after the restore had been accepted, because it was cancelled or ran out of time.
 * @param response to the restore; the step ends once two readings have shown what that may not say
 */
async function interruptRollback(scene: Scene, given: Readonly<Record<string, string>> = inputs, response?: Fault) {
  const { model } = scene.api;
  model.planNextSnapshot(COMPLETED_AT_ONCE);
  const job = scene.job();
  model.writeDisk(SERVER, 'v1');
  const snapshot = await job.step({ inputs: given });
  model.writeDisk(SERVER, 'a bad v2');
  const watched = Promise.withResolvers<void>();
  let readings = 0;
  scene.setFaults(({ method, path }) => {
    if (path.endsWith('/restore/')) return response;
    if (method === 'GET' && model.restores().length > 0) readings += 1;
    if (readings > (response ? 2 : 0)) watched.resolve();
    return undefined;
  });
  const signalWhen = { happened: watched.promise, signal: 'SIGTERM' } as const;
  const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' }, signalWhen });
  expect(errorOf(rollback.main)).toContain('The job was cancelled');
  scene.setFaults(undefined);
  return snapshot;
}

describe('A rollback that an earlier step of the job started and did not see end', () => {
  test('is watched to its end, and not sent again', async () => {
    await using scene = await Scene.create();
    const snapshot = await interruptRollback(scene);
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([]);
    expect(result.log).toMatch(
      /^Watching the restore of server 12345 \(web-1\) from snapshot 801: another step of this job started it/mu,
    );
    expect(result.log).toMatch(/^✅ server 12345 \(web-1\) restored from snapshot 801 in \d+ min/mu);
    expect(result.summary).toMatch(/^### ✅/mu);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  });

  test.each<[string, Fault]>([
    ['did not name the server', { kind: 'response', status: 202, body: '{"task_id": "d7"}', effect: true }],
    ['was lost', { kind: 'lost-after' }],
  ])('is watched if its response %s, but a reading showed it', async (_what, response) => {
    await using scene = await Scene.create();
    const snapshot = await interruptRollback(scene, inputs, response);
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.log).toMatch(/^Watching the restore of server 12345 \(web-1\) from snapshot 801/mu);
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('is seen to be over at once if it ended long ago', async () => {
    await using scene = await Scene.create();
    const snapshot = await interruptRollback(scene);
    scene.advance(20 * 60_000);
    const beforeMs = scene.nowMs;
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.log).toMatch(/^✅ server 12345 \(web-1\) restored from snapshot 801/mu);
    expect(scene.nowMs - beforeMs).toBeLessThan(45_000);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test.each([0, 20])('is started if the restore leaves it stopped (%d min later)', async (minutes) => {
    await using scene = await Scene.create();
    scene.api.model.planNextRestore({ endsStopped: true });
    const snapshot = await interruptRollback(scene);
    scene.advance(minutes * 60_000);
    expectSuccess(await snapshot.post('failure'));
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expect(scene.writes()).toEqual([
      'POST /snapshots/',
      'POST /snapshots/801/restore/',
      `POST /servers/${serverUuid(SERVER)}/power/`,
    ]);
  });

  test.each([
    ['ends in an error', restoreInto('error'), 'is "error" instead of active'],
    ['does not end', restoreInto('restoring'), 'has not finished after'],
  ])('is an error if it %s', async (_, plan, expected) => {
    await using scene = await Scene.create();
    scene.api.model.planNextRestore(plan);
    const snapshot = await interruptRollback(scene, { ...inputs, timeout_minutes: '20' });
    const error = errorOf(await snapshot.post('failure'));
    expect(error).toContain('The restore of snapshot 801');
    expect(error).toContain(expected);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('is an error without a token, and no request is sent', async () => {
    await using scene = await Scene.create();
    const snapshot = await interruptRollback(scene);
    const sent = scene.requests().length;
    expect(errorOf(await snapshot.post('failure', { inputs: { api_token: '' } }))).toContain(
      'The post step has no API token, so it could not watch the restore that another step of this job started.',
    );
    expect(scene.requests()).toHaveLength(sent);
  });

  test('is watched even if the snapshots of the other servers cannot be listed', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextRestore({ endsStopped: true });
    scene.api.model.addServer({ id: 2, name: 'web-2', snapshotPlan: COMPLETED_AT_ONCE });
    const snapshot = await interruptRollback(scene, { ...inputs, server_id: `${SERVER} 2` });
    scene.setFaults(({ path }) => (path.includes('/snapshots/') ? refusal(403, 'Not allowed.') : undefined));
    expect(errorOf(await snapshot.post('failure'))).toContain('Reading the snapshots of server 2 failed');
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('is watched while the other servers are rolled back', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 2, name: 'web-2', snapshotPlan: COMPLETED_AT_ONCE });
    const snapshot = await interruptRollback(scene, { ...inputs, server_id: `${SERVER} 2` });
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(scene.api.model.restores().map(({ serverId }) => serverId)).toEqual([SERVER, 2]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expect(scene.api.model.serverStatus(2)).toBe('active');
    expect(result.log).toMatch(/^✅ 2 servers restored$/mu);
  });

  test('is known to be over by the post steps that come later', async () => {
    await using scene = await Scene.create();
    const { model } = scene.api;
    const job = scene.job();
    const snapshot = await job.step({ inputs: { wait: 'false' } });
    const wait = await job.step({ inputs: { ...inputs, mode: 'wait', snapshot_id: '801' } });
    const watched = Promise.withResolvers<void>();
    scene.setFaults(({ method }) => {
      if (method === 'GET' && model.restores().length > 0) watched.resolve();
      return undefined;
    });
    const signalWhen = { happened: watched.promise, signal: 'SIGTERM' } as const;
    await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' }, signalWhen });
    scene.setFaults(undefined);
    expectSuccess(await wait.post('failure'));
    const result = await snapshot.post('failure', { inputs: { rollback_if: 'failure' } });
    expectSuccess(result);
    expect(result.notices).toEqual([expect.stringMatching(NOTICE)]);
    expect(model.restores()).toHaveLength(1);
  });
});

describe('The file that records rollbacks', () => {
  const OWN = { runId: '7001', attempt: 1, serverKey: '12345', snapshotKey: '801' };

  /** Writes it as an earlier step of the job could. */
  function writeEntries(folder: string, entries: readonly unknown[]): void {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    writeFileSync(join(folder, 'vps-snapshot-rollbacks.json'), lines.join(''));
  }

  test('is believed for this run, attempt, server and snapshot', async () => {
    await using scene = await Scene.create();
    using temp = mkdtempDisposableSync(join(tmpdir(), 'runner-temp-'));
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const snapshot = await scene.job({ RUNNER_TEMP: temp.path }).step({ inputs });
    writeEntries(temp.path, [{ ...OWN, outcome: 'restored' }]);
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([expect.stringMatching(NOTICE)]);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test.each([undefined, -1e300, 1e300])(
    'may give any time for a restore that has started (%d)',
    async (startedAtMs) => {
      await using scene = await Scene.create();
      using temp = mkdtempDisposableSync(join(tmpdir(), 'runner-temp-'));
      scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
      const snapshot = await scene.job({ RUNNER_TEMP: temp.path }).step({ inputs });
      writeEntries(temp.path, [{ ...OWN, outcome: 'started', startedAtMs }]);
      expectSuccess(await snapshot.post('failure'));
      expect(scene.api.model.restores()).toEqual([]);
    },
  );

  test.each([
    ['another run', [{ ...OWN, runId: '7000' }]],
    ['another attempt', [{ ...OWN, attempt: 2 }]],
    ['no attempt', [{ ...OWN, attempt: null }]],
    ['another server', [{ ...OWN, serverKey: '2' }]],
    ['another snapshot', [{ ...OWN, snapshotKey: '802' }]],
    ['nothing that can be read', [{ runId: 7001 }, 'text', null, ['801']]],
  ])('is not believed if it is about %s', async (_, entries) => {
    await using scene = await Scene.create();
    using temp = mkdtempDisposableSync(join(tmpdir(), 'runner-temp-'));
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const snapshot = await scene.job({ RUNNER_TEMP: temp.path }).step({ inputs });
    writeEntries(temp.path, entries);
    const result = await snapshot.post('failure');
    expectSuccess(result);
    expect(result.notices).toEqual([]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });
});
