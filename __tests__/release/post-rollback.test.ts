import { describe, expect, test } from '@jest/globals';
import { GITHUB_TOKEN, type JobStatus, jobOf } from '../support/job.ts';
import { scene } from '../support/scene.ts';
import { COMPLETE_AT_ONCE, changes, idsHeld, refusal, restoreInto, SHORT_RESTORE, SOON_FAILED } from './world.ts';

const inputs = { rollback_on: 'failure' };

describe('A rollback after the job', () => {
  test.concurrent('has a part of its own in the summary, apart from that of the step', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { main, post } = await jobOf(set).step({ inputs });
      const { summary } = await post('failure');
      expect(main.summary).toContain('### VPS.org snapshot');
      expect(main.summary).not.toContain('rollback after the job');
      expect(summary).toMatch(/^### VPS\.org rollback after the job/u);
      expect(summary).toContain('801');
      expect(summary).toContain('✅ active');
    });
  });

  test.concurrent('that ends with a server that is down fails the post step', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(restoreInto('stopped'));
      const { post } = await jobOf(set).step({ inputs });
      const { exitCode, errors, summary } = await post('failure');
      expect(exitCode).toBe(1);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(/snapshot 801 .* server "stopped", not active/u);
      expect(errors[0]).toContain('Start the server');
      expect(summary).toContain('❌ stopped');
    });
  });

  test.concurrent('that the API refuses fails the post step, and is tried once', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { post } = await jobOf(set).step({ inputs });
      set.api.setFaults(({ method }) => (method === 'POST' ? refusal(400, 'Not in a valid state.') : undefined));
      const { exitCode, errors } = await post('failure');
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/restore of snapshot 801 .* 400: Not in a valid state\./u);
      expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    });
  });

  test.concurrent('of a failed job is watched to its end, for longer than the two minutes after a cancel', async () => {
    const SPEED = 120;
    await scene(
      async (set) => {
        set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
        set.api.model.planNextRestore({
          timeline: [
            { atMs: 0, status: 'restoring' },
            { atMs: 140_000, status: 'active' },
          ],
        });
        const { post } = await jobOf(set).step({ inputs, speed: SPEED });
        const { exitCode, warnings, summary } = await post('failure', { speed: SPEED });
        expect([exitCode, warnings]).toEqual([0, []]);
        expect(summary).toContain('✅ active');
      },
      { speed: SPEED },
    );
  });

  test.concurrent('waits for its end also where the step did not wait for the snapshot', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(restoreInto('stopped'));
      const { post } = await jobOf(set).step({ inputs: { ...inputs, wait: 'false' } });
      expect((await post('failure')).exitCode).toBe(1);
    });
  });

  test.concurrent('is not done again where a step of this job has put the server back', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const job = jobOf(set);
      const snapshot = await job.step({ inputs });
      const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
      expect(rollback.main.exitCode).toBe(0);
      expect(rollback.main.outputs.rolled_back).toBe('true');
      expect((await rollback.post('failure')).exitCode).toBe(0);
      const { exitCode, log, warnings } = await snapshot.post('failure');
      expect([exitCode, warnings]).toEqual([0, []]);
      expect(log).toContain('Server 12345 was put back by a step of this job already');
      expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    });
  });

  test.concurrent('is not done again where a step of this job began it and did not wait', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const job = jobOf(set);
      const snapshot = await job.step({ inputs });
      await job.step({ inputs: { mode: 'rollback', snapshot_id: '801', wait: 'false' } });
      expect((await snapshot.post('failure')).exitCode).toBe(0);
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });

  test.concurrent('still puts back the server that a step of this job has not, of several', async () => {
    await scene(async (set) => {
      for (const id of [2, 3, 4]) {
        set.api.model.addServer({ id, snapshotPlan: COMPLETE_AT_ONCE, restorePlan: SHORT_RESTORE });
      }
      const job = jobOf(set);
      const snapshot = await job.step({ inputs: { ...inputs, server_id: '2 3 4' } });
      await job.step({ inputs: { mode: 'rollback', server_id: '2', snapshot_id: '801' } });
      await job.step({ inputs: { mode: 'rollback', server_id: '4', snapshot_id: '803' } });
      const { exitCode, log } = await snapshot.post('failure');
      expect(exitCode).toBe(0);
      expect(log).toContain('Server 2 was put back');
      expect(log).toContain('Server 4 was put back');
      expect(set.api.model.restores().map(({ snapshotId }) => snapshotId)).toEqual([801, 803, 802]);
    });
  });

  test.concurrent('is done where the rollback step of this job was refused', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const job = jobOf(set);
      const snapshot = await job.step({ inputs });
      set.api.setFaults(({ method }) => (method === 'POST' ? refusal(400, 'Not in a valid state.') : undefined));
      expect((await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } })).main.exitCode).toBe(1);
      set.api.setFaults(undefined);
      expect((await snapshot.post('failure')).exitCode).toBe(0);
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });
});

