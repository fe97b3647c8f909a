import { expect, test } from '@jest/globals';
import type { Fault, FaultHook } from '../../emulator/fault-kinds.ts';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

function response(status: number, body: unknown): Fault {
  return { kind: 'response', status, body: typeof body === 'string' ? body : JSON.stringify(body), effect: false };
}

/** The fault for each create, none for what only reads. */
function atCreate(fault: Fault): FaultHook {
  return ({ method }) => (method === 'POST' ? fault : undefined);
}

test.each([
  ['a field', { name: ['Ensure this field has no more than 32 characters.'] }, 'name: Ensure this field has no more'],
  ['several fields', { name: ['Too long.'], description: ['Too long.'] }, 'name: Too long.; description: Too long.'],
  ['detail', { detail: 'No disk space left.' }, 'No disk space left.'],
  ['error', { error: 'No disk space left.' }, 'No disk space left.'],
  ['message', { message: 'No disk space left.' }, 'No disk space left.'],
  ['plain text', 'No disk space left.', 'No disk space left.'],
  ['HTML', '<html><h1>No disk <b>space</b> left.</h1></html>', 'No disk space left.'],
])('a create that is refused with 400 repeats what the API says in %s', async (_, body, words) => {
  await using scene = await Scene.create({ faults: atCreate(response(400, body)) });
  const result = await scene.run();
  const error = errorOf(result);
  expect(error).toMatch(/server 12345/u);
  expect(error).toContain('POST /snapshots/ returned 400: ');
  expect(error).toContain(words);
  expect(error).toContain('Fix the problem that the API reported (see above).');
  expect(result.outputs.snapshot_id).toBe('');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test.each([3, 4])('a create that meets a limit of %d, below the documented one, lists what is there', async (limit) => {
  await using scene = await Scene.create({ model: { snapshotLimit: limit } });
  const ids = Array.from({ length: limit }, (_, index) =>
    addSnapshot(scene, { hoursOld: index + 1, name: `old-${index}` }),
  );
  const error = errorOf(await scene.run());
  expect(error).toMatch(/limit/iu);
  for (const [index, id] of ids.entries()) expect(error).toContain(`${id} "old-${index}"`);
  expect(scene.api.model.snapshots()).toHaveLength(limit);
});

test('a create that meets a limit in a field says so', async () => {
  await using scene = await Scene.create({
    faults: atCreate(response(400, { non_field_errors: ['Snapshot limit reached.'] })),
  });
  expect(errorOf(await scene.run())).toContain('Snapshot limit reached.');
});

test.each([
  [401, 'Check api_token'],
  [403, 'Create a token with the permission servers:*'],
])('a create that is refused with %d points at the token', async (status, hint) => {
  await using scene = await Scene.create({ faults: atCreate(response(status, { detail: 'Its own words.' })) });
  const result = await scene.run();
  const error = errorOf(result);
  expect(error).toContain(`returned ${status}: Its own words.`);
  expect(error).toContain(hint);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
  expect(scene.api.model.snapshots()).toEqual([]);
});

test('a server that is full gets no create; the error lists what it has', async () => {
  await using scene = await Scene.create();
  for (const name of ['a', 'b', 'c', 'd', 'e']) addSnapshot(scene, { hoursOld: 1, name });
  const error = errorOf(await scene.run());
  expect(error).toMatch(/server 12345.*limit/isu);
  for (const entry of ['801 "a"', '805 "e"', '5,120 MB']) expect(error).toContain(entry);
  expect(scene.requests()).toEqual(['GET /servers/12345/', 'GET /snapshots/']);
});

test('a server is not full because of snapshots that failed', async () => {
  await using scene = await Scene.create();
  for (const status of ['failed', 'completed', 'completed', 'completed', 'completed']) {
    addSnapshot(scene, { hoursOld: 1, status });
  }
  expectSuccess(await scene.run());
  expect(scene.api.model.snapshots()).toHaveLength(6);
});

test('a wrong token ends the step at the first request, and appears nowhere', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { api_token: 'wrong-but-secret' } }));
  expect(error).toMatch(/GET \/servers\/12345\/ returned 401: Invalid token/u);
  expect(error).toContain('Check api_token');
  expect(scene.requests()).toEqual(['GET /servers/12345/']);
});

test.each<[string, Fault, RegExp]>([
  ['a redirect', { kind: 'redirect', status: 301, location: 'https://elsewhere.test/' }, /returned 301[\s\S]*api_url/u],
  ['400', response(400, { error: 'Odd.' }), /returned 400: Odd\./u],
  ['410', response(410, { error: 'Gone.' }), /returned 410: Gone\./u],
])('a list that never worked ends the step at once with %s', async (_, fault, words) => {
  await using scene = await Scene.create({ faults: ({ path }) => (path.includes('/snapshots/') ? fault : undefined) });
  expect(errorOf(await scene.run())).toMatch(words);
  expect(scene.requests()).toEqual(['GET /servers/12345/', 'GET /snapshots/']);
});

test.each<[string, Fault, RegExp]>([
  ["a proxy's page", response(200, '<html>Sign in</html>'), /returned an unreadable response/u],
  ['502', response(502, '<html><h1>502 Bad Gateway</h1></html>'), /returned 502: 502 Bad Gateway/u],
  ['409', response(409, { error: 'Busy.' }), /returned 409: Busy\./u],
  ['423', response(423, { error: 'Locked.' }), /returned 423: Locked\./u],
])('a read is retried until the timeout at %s', async (_, fault, words) => {
  await using scene = await Scene.create({ faults: () => fault });
  const result = await scene.run({ inputs: { timeout_minutes: '10' } });
  expect(errorOf(result)).toMatch(words);
  const minutes = (scene.nowMs - Date.parse('2025-01-16T12:00:00Z')) / 60_000;
  expect(minutes).toBeGreaterThan(9);
  expect(minutes).toBeLessThanOrEqual(10);
  expect(scene.writes()).toEqual([]);
});

test('faults that last for 20 min do not prevent a snapshot', async () => {
  await using scene = await Scene.create();
  const endMs = scene.nowMs + 20 * 60_000;
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  scene.setFaults(() => (scene.nowMs < endMs ? response(503, { detail: 'busy' }) : undefined));
  expectSuccess(await scene.run());
  expect(scene.api.model.snapshots()).toHaveLength(1);
});
