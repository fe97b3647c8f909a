import { describe, expect, test } from '@jest/globals';
import { SHA } from '../support/action.ts';
import { type Scene, SERVER, scene } from '../support/scene.ts';
import { changes, describedBy, hold, idsHeld, NEVER_COMPLETE, SHORT_RESTORE, SOON_FAILED } from './world.ts';

const ours = await describedBy();
const anotherRepositorys = await describedBy({ GITHUB_REPOSITORY: 'acme/blog' });

describe('A rollback without snapshot_id', () => {
  const inputs = { mode: 'rollback' };

  test.concurrent("goes back to the newest complete snapshot that this repository took under the commit's name", async () => {
    await scene(async (set) => {
      set.api.model.addServer({ id: 2 });
      hold(set, { hoursOld: 9, description: ours });
      const wanted = hold(set, { hoursOld: 8, description: ours });
      hold(set, { hoursOld: 7, description: ours, name: 'nightly' });
      hold(set, { hoursOld: 6, description: ours, status: 'in_progress' });
      hold(set, { hoursOld: 5, description: ours, status: 'failed' });
      hold(set, { hoursOld: 4, description: anotherRepositorys });
      hold(set, { hoursOld: 3, description: '' });
      hold(set, { hoursOld: 2, description: ours, server: 2 });
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { exitCode, outputs } = await set.run({ inputs });
      expect(exitCode).toBe(0);
      expect(outputs).toMatchObject({ snapshot_id: wanted, snapshot_name: SHA, rolled_back: 'true' });
      expect(changes(set)).toEqual([`POST /snapshots/${wanted}/restore/`]);
    });
  });

  test.concurrent('goes back to the one with the name that snapshot_name gives', async () => {
    await scene(async (set) => {
      const wanted = hold(set, { hoursOld: 2, description: ours, name: 'release-3f2a9c1' });
      hold(set, { hoursOld: 1, description: ours });
      set.api.model.planNextRestore(SHORT_RESTORE);
      const { outputs } = await set.run({ inputs: { ...inputs, snapshot_name: 'release-{short_sha}' } });
      expect(outputs.snapshot_id).toBe(wanted);
    });
  });

  test.concurrent('ends with a list of what is there when none is', async () => {
    await scene(async (set) => {
      const named = hold(set, { hoursOld: 3, description: anotherRepositorys });
      const nightly = hold(set, { hoursOld: 72, description: ours, name: 'nightly' });
      const { exitCode, errors, outputs } = await set.run({ inputs });
      expect(exitCode).toBe(1);
      expect(errors[0]).toContain('No restore was sent');
      expect(errors[0]).toContain(`named "${SHA}"`);
      expect(errors[0]).toMatch(new RegExp(`${named} "${SHA}", completed, 3 h ago, .*, not ours`, 'u'));
      expect(errors[0]).toMatch(new RegExp(`${nightly} "nightly", completed, 3 d ago, .*, taken by this rep`, 'u'));
      expect(outputs.rolled_back).toBe('false');
      expect(changes(set)).toEqual([]);
    });
  });
});

describe('safety_snapshot', () => {
  const inputs = { mode: 'rollback', snapshot_id: '7', safety_snapshot: 'true' };
  const target = (set: Scene) => set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });

  test.concurrent('is taken and complete before the restore is sent, and the summary says how to go back to it', async () => {
    await scene(async (set) => {
      target(set);
      set.api.model.planNextRestore(SHORT_RESTORE);
      const atRestore: string[] = [];
      set.api.setFaults(({ path }) => {
        if (path.endsWith('/restore/')) atRestore.push(...set.api.model.snapshots().map(({ status }) => status));
        return undefined;
      });
      const { exitCode, outputs, summary, log } = await set.run({ inputs });
      expect(exitCode).toBe(0);
      expect(changes(set)).toEqual(['POST /snapshots/', 'POST /snapshots/7/restore/']);
      expect(atRestore).toEqual(['completed', 'completed']);
      expect(outputs).toMatchObject({ snapshot_id: '7', rolled_back: 'true' });
      expect(log).toMatch(/^The present state of server 12345 is kept first, as snapshot "before-rollback-to-7-run-/mu);
      expect(log).toContain('snapshot 801 ');
      expect(summary).toContain('can be undone');
      expect(summary).toContain("snapshot_id: '801'");
    });
  });

  test.concurrent('without room for it: no restore is sent, and nothing is deleted to make some', async () => {
    await scene(async (set) => {
      target(set);
      for (const hoursOld of [1, 2, 3, 4]) hold(set, { hoursOld, description: ours });
      const { exitCode, errors, outputs } = await set.run({ inputs: { ...inputs, on_limit: 'replace_oldest' } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/Server 12345 is full.*snapshot limit/u);
      expect(outputs.rolled_back).toBe('false');
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent.each([
    ['ends as failed', SOON_FAILED, '60'],
    ['is not complete in time', NEVER_COMPLETE, '0.5'],
  ])('that %s: no restore is sent', async (_, plan, timeout_minutes) => {
    await scene(async (set) => {
      target(set);
      set.api.model.planNextSnapshot(plan);
      const { exitCode, errors, outputs } = await set.run({ inputs: { ...inputs, timeout_minutes } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/safety snapshot .* no restore was sent/u);
      expect(errors[0]).toContain('snapshot 801 ');
      expect(errors[0]).toContain('without safety_snapshot');
      expect(outputs.rolled_back).toBe('false');
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test.concurrent('is not taken where the target is not good', async () => {
    await scene(async (set) => {
      set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release', status: 'in_progress' });
      const { exitCode, errors } = await set.run({ inputs });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/snapshot 7 .* is not complete/u);
      expect(changes(set)).toEqual([]);
      expect(idsHeld(set)).toEqual(['7']);
    });
  });
});
