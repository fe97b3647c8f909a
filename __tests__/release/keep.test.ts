import { describe, expect, test } from '@jest/globals';
import { scene } from '../support/scene.ts';
import {
  addServer,
  COMPLETE_AT_ONCE,
  changes,
  describedBy,
  hold,
  idsHeld,
  refusal,
  SHORT_RESTORE,
  SOON_FAILED,
} from './world.ts';

const ours = await describedBy();
const anotherRepositorys = await describedBy({ GITHUB_REPOSITORY: 'acme/blog' });

describe('keep', () => {
  test.concurrent.each([
    ['1', ['old', 'middle']],
    ['2', ['old']],
    ['3', []],
  ])('of %s deletes of our complete snapshots %j, and nothing of anyone else', async (keep, gone) => {
    await scene(async (set) => {
      const foreign = hold(set, { hoursOld: 90, description: '', name: 'by-hand' });
      const others = hold(set, { hoursOld: 80, description: anotherRepositorys });
      const failed = hold(set, { hoursOld: 70, description: ours, status: 'failed' });
      const old = hold(set, { hoursOld: 60, description: ours, name: 'nightly-1' });
      const middle = hold(set, { hoursOld: 50, description: ours, name: 'nightly-2' });
      const names = new Map([
        [old, 'old'],
        [middle, 'middle'],
      ]);
      const { exitCode, outputs, warnings, summary } = await set.run({ inputs: { keep } });
      expect([exitCode, warnings]).toEqual([0, []]);
      const deleted = [old, middle].filter((id) => gone.includes(names.get(id) ?? ''));
      expect(JSON.parse(outputs.pruned_ids ?? '')).toEqual(deleted.map(Number));
      expect(changes(set)).toEqual(['POST /snapshots/', ...deleted.map((id) => `DELETE /snapshots/${id}/`)]);
      expect(idsHeld(set)).toEqual(
        [foreign, others, failed, old, middle, outputs.snapshot_id].filter((id) => !deleted.includes(id ?? '')),
      );
      for (const id of deleted) expect(summary).toMatch(new RegExp(`\\| ${id} .*deleted`, 'u'));
    });
  });

  test.concurrent('leaves alone what is under way, and what has a marker that somebody has cut or written after', async () => {
    await scene(async (set) => {
      const spared = [
        hold(set, { hoursOld: 9, description: ours, status: 'in_progress' }),
        hold(set, { hoursOld: 8, description: ours.slice(0, -1) }),
        hold(set, { hoursOld: 7, description: `${ours} - keep this one!` }),
      ];
      const old = hold(set, { hoursOld: 1, description: ours });
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { outputs } = await set.run({ inputs: { keep: '1' } });
      expect(outputs.pruned_ids).toBe(`[${old}]`);
      expect(idsHeld(set)).toEqual([...spared, outputs.snapshot_id]);
    });
  });

  test.concurrent('never deletes the one just made, whatever the times of the others say', async () => {
    await scene(async (set) => {
      const ahead = [-5, -9].map((hoursOld) => hold(set, { hoursOld, description: ours }));
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { outputs } = await set.run({ inputs: { keep: '1' } });
      expect(idsHeld(set)).toEqual([outputs.snapshot_id]);
      expect(outputs.pruned_ids).toBe(`[${ahead.join(',')}]`);
    });
  });

  test.concurrent('deletes nothing when the new snapshot has failed', async () => {
    await scene(async (set) => {
      for (const hoursOld of [3, 2, 1]) hold(set, { hoursOld, description: ours });
      set.api.model.planNextSnapshot(SOON_FAILED);
      const { exitCode, outputs } = await set.run({ inputs: { keep: '1' } });
      expect(exitCode).toBe(1);
      expect(outputs.pruned_ids).toBe('[]');
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test.concurrent('of several servers deletes only where the new snapshot is complete', async () => {
    await scene(async (set) => {
      addServer(set, 2, SOON_FAILED);
      addServer(set, 3);
      for (const hoursOld of [2, 1]) hold(set, { hoursOld, description: ours, server: 2 });
      const old = hold(set, { hoursOld: 1, description: ours, server: 3 });
      const { exitCode, outputs } = await set.run({ inputs: { keep: '1', server_id: '2,3' } });
      expect(exitCode).toBe(1);
      expect(outputs.pruned_ids).toBe(`[${old}]`);
      expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/', `DELETE /snapshots/${old}/`]);
    });
  });

  test.concurrent('only warns about a snapshot that the API refuses to delete, and deletes the others', async () => {
    await scene(async (set) => {
      const [first, second] = [3, 2].map((hoursOld) => hold(set, { hoursOld, description: ours }));
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.setFaults(({ method, path }) =>
        method === 'DELETE' && path.includes(`${first}`) ? refusal(403, 'It is locked.') : undefined,
      );
      const { exitCode, errors, warnings, outputs, summary } = await set.run({ inputs: { keep: '1' } });
      expect([exitCode, errors]).toEqual([0, []]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(new RegExp(`snapshot ${first} .* 403: It is locked\\.`, 'u'));
      expect(warnings[0]).toContain('The new snapshot is complete');
      expect(outputs).toMatchObject({ status: 'completed', pruned_ids: `[${second}]` });
      expect(summary).toMatch(new RegExp(`\\| ${first} .*❌`, 'u'));
    });
  });

  test.concurrent('only warns when the list cannot be read again', async () => {
    await scene(async (set) => {
      const old = hold(set, { hoursOld: 3, description: ours });
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      set.api.setFaults(({ method }) =>
        method === 'GET' && changes(set).length > 0 ? refusal(403, 'No reading today.') : undefined,
      );
      const { exitCode, warnings, outputs } = await set.run({ inputs: { keep: '1' } });
      expect(exitCode).toBe(0);
      expect(warnings.join()).toContain('No reading today.');
      expect(outputs).toMatchObject({ snapshot_id: '802', status: 'completed', pruned_ids: '[]' });
      expect(idsHeld(set)).toContain(old);
    });
  });

  test.concurrent('is refused with wait: false, before any request', async () => {
    await scene(async (set) => {
      const { exitCode, errors } = await set.run({ inputs: { keep: '1', wait: 'false' } });
      expect(exitCode).toBe(1);
      expect(errors.join()).toMatch(/wait is false, but keep/u);
      expect(set.requests()).toEqual([]);
    });
  });
});

describe('Two workflows of two repositories that keep one each on the same server', () => {
  test.concurrent('each keep their own, and can go back to it', async () => {
    await scene(async (set) => {
      const nightly = async (repository: string, night: number) => {
        set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
        const env = { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: `${night}` };
        const { exitCode, outputs } = await set.run({ inputs: { keep: '1' }, env });
        expect(exitCode).toBe(0);
        return outputs;
      };
      const shop = await nightly('acme/shop', 1);
      const blog = await nightly('acme/blog', 1);
      expect(idsHeld(set)).toEqual([shop.snapshot_id, blog.snapshot_id]);
      const shopAgain = await nightly('acme/shop', 2);
      expect(shopAgain.pruned_ids).toBe(`[${shop.snapshot_id}]`);
      const blogAgain = await nightly('acme/blog', 2);
      expect(blogAgain.pruned_ids).toBe(`[${blog.snapshot_id}]`);
      expect(idsHeld(set)).toEqual([shopAgain.snapshot_id, blogAgain.snapshot_id]);

      set.api.model.planNextRestore(SHORT_RESTORE);
      const env = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '3' };
      const { outputs } = await set.run({ inputs: { mode: 'rollback' }, env });
      expect(outputs.snapshot_id).toBe(shopAgain.snapshot_id);
    });
  });
});
