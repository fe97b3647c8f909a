import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';

const TEN_MINUTES_MS = 600_000;

/** The times of the log lines that say what the action is waiting for the server to do. */
function signsOfLife(log: string, goal: string): string[] {
  const words = `  Still waiting for server ${SERVER} (web-1) ${goal}; `;
  return log.split('\n').flatMap((line) => (line.startsWith(words) ? line.slice(words.length) : []));
}

/** A line every 30 s for 10 min; the last one may come after the wait. */
function expectTenMinutes(signs: readonly string[]): void {
  expect(signs.slice(0, 3)).toEqual(['30 s elapsed', '1 min 0 s elapsed', '1 min 30 s elapsed']);
  expect(signs.slice(0, 19).at(-1)).toBe('9 min 30 s elapsed');
}

test('while the server is being restored', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(SERVER, 'restoring');
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const startMs = scene.nowMs;
  scene.setFaults(() => {
    const isOver = scene.nowMs - startMs > TEN_MINUTES_MS && scene.api.model.serverStatus(SERVER) === 'restoring';
    if (isOver) scene.api.model.setServerStatus(SERVER, 'active');
    return undefined;
  });
  const result = await scene.run();
  expectSuccess(result);
  expectTenMinutes(signsOfLife(result.log, 'to finish its restore'));
});

test.each([
  [
    'stops',
    [
      { atMs: 0, status: 'stopping' },
      { atMs: TEN_MINUTES_MS, status: 'stopped' },
    ],
    undefined,
    'to stop',
  ],
  [
    'starts',
    undefined,
    [
      { atMs: 0, status: 'starting' },
      { atMs: TEN_MINUTES_MS, status: 'active' },
    ],
    'to start',
  ],
])('while the server %s', async (_, stop, start, goal) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  if (stop) scene.api.model.planNextPower(stop);
  scene.setFaults(({ body }) => {
    if (start && body.includes('"start"')) scene.api.model.planNextPower(start);
    return undefined;
  });
  const result = await scene.run({ inputs: { stop_server: 'true' } });
  expectSuccess(result);
  expectTenMinutes(signsOfLife(result.log, goal));
});

test('while the post step starts a server that was left stopped', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  scene.setFaults(({ body }) => (body.includes('"start"') ? refusal(403, 'No.') : undefined));
  const step = await scene.job().step({ inputs: { stop_server: 'true' } });
  expect(step.main.exitCode).toBe(1);
  scene.setFaults(undefined);
  scene.api.model.planNextPower([
    { atMs: 0, status: 'starting' },
    { atMs: TEN_MINUTES_MS - 15_000, status: 'active' },
  ]);
  const result = await step.post('failure');
  expectSuccess(result);
  expectTenMinutes(signsOfLife(result.log, 'to start'));
});
