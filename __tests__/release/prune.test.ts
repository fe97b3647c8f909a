import { describe, expect, test } from '@jest/globals';
import { scene } from '../support/scene.ts';
import { addServer, changes, describedBy, hold, idsHeld, refusal } from './world.ts';

const ours = await describedBy();
const anotherRepositorys = await describedBy({ GITHUB_REPOSITORY: 'acme/blog' });
const inputs = { mode: 'prune', keep: '1' };

describe('mode: prune', () => {
  test.concurrent('deletes our older complete snapshots on each server, and of nobody else', async () => {
    await scene(async (set) => {
      addServer(set, 2);
      const old = hold(set, { hoursOld: 30, description: ours });
      const older = hold(set, { hoursOld: 40, description: ours, name: 'nightly' });
      const oldOnTwo = hold(set, { hoursOld: 50, description: ours, server: 2 });
      const spared = [
        hold(set, { hoursOld: 10, description: ours }),
        hold(set, { hoursOld: 20, description: ours, server: 2 }),
        hold(set, { hoursOld: 60, description: anotherRepositorys }),
        hold(set, { hoursOld: 70, description: '' }),
        hold(set, { hoursOld: 80, description: ours, status: 'in_progress', server: 2 }),
        hold(set, { hoursOld: 90, description: ours, status: 'failed', server: 2 }),
      ];
      const { exitCode, outputs, summary } = await set.run({ inputs: { ...inputs, server_id: '12345, 2' } });
      expect(exitCode).toBe(0);
      expect(outputs.pruned_ids).toBe(`[${older},${old},${oldOnTwo}]`);
      expect(idsHeld(set)).toEqual(spared);
      expect(changes(set)).toEqual([older, old, oldOnTwo].map((id) => `DELETE /snapshots/${id}/`));
      expect(summary).toContain(`${older} nightly`);
    });
  });

  test.concurrent('says so when there is nothing to delete', async () => {
    await scene(async (set) => {
      hold(set, { hoursOld: 1, description: ours });
      const { exitCode, outputs, summary } = await set.run({ inputs });
      expect(exitCode).toBe(0);
      expect(outputs.pruned_ids).toBe('[]');
      expect(summary).toContain('nothing to delete');
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent('fails when a delete is refused, and still deletes the others', async () => {
    await scene(async (set) => {
      const [locked, free] = [5, 4, 3].map((hoursOld) => hold(set, { hoursOld, description: ours }));
      set.api.setFaults(({ method, path }) =>
        method === 'DELETE' && path.includes(`${locked}`) ? refusal(403, 'It is locked.') : undefined,
      );
      const { exitCode, errors, outputs, summary } = await set.run({ inputs });
      expect(exitCode).toBe(1);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(new RegExp(`snapshot ${locked} .* 403: It is locked\\.`, 'u'));
      expect(errors[0]).toContain(`The others: ${free} (deleted).`);
      expect(outputs.pruned_ids).toBe(`[${free}]`);
      expect(summary).toMatch(new RegExp(`\\| ${locked} .*❌`, 'u'));
    });
  });

  test.concurrent('counts snapshots and not servers when some are not deleted', async () => {
    await scene(async (set) => {
      const [locked] = [5, 4, 3].map((hoursOld) => hold(set, { hoursOld, description: ours }));
      set.api.setFaults(({ method, path }) =>
        method === 'DELETE' && path.includes(`${locked}`) ? refusal(403, 'It is locked.') : undefined,
      );
      const { errors } = await set.run({ inputs });
      expect(errors[0]).toMatch(/^1 of 2 snapshots/u);
    });
  });

  test.concurrent('is refused without keep, before any request', async () => {
    await scene(async (set) => {
      const { exitCode, errors } = await set.run({ inputs: { mode: 'prune' } });
      expect(exitCode).toBe(1);
      expect(errors.join()).toMatch(/keep is empty; `mode: prune`/u);
      expect(set.requests()).toEqual([]);
    });
  });
});
