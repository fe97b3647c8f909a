import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { expectGood, type Scene, scene, theError } from '../support/scene.ts';

/** Lets the polls after the create meet faults, one each. */
function polls({ api }: Scene, faults: readonly Fault[]): void {
  const left = [...faults];
  let created = false;
  api.setFaults(({ method }) => {
    if (method === 'POST') created = true;
    return method === 'GET' && created ? left.shift() : undefined;
  });
}

const page = (status: number): Fault => ({ kind: 'answer', status, body: '<h1>Bad Gateway</h1>', effect: false });

describe('The wait for a snapshot', () => {
  test('outlives resets, half bodies, pages of a proxy, other shapes and every passing status', async () => {
    await scene(async (set) => {
      polls(set, [
        { kind: 'lost-before' },
        { kind: 'half' },
        page(200),
        { kind: 'answer', status: 200, body: '{"results": [{"id": true}]}', effect: false },
        ...[408, 429, 500, 502, 503, 504].map(page),
      ]);
      const result = await set.run();
      expectGood(result);
      expect(result.outputs.status).toBe('completed');
      expect(result.log.match(/the wait goes on/gu)).toHaveLength(10);
    });
  });

  test.each([401, 403])('ends at once at a %i, says what goes on, and keeps the id', async (status) => {
    await scene(async (set) => {
      polls(set, [{ kind: 'answer', status, body: '{"detail": "Not any more."}', effect: false }]);
      const result = await set.run();
      expect(theError(result)).toMatch(new RegExp(`answered ${status}: Not any more\\.\\nVPS\\.org goes on`, 'u'));
      expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
    });
  });

  test('is put off by Retry-After', async () => {
    await scene(async (set) => {
      const busy = {
        kind: 'answer',
        status: 429,
        body: '{}',
        headers: { 'retry-after': '60' },
        effect: false,
      } as const;
      polls(set, [busy]);
      expectGood(await set.run());
      const [, first, second] = set.api.requests.filter(({ method }) => method === 'GET');
      // A minute is a second at this speed.
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1000);
    });
  });
});

describe('A list in pages', () => {
  test('is read to its end', async () => {
    await scene(
      async (set) => {
        for (let number = 1; number <= 4; number += 1)
          set.api.model.addSnapshot({ serverId: 12345, name: `n${number}` });
        expectGood(await set.run());
        expect(set.api.requests.some(({ path }) => path.includes('page='))).toBe(true);
      },
      { model: { pageSize: 1 } },
    );
  });

  test('that goes on elsewhere is not followed there, and the token does not leave', async () => {
    await scene(async (set) => {
      const body = JSON.stringify({ count: 9, results: [], next: 'http://127.0.0.2:9/api/v1/snapshots/?page=2' });
      set.api.setFaults(() => ({ kind: 'answer', status: 200, body, effect: false }));
      const result = await set.run({ inputs: { timeout_minutes: '1' } });
      expect(theError(result)).toContain('its next page is at http://127.0.0.2:9, outside api_url');
      expect(set.requests()).not.toContain('POST /snapshots/');
    });
  });

  test('that never ends is given up', async () => {
    await scene(async (set) => {
      const next = `${set.api.url}/snapshots/?page=2`;
      const body = JSON.stringify({ count: 9, results: [], next });
      set.api.setFaults(() => ({ kind: 'answer', status: 200, body, effect: false }));
      expect(theError(await set.run({ inputs: { timeout_minutes: '3' } }))).toContain('more than 100 pages');
    });
  });
});
