import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { SHA } from '../support/action.ts';
import { expectGood, type Scene, SERVER, scene, theError } from '../support/scene.ts';

/** Lets the first create meet a fault. */
function firstCreate({ api }: Scene, fault: Fault): void {
  const faults = [fault];
  api.setFaults(({ method }) => (method === 'POST' ? faults.shift() : undefined));
}

function creates({ requests }: Scene): number {
  return requests().filter((request) => request === 'POST /snapshots/').length;
}

describe('A create whose answer is lost', () => {
  test.each<[string, Fault]>([
    ['by a reset', { kind: 'lost-after' }],
    ['half way', { kind: 'half' }],
    ['to a 502 of a proxy', { kind: 'answer', status: 502, body: '<h1>Bad Gateway</h1>', effect: true }],
    ['to silence', { kind: 'silence', effect: true }],
    ['to a page of a proxy', { kind: 'answer', status: 200, body: '<h1>Hello</h1>', effect: true }],
  ])('%s is taken over, and not sent again', async (_how, fault) => {
    await scene(async (play) => {
      firstCreate(play, fault);
      const result = await play.run();
      expectGood(result);
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'true' });
      expect(play.api.model.snapshots()).toHaveLength(1);
      expect(creates(play)).toBe(1);
    });
  });

  test('is found by its name where the API forgot the description', async () => {
    await scene(async (play) => {
      play.api.model.addSnapshot({ serverId: SERVER, name: SHA });
      play.api.model.planNextSnapshot({ dropDescription: true });
      firstCreate(play, { kind: 'lost-after' });
      const result = await play.run();
      expectGood(result);
      expect(result.outputs.snapshot_id).toBe('802');
      expect(creates(play)).toBe(1);
    });
  });

  test('before it was carried out is sent again after a while, once', async () => {
    await scene(async (play) => {
      firstCreate(play, { kind: 'lost-before' });
      const result = await play.run();
      expectGood(result);
      expect(play.api.model.snapshots()).toHaveLength(1);
      expect(creates(play)).toBe(2);
      const [first, second] = play.api.requests.filter(({ method }) => method === 'POST');
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1000);
    });
  });

  test('is not sent again where the list cannot be read then', async () => {
    await scene(async (play) => {
      play.api.setFaults(({ method }, index) => {
        if (method === 'POST') return { kind: 'lost-after' };
        return index > 0 ? { kind: 'answer', status: 403, body: '{"detail":"No."}', effect: false } : undefined;
      });
      const error = theError(await play.run());
      expect(error).toMatch(/Whether snapshot .* of server 12345 was begun is not known/u);
      expect(creates(play)).toBe(1);
    });
  });

  test('with two that can be it is an error that names both', async () => {
    await scene(async (play) => {
      play.api.setFaults(({ method }) => {
        if (method !== 'POST') return undefined;
        for (const id of [901, 902]) play.api.model.addSnapshot({ id, serverId: SERVER, name: SHA });
        return { kind: 'lost-before' };
      });
      const error = theError(await play.run());
      expect(error).toMatch(/more than one new snapshot can be its: .*90[12] .*90[12] /u);
      expect(creates(play)).toBe(1);
    });
  });
});

describe('A create that was surely not carried out', () => {
  test('because of 429 is sent again when Retry-After says', async () => {
    await scene(async (play) => {
      firstCreate(play, { kind: 'answer', status: 429, body: '{}', headers: { 'retry-after': '30' }, effect: false });
      const result = await play.run({ inputs: { wait: 'false' } });
      expectGood(result);
      expect(creates(play)).toBe(2);
      const [first, second] = play.api.requests.filter(({ method }) => method === 'POST');
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(490);
    });
  });

  test('because nothing listens fails in the end, and says what to check', async () => {
    await scene(async (play) => {
      await play.api.close();
      const error = theError(await play.run());
      expect(error).toMatch(/Reading the snapshots failed: .*ECONNREFUSED/u);
      expect(error).toMatch(/api_url/u);
    });
  });
});
