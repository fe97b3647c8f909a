import { describe, expect, test } from '@jest/globals';
import { expectGood, type Scene, SERVER, SOON_ACTIVE, SOON_COMPLETE, scene } from '../support/scene.ts';

const ROLLBACK = { mode: 'rollback' };

/** The requests that change something. */
function sent({ requests }: Scene): string[] {
  return requests().filter((request) => !request.startsWith('GET'));
}

describe('mode: rollback', () => {
  test('puts the server back to the snapshot with the id and waits until it is active', async () => {
    await scene(async (play) => {
      play.api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'before' });
      play.api.model.addSnapshot({ id: 701, serverId: SERVER, name: 'later' });
      const result = await play.run({ inputs: { ...ROLLBACK, snapshot_id: '700' } });
      expectGood(result);
      expect(result.outputs).toMatchObject({
        snapshot_id: '700',
        snapshot_name: 'before',
        rolled_back: 'true',
        server_status: 'active',
        created: 'false',
        size_mb: '5120',
      });
      expect(Number(result.outputs.duration_seconds)).toBeGreaterThanOrEqual(20);
      expect(play.api.model.restores()).toMatchObject([{ snapshotId: 700, serverId: SERVER }]);
      expect(play.api.model.serverStatus(SERVER)).toBe('active');
      expect(sent(play)).toEqual(['POST /snapshots/700/restore/']);
      expect(result.log).toMatch(/restore of snapshot 700 "before" of server 12345 \(web-1\) has begun/u);
      expect(result.summary).toMatch(/VPS\.org rollback[\s\S]*\| 12345 .*700 before.*✅ active/u);
    });
  });

  test('sends the restore without a body and with its length', async () => {
    await scene(async ({ api, run }) => {
      api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'before' });
      await run({ inputs: { ...ROLLBACK, snapshot_id: '700', wait: 'false' } });
      expect(api.requests.find(({ method }) => method === 'POST')).toMatchObject({
        path: '/api/v1/snapshots/700/restore/',
        body: '',
        headers: { 'content-length': '0' },
      });
    });
  });

  test('takes the output `snapshots` of the snapshot step as it is, also with several servers', async () => {
    await scene(async (play) => {
      play.api.model.addServer({ id: 222, snapshotPlan: SOON_COMPLETE, restorePlan: SOON_ACTIVE });
      const servers = { server_id: `222,${SERVER}` };
      const taken = await play.run({ inputs: servers });
      const snapshots = taken.outputs.snapshots ?? '';
      const result = await play.run({ inputs: { ...servers, ...ROLLBACK, snapshot_id: snapshots } });
      expectGood(result);
      expect(result.outputs).toMatchObject({
        snapshot_id: taken.outputs.snapshot_id,
        rolled_back: 'true',
        server_status: 'active,active',
      });
      const restored = play.api.model.restores().map(({ serverId, snapshotId }) => `${serverId} ${snapshotId}`);
      const wanted = play.api.model.snapshots().map(({ serverId, id }) => `${serverId} ${id}`);
      expect(restored.sort()).toEqual(wanted.sort());
      const polls = play.requests().filter((request) => request === 'GET /servers/');
      expect(polls.length).toBeLessThanOrEqual(7);
    });
  });

  test('without snapshot_id takes the newest complete one that this repository took for the commit', async () => {
    await scene(async (play) => {
      const taken = await play.run({ inputs: { wait: 'false' } });
      const [first] = play.api.model.snapshots();
      if (!first) throw new Error('There is no snapshot.');
      const { name, description } = first;
      const { model } = play.api;
      model.removeSnapshot(first.id);
      const at = (minutes: number) => ({ serverId: SERVER, createdAt: Date.now() - 3_600_000 + minutes * 60_000 });
      model.addSnapshot({ ...at(1), id: 1001, name, description });
      model.addSnapshot({ ...at(3), id: 1003, name, description: `Mine\n${description}` });
      model.addSnapshot({ ...at(2), id: 1002, name, description });
      model.addSnapshot({ ...at(4), id: 1004, name, description: '' });
      model.addSnapshot({
        ...at(5),
        id: 1005,
        name,
        description: description.replace(/:1:.{16}/u, ':1:0000000000000000'),
      });
      model.addSnapshot({ ...at(6), id: 1006, name, description, status: 'in_progress' });
      model.addSnapshot({ ...at(7), id: 1007, name, description, status: 'failed' });
      model.addSnapshot({ ...at(8), id: 1008, name: 'other-commit', description });
      expect(taken.outputs.snapshot_id).toBe('801');
      const result = await play.run({ inputs: ROLLBACK });
      expectGood(result);
      expect(result.outputs).toMatchObject({ snapshot_id: '1003', rolled_back: 'true' });
      expect(model.restores()).toMatchObject([{ snapshotId: 1003 }]);
    });
  });

  test('without snapshot_id goes by the template of the name', async () => {
    await scene(async ({ run, api }) => {
      const template = { snapshot_name: 'deploy-{short_sha}' };
      await run({ inputs: template });
      const other = await run({ inputs: ROLLBACK });
      expect(other.exitCode).toBe(1);
      const result = await run({ inputs: { ...ROLLBACK, ...template, wait: 'false' } });
      expect(result.exitCode).toBe(0);
      expect(api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
    });
  });

  test('with wait: false ends when the restore has begun', async () => {
    await scene(async ({ api, run, requests }) => {
      api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'before' });
      const result = await run({ inputs: { ...ROLLBACK, snapshot_id: '700', wait: 'false' } });
      expectGood(result);
      expect(result.outputs.server_status).toBe('restoring');
      expect(requests().at(-1)).toBe('POST /snapshots/700/restore/');
    });
  });

  test('with a token that may not read servers restores and warns that the end cannot be seen', async () => {
    await scene(
      async ({ api, run }) => {
        api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'before' });
        const result = await run({ inputs: { ...ROLLBACK, snapshot_id: '700' } });
        expect(result).toMatchObject({ exitCode: 0, errors: [] });
        expect(result.warnings).toEqual([expect.stringMatching(/may not read the servers.*restore has started/u)]);
        expect(result.outputs.server_status).toBe('restoring');
        expect(api.model.restores()).toHaveLength(1);
      },
      { model: { mayReadServers: false } },
    );
  });
});
