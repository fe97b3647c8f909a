import { describe, expect, test } from '@jest/globals';
import { type JobStatus, jobOf } from '../support/job.ts';
import { scene } from '../support/scene.ts';
import { COMPLETE_AT_ONCE, changes, describedBy, hold, idsHeld, refusal } from './world.ts';

const ours = await describedBy();
const inputs = { delete_on_success: 'true' };

describe('delete_on_success', () => {
  test.concurrent('deletes the snapshot of this step and no other when the job succeeded', async () => {
    await scene(async (set) => {
      const earlier = hold(set, { hoursOld: 30, description: ours });
      const byHand = hold(set, { hoursOld: 20, description: '' });
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { main, post } = await jobOf(set).step({ inputs });
      const later = hold(set, { hoursOld: 0, description: ours });
      const { exitCode, log, summary } = await post('success');
      expect(exitCode).toBe(0);
      expect(log).toContain(`snapshot ${main.outputs.snapshot_id} `);
      expect(summary).toContain('deleted after the job');
      expect(summary).toContain(`${main.outputs.snapshot_id} `);
      expect(changes(set)).toEqual(['POST /snapshots/', `DELETE /snapshots/${main.outputs.snapshot_id}/`]);
      expect(idsHeld(set)).toEqual([earlier, byHand, later]);
    });
  });

  test.concurrent.each<JobStatus>(['failure', 'cancelled'])(
    'leaves it alone when the job ended with %s',
    async (status) => {
      await scene(async (set) => {
        set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
        const { post } = await jobOf(set).step({ inputs });
        const sent = set.requests().length;
        expect((await post(status)).exitCode).toBe(0);
        expect(set.requests().length).toBe(sent);
        expect(idsHeld(set)).toEqual(['801']);
      });
    },
  );

  test.concurrent('of several servers deletes the snapshot on each', async () => {
    await scene(async (set) => {
      set.api.model.addServer({ id: 2, snapshotPlan: COMPLETE_AT_ONCE });
      set.api.model.addServer({ id: 3, snapshotPlan: COMPLETE_AT_ONCE });
      const { post } = await jobOf(set).step({ inputs: { ...inputs, server_id: '2, 3' } });
      expect(idsHeld(set)).toEqual(['801', '802']);
      expect((await post('success')).exitCode).toBe(0);
      expect(idsHeld(set)).toEqual([]);
    });
  });

  test.concurrent('that the API refuses only warns, and names the snapshot that is still there', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { post } = await jobOf(set).step({ inputs });
      set.api.setFaults(({ method }) => (method === 'DELETE' ? refusal(403, 'No permission to delete.') : undefined));
      const { exitCode, errors, warnings, summary } = await post('success');
      expect([exitCode, errors]).toEqual([0, []]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('The release has succeeded, but its snapshot is still there.');
      expect(warnings[0]).toMatch(/snapshot 801 .* 403: No permission to delete\./u);
      expect(summary).toContain('801');
      expect(idsHeld(set)).toEqual(['801']);
    });
  });

  test.concurrent('gives way to a rollback that was asked for', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { post } = await jobOf(set).step({ inputs });
      expect((await post('success', { inputs: { rollback_if: 'true' } })).exitCode).toBe(0);
      expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    });
  });
});
