import { describe, expect, test } from '@jest/globals';
import type { ActionRun } from '../support/action.ts';
import { jobOf } from '../support/job.ts';
import { type Scene, SOON_COMPLETE, scene } from '../support/scene.ts';
import { addServer, COMPLETE_AT_ONCE, changes, idsHeld, NEVER_COMPLETE, SHORT_RESTORE, SOON_FAILED } from './world.ts';

/** The same step in an attempt of the run. */
function attempt(set: Scene, number: number, { env, ...rest }: ActionRun = {}) {
  return set.run({ ...rest, env: { ...env, GITHUB_RUN_ATTEMPT: String(number) } });
}

describe('The same step in a second attempt', () => {
  test.concurrent('takes over the snapshot of the first, and sends no create', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const first = await attempt(set, 1);
      expect(first.outputs).toMatchObject({ snapshot_id: '801', created: 'true' });
      const { exitCode, outputs, log, summary } = await attempt(set, 2);
      expect(exitCode).toBe(0);
      expect(outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'false', size_mb: '5120' });
      expect(JSON.parse(outputs.snapshots ?? '')).toMatchObject([{ snapshot_id: 801, created: false }]);
      expect(log).toContain('of an earlier attempt of this step is taken over');
      expect(summary).toContain('taken over');
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test.concurrent('waits for that of the first which is not complete yet', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(SOON_COMPLETE);
      const first = await attempt(set, 1, { inputs: { wait: 'false' } });
      expect(first.outputs.status).toBe('in_progress');
      const { exitCode, outputs } = await attempt(set, 2);
      expect(exitCode).toBe(0);
      expect(outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'false' });
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test.concurrent('makes a new one where that of the first has failed', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(SOON_FAILED);
      expect((await attempt(set, 1)).exitCode).toBe(1);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { exitCode, outputs } = await attempt(set, 2);
      expect(exitCode).toBe(0);
      expect(outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
    });
  });

  test.concurrent('makes a new one with on_rerun: create', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      await attempt(set, 1);
      const { outputs } = await attempt(set, 2, { inputs: { on_rerun: 'create' } });
      expect(outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
      // The first is from before the deploy was half applied: it stays the way back.
      const third = await attempt(set, 3);
      expect(third.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
    });
  });

  test.concurrent.each([
    ['another step', { GITHUB_ACTION: '__vps-snapshot_2' }],
    ['another job', { GITHUB_JOB: 'deploy-eu' }],
    ['another run', { GITHUB_RUN_ID: '7002' }],
    ['another repository', { GITHUB_REPOSITORY: 'acme/blog' }],
  ])('takes nothing over from %s', async (_, env) => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      await attempt(set, 1, { env });
      const { outputs } = await attempt(set, 2);
      expect(outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
    });
  });

  test.concurrent('needs no room on a full server', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      await attempt(set, 1);
      for (const id of [1, 2, 3, 4]) set.api.model.addSnapshot({ id, serverId: 12345, name: 'by-hand' });
      const { exitCode, outputs } = await attempt(set, 2);
      expect(exitCode).toBe(0);
      expect(outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
    });
  });

  test.concurrent('keeps what it has taken over, however small keep is', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      await attempt(set, 1);
      await attempt(set, 1, { env: { GITHUB_RUN_ID: '7002' } });
      const { outputs } = await attempt(set, 2, { inputs: { keep: '1' } });
      expect(outputs).toMatchObject({ snapshot_id: '801', created: 'false', pruned_ids: '[802]' });
      expect(idsHeld(set)).toEqual(['801']);
    });
  });

  test.concurrent('takes over where there is one, and makes one where there is none', async () => {
    await scene(async (set) => {
      addServer(set, 2);
      addServer(set, 3, NEVER_COMPLETE);
      await attempt(set, 1, { inputs: { server_id: '2' } });
      const { outputs } = await attempt(set, 2, { inputs: { server_id: '2,3', timeout_minutes: '0.2' } });
      expect(outputs).toMatchObject({ snapshot_id: '801,802', created: 'false,true', status: 'completed,in_progress' });
    });
  });

  test.concurrent('is put back after the job to the one that it has taken over', async () => {
    await scene(async (set) => {
      const inputs = { rollback_on: 'failure' };
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      await jobOf(set).step({ inputs });
      const { main, post } = await jobOf(set, { GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
      expect(main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
      expect((await post('failure')).exitCode).toBe(0);
      expect(set.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
    });
  });
});
