import { describe, expect, test } from '@jest/globals';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import type { JobStep } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { stop_server: 'true' };
const START_COMMAND = /curl .*Bearer \$VPS_API_TOKEN.*"action": "start".*\/servers\/\S+\/power\//u;

/** A step that gets a signal at the first request that matches. */
async function interrupt(
  scene: Scene,
  signal: NodeJS.Signals,
  isMeant: (request: Parameters<FaultHook>[0]) => boolean,
  given: Readonly<Record<string, string>> = {},
): Promise<JobStep> {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  scene.setFaults((request) => {
    if (isOver || !isMeant(request)) return undefined;
    isOver = true;
    resolve();
    return { kind: 'silence', effect: true };
  });
  const step = await scene.job().step({ inputs: { ...inputs, ...given }, signalWhen: { happened, signal } });
  scene.setFaults(undefined);
  return step;
}

/** A step that is killed while its snapshot is being taken and the server is stopped. */
async function killWhileStopped(scene: Scene, given: Readonly<Record<string, string>> = {}): Promise<JobStep> {
  const isCreate: Parameters<typeof interrupt>[2] = ({ method, path }) =>
    method === 'POST' && path.endsWith('/snapshots/');
  return await interrupt(scene, 'SIGKILL', isCreate, given);
}

function powerActions({ api }: Scene): string[] {
  return api.model.powerActions().map(({ serverId, action }) => `${action} ${serverId}`);
}

