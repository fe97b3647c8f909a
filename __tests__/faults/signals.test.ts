import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import type { ApiRequest } from '../../emulator/model.ts';
import { startEmulator } from '../../emulator/server.ts';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { type ActionResult, type ActionRun, runAction, SHA } from '../support/run-action.ts';
import { errorOf, Scene, SERVER } from '../support/scene.ts';

const STOPPED = { atMs: 0, status: 'stopped' };
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** The longest time from the signal to the end of the process, in milliseconds of real time. */
const MAX_MS = 2000;

interface Silence {
  /** Settles when the request that gets no response has arrived. */
  readonly happened: Promise<void>;
  readonly faults: FaultHook;
}

/** Leaves the n-th matching request, and all requests after it, without a response. */
function silenceAt(isMeant: (request: ApiRequest) => boolean, number = 1, effect = true): Silence {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  let count = 0;
  return {
    happened,
    faults: (request) => {
      if (count < number && isMeant(request)) count += 1;
      if (count < number) return undefined;
      resolve();
      return { kind: 'silence', effect };
    },
  };
}

const isGet = (path: string) => (request: ApiRequest) => request.method === 'GET' && request.path.startsWith(path);
const isPost = (path: string) => (request: ApiRequest) => request.method === 'POST' && request.path.includes(path);

/** Runs the action until a request that gets no response, and then sends a signal. */
async function runUntil(
  scene: Scene,
  silence: Silence,
  run: ActionRun = {},
  signal: NodeJS.Signals = 'SIGINT',
): Promise<ActionResult> {
  scene.setFaults(silence.faults);
  return await scene.run({ ...run, signalWhen: { happened: silence.happened, signal } });
}

