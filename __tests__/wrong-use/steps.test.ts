import { describe, expect, test } from '@jest/globals';
import { COMPLETE_AT_ONCE, refusal, SHORT_RESTORE } from '../release/world.ts';
import { jobOf } from '../support/job.ts';
import { SERVER, scene, theError } from '../support/scene.ts';

describe('Two steps of a job on one server', () => {
  test.concurrent('take a snapshot each, and a second attempt takes over the right one of each', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const first = jobOf(set);
      expect((await first.step()).main.outputs.snapshot_id).toBe('801');
      expect((await first.step()).main.outputs.snapshot_id).toBe('802');
      const again = jobOf(set, { GITHUB_RUN_ATTEMPT: '2' });
      expect((await again.step()).main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
      expect((await again.step()).main.outputs).toMatchObject({ snapshot_id: '802', created: 'false' });
    });
  });

  test.concurrent('that are both to roll it back do it once, to the later snapshot, and the log says so', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const inputs = { rollback_on: 'failure' };
      const job = jobOf(set);
      const first = await job.step({ inputs });
      const second = await job.step({ inputs });
      // The runner takes the post steps from the last to the first.
      expect((await second.post('failure')).exitCode).toBe(0);
      const { exitCode, log } = await first.post('failure');
      expect(exitCode).toBe(0);
      expect(log).toContain(`Server ${SERVER} was put back by a step of this job already`);
      expect(set.api.model.restores()).toMatchObject([{ snapshotId: 802 }]);
    });
  });
});

describe('continue-on-error on a snapshot that failed', () => {
  test.concurrent('leaves a rollback by its empty output with nothing to go back to, which it says', async () => {
    await scene(async (set) => {
      set.api.setFaults(({ path, method }) =>
        method === 'POST' && path === '/snapshots/' ? refusal(400, 'No disk space left.') : undefined,
      );
      const job = jobOf(set);
      const { main } = await job.step();
      expect(main.exitCode).toBe(1);
      const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: main.outputs.snapshot_id ?? '' } });
      const error = theError(rollback.main);
      expect(error).toContain('none that this repository took is complete and named');
      expect(error).toContain('No restore was sent.');
      expect(set.api.model.restores()).toEqual([]);
    });
  });

  test.concurrent('leaves a rollback by its output `snapshots` with none, which it says before it sends anything', async () => {
    await scene(async (set) => {
      set.api.setFaults(({ path, method }) =>
        method === 'POST' && path === '/snapshots/' ? refusal(400, 'No disk space left.') : undefined,
      );
      const job = jobOf(set);
      const { main } = await job.step();
      const before = set.requests().length;
      const rollback = await job.step({ inputs: { mode: 'rollback', snapshot_id: main.outputs.snapshots ?? '' } });
      expect(theError(rollback.main)).toContain('it names no snapshot, as where the step that put it out took none');
      expect(set.requests()).toHaveLength(before);
    });
  });
});

describe('A runner that is not quite one', () => {
  test.concurrent('without a file for the summary still takes the snapshot', async () => {
    await scene(async (set) => {
      const { exitCode, outputs, log } = await set.run({ env: { GITHUB_STEP_SUMMARY: '' } });
      expect(exitCode).toBe(0);
      expect(outputs.status).toBe('completed');
      expect(log).toContain('::debug::The summary cannot be written');
    });
  });

  test.concurrent('that gives no commit is told which field of the name has no value', async () => {
    await scene(async (set) => {
      const error = theError(await set.run({ env: { GITHUB_SHA: '' } }));
      expect(error).toContain('snapshot_name is "{sha}", but {sha} has no value in this run.');
      expect(set.requests()).toEqual([]);
    });
  });

  test.concurrent('that gives no repository is told to run it in a workflow', async () => {
    await scene(async (set) => {
      const error = theError(await set.run({ env: { GITHUB_REPOSITORY: '' } }));
      expect(error).toContain('Run the action in a workflow, where the runner sets GITHUB_REPOSITORY');
      expect(set.requests()).toEqual([]);
    });
  });
});
