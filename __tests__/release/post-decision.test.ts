import { describe, expect, test } from '@jest/globals';
import { type JobStatus, jobOf } from '../support/job.ts';
import { scene } from '../support/scene.ts';
import { COMPLETE_AT_ONCE, changes, SHORT_RESTORE } from './world.ts';

const STATUSES: JobStatus[] = ['success', 'failure', 'cancelled'];

describe('After the job', () => {
  test.concurrent.each<[string, JobStatus, boolean]>([
    ['', 'success', false],
    ['', 'failure', false],
    ['', 'cancelled', false],
    ['failure', 'success', false],
    ['failure', 'failure', true],
    ['failure', 'cancelled', false],
    ['cancelled', 'success', false],
    ['cancelled', 'failure', false],
    ['cancelled', 'cancelled', true],
    ['failure, cancelled', 'success', false],
    ['failure, cancelled', 'failure', true],
    ['failure, cancelled', 'cancelled', true],
  ])('with rollback_on: "%s" a job that ended with %s is rolled back: %s', async (on, status, rolledBack) => {
    await scene(async (set) => {
      const { api, requests } = set;
      api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      api.model.planNextRestore(SHORT_RESTORE);
      api.model.writeDisk(12345, 'good release');
      const { main, post } = await jobOf(set).step({ inputs: { rollback_on: on } });
      expect(main.exitCode).toBe(0);
      api.model.writeDisk(12345, 'bad release');
      const sent = requests().length;
      const { exitCode, log, errors, warnings, summary } = await post(status);
      expect([exitCode, errors, warnings]).toEqual([0, [], []]);
      if (rolledBack) {
        expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
        expect(log).toContain(`the job ended with ${status}`);
        expect(summary).toContain('rollback after the job');
        expect(api.model.disk(12345)).toBe('good release');
      } else {
        expect(requests().slice(sent)).toEqual([]);
        expect(log).toContain(`The job ended with ${status}: nothing was asked for`);
        expect(summary).toBe('');
        expect(api.model.disk(12345)).toBe('bad release');
      }
    });
  });

  test.concurrent('rollback_if that has become true puts the server back, whatever the job ended with', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { post } = await jobOf(set).step({ inputs: { rollback_if: 'false' } });
      const { exitCode, log } = await post('success', { inputs: { rollback_if: 'true' } });
      expect(exitCode).toBe(0);
      expect(log).toContain('rollback_if is true');
      expect(set.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: 12345 }]);
    });
  });

  test.concurrent('rollback_if that is still false sends nothing', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { post } = await jobOf(set).step({ inputs: { rollback_if: 'false' } });
      const sent = set.requests().length;
      expect((await post('failure')).exitCode).toBe(0);
      expect(set.requests().length).toBe(sent);
    });
  });

  test.concurrent('inputs that the step has used are not resolved again', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { post } = await jobOf(set).step({ inputs: { rollback_on: 'failure' } });
      const { exitCode } = await post('failure', {
        inputs: { server_id: '999', rollback_on: '', mode: 'delete', snapshot_id: '801', dry_run: 'true' },
      });
      expect(exitCode).toBe(0);
      expect(set.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: 12345 }]);
    });
  });

  test.concurrent.each(['rollback', 'delete', 'prune'])('a step with mode: %s has nothing to do', async (mode) => {
    await scene(async (set) => {
      const inputs = { mode, keep: '1', snapshot_id: '7', rollback_on: 'failure', delete_on_success: 'true' };
      set.api.model.addSnapshot({ id: 7, serverId: 12345, name: 'by-hand' });
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { main, post } = await jobOf(set).step({ inputs });
      expect(main.exitCode).toBe(0);
      const sent = set.requests().length;
      for (const status of STATUSES) {
        const { exitCode, errors, warnings } = await post(status, { inputs: { rollback_if: 'true' } });
        expect([exitCode, errors, warnings]).toEqual([0, [], []]);
      }
      expect(set.requests().length).toBe(sent);
    });
  });
});
