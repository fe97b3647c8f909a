import { describe, expect, test } from '@jest/globals';
import { describedBy, fill } from '../release/world.ts';
import { SERVER, scene, theError } from '../support/scene.ts';

const NOT_OURS = { description: 'by hand' };

describe('A first run with a full server', () => {
  test('lists what is there, and offers nothing that would not help', async () => {
    await scene(async (set) => {
      fill(set, NOT_OURS, NOT_OURS, NOT_OURS, NOT_OURS, NOT_OURS);
      const error = theError(await set.run());
      expect(error).toContain(`Server ${SERVER} is full: it holds 5 snapshots`);
      expect(error.match(/, not ours$/gmu)).toHaveLength(5);
      expect(error).toMatch(
        /Delete one that is not needed, by `mode: delete` with its id or in the VPS\.org panel\.$/u,
      );
    });
  });

  test('that asks for replace_oldest is told why none may be replaced', async () => {
    await scene(async (set) => {
      fill(set, NOT_OURS, NOT_OURS, NOT_OURS, NOT_OURS, NOT_OURS);
      const error = theError(await set.run({ inputs: { on_limit: 'replace_oldest' } }));
      expect(error).toContain('None of them may be replaced: only a complete one that this repository took');
      expect(error).toMatch(/in the VPS\.org panel\.$/u);
    });
  });

  test('on which one of ours is, is told which one replace_oldest would delete', async () => {
    await scene(async (set) => {
      const [ours] = fill(set, { description: await describedBy() }, NOT_OURS, NOT_OURS, NOT_OURS, NOT_OURS);
      const error = theError(await set.run());
      expect(error).toMatch(new RegExp(`set \`on_limit: replace_oldest\`, which would delete snapshot ${ours} "`, 'u'));
      expect(set.api.model.snapshots()).toHaveLength(5);
    });
  });
});

describe('A server id with a typo', () => {
  test('among several touches none of them', async () => {
    await scene(async (set) => {
      const error = theError(await set.run({ inputs: { server_id: `${SERVER},12354` } }));
      expect(error).toContain('There is no server 12354 for this token. No create was sent.');
      expect(set.requests().filter((request) => request.startsWith('POST'))).toEqual([]);
    });
  });

  test('in a rollback says whose snapshot it is, and restores nothing', async () => {
    await scene(async (set) => {
      set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
      const error = theError(await set.run({ inputs: { mode: 'rollback', server_id: '12354', snapshot_id: '7' } }));
      expect(error).toContain('The rollback of server 12354 cannot be begun. No restore was sent.');
      expect(error).toContain(
        'snapshot 7 "good-release" of server 12345 (web-1) is of none of the servers in server_id',
      );
      expect(set.api.model.restores()).toEqual([]);
    });
  });
});
