import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Fault, FaultHook } from '../../emulator/fault-kinds.ts';
import { addSnapshot, COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { MISDIRECTED, TRANSIENT } from './transient.ts';

const REFUSES_CONNECTIONS = join(import.meta.dirname, '..', 'support', 'refuses-connections.mjs');

/** Makes the reads of a path that come after a POST meet faults, one each. */
function afterPost(path: string, faults: readonly Fault[]): FaultHook {
  const left = [...faults];
  let isPosted = false;
  return (request) => {
    if (request.method === 'POST') isPosted = true;
    return isPosted && request.method === 'GET' && request.path.startsWith(path) ? left.shift() : undefined;
  };
}

/** Makes the first requests of a method meet a fault, a given number for each path. */
function atFirst(method: string, fault: Fault, times: number): FaultHook {
  const met = new Map<string, number>();
  return (request) => {
    const count = (met.get(request.path) ?? 0) + 1;
    met.set(request.path, count);
    return request.method === method && count <= times ? fault : undefined;
  };
}

test.each([...TRANSIENT, ...MISDIRECTED])(
  'keeps waiting for a snapshot when three polls meet $name',
  async ({ fault }) => {
    await using scene = await Scene.create({ faults: afterPost('/snapshots/', [fault, fault, fault]) });
    const result = await scene.run();
    expectSuccess(result);
    expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
    expect(scene.writes()).toEqual(['POST /snapshots/']);
    expect(result.log.match(/The list of snapshots cannot be read right now; still waiting: /gu)).toHaveLength(3);
  },
);

test.each([...TRANSIENT, ...MISDIRECTED])('watches a restore when polls meet $name', async ({ fault }) => {
  await using scene = await Scene.create({ faults: afterPost('/servers/', [fault, fault]) });
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshotId } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active' });
  expect(scene.api.model.restores()).toHaveLength(1);
});

test.each(TRANSIENT)('takes a snapshot when the first reads meet $name', async ({ fault }) => {
  await using scene = await Scene.create({ faults: atFirst('GET', fault, 3) });
  expectSuccess(await scene.run());
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test.each([...TRANSIENT, ...MISDIRECTED])(
  'rolls back after the job when its first reads meet $name',
  async ({ fault }) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    scene.setFaults(atFirst('GET', fault, 3));
    expectSuccess(await step.post('failure'));
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  },
);

test.each(TRANSIENT)('deletes a snapshot when the first requests meet $name', async ({ fault }) => {
  await using scene = await Scene.create({ faults: atFirst('DELETE', fault, 3) });
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  expectSuccess(await scene.run({ inputs: { mode: 'delete', snapshot_id: snapshotId } }));
  expect(scene.snapshotIds()).toEqual([]);
});

test.each([401, 403])('ends at once when a poll meets status %i, and says what continues', async (status) => {
  await using scene = await Scene.create({ faults: afterPost('/snapshots/', [refusal(status, 'Not any more.')]) });
  const result = await scene.run();
  expect(errorOf(result)).toContain(`returned ${status}: Not any more.`);
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
  expect(scene.requests().slice(-1)).toEqual(['GET /snapshots/']);
});

test.each(MISDIRECTED)(
  'fails at once when the first list meets $name, because api_url may be wrong',
  async ({ fault }) => {
    await using scene = await Scene.create({ faults: ({ method }) => (method === 'GET' ? fault : undefined) });
    const result = await scene.run();
    expect(errorOf(result)).toMatch(/returned (?:404|30\d)/u);
    expect(scene.requests().length).toBeLessThanOrEqual(2);
  },
);

test.each(MISDIRECTED)('gives up a wait when more than three polls in a row meet $name', async ({ fault }) => {
  await using scene = await Scene.create({ faults: afterPost('/snapshots/', Array<Fault>(9).fill(fault)) });
  const result = await scene.run();
  expect(errorOf(result)).toMatch(/returned (?:404|30\d)/u);
  expect(result.outputs.snapshot_id).toBe('801');
});

test.each([45, 300, 3000])('rolls back after the job although no connection is made for %i s', async (seconds) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  const env = { REFUSES_UNTIL_MS: String(seconds * 1000) };
  const result = await step.post('failure', { env, preload: [REFUSES_CONNECTIONS] });
  expect({ exitCode: result.exitCode, errors: result.errors }).toEqual({ exitCode: 0, errors: [] });
  // After a minute the status of the server is no longer waited for.
  expect(result.warnings.join().includes('could not be read before the rollback')).toBe(seconds > 60);
  expect(result.log).toContain('ECONNREFUSED');
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('takes a snapshot although no connection is made for 45 s', async () => {
  await using scene = await Scene.create();
  const env = { REFUSES_UNTIL_MS: '45000' };
  expectSuccess(await scene.run({ env, preload: [REFUSES_CONNECTIONS] }));
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('fails within its timeout if no connection is ever made, and says that nothing was changed', async () => {
  await using scene = await Scene.create();
  const env = { REFUSES_UNTIL_MS: '86400000' };
  const result = await scene.run({ env, preload: [REFUSES_CONNECTIONS], inputs: { timeout_minutes: '10' } });
  expect(errorOf(result)).toMatch(/ECONNREFUSED.*\nNothing was changed\./u);
  expect(result.log).toContain('retrying');
  expect(scene.requests()).toEqual([]);
});

test.each(['GET', 'POST'] as const)(
  'continues when each %s meets 429 without Retry-After for 10 min',
  async (method) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    const untilMs = scene.nowMs + 600_000;
    scene.setFaults((request) =>
      request.method === method && scene.nowMs < untilMs ? refusal(429, 'Too many requests.') : undefined,
    );
    const { exitCode, errors, warnings } = await step.post('failure');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    expect(warnings.join().includes('could not be read before the rollback')).toBe(method === 'GET');
    expect(scene.api.model.restores()).toHaveLength(1);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  },
);

test('does not let the trouble of one poll end the wait of twelve servers', async () => {
  const servers = Array.from({ length: 12 }, (_, index) => 100 + index);
  const faults = TRANSIENT.map(({ fault }) => fault);
  await using scene = await Scene.create({ withoutServer: true, faults: afterPost('/servers/', faults) });
  for (const id of servers) scene.api.model.addServer({ id });
  const snapshots = servers.map((server) => addSnapshot(scene, { hoursOld: 1, server }));
  const inputs = { mode: 'rollback', server_id: servers.join(' '), snapshot_id: snapshots.join(' ') };
  expectSuccess(await scene.run({ inputs }));
  expect(scene.api.model.restores()).toHaveLength(12);
  expect(servers.map((id) => scene.api.model.serverStatus(id))).toEqual(servers.map(() => 'active'));
});