describe('Without a complete snapshot there is no rollback after the job', () => {
  test.concurrent('and a warning names the one that failed', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(SOON_FAILED);
      const { main, post } = await jobOf(set).step({ inputs });
      expect(main.exitCode).toBe(1);
      const { exitCode, warnings } = await post('failure');
      expect(exitCode).toBe(0);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/No rollback of server 12345, though the job ended with failure/u);
      expect(warnings[0]).toMatch(/snapshot 801 .* is not complete, it is "failed"/u);
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test.concurrent('and a warning names the one that somebody has deleted', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { post } = await jobOf(set).step({ inputs });
      set.api.model.removeSnapshot(801);
      const { exitCode, warnings } = await post('failure');
      expect(exitCode).toBe(0);
      expect(warnings.join()).toMatch(/Server 12345: the snapshot 801 .* is not there/u);
      expect(set.api.model.restores()).toEqual([]);
    });
  });

  test.concurrent('and a warning says so where the step never asked for one', async () => {
    await scene(async (set) => {
      for (const id of [1, 2, 3, 4, 5]) set.api.model.addSnapshot({ id, serverId: 12345, name: 'by-hand' });
      const { main, post } = await jobOf(set).step({ inputs });
      expect(main.exitCode).toBe(1);
      const { exitCode, warnings } = await post('failure');
      expect(exitCode).toBe(0);
      expect(warnings.join()).toMatch(/No rollback, though the job ended with failure: .* not asked for a snapshot/u);
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent('and of several servers the others are put back all the same', async () => {
    await scene(async (set) => {
      for (const id of [2, 3, 4]) {
        const snapshotPlan = id === 3 ? SOON_FAILED : COMPLETE_AT_ONCE;
        set.api.model.addServer({ id, snapshotPlan, restorePlan: SHORT_RESTORE });
      }
      const { post } = await jobOf(set).step({ inputs: { ...inputs, server_id: '2,3,4' } });
      const { exitCode, warnings, summary } = await post('failure');
      expect(exitCode).toBe(0);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/No rollback of server 3,/u);
      expect(warnings[0]).not.toMatch(/server [24]/iu);
      expect(summary).toMatch(/^\| 2 .*active/mu);
      expect(summary).toMatch(/^\| 4 .*active/mu);
      expect(set.api.model.restores().map(({ serverId }) => serverId)).toEqual([2, 4]);
    });
  });
});

describe('What the step saves for after the job', () => {
  test.concurrent('holds no secret', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { main } = await jobOf(set).step({ inputs });
      const saved = JSON.stringify(main.state);
      expect(saved).toContain('801');
      expect(saved).not.toContain(set.api.token);
      expect(saved).not.toContain(GITHUB_TOKEN);
      expect(saved).not.toContain('token');
      expect(main.log).toContain(`::add-mask::${GITHUB_TOKEN}`);
    });
  });

  test.concurrent('serves with the token from the environment variable', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const job = jobOf(set, { VPS_API_TOKEN: set.api.token });
      const { main, post } = await job.step({ inputs: { ...inputs, api_token: '' } });
      expect(main.exitCode).toBe(0);
      expect((await post('failure')).exitCode).toBe(0);
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });

  test.concurrent.each([
    ['wrong', { server_id: 'web-1' }],
    ['missing', { api_token: '' }],
  ])('is nothing where the inputs were %s, and so nothing is done after the job', async (_, wrong) => {
    await scene(async (set) => {
      const { main, post } = await jobOf(set).step({
        inputs: { ...inputs, delete_on_success: 'true', ...wrong },
      });
      expect(main.exitCode).toBe(1);
      for (const status of ['failure', 'success'] satisfies JobStatus[]) {
        const { exitCode, errors, warnings } = await post(status, { inputs: { rollback_if: 'true' } });
        expect([exitCode, errors, warnings]).toEqual([0, [], []]);
      }
      expect(set.requests()).toEqual([]);
      expect(idsHeld(set)).toEqual([]);
    });
  });
});
