import { expect, test } from '@jest/globals';
import { refusal } from '../support/fixtures.ts';
import { errorOf, Scene } from '../support/scene.ts';

function debugLines(log: string): string[] {
  return log.split('\n').filter((line) => line.startsWith('::debug::'));
}

test('has every exchange with the API, and how it ended', async () => {
  await using scene = await Scene.create();
  const { log } = await scene.run();
  const lines = debugLines(log);
  expect(lines).toHaveLength(scene.api.requests.length);
  expect(lines[0]).toMatch(/^::debug::GET \/servers\/12345\/: 200 with \d+ characters, \d+ ms$/u);
  expect(lines[1]).toMatch(
    /^::debug::GET \/snapshots\/\?server_id=12345&page_size=100: 200 with \d+ characters, \d+ ms$/u,
  );
  expect(lines[2]).toMatch(/^::debug::POST \/snapshots\/: 201 with \d+ characters, \d+ ms$/u);
});

test('has the status of a refusal', async () => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' ? refusal(403, 'no') : undefined),
  });
  const result = await scene.run();
  expect(errorOf(result)).toContain('403');
  expect(debugLines(result.log)[2]).toMatch(/^::debug::POST \/snapshots\/: 403 with \d+ characters/u);
});

test('has the reason if there was no response', async () => {
  let lost = 0;
  await using scene = await Scene.create({
    faults: ({ path }) => (path.startsWith('/snapshots/') && lost++ === 0 ? { kind: 'lost-before' } : undefined),
  });
  const { log } = await scene.run();
  expect(debugLines(log)[1]).toMatch(/^::debug::GET \/snapshots\/.*: .*(?:hang up|ECONNRESET)/u);
});

test('has neither headers nor bodies', async () => {
  await using scene = await Scene.create();
  const { log } = await scene.run();
  expect(debugLines(log).join('\n')).not.toMatch(/authorization|"status"|\{/iu);
});
