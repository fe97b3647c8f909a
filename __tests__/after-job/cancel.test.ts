import { describe, expect, test } from '@jest/globals';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import { COMPLETED_AT_ONCE, refusal } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import type { JobStep } from '../support/job.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const inputs = { rollback_on: 'failure, cancelled' };
/** What the runner gives all post steps of a cancelled job together, with a margin. */
const ALL_POST_STEPS_MS = 285_000;

/** The requests of a scene from one on, as `at`, in milliseconds since the first of them. */
function requestsFrom({ api }: Scene, index: number) {
  const requests = api.requests.slice(index);
  const startMs = Number(requests[0]?.headers['x-virtual-now']);
  return requests.map(({ method, path, headers }) => {
    return { request: `${method} ${path}`, atMs: Number(headers['x-virtual-now']) - startMs };
  });
}

/** A request that gets no response until the action has got a signal. */
function silenceOf(isMeant: (request: Parameters<FaultHook>[0]) => boolean, effect = false) {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  const faults: FaultHook = (request) => {
    if (!isMeant(request)) return undefined;
    resolve();
    return { kind: 'silence', effect };
  };
  return { faults, happened };
}

describe('After a cancel', () => {
  test('four steps send all their restores within the time that they share', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    const job = scene.job();
    const steps: JobStep[] = [];
    for (const id of [2, 3, 4, 5]) {
      scene.api.model.addServer({ id, name: `web-${id}`, snapshotPlan: COMPLETED_AT_ONCE });
      steps.push(await job.step({ inputs: { ...inputs, server_id: String(id) } }));
    }
    const sent = scene.requests().length;
    for (const step of steps.toReversed()) {
      const { exitCode, errors, warnings } = await step.post('cancelled');
      expect([exitCode, errors]).toEqual([0, []]);
      expect(warnings).toEqual([expect.stringContaining('VPS.org continues the restore.')]);
    }
    expect(scene.api.model.restores().map(({ serverId }) => serverId)).toEqual([5, 4, 3, 2]);
    expect(requestsFrom(scene, sent).at(-1)?.atMs).toBeLessThan(ALL_POST_STEPS_MS);
  });

  test('all servers of a step are restored at once, whatever max_parallel says', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    const ids = Array.from({ length: 12 }, (_, index) => index + 2);
    for (const id of ids) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const given = { ...inputs, server_id: ids.join(), max_parallel: '1' };
    const step = await scene.job().step({ inputs: given });
    const sent = scene.requests().length;
    expect((await step.post('cancelled')).exitCode).toBe(0);
    const restores = requestsFrom(scene, sent).filter(({ request }) => request.endsWith('/restore/'));
    expect(restores).toHaveLength(ids.length);
    expect(Math.max(...restores.map(({ atMs }) => atMs))).toBeLessThan(1000);
  });

  test('a restore is watched for 45 s and no longer, then a warning says that it continues', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    const { exitCode, errors, warnings, summary } = await step.post('cancelled');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(warnings).toEqual([
      expect.stringMatching(/restore of snapshot 801 .* has not finished .* is "restoring"\.\nVPS\.org continues/u),
    ]);
    expect(summary).toContain('restoring');
    expect(summary).not.toContain('✅');
    const lastMs = requestsFrom(scene, sent).at(-1)?.atMs;
    expect(lastMs).toBeGreaterThan(30_000);
    expect(lastMs).toBeLessThan(47_000);
  });

  test('a restore that ends in that time is reported as done', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'restoring' },
        { atMs: 12_000, status: 'active' },
      ],
    });
    const step = await scene.job().step({ inputs: { ...inputs, poll_interval_seconds: '1' } });
    const result = await step.post('cancelled');
    expectSuccess(result);
    expect(result.summary).toMatch(/^### ✅ VPS\.org rollback: 1 server restored/u);
  });

  test('the commit status stays pending while the restore continues', async () => {
    await using github = await startServer(() => ({ status: 201, body: '{"id":1}' }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job({ GITHUB_API_URL: github.url }).step({ inputs: { ...inputs, commit_status: 'true' } });
    await step.post('cancelled');
    expect(github.requests.map(({ body }) => JSON.parse(body))).toMatchObject([{ state: 'pending' }]);
  });

  test('there is no time for a safety snapshot or a health check', async () => {
    await using service = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.planNextRestore({
      timeline: [
        { atMs: 0, status: 'restoring' },
        { atMs: 12_000, status: 'active' },
      ],
    });
    const step = await scene.job().step({ inputs: { ...inputs, poll_interval_seconds: '1' } });
    const changed = { safety_snapshot: 'true', health_check_url: service.url };
    expectSuccess(await step.post('cancelled', { inputs: changed }));
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
    expect(service.requests).toEqual([]);
  });

  test('there is no time to wait for an unfinished snapshot, which is an error', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    const sent = scene.requests().length;
    const result = await step.post('cancelled', { inputs: { rollback_if: 'cancelled' } });
    expect(errorOf(result)).toMatch(/[Ss]napshot 801 .* has not completed; its status is "in_progress"/u);
    expect(requestsFrom(scene, sent).at(-1)?.atMs).toBeLessThan(1000);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });

  test.each<[string, ReturnType<FaultHook>]>([
    ['resets every connection', { kind: 'lost-before' }],
    ['is rate limited', refusal(429, 'Request was throttled.')],
    ['has an internal error', { kind: 'proxy-page', status: 520, effect: false }],
  ])('the restore is sent although the API %s for 20 s', async (_, fault) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const startMs = scene.nowMs;
    scene.setFaults(({ headers }) => (Number(headers['x-virtual-now']) - startMs < 20_000 ? fault : undefined));
    const result = await step.post('cancelled');
    expect(result.exitCode).toBe(0);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('reading and restoring share the 45 s, so that an API that is down does not take the time of the others', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const sent = scene.requests().length;
    const startMs = scene.nowMs;
    scene.setFaults(({ method, headers }) => {
      const isDown = method === 'POST' || Number(headers['x-virtual-now']) - startMs < 30_000;
      return isDown ? refusal(429, 'Request was throttled.') : undefined;
    });
    expect(errorOf(await step.post('cancelled'))).toContain('429');
    // The restore has 10 s at least, however long the reading took.
    expect(requestsFrom(scene, sent).at(-1)?.atMs).toBeLessThan(56_000);
  });
});

