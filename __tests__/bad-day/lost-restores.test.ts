import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { expectGood, type Scene, SERVER, scene, theError } from '../support/scene.ts';

const INPUTS = { mode: 'rollback', snapshot_id: '801' };

/** A server with a snapshot to go back to, whose first restores meet faults. */
function firstRestores({ api }: Scene, ...faults: Fault[]): void {
  api.model.addSnapshot({ id: 801, serverId: SERVER, name: 'good' });
  const left = [...faults];
  api.setFaults(({ method }) => (method === 'POST' ? left.shift() : undefined));
}

const restores = (set: Scene) => set.requests().filter((request) => request.startsWith('POST')).length;

describe('A restore whose answer is lost', () => {
  test.each<[string, Fault]>([
    ['by a reset', { kind: 'lost-after' }],
    ['half way', { kind: 'half' }],
    ['to a 504', { kind: 'answer', status: 504, body: '', effect: true }],
    ['to silence', { kind: 'silence', effect: true }],
  ])('%s is known by the state of the server, and not sent again', async (_how, fault) => {
    await scene(async (set) => {
      firstRestores(set, fault);
      // Long enough to be seen, also after the 30 s that a request gets.
      set.api.model.planNextRestore({
        timeline: [
          { atMs: 0, status: 'restoring' },
          { atMs: 90_000, status: 'active' },
        ],
      });
      const result = await set.run({ inputs: INPUTS });
      expectGood(result);
      expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
      expect(restores(set)).toBe(1);
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });

  test('before it was carried out is sent again when the server was not seen restoring for a minute', async () => {
    await scene(async (set) => {
      firstRestores(set, { kind: 'lost-before' });
      expectGood(await set.run({ inputs: INPUTS }));
      expect(restores(set)).toBe(2);
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });

  test('and that is then refused because the server is in no valid state, has begun', async () => {
    await scene(async (set) => {
      const body = '{"error": "Server is not in a valid state for restore."}';
      firstRestores(set, { kind: 'lost-after' }, { kind: 'answer', status: 400, body, effect: false });
      // The list lags behind for longer than a minute, so that the second restore is sent at all.
      set.api.model.planNextRestore({
        hiddenMs: 75_000,
        timeline: [
          { atMs: 0, status: 'restoring' },
          { atMs: 100_000, status: 'active' },
        ],
      });
      expectGood(await set.run({ inputs: INPUTS }));
      expect(restores(set)).toBe(2);
      expect(set.api.model.restores()).toHaveLength(1);
    });
  });

  test('and that is then refused for another reason, has not', async () => {
    await scene(async (set) => {
      const body = '{"error": "Restores are switched off today."}';
      firstRestores(set, { kind: 'lost-before' }, { kind: 'answer', status: 400, body, effect: false });
      const result = await set.run({ inputs: INPUTS });
      expect(theError(result)).toContain('Restores are switched off today');
      expect(result.outputs.rolled_back).toBe('false');
    });
  });

  test('and whose server cannot be looked at is an error that says so, and is not sent again', async () => {
    await scene(async (set) => {
      firstRestores(set, { kind: 'lost-after' });
      set.api.setFaults(({ method, path }) => {
        if (method === 'POST') return { kind: 'lost-after' };
        const isLook = path === '/servers/' && restores(set) > 0;
        return isLook ? { kind: 'answer', status: 403, body: '{"detail": "No."}', effect: false } : undefined;
      });
      const result = await set.run({ inputs: INPUTS });
      expect(theError(result)).toMatch(/Whether the restore of snapshot 801 .* was begun is not known/u);
      expect(restores(set)).toBe(1);
    });
  });

  test.each([
    ['in seconds', () => '30'],
    // The start of the action takes a part of it: its clock runs from then on.
    ['as a date', () => new Date(Date.now() + 180_000).toUTCString()],
  ])('is not thought lost at 429 with Retry-After %s: it is sent again then', async (_form, retryAfter) => {
    await scene(async (set) => {
      const headers = { 'retry-after': retryAfter() };
      firstRestores(set, { kind: 'answer', status: 429, body: '{}', headers, effect: false });
      expectGood(await set.run({ inputs: INPUTS }));
      expect(restores(set)).toBe(2);
      const [first, second] = set.api.requests.filter(({ method }) => method === 'POST');
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(250);
    });
  });
});

describe('A delete whose answer is lost', () => {
  test('is done when the next one is answered 404', async () => {
    await scene(async (set) => {
      set.api.model.addSnapshot({ id: 801, serverId: SERVER, name: 'old' });
      const faults: Fault[] = [{ kind: 'lost-after' }];
      set.api.setFaults(({ method }) => (method === 'DELETE' ? faults.shift() : undefined));
      expectGood(await set.run({ inputs: { mode: 'delete', snapshot_id: '801' } }));
      expect(set.api.model.snapshots()).toEqual([]);
      expect(set.requests().filter((request) => request.startsWith('DELETE'))).toHaveLength(2);
    });
  });
});
