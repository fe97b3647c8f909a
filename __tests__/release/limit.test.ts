import { describe, expect, test } from '@jest/globals';
import { scene } from '../support/scene.ts';
import { addServer, COMPLETE_AT_ONCE, changes, describedBy, fill, hold, idsHeld, refusal } from './world.ts';

const ours = await describedBy();
const anotherRepositorys = await describedBy({ GITHUB_REPOSITORY: 'acme/blog' });

const OURS = { description: ours };
const THEIRS = { description: anotherRepositorys };
const BY_HAND = { description: '', name: 'by-hand' };
const UNDER_WAY = { description: ours, status: 'in_progress' };

describe('On a full server', () => {
  test.concurrent('on_limit: fail sends no create, and lists what is there with age and owner', async () => {
    await scene(async (set) => {
      const [a, b, c, d, e] = fill(set, BY_HAND, OURS, THEIRS, UNDER_WAY, OURS);
      const { exitCode, errors, outputs } = await set.run();
      expect(exitCode).toBe(1);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(/Server 12345 is full.*No create was sent/u);
      for (const [id, rest] of [
        [a, '"by-hand", completed, 5 d ago, 5,120 MB, not ours'],
        [b, '.*, completed, 4 d ago, 5,120 MB, taken by this repository'],
        [c, '.*, completed, 3 d ago, 5,120 MB, not ours'],
        [d, '.*, in_progress, 2 d ago, size unknown, taken by this repository'],
        [e, '.*, completed, 24 h ago, 5,120 MB, taken by this repository'],
      ]) {
        expect(errors[0]).toMatch(new RegExp(`^ *${id} ${rest}$`, 'mu'));
      }
      expect(errors[0]).toContain('on_limit: replace_oldest');
      expect(outputs).toMatchObject({ snapshot_id: '', created: '', pruned_ids: '[]' });
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent('a failed snapshot takes no place', async () => {
    await scene(async (set) => {
      fill(set, OURS, OURS, OURS, OURS, { ...OURS, status: 'failed' });
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      expect((await set.run()).exitCode).toBe(0);
    });
  });

  test.concurrent('on_limit: replace_oldest deletes the oldest complete one of ours before the create, and only that', async () => {
    await scene(async (set) => {
      const [a, b, oldest, d, e] = fill(set, BY_HAND, UNDER_WAY, OURS, THEIRS, OURS);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { exitCode, outputs, summary } = await set.run({ inputs: { on_limit: 'replace_oldest' } });
      expect(exitCode).toBe(0);
      expect(outputs).toMatchObject({ status: 'completed', pruned_ids: `[${oldest}]` });
      expect(changes(set)).toEqual([`DELETE /snapshots/${oldest}/`, 'POST /snapshots/']);
      expect(idsHeld(set)).toEqual([a, b, d, e, outputs.snapshot_id]);
      expect(summary).toMatch(new RegExp(`\\| ${oldest} .*deleted`, 'u'));
    });
  });

  test.concurrent('with room on_limit: replace_oldest deletes nothing', async () => {
    await scene(async (set) => {
      fill(set, OURS, OURS, OURS, OURS);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { outputs } = await set.run({ inputs: { on_limit: 'replace_oldest' } });
      expect(outputs.pruned_ids).toBe('[]');
      expect(changes(set)).toEqual(['POST /snapshots/']);
    });
  });

  test.concurrent.each([
    ['the last complete one', [OURS, UNDER_WAY, UNDER_WAY, UNDER_WAY, UNDER_WAY]],
    ['one of anybody else', [THEIRS, BY_HAND, THEIRS, BY_HAND, BY_HAND]],
    ['one that is under way', [UNDER_WAY, BY_HAND, THEIRS, BY_HAND, BY_HAND]],
  ])('on_limit: replace_oldest never deletes %s, and fails before the create', async (_, snapshots) => {
    await scene(async (set) => {
      const held = fill(set, ...snapshots);
      const { exitCode, errors } = await set.run({ inputs: { on_limit: 'replace_oldest' } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/is full.*None of them may be replaced/u);
      for (const id of held) expect(errors[0]).toMatch(new RegExp(`^ *${id} "`, 'mu'));
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent('no create is sent where the delete that makes room is refused', async () => {
    await scene(async (set) => {
      const [oldest] = fill(set, OURS, OURS, OURS, OURS, OURS);
      set.api.setFaults(({ method }) => (method === 'DELETE' ? refusal(403, 'It is locked.') : undefined));
      const { exitCode, errors, outputs } = await set.run({ inputs: { on_limit: 'replace_oldest' } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(new RegExp(`snapshot ${oldest} .* 403: It is locked\\.`, 'u'));
      expect(outputs.pruned_ids).toBe('[]');
      expect(changes(set)).toEqual([`DELETE /snapshots/${oldest}/`]);
    });
  });

  test.concurrent('of several servers one that is full and stays so keeps the others from being touched', async () => {
    await scene(async (set) => {
      addServer(set, 2);
      addServer(set, 3);
      fill(set, { ...OURS, server: 2 });
      for (let hoursOld = 1; hoursOld <= 5; hoursOld += 1) {
        hold(set, { hoursOld, description: '', server: 3 });
      }
      const { exitCode, errors } = await set.run({ inputs: { server_id: '2,3', on_limit: 'replace_oldest' } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toContain('Server 3 is full');
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent('replace_oldest and keep together delete each snapshot once', async () => {
    await scene(async (set) => {
      const [a, b, c, d, e] = fill(set, OURS, OURS, OURS, OURS, OURS);
      set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
      const { outputs } = await set.run({ inputs: { on_limit: 'replace_oldest', keep: '2' } });
      expect(outputs.pruned_ids).toBe(`[${[a, b, c, d].join(',')}]`);
      expect(idsHeld(set)).toEqual([e, outputs.snapshot_id]);
    });
  });
});
