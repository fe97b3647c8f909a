import { describe, expect, test } from '@jest/globals';
import { expectGood, type Scene, SERVER, scene, theError } from '../support/scene.ts';

/** Two servers with snapshots: 700 to 702 of the one, 703 of the other. */
function prepare({ api }: Scene): void {
  api.model.addServer({ id: 222, name: 'web-2' });
  for (const id of [700, 701, 702]) api.model.addSnapshot({ id, serverId: SERVER, name: `s-${id}` });
  api.model.addSnapshot({ id: 703, serverId: 222, name: 's-703' });
}

function idsIn({ api }: Scene): unknown[] {
  return api.model.snapshots().map(({ id }) => id);
}

describe('mode: delete', () => {
  test('deletes the snapshot with the id and no other', async () => {
    await scene(async (play) => {
      prepare(play);
      const result = await play.run({ inputs: { mode: 'delete', snapshot_id: '701' } });
      expectGood(result);
      expect(result.outputs).toMatchObject({ snapshot_id: '701', snapshot_name: 's-701', status: 'deleted' });
      expect(idsIn(play)).toEqual([700, 702, 703]);
      expect(play.requests()).toEqual(['GET /snapshots/', 'DELETE /snapshots/701/']);
      expect(result.log).toMatch(/snapshot 701 "s-701" of server 12345 \(web-1\) is deleted/u);
      expect(result.summary).toMatch(/701 s-701.*deleted/u);
    });
  });

  test('deletes several in the order in which they are given', async () => {
    await scene(async (play) => {
      prepare(play);
      const result = await play.run({
        inputs: { mode: 'delete', server_id: `${SERVER} 222`, snapshot_id: '703, 700' },
      });
      expectGood(result);
      expect(result.outputs).toMatchObject({ snapshot_id: '703,700', status: 'deleted,deleted' });
      expect(idsIn(play)).toEqual([701, 702]);
    });
  });

  test.each([
    [
      'of a server that is not in server_id',
      '700 703',
      /snapshot 703 .* of server 222 .* none of the servers in server_id/u,
    ],
    ['that is missing', '700 999', /no snapshot 999/u],
  ])('deletes nothing where one of the ids is that of a snapshot %s', async (_which, ids, words) => {
    await scene(async (play) => {
      prepare(play);
      const result = await play.run({ inputs: { mode: 'delete', snapshot_id: ids } });
      const error = theError(result);
      expect(error).toMatch(words);
      expect(error).toMatch(/cannot be deleted, so none was/u);
      expect(error).toMatch(/On server 12345 are:[\s\S]*700 "s-700"[\s\S]*702 "s-702"/u);
      expect(idsIn(play)).toHaveLength(4);
      expect(play.requests()).toEqual(['GET /snapshots/']);
    });
  });

  test('without an id sends nothing', async () => {
    await scene(async (play) => {
      prepare(play);
      expect(theError(await play.run({ inputs: { mode: 'delete' } }))).toMatch(/snapshot_id is empty/u);
      expect(play.requests()).toEqual([]);
    });
  });

  test('that is sent again and then answered 404 is done', async () => {
    await scene(async (play) => {
      prepare(play);
      const faults = [{ kind: 'lost-after' } as const];
      play.api.setFaults(({ method }) => (method === 'DELETE' ? faults.shift() : undefined));
      const result = await play.run({ inputs: { mode: 'delete', snapshot_id: '701' } });
      expectGood(result);
      expect(result.outputs.status).toBe('deleted');
      expect(play.requests().filter((request) => request.startsWith('DELETE'))).toHaveLength(2);
    });
  });

  test('goes on with the others where one is refused, and fails', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.setFaults(({ path }) =>
        path.includes('/701/')
          ? { kind: 'answer', status: 403, body: '{"detail":"Locked."}', effect: false }
          : undefined,
      );
      const result = await play.run({ inputs: { mode: 'delete', snapshot_id: '700 701 702' } });
      const error = theError(result);
      expect(error).toMatch(/delete of snapshot 701 .* answered 403: Locked\./u);
      expect(error).toContain('The others: 700 (deleted), 702 (deleted).');
      expect(result.outputs.status).toBe('deleted,,deleted');
      expect(idsIn(play)).toEqual([701, 703]);
    });
  });
});