describe('A server that the step stopped and left stopped', () => {
  test('is started by the post step after a SIGKILL', async () => {
    await using scene = await Scene.create();
    const step = await killWhileStopped(scene);
    expect(step.main.exitCode).toBe(null);
    expect(scene.api.model.serverStatus(SERVER)).toBe('stopped');
    const result = await step.post('failure');
    expectSuccess(result);
    expect(powerActions(scene)).toEqual([`stop ${SERVER}`, `start ${SERVER}`]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expect(result.log).toContain('✓ server 12345 (web-1) is active');
  });

  test.each(['success', 'cancelled'] as const)('is started even if the job ended with %s', async (status) => {
    await using scene = await Scene.create();
    const step = await killWhileStopped(scene);
    expectSuccess(await step.post(status));
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('is started if its stop took effect only after the step ended', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextPower([
      { atMs: 0, status: 'active' },
      { atMs: 90_000, status: 'stopped' },
    ]);
    const step = await interrupt(scene, 'SIGKILL', ({ path }) => path.endsWith('/power/'));
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
    expectSuccess(await step.post('failure'));
    expect(powerActions(scene)).toEqual([`stop ${SERVER}`, `start ${SERVER}`]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('is started if it is on its way down', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextPower([
      { atMs: 0, status: 'stopping' },
      { atMs: 240_000, status: 'stopped' },
    ]);
    const step = await interrupt(scene, 'SIGKILL', ({ path }) => path.endsWith('/power/'));
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('is left alone if the stop never had an effect, after 2 min', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextPower([{ atMs: 0, status: 'active' }]);
    const step = await interrupt(scene, 'SIGKILL', ({ path }) => path.endsWith('/power/'));
    const startMs = scene.nowMs;
    expectSuccess(await step.post('failure'));
    expect(powerActions(scene)).toEqual([`stop ${SERVER}`]);
    expect(scene.nowMs - startMs).toBeGreaterThanOrEqual(120_000);
    expect(scene.nowMs - startMs).toBeLessThan(150_000);
  });

  test('is checked by the post step after a signal to which the step itself responded with "start"', async () => {
    await using scene = await Scene.create();
    const step = await interrupt(
      scene,
      'SIGTERM',
      ({ method, path }) => method === 'POST' && path.endsWith('/snapshots/'),
    );
    expect(step.main.warnings.join()).toContain('"start" was sent');
    expectSuccess(await step.post('cancelled'));
    expect(powerActions(scene)).toEqual([`stop ${SERVER}`, `start ${SERVER}`]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('is started, as is each of several', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) scene.api.model.addServer({ id, name: `web-${id}` });
    let creates = 0;
    const isSecondCreate: Parameters<typeof interrupt>[2] = ({ method, path }) => {
      if (method === 'POST' && path.endsWith('/snapshots/')) creates += 1;
      return creates === 2;
    };
    const step = await interrupt(scene, 'SIGKILL', isSecondCreate, { server_id: '2,3', max_parallel: '2' });
    expectSuccess(await step.post('failure'));
    for (const id of [2, 3]) expect(scene.api.model.serverStatus(id)).toBe('active');
  });

  test('is started before it is rolled back, if that is asked for too', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await killWhileStopped(scene);
    expectSuccess(await step.post('failure', { inputs: { rollback_if: 'true' } }));
    expect(scene.writes().slice(-2)).toEqual([expect.stringContaining('/power/'), 'POST /snapshots/801/restore/']);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('is started although the API fails for a minute', async () => {
    await using scene = await Scene.create();
    const step = await killWhileStopped(scene);
    const startMs = scene.nowMs;
    scene.setFaults(({ headers }) => {
      const isDown = Number(headers['x-virtual-now']) - startMs < 60_000;
      return isDown ? { kind: 'proxy-page', status: 522, effect: false } : undefined;
    });
    const { exitCode, errors } = await step.post('failure');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });
});

describe('The post step starts nothing', () => {
  test('if the server was stopped before the step', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    scene.api.model.addServer({ id: SERVER, name: 'web-1', status: 'stopped' });
    const step = await killWhileStopped(scene);
    const sent = scene.requests().length;
    expectSuccess(await step.post('failure'));
    expect(scene.requests()).toHaveLength(sent);
    expect(scene.api.model.serverStatus(SERVER)).toBe('stopped');
  });

  test('if the step has started it again', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs });
    expectSuccess(step.main);
    const sent = scene.requests().length;
    expectSuccess(await step.post('failure'));
    expect(scene.requests()).toHaveLength(sent);
  });

  test('if the stop was refused', async () => {
    await using scene = await Scene.create({
      model: { power: { refuse: { stop: { status: 403, detail: 'Missing permission.' } } } },
    });
    const step = await scene.job().step({ inputs });
    expect(step.main.exitCode).toBe(1);
    const sent = scene.requests().length;
    expectSuccess(await step.post('failure'));
    expect(scene.requests()).toHaveLength(sent);
  });
});

describe('If the server cannot be started after the job, the error has the command that does it', () => {
  test('without the permission', async () => {
    await using scene = await Scene.create();
    const step = await killWhileStopped(scene);
    scene.setFaults(({ path }) => (path.endsWith('/power/') ? refusal(403, 'Missing permission.') : undefined));
    const error = errorOf(await step.post('failure'));
    expect(error).toMatch(/^Server 12345 \(web-1\) was stopped for the snapshot and has not been seen active since\./u);
    expect(error).toContain('403: Missing permission.');
    expect(error).toMatch(START_COMMAND);
    expect(error).toContain('THE SERVER MAY BE DOWN');
  });

  test('for each of several servers', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 2 });
    const bothAreStopped = () => [SERVER, 2].every((id) => scene.api.model.serverStatus(id) === 'stopped');
    const step = await interrupt(scene, 'SIGKILL', bothAreStopped, { server_id: `${SERVER},2`, max_parallel: '2' });
    scene.setFaults(({ path }) => (path.endsWith('/power/') ? refusal(403, 'Missing permission.') : undefined));
    const result = await step.post('failure');
    const error = errorOf(result);
    expect(result.log).toContain('this step stopped them for their snapshots');
    expect(error).toMatch(/^Server 12345 \(web-1\), server 2 \(server-2\) were stopped for the snapshot/u);
    expect(error).toContain('THE SERVERS MAY BE DOWN: start them');
  });

  test('without a token', async () => {
    await using scene = await Scene.create();
    const step = await killWhileStopped(scene);
    const error = errorOf(await step.post('success', { inputs: { api_token: '' } }));
    expect(error).toContain('has no API token, so it could not start server 12345 (web-1)');
    expect(error).toMatch(START_COMMAND);
  });

  test('if it does not come up, after a cancel within the time that the post steps share', async () => {
    await using scene = await Scene.create({
      model: { power: { timelines: { start: [{ atMs: 0, status: 'starting' }] } } },
    });
    const step = await killWhileStopped(scene);
    const startMs = scene.nowMs;
    expect(errorOf(await step.post('cancelled'))).toMatch(START_COMMAND);
    expect(scene.nowMs - startMs).toBeLessThan(160_000);
  });

  test('unless its rollback has seen it active again', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await killWhileStopped(scene);
    scene.setFaults(({ path }) => (path.endsWith('/power/') ? refusal(403, 'Missing permission.') : undefined));
    const result = await step.post('failure', { inputs: { rollback_if: 'true' } });
    expectSuccess(result);
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
    expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  });

  test('and why the rollback failed too', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await killWhileStopped(scene);
    scene.setFaults(({ method }) => (method === 'POST' ? refusal(403, 'Missing permission.') : undefined));
    const error = errorOf(await step.post('failure', { inputs: { rollback_if: 'true' } }));
    expect(error).toMatch(START_COMMAND);
    expect(error).toMatch(/Restoring snapshot 801 .* failed: .*403/u);
  });

  test('if the post step is cancelled, which sends "start" before it ends', async () => {
    await using scene = await Scene.create();
    const step = await killWhileStopped(scene);
    const { promise: happened, resolve } = Promise.withResolvers<void>();
    scene.setFaults(({ method }) => {
      if (method !== 'GET') return undefined;
      resolve();
      return { kind: 'silence', effect: false };
    });
    const result = await step.post('failure', { signalWhen: { happened, signal: 'SIGINT' } });
    expect(result.afterSignalMs).toBeLessThan(2000);
    const error = errorOf(result);
    expect(error).toContain('The post step was cancelled; "start" was sent to server 12345 (web-1).');
    expect(error).toMatch(START_COMMAND);
    expect(powerActions(scene)).toEqual([`stop ${SERVER}`, `start ${SERVER}`]);
  });
});
