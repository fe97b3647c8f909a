import { describe, expect, test } from '@jest/globals';
import type { ActionRun } from '../support/action.ts';
import { type JobStatus, jobOf } from '../support/job.ts';
import { type Scene, scene } from '../support/scene.ts';
import { COMPLETE_AT_ONCE, changes, describedBy, hold } from './world.ts';

const ours = await describedBy();

/** Runs with dry_run, and sees that nothing was changed, that nothing is wrong, and that it says so. */
async function dryRun(set: Scene, inputs: ActionRun['inputs'], env: ActionRun['env'] = {}) {
  const before = set.api.model.snapshots();
  const changed = changes(set);
  const result = await set.run({ env, inputs: { ...inputs, dry_run: 'true' } });
  expect(result.errors).toEqual([]);
  expect(result.exitCode).toBe(0);
  expect(changes(set)).toEqual(changed);
  expect(set.api.model.snapshots()).toEqual(before);
  expect(result.log).toContain('Dry run: nothing was sent but reads.');
  expect(result.summary).toMatch(/^### .* dry run: nothing was sent/u);
  return result;
}

/** Holds this many of ours, the oldest first. */
function holdOurs(set: Scene, count: number): string[] {
  return Array.from({ length: count }, (_, index) => hold(set, { hoursOld: count - index, description: ours }));
}

describe('dry_run', () => {
  test.concurrent('of a snapshot says which would be taken', async () => {
    await scene(async (set) => {
      const { log, summary, outputs } = await dryRun(set, { snapshot_name: 'nightly' });
      expect(log).toContain('Would take snapshot "nightly" of server 12345');
      expect(summary).toMatch(/12345 .*nightly .*would be taken/u);
      expect(outputs).toMatchObject({ snapshot_id: '', status: '', created: '', pruned_ids: '[]' });
    });
  });

  test.concurrent('of a snapshot with keep says which would then be deleted', async () => {
    await scene(async (set) => {
      const [first, second] = holdOurs(set, 3);
      const { log, summary, outputs } = await dryRun(set, { keep: '2' });
      expect(outputs.pruned_ids).toBe(`[${first},${second}]`);
      for (const id of [first, second]) {
        expect(log).toMatch(new RegExp(`Would then delete snapshot ${id} .* beyond keep`, 'u'));
        expect(summary).toMatch(new RegExp(`\\| ${id} .*would be deleted`, 'u'));
      }
    });
  });

  test.concurrent('of a snapshot on a full server says which would be replaced', async () => {
    await scene(async (set) => {
      hold(set, { hoursOld: 99, description: '', name: 'by-hand' });
      const [oldest] = holdOurs(set, 4);
      const { log, summary, outputs } = await dryRun(set, { on_limit: 'replace_oldest' });
      expect(outputs.pruned_ids).toBe(`[${oldest}]`);
      expect(log).toMatch(new RegExp(`Would delete snapshot ${oldest} .* to make room`, 'u'));
      expect(summary).toMatch(new RegExp(`\\| ${oldest} .*would be deleted`, 'u'));
    });
  });

  test.concurrent('of a snapshot on a full server with keep names each that would be deleted once', async () => {
    await scene(async (set) => {
      const [a, b, c, d] = holdOurs(set, 5);
      const { outputs } = await dryRun(set, { on_limit: 'replace_oldest', keep: '2' });
      expect(outputs.pruned_ids).toBe(`[${[a, b, c, d].join(',')}]`);
    });
  });

  test.concurrent('of a second attempt says what would be taken over', async () => {
    await scene(async (set) => {
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      await set.run();
      const { log, outputs } = await dryRun(set, {}, { GITHUB_RUN_ATTEMPT: '2' });
      expect(log).toContain('Would take over snapshot 801 ');
      expect(outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
    });
  });

  test.concurrent('of a rollback says which snapshot the server would be put back to', async () => {
    await scene(async (set) => {
      const id = hold(set, { hoursOld: 1, description: '', name: 'by-hand' });
      const inputs = { mode: 'rollback', snapshot_id: id, safety_snapshot: 'true', commit_status: 'true' };
      const { log, summary, outputs, variables } = await dryRun(set, inputs);
      expect(log).toContain('Would first take a snapshot of the present state of server 12345');
      expect(log).toMatch(new RegExp(`Would put server 12345 back to snapshot ${id} "by-hand"`, 'u'));
      expect(summary).toMatch(/by-hand .*would be put back/u);
      expect(outputs).toMatchObject({ snapshot_id: id, rolled_back: 'false', healthy: '' });
      expect(variables).toEqual({});
      expect(set.api.model.restores()).toEqual([]);
    });
  });

  test.concurrent('of a delete says which would be deleted', async () => {
    await scene(async (set) => {
      const id = hold(set, { hoursOld: 1, description: '', name: 'by-hand' });
      const { log, summary, outputs } = await dryRun(set, { mode: 'delete', snapshot_id: id });
      expect(log).toMatch(new RegExp(`Would delete snapshot ${id} "by-hand"`, 'u'));
      expect(summary).toMatch(/by-hand .*would be deleted/u);
      expect(outputs).toMatchObject({ snapshot_id: id, status: '' });
    });
  });

  test.concurrent('of a prune says which would be deleted', async () => {
    await scene(async (set) => {
      const [first, second, third] = holdOurs(set, 3);
      const { log, summary, outputs } = await dryRun(set, { mode: 'prune', keep: '1' });
      expect(outputs.pruned_ids).toBe(`[${first},${second}]`);
      for (const id of [first, second]) {
        expect(log).toMatch(new RegExp(`Would delete snapshot ${id} `, 'u'));
        expect(summary).toMatch(new RegExp(`\\| ${id} .*would be deleted`, 'u'));
      }
      expect(log).not.toContain(`snapshot ${third} `);
    });
  });

  test.concurrent('of a snapshot of a server that does not exist fails, as the step itself would', async () => {
    await scene(async (set) => {
      const { exitCode, errors } = await set.run({ inputs: { server_id: '999', dry_run: 'true' } });
      expect(exitCode).toBe(1);
      expect(errors.join()).toContain('no server 999 for this token');
    });
  });

  test.concurrent('of a rollback without room for its safety snapshot fails, as the step itself would', async () => {
    await scene(async (set) => {
      const [id = ''] = holdOurs(set, 5);
      const inputs = { mode: 'rollback', snapshot_id: id, safety_snapshot: 'true', dry_run: 'true' };
      const { exitCode, errors } = await set.run({ inputs });
      expect(exitCode).toBe(1);
      expect(errors.join()).toContain('Server 12345 is full');
    });
  });

  test.concurrent('goes for what comes after the job too', async () => {
    await scene(async (set) => {
      const inputs = { dry_run: 'true', rollback_on: 'failure cancelled', delete_on_success: 'true' };
      const { main, post } = await jobOf(set).step({ inputs });
      expect(main.exitCode).toBe(0);
      const sent = set.requests().length;
      for (const status of ['success', 'failure', 'cancelled'] satisfies JobStatus[]) {
        const { exitCode, errors, warnings } = await post(status, { inputs: { rollback_if: 'true' } });
        expect([exitCode, errors, warnings]).toEqual([0, [], []]);
      }
      expect(set.requests().length).toBe(sent);
    });
  });
});
