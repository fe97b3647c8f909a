import { describe, expect, test } from '@jest/globals';
import { scene, theError } from '../support/scene.ts';

const debugLines = (log: string) => log.split('\n').filter((line) => line.startsWith('::debug::'));

describe('The debug log', () => {
  test('has every exchange with the API, and how it ended', async () => {
    await scene(async (set) => {
      const { log } = await set.run();
      const lines = debugLines(log);
      expect(lines).toHaveLength(set.api.requests.length);
      expect(lines[0]).toMatch(/^::debug::GET \/snapshots\/\?server_id=12345: 200 with \d+ characters, \d+ ms$/u);
      expect(lines[1]).toMatch(/^::debug::POST \/snapshots\/: 201 with \d+ characters, \d+ ms$/u);
    });
  });

  test('has what came in the place of an answer', async () => {
    await scene(async (set) => {
      set.api.setFaults(({ method }) =>
        method === 'POST' ? { kind: 'answer', status: 403, body: 'no', effect: false } : undefined,
      );
      const result = await set.run();
      expect(theError(result)).toContain('403');
      expect(debugLines(result.log)[1]).toMatch(/^::debug::POST \/snapshots\/: 403 with 2 characters/u);
    });
  });

  test('has the reason where no answer came', async () => {
    await scene(async (set) => {
      let lost = 0;
      set.api.setFaults(({ path }) =>
        path.startsWith('/snapshots/') && lost++ === 0 ? { kind: 'lost-before' } : undefined,
      );
      const { log } = await set.run();
      expect(debugLines(log)[0]).toMatch(/^::debug::GET \/snapshots\/\?server_id=12345: .*(?:hang up|ECONNRESET)/u);
    });
  });
});
