import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { errorOf, expectSuccess, SERVER } from '../support/scene.ts';
import { sceneWithTarget, TO_TARGET } from './target.ts';

const MINUTE_MS = 60_000;

/** A restore after which the server stays stopped. */
const STAYS_STOPPED = {
  timeline: [
    { atMs: 0, status: 'restoring' },
    { atMs: 480_000, status: 'stopped' },
  ],
};

test.each(['both', 'clients'] as const)(
  'starts a server that stays stopped after its restore, and waits for it (dialect %s)',
  async (dialect) => {
    await using scene = await sceneWithTarget({ model: { dialect } });
    scene.api.model.planNextRestore(STAYS_STOPPED);
    const inputs = dialect === 'clients' ? { server_id: scene.api.model.snapshots()[0]?.serverUuid ?? '' } : {};
    const snapshot_id = String(scene.api.model.snapshots()[0]?.id);
    const result = await scene.run({ inputs: { ...TO_TARGET, ...inputs, snapshot_id } });
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
    expect(scene.api.model.powerActions()).toMatchObject([{ action: 'start' }]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expect(result.log).toContain('stayed stopped after its restore; sent "start"');
    // Two minutes of patience, and a start of 20 s.
    expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:10:20Z'));
    expect(scene.nowMs).toBeLessThan(Date.parse('2025-01-16T12:12:00Z'));
  },
);

test.each([10_000, 60_000, 110_000])('does not start a server that is stopped for only %d ms', async (ms) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 300_000, status: 'stopped' },
      { atMs: 300_000 + ms, status: 'active' },
    ],
  });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.api.model.powerActions()).toEqual([]);
});

test.each([90_000, 10 * MINUTE_MS])(
  'does not start a server that is stopped for %d ms before it restores',
  async (ms) => {
    await using scene = await sceneWithTarget();
    scene.api.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'stopped' },
        { atMs: ms, status: 'restoring' },
        { atMs: ms + 300_000, status: 'active' },
      ],
    });
    expectSuccess(await scene.run({ inputs: TO_TARGET }));
    expect(scene.api.model.powerActions()).toEqual([]);
    expect(scene.nowMs).toBeGreaterThan(Date.parse('2025-01-16T12:05:00Z') + ms);
  },
);

test('starts a server that only ever showed stopped, 15 min after the restore was accepted', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore({ timeline: [{ atMs: 0, status: 'stopped' }] });
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  const [start, ...more] = scene.api.model.powerActions();
  expect(start).toMatchObject({ action: 'start' });
  expect(start?.at).toBeGreaterThanOrEqual(Date.parse('2025-01-16T12:15:00Z'));
  expect(start?.at).toBeLessThan(Date.parse('2025-01-16T12:16:00Z'));
  expect(more).toEqual([]);
});

test('starts a server that was stopped before, because it is to run the release again', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.setServerStatus(SERVER, 'stopped');
  scene.api.model.planNextRestore(STAYS_STOPPED);
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test.each([400, 409] as const)('sends start again while it is refused with %d, which means busy', async (status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(STAYS_STOPPED);
  let left = 3;
  scene.setFaults(({ path }) => {
    if (!path.endsWith('/power/') || left === 0) return undefined;
    left -= 1;
    return { kind: 'response', status, body: '{"detail": "Busy."}', effect: false };
  });
  const result = await scene.run({ inputs: TO_TARGET });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([expect.stringContaining('could not be started yet')]);
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
  expect(scene.writes().filter((request) => request.endsWith('/power/'))).toHaveLength(4);
});

test.each([
  ['a reset', { kind: 'lost-after' }],
  ['a 502', { kind: 'response', status: 502, body: '', effect: false }],
  ['a lost request', { kind: 'lost-before' }],
] as const)('gets the server to run although the first start met %s', async (_, fault) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(STAYS_STOPPED);
  const left = [fault];
  scene.setFaults(({ path }) => (path.endsWith('/power/') ? left.shift() : undefined));
  const result = await scene.run({ inputs: TO_TARGET });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('sends start every 60 s while it has no visible effect', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(STAYS_STOPPED);
  for (let n = 0; n < 3; n += 1) scene.api.model.planNextPower([{ atMs: 0, status: 'stopped' }]);
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  const starts = scene.api.model.powerActions();
  expect(starts).toHaveLength(4);
  const pauses = starts.slice(1).map(({ at }, index) => at - (starts[index]?.at ?? 0));
  for (const pause of pauses) {
    expect(pause).toBeGreaterThanOrEqual(60_000);
    expect(pause).toBeLessThan(80_000);
  }
});

test.each([401, 403])('says "restored, but stopped" and what to do if start is refused with %d', async (status) => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(STAYS_STOPPED);
  scene.setFaults(({ path }) =>
    path.endsWith('/power/') ? { kind: 'response', status, body: '{"detail": "No."}', effect: false } : undefined,
  );
  const result = await scene.run({ inputs: TO_TARGET });
  const error = errorOf(result);
  expect(error).toMatch(
    /^Server 12345 \(web-1\) was restored from snapshot 700 "good" .*, but it is stopped, and this token is not allowed to start it/u,
  );
  expect(error).toContain('THE SERVER IS DOWN. Its disk has been restored.');
  expect(error).toMatch(/curl --fail-with-body -X POST .*"action": "start".*\/servers\/\S+\/power\//u);
  expect(error).toContain('servers:*');
  expect(result.outputs).toMatchObject({ rolled_back: 'false', server_status: 'stopped' });
  expect(result.summary).toContain('❌');
});

test.each([
  ['an API without that call (404)', { hasPower: false }],
  ['an API that rejects it with 405', { rejectedCalls: { 'POST /servers/{id}/power/': 405 } }],
  ['the documented dialect', { dialect: 'docs' }],
] as const)('says "restored, but stopped" after three starts with %s', async (_, model) => {
  await using scene = await sceneWithTarget({ model });
  scene.api.model.planNextRestore(STAYS_STOPPED);
  const result = await scene.run({ inputs: TO_TARGET });
  const error = errorOf(result);
  expect(error).toMatch(/was restored from snapshot 700 .*, but it is stopped/u);
  expect(error).toContain('THE SERVER IS DOWN.');
  expect(error).toContain('Start it in the VPS.org control panel');
  expect(error).not.toContain('curl');
  expect(scene.writes().filter((request) => request.endsWith('/power/'))).toHaveLength(3);
  expect(scene.nowMs).toBeLessThan(Date.parse('2025-01-16T12:14:00Z'));
});

test('starts a server that stays stopped after the job too', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  scene.api.model.planNextRestore(STAYS_STOPPED);
  expectSuccess(await post('failure'));
  expect(scene.api.model.powerActions()).toMatchObject([{ action: 'start' }]);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('says "restored, but stopped" after the job too if the token may not start it', async () => {
  await using scene = await sceneWithTarget({ model: { rejectedCalls: { 'POST /servers/{id}/power/': 403 } } });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  scene.api.model.planNextRestore(STAYS_STOPPED);
  expect(errorOf(await post('failure'))).toMatch(/was restored from snapshot 801 .*, but it is stopped/u);
});

test('names the server as stopped, with the command, when the timeout comes first', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextRestore(STAYS_STOPPED);
  const result = await scene.run({ inputs: { ...TO_TARGET, timeout_minutes: '9' } });
  const error = errorOf(result);
  expect(error).toContain('has not finished after 9 min 0 s; server 12345 (web-1) is "stopped"');
  expect(error).toMatch(/curl .*"action": "start"/u);
});
