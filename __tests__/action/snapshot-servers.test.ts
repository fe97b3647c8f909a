import { describe, expect, test } from '@jest/globals';
import { expectGood, type Scene, SERVER, SOON_COMPLETE, scene, theError } from '../support/scene.ts';

const IDS = `333, ${SERVER}\n222`;

/** Three servers of which one may end its snapshots in another way. */
function threeServers({ api }: Scene, last = SOON_COMPLETE): void {
  api.model.addServer({ id: 222, name: 'web-2', snapshotPlan: last });
  api.model.addServer({ id: 333, name: 'web-3', snapshotPlan: SOON_COMPLETE });
}

describe('Snapshots of three servers', () => {
  test('are put out in the order of server_id, joined by commas', async () => {
    await scene(async (play) => {
      threeServers(play);
      const result = await play.run({ inputs: { server_id: IDS } });
      expectGood(result);
      const idOf = (server: number) => play.api.model.snapshots().find(({ serverId }) => serverId === server)?.id;
      const ids = [idOf(333), idOf(SERVER), idOf(222)];
      expect(result.outputs).toMatchObject({
        snapshot_id: ids.join(','),
        status: 'completed,completed,completed',
        created: 'true,true,true',
        size_mb: '5120,5120,5120',
      });
      expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject(
        [333, SERVER, 222].map((server, index) => ({
          server_id: server,
          snapshot_id: ids[index],
          status: 'completed',
        })),
      );
      expect(result.summary).toContain(`server_id: '333,${SERVER},222'`);
      expect(result.summary).toContain(`snapshot_id: '${ids.join(',')}'`);
      expect(result.summary.match(/^curl /gmu)).toHaveLength(3);
    });
  });

  test('have one poll for all, of the whole list', async () => {
    await scene(async (play) => {
      threeServers(play);
      await play.run({ inputs: { server_id: IDS } });
      const gets = play.api.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
      expect(new Set(gets)).toEqual(new Set(['/api/v1/servers/', '/api/v1/snapshots/']));
      expect(gets.length).toBeLessThanOrEqual(8);
    });
  });

  test('of which one fails name the good ones too, and fail', async () => {
    await scene(async (play) => {
      threeServers(play, {
        timeline: [
          { atMs: 0, status: 'in_progress' },
          { atMs: 6000, status: 'error' },
        ],
      });
      const result = await play.run({ inputs: { server_id: IDS } });
      const error = theError(result);
      expect(error).toContain('1 of 3 servers: no usable snapshot.');
      expect(error).toMatch(/snapshot \d+ .* of server 222 .* ended as "error"/u);
      expect(error).toMatch(/333 \(snapshot \d+, completed\)/u);
      expect(error).toMatch(/12345 \(snapshot \d+, completed\)/u);
      expect(result.outputs.status).toBe('completed,completed,error');
      expect(result.outputs.snapshot_id).toMatch(/^\d+,\d+,\d+$/u);
    });
  });

  test('of which one is refused are taken of the others all the same', async () => {
    await scene(async (play) => {
      threeServers(play);
      // It is there when the servers are looked at, and gone when its create comes.
      play.api.model.addServer({ id: 999 });
      play.api.setFaults(({ method, body }) =>
        method === 'POST' && body.includes('999')
          ? { kind: 'answer', status: 404, body: '{"detail": "No Server matches."}', effect: false }
          : undefined,
      );
      const result = await play.run({ inputs: { server_id: `${SERVER} 999 222` } });
      const error = theError(result);
      expect(error).toMatch(/server 999 was refused: .*404/u);
      expect(error).toMatch(/222 \(snapshot \d+, completed\)/u);
      expect(result.outputs.snapshot_id).toMatch(/^\d+,,\d+$/u);
      expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([
        { server_id: SERVER },
        { server_id: 999, snapshot_id: null, created: false },
        { server_id: 222 },
      ]);
    });
  });

  test('are not begun at all where one of the servers is full', async () => {
    await scene(async (play) => {
      threeServers(play);
      for (let number = 1; number <= 5; number += 1)
        play.api.model.addSnapshot({ serverId: 222, name: `old-${number}` });
      const error = theError(await play.run({ inputs: { server_id: IDS } }));
      expect(error).toMatch(/Server 222 is full/u);
      expect(error).toContain('"old-5"');
      expect(play.requests()).toEqual(['GET /servers/', 'GET /snapshots/']);
    });
  });
});
