import { describe, expect, test } from '@jest/globals';
import { expectGood, type Scene, SERVER, SOON_ACTIVE, scene, theError } from '../support/scene.ts';

const INPUTS = { mode: 'rollback', snapshot_id: '700' };

/** A server 12345 with a snapshot to go back to. */
function prepare({ api }: Scene): void {
  api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'before' });
}

describe('A rollback fails', () => {
  test('where the server ends stopped', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.planNextRestore({
        timeline: [
          { atMs: 0, status: 'restoring' },
          { atMs: 20_000, status: 'stopped' },
        ],
      });
      const result = await play.run({ inputs: INPUTS });
      const error = theError(result);
      expect(error).toMatch(/restore of snapshot 700 "before" of server 12345 .* with the server "stopped"/u);
      expect(error).toMatch(/Start the server in the VPS\.org panel/u);
      expect(result.outputs).toMatchObject({ rolled_back: 'false', server_status: 'stopped' });
      expect(result.summary).toContain('❌ stopped');
    });
  });

  test('at the deadline, and says that the restore goes on', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.planNextRestore({ timeline: [{ atMs: 0, status: 'restoring' }] });
      const result = await play.run({ inputs: { ...INPUTS, timeout_minutes: '0.7' } });
      const error = theError(result);
      expect(error).toMatch(/restore of snapshot 700 .* is not over after \d+ s; .*"restoring"/u);
      expect(error).toMatch(/VPS\.org goes on with the restore/u);
      expect(result.outputs).toMatchObject({ rolled_back: 'false', server_status: 'restoring' });
      expect(play.api.model.restores()).toHaveLength(1);
    });
  });

  test('where the server is in no valid state for it', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.setServerStatus(SERVER, 'suspended');
      const result = await play.run({ inputs: INPUTS });
      const error = theError(result);
      expect(error).toMatch(/restore of snapshot 700 .* answered 400: Server is not in a valid state for restore/u);
      expect(error).toMatch(/was not put back/u);
      expect(result.outputs.rolled_back).toBe('false');
      expect(play.requests().filter((request) => request.startsWith('POST'))).toHaveLength(1);
    });
  });

  test('without a restore where the server is being restored already', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.setServerStatus(SERVER, 'restoring');
      const error = theError(await play.run({ inputs: INPUTS }));
      expect(error).toMatch(/Server 12345 is being restored already\. No restore was sent/u);
      expect(play.api.model.restores()).toEqual([]);
      expect(play.requests()).toEqual(['GET /snapshots/', 'GET /servers/']);
    });
  });

  test('where one of two servers is not put back, and names the good one', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.addServer({ id: 222, name: 'web-2', status: 'suspended' });
      play.api.model.addSnapshot({ id: 702, serverId: 222, name: 'other' });
      const result = await play.run({
        inputs: { mode: 'rollback', server_id: `222,${SERVER}`, snapshot_id: '700,702' },
      });
      const error = theError(result);
      expect(error).toContain('1 of 2 servers: not put back.');
      expect(error).toMatch(/snapshot 702 .*answered 400/u);
      expect(error).toContain('The others: 12345 (snapshot 700, active).');
      expect(result.outputs).toMatchObject({ snapshot_id: '702,700', rolled_back: 'false', server_status: ',active' });
    });
  });

  test('when the job is cancelled, and says that the restore goes on', async () => {
    await scene(async (play) => {
      prepare(play);
      const result = await play.run({ inputs: INPUTS, signalAt: { text: 'has begun', signal: 'SIGINT' } });
      expect(theError(result)).toMatch(/Cancelled: .*SIGINT[\s\S]*restore of snapshot 700 .* goes on/u);
      expect(result.outputs.snapshot_id).toBe('700');
      expect(result.afterSignalMs).toBeLessThan(2000);
    });
  });
});

describe('A rollback', () => {
  test('goes on through faults of single polls and a state that is not known', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.planNextRestore({
        timeline: [
          { atMs: 0, status: 'restoring' },
          { atMs: 20_000, status: 'booting' },
          { atMs: 40_000, status: 'active' },
        ],
      });
      play.api.setFaults((_request, index) => (index === 3 ? { kind: 'lost-before' } : undefined));
      const result = await play.run({ inputs: INPUTS });
      expectGood(result);
      expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
      expect(result.log).toMatch(/the wait goes on/u);
    });
  });

  test('whose answer is lost is seen by the state of the server, and is not sent again', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.setFaults(({ method }) => (method === 'POST' ? { kind: 'lost-after' } : undefined));
      const result = await play.run({ inputs: INPUTS });
      expectGood(result);
      expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
      expect(play.api.model.restores()).toHaveLength(1);
      expect(play.requests().filter((request) => request.startsWith('POST'))).toHaveLength(1);
    });
  });

  test('that never reached the API is sent again after a while, once', async () => {
    await scene(async (play) => {
      prepare(play);
      play.api.model.planNextRestore(SOON_ACTIVE);
      const faults = [{ kind: 'lost-before' } as const];
      play.api.setFaults(({ method }) => (method === 'POST' ? faults.shift() : undefined));
      const result = await play.run({ inputs: INPUTS });
      expectGood(result);
      expect(play.api.model.restores()).toHaveLength(1);
      expect(play.requests().filter((request) => request.startsWith('POST'))).toHaveLength(2);
    });
  });
});