describe('A job that is cancelled while its snapshot is being taken', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('ends within 2 s of %s and keeps the id', async (signal) => {
    await using scene = await Scene.create();
    const { faults, happened } = silenceOf(({ method, path }) => {
      return method === 'GET' && path.includes('/snapshots/') && scene.writes().length > 0;
    });
    scene.setFaults(faults);
    const { main } = await scene.job().step({ inputs, signalWhen: { happened, signal } });
    expect(main.afterSignalMs).toBeLessThan(2000);
    expect(main.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'true' });
    expect(errorOf(main)).toContain(`The job was cancelled (${signal}).`);
    expect(main.summary).toContain('801');
    expect(main.state.snapshots).toContain('"snapshotId":"801"');
  });

  test.each([
    ['finds the snapshot by its marker if the response to its create never came', true],
    ['is an error if the create was never carried out', false],
  ])('rollback_if %s', async (_, effect) => {
    await using scene = await Scene.create();
    // The same name, but not taken by this step.
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c' });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { faults, happened } = silenceOf(({ method }) => method === 'POST', effect);
    scene.setFaults(faults);
    const step = await scene.job().step({ inputs, signalWhen: { happened, signal: 'SIGINT' } });
    expect(step.main.afterSignalMs).toBeLessThan(2000);
    expect(step.main.outputs.snapshot_id).toBe('');
    scene.setFaults(undefined);
    const result = await step.post('cancelled', { inputs: { rollback_if: 'true' } });
    expect(scene.api.model.restores().map(({ snapshotId }) => snapshotId)).toEqual(effect ? [801] : []);
    if (effect) expect(result.exitCode).toBe(0);
    else expect(errorOf(result)).toContain('the snapshot of this step was not found');
  });
});

describe('A job that is cancelled while a step of it rolls back', () => {
  test('says that the restore continues, and watches it for 45 s after the job without starting it again', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs });
    const { faults, happened } = silenceOf(({ method }) => {
      return method === 'GET' && scene.api.model.restores().length > 0;
    });
    scene.setFaults(faults);
    const signalWhen = { happened, signal: 'SIGINT' } as const;
    const { main } = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' }, signalWhen });
    expect(main.afterSignalMs).toBeLessThan(2000);
    expect(errorOf(main)).toMatch(/is being restored from snapshot 801, status "restoring"; it will be down until/u);
    expect(main.outputs).toMatchObject({ snapshot_id: '801', rolled_back: 'false' });
    scene.setFaults(undefined);
    const beforeMs = scene.nowMs;
    const { exitCode, errors, warnings } = await snapshot.post('cancelled');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The restore of snapshot 801 .* has not finished after .*; server 12345 \(web-1\) is "restoring"/u,
      ),
    ]);
    expect(scene.nowMs - beforeMs).toBeLessThan(50_000);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('after the job, restores the server not yet restored, and none twice', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const job = scene.job();
    const snapshot = await job.step({ inputs: { ...inputs, server_id: '2,3' } });
    const { faults, happened } = silenceOf(({ path }) => path.includes('/802/restore/'));
    scene.setFaults(faults);
    const given = { mode: 'rollback', server_id: '2,3', snapshot_id: '801,802' };
    const { main } = await job.step({ inputs: given, signalWhen: { happened, signal: 'SIGINT' } });
    expect(main.exitCode).toBe(1);
    scene.setFaults(undefined);
    const { exitCode, errors } = await snapshot.post('cancelled');
    expect([exitCode, errors]).toEqual([0, []]);
    expect(scene.api.model.restores().map(({ serverId }) => serverId)).toEqual([2, 3]);
  });
});

describe('A post step that is cancelled itself', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('ends within 2 s of %s and says what continues', async (signal) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs });
    const { faults, happened } = silenceOf(({ method }) => {
      return method === 'GET' && scene.api.model.restores().length > 0;
    });
    scene.setFaults(faults);
    const result = await step.post('failure', { signalWhen: { happened, signal } });
    expect(result.afterSignalMs).toBeLessThan(2000);
    expect(errorOf(result)).toMatch(/is being restored from snapshot 801, status "restoring"; it will be down until/u);
    expect(result.summary).toContain('801');
  });
});
