import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { errorOf, Scene } from '../support/scene.ts';

function debugLines(log: string): string[] {
  return log.split('\n').filter((line) => line.startsWith('::debug::'));
}

test('shows every exchange with the API in the debug log, and how it ended', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const lines = debugLines((await scene.run()).log);
  expect(lines).toHaveLength(scene.api.requests.length);
  expect(lines[0]).toMatch(/^::debug::GET \/servers\/12345\/: 200 with \d+ characters, \d+ ms$/u);
  expect(lines[1]).toMatch(/^::debug::GET \/snapshots\/\?server_id=12345&page_size=100: 200 with \d+ characters/u);
  expect(lines[2]).toMatch(/^::debug::POST \/snapshots\/: 201 with \d+ characters, \d+ ms$/u);
});

test('shows the status of an error in the debug log', async () => {
  await using scene = await Scene.create({
    faults: ({ method }) =>
      method === 'POST' ? { kind: 'response', status: 403, body: 'no', effect: false } : undefined,
  });
  const result = await scene.run();
  expect(errorOf(result)).toContain('403');
  expect(debugLines(result.log)[2]).toMatch(/^::debug::POST \/snapshots\/: 403 with 2 characters/u);
});

test('shows why there was no response in the debug log', async () => {
  await using scene = await Scene.create({ faults: (_, index) => (index === 0 ? { kind: 'lost-before' } : undefined) });
  const { log } = await scene.run();
  expect(debugLines(log)[0]).toMatch(/^::debug::GET \/servers\/12345\/: .*(?:hang up|ECONNRESET)/u);
});