test.each(SIGNALS)('ends on %s before the create, and says that nothing was started', async (signal) => {
  await using scene = await Scene.create();
  const result = await runUntil(scene, silenceAt(isGet('/')), {}, signal);
  expect(errorOf(result)).toContain(`The job was cancelled (${signal}).`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
  expect(scene.writes()).toEqual([]);
});

test.each(SIGNALS)(
  'ends on %s while the create has no response, and says that it may be in progress',
  async (signal) => {
    await using scene = await Scene.create();
    const result = await runUntil(scene, silenceAt(isPost('/snapshots/')), {}, signal);
    expect(errorOf(result)).toMatch(/may (?:have been started|be in progress)/u);
    expect(errorOf(result)).toContain(`${SERVER}`);
    expect(result.afterSignalMs).toBeLessThan(MAX_MS);
    expect(JSON.parse(result.state.snapshots?.slice(1) ?? '')).toMatchObject([{ name: SHA, snapshotId: null }]);
  },
);

test.each(SIGNALS)('ends on %s during the wait, with the ID in outputs, state, error and summary', async (signal) => {
  await using scene = await Scene.create();
  const result = await runUntil(scene, silenceAt(isGet('/snapshots/'), 3), {}, signal);
  expect(errorOf(result)).toContain('801');
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
  expect(JSON.parse(result.state.snapshots?.slice(1) ?? '')).toMatchObject([{ snapshotId: '801' }]);
  expect(result.summary).toContain('801');
});

test.each(SIGNALS)('ends on %s while it looks for a lost create', async (signal) => {
  await using scene = await Scene.create();
  const silence = silenceAt(isGet('/snapshots/'), 2);
  let isLost = false;
  const faults: FaultHook = (request, index) => {
    if (request.method === 'POST' && !isLost) {
      isLost = true;
      return { kind: 'lost-after' };
    }
    return silence.faults(request, index);
  };
  const result = await runUntil(scene, { ...silence, faults }, {}, signal);
  expect(errorOf(result)).toContain(`The job was cancelled (${signal}).`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s while a restore has no response, and says what may continue', async (signal) => {
  await using scene = await Scene.create();
  const inputs = { mode: 'rollback', snapshot_id: addSnapshot(scene, { hoursOld: 1 }) };
  const result = await runUntil(scene, silenceAt(isPost('/restore/')), { inputs }, signal);
  expect(errorOf(result)).toContain(`${SERVER}`);
  expect(errorOf(result)).toContain('Restores that have already started continue.');
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s while it watches a restore', async (signal) => {
  await using scene = await Scene.create();
  const inputs = { mode: 'rollback', snapshot_id: addSnapshot(scene, { hoursOld: 1 }) };
  const result = await runUntil(scene, silenceAt(isGet('/servers/'), 3), { inputs }, signal);
  expect(errorOf(result)).toContain(`${SERVER}`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s while a delete has no response', async (signal) => {
  await using scene = await Scene.create();
  const inputs = { mode: 'delete', snapshot_id: addSnapshot(scene, { hoursOld: 1 }) };
  const result = await runUntil(
    scene,
    silenceAt(({ method }) => method === 'DELETE'),
    { inputs },
    signal,
  );
  expect(errorOf(result)).toContain(`The job was cancelled (${signal}).`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s in the post step while it rolls back', async (signal) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  const { happened, faults } = silenceAt(isPost('/restore/'));
  scene.setFaults(faults);
  const result = await step.post('failure', { signalWhen: { happened, signal } });
  expect(errorOf(result)).toContain(`The job was cancelled (${signal}).`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s during a health check whose server says nothing', async (signal) => {
  await using scene = await Scene.create();
  const { happened, faults } = silenceAt(isGet('/healthy/'), 1, false);
  scene.setFaults(faults);
  const inputs = { mode: 'check', health_check_url: `${scene.api.url}/healthy/` };
  const result = await scene.run({ inputs, signalWhen: { happened, signal } });
  expect(errorOf(result)).toContain(`The job was cancelled (${signal}).`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s with twelve restores under way, and names each server', async (signal) => {
  await using scene = await Scene.create({ withoutServer: true });
  const servers = Array.from({ length: 12 }, (_, index) => 100 + index);
  for (const id of servers) scene.api.model.addServer({ id });
  const snapshots = servers.map((server) => addSnapshot(scene, { hoursOld: 1, server }));
  const inputs = { mode: 'rollback', server_id: servers.join(' '), snapshot_id: snapshots.join(' ') };
  const result = await runUntil(scene, silenceAt(isGet('/servers/'), 2), { inputs }, signal);
  for (const id of servers) expect(errorOf(result)).toContain(`erver ${id} (`);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('sends start and ends on %s while the server is stopped', async (signal) => {
  await using scene = await Scene.create();
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  scene.setFaults((request) => {
    if (!isPost('/snapshots/')(request)) return undefined;
    resolve();
    return { kind: 'silence', effect: true };
  });
  const result = await scene.run({ inputs: { stop_server: 'true' }, signalWhen: { happened, signal } });
  expect(result.exitCode).toBe(1);
  expect(result.warnings.join()).toContain('"start" was sent');
  expect(scene.api.model.powerActions().map(({ action }) => action)).toEqual(['stop', 'start']);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)(
  'ends on %s although start gets no response, and shows the command that starts it',
  async (signal) => {
    await using scene = await Scene.create();
    const silence = silenceAt(isPost('/snapshots/'));
    const result = await runUntil(scene, silence, { inputs: { stop_server: 'true' } }, signal);
    expect(result.exitCode).toBe(1);
    expect(result.warnings.join()).toContain('-d \'{"action": "start"}\'');
    expect(result.afterSignalMs).toBeLessThan(MAX_MS);
    expect(JSON.parse(result.state.stopped?.slice(1) ?? '')).toMatchObject([{ key: String(SERVER) }]);
  },
);

test('shows the command that starts the server within the same time by the clock of the machine', async () => {
  const silence = silenceAt(isPost('/snapshots/'));
  await using api = await startEmulator({
    faults: silence.faults,
    model: { power: { timelines: { stop: [STOPPED] } } },
  });
  api.model.addServer({ id: SERVER });
  const inputs = {
    api_url: api.url,
    api_token: api.token,
    server_id: String(SERVER),
    stop_server: 'true',
    poll_interval_seconds: '0.01',
  };
  const result = await runAction('main', { inputs, signalWhen: { happened: silence.happened, signal: 'SIGINT' } });
  expect(result.exitCode).toBe(1);
  expect(result.warnings.join()).toContain('-d \'{"action": "start"}\'');
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test.each(SIGNALS)('ends on %s during the notification', async (signal) => {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  await using hook = await startServer(() => {
    resolve();
    return { status: 200, headers: { 'content-length': '10' } };
  });
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  const inputs = { mode: 'rollback', snapshot_id: snapshotId, notify_url: `${hook.url}/hook` };
  const result = await scene.run({ inputs, signalWhen: { happened, signal } });
  expect(scene.api.model.restores()).toHaveLength(1);
  expect(result.afterSignalMs).toBeLessThan(MAX_MS);
});

test('ends in one error with what is known if the event loop runs out of work', async () => {
  await using scene = await Scene.create();
  const preload = [join(import.meta.dirname, '..', 'support', 'never-answers.mjs')];
  const result = await scene.run({ preload });
  expect(errorOf(result)).toContain('the event loop ran out of work');
  expect(scene.requests()).toEqual([]);
});

test('ends in one error with what is known if something throws that nobody waits for', async () => {
  await using scene = await Scene.create();
  const preload = [join(import.meta.dirname, '..', 'support', 'throw-uncaught.mjs')];
  const result = await scene.run({ preload });
  expect(errorOf(result)).toContain('Unexpected error in the action: a defect aside ::error::and no command');
  expect(errorOf(result)).toContain(`${SERVER}`);
});
