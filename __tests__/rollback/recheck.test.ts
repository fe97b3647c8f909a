import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { addTarget, restoreRequests, sceneWithTarget, TARGET, TO_TARGET } from './target.ts';

const MINUTE_MS = 60_000;
const byAnotherRun = await descriptionBy({ GITHUB_RUN_ID: '7002' });
const UNDONE =
  /snapshot 801 .* was not restored: while its restore had to wait, another run took snapshot \d+ "next"/iu;

/** Does something once, when that much time has passed. */
function after(scene: Scene, ms: number, work: () => void): void {
  const startMs = scene.nowMs;
  let isDone = false;
  scene.setFaults(() => {
    if (!isDone && scene.nowMs >= startMs + ms) {
      isDone = true;
      work();
    }
    return undefined;
  });
}

/** Another run takes a snapshot of the same series when that much time has passed. */
function releaseAfter(scene: Scene, ms: number, server = SERVER): void {
  after(scene, ms, () => addSnapshot(scene, { hoursOld: 0, name: 'next', description: byAnotherRun, server }));
}

const snapshotLists = (scene: Scene) => scene.requests().filter((request) => request === 'GET /snapshots/');

describe('A release of another run that comes during the rollback', () => {
  test('is not undone after the job if it comes during the safety snapshot', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure', safety_snapshot: 'true' } });
    releaseAfter(scene, 3 * MINUTE_MS);
    const error = errorOf(await step.post('failure'));
    expect(error).toMatch(UNDONE);
    expect(error).toContain('No restore was started.');
    expect(error).toContain('use `mode: rollback` with snapshot_id: 801');
    expect(restoreRequests(scene)).toEqual([]);
  });

  test('is not undone after the job if it comes while the server is busy', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 8 * MINUTE_MS });
    releaseAfter(scene, MINUTE_MS);
    expect(errorOf(await step.post('failure'))).toMatch(UNDONE);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('is not undone after the job if it comes while the snapshot of the step completes', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    releaseAfter(scene, 5 * MINUTE_MS);
    errorOf(await step.post('failure', { inputs: { rollback_if: 'true' } }));
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('is not undone by a step without snapshot_id', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    await job.step();
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 8 * MINUTE_MS });
    releaseAfter(scene, MINUTE_MS);
    expect(errorOf((await job.step({ inputs: { mode: 'rollback' } })).main)).toMatch(UNDONE);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test.each(['801', 'latest'])('is undone with a warning by a step with snapshot_id: %s', async (snapshot_id) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    await job.step();
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 8 * MINUTE_MS });
    releaseAfter(scene, MINUTE_MS);
    const { main } = await job.step({ inputs: { mode: 'rollback', snapshot_id } });
    expectSuccess({ ...main, warnings: [] });
    // Once, although it is checked before each try.
    expect(main.warnings).toEqual([expect.stringMatching(/"next" .* was taken after snapshot 801 .* by another run/u)]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('is not undone by a restore whose response was lost and that is sent again', async () => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    await job.step();
    scene.setFaults(({ path }) => {
      if (!path.endsWith('/restore/')) return undefined;
      addSnapshot(scene, { hoursOld: 0, name: 'next', description: byAnotherRun });
      return { kind: 'lost-before' };
    });
    // One that was taken at the same moment is not a later one.
    scene.advance(1000);
    expect(errorOf((await job.step({ inputs: { mode: 'rollback' } })).main)).toMatch(UNDONE);
    expect(restoreRequests(scene)).toHaveLength(1);
  });

  test('keeps its own server of a fleet from being restored late, and no other', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) scene.api.model.addServer({ id, snapshotPlan: COMPLETED_AT_ONCE });
    const job = scene.job();
    await job.step({ inputs: { server_id: '2 3' } });
    releaseAfter(scene, 5 * MINUTE_MS, 3);
    const { main } = await job.step({ inputs: { mode: 'rollback', server_id: '2 3', max_parallel: '1' } });
    expect(errorOf(main)).toMatch(
      /^1 of 2 servers was not confirmed as restored\.[\s\S]*snapshot 802 .* was not restored: /iu,
    );
    expect(scene.api.model.restores().map(({ snapshotId }) => snapshotId)).toEqual([801]);
  });
});

/** The target of `TO_TARGET`, added again. */
const MOVED = { id: TARGET, name: 'good' };

describe('A target whose restore had to wait', () => {
  test.each([
    ['no longer listed', () => undefined, 'is no longer listed'],
    [
      'on another server',
      ({ api }: Scene) => void api.model.addSnapshot({ ...MOVED, serverId: 222 }),
      'no longer listed',
    ],
    [
      'not completed any more',
      ({ api }: Scene) => void api.model.addSnapshot({ ...MOVED, serverId: SERVER, status: 'error' }),
      'its status is now "error"',
    ],
  ])('is not restored if it is %s', async (_, change, words) => {
    await using scene = await sceneWithTarget();
    scene.api.model.addServer({ id: 222 });
    after(scene, MINUTE_MS, () => {
      scene.api.model.removeSnapshot(TARGET);
      change(scene);
    });
    // The safety snapshot takes 6 min.
    const error = errorOf(await scene.run({ inputs: { ...TO_TARGET, safety_snapshot: 'true' } }));
    expect(error).toMatch(/^Snapshot 700 "good" on server 12345/u);
    expect(error).toContain(words);
    expect(restoreRequests(scene)).toEqual([]);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('is restored although its list cannot be read again', async () => {
    await using scene = await sceneWithTarget();
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 3 * MINUTE_MS });
    scene.setFaults(({ path, method }) =>
      method === 'GET' && path.includes('/snapshots/') && restoreRequests(scene).length > 0
        ? refusal(503, 'Down.')
        : undefined,
    );
    const result = await scene.run({ inputs: TO_TARGET });
    expectSuccess(result);
    expect(result.log).toContain('its snapshots cannot be checked again, restoring it anyway');
    expect(scene.api.model.restores()).toHaveLength(1);
  });

  test('is restored if it is missing from its list for a moment', async () => {
    await using scene = await sceneWithTarget();
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 3 * MINUTE_MS });
    let lists = 0;
    scene.setFaults(({ path, method }) => {
      if (method !== 'GET' || !path.includes('/snapshots/')) return undefined;
      lists += 1;
      if (lists !== 2) return undefined;
      return { kind: 'response', status: 200, body: '{"count": 0, "next": null, "results": []}', effect: false };
    });
    expectSuccess(await scene.run({ inputs: TO_TARGET }));
    expect(lists).toBeGreaterThan(2);
  });

  test('is checked once if it waits for less than 30 s', async () => {
    await using scene = await sceneWithTarget();
    scene.api.model.refuseRestores(SERVER, { status: 409, forMs: 3000 });
    expectSuccess(await scene.run({ inputs: TO_TARGET }));
    expect(snapshotLists(scene)).toHaveLength(1);
  });

  test('is restored right away in a fleet, and read no second time', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const id of [2, 3]) {
      scene.api.model.addServer({ id });
      addTarget(scene, id * 10, id);
    }
    expectSuccess(await scene.run({ inputs: { mode: 'rollback', server_id: '2 3', snapshot_id: '20 30' } }));
    expect(snapshotLists(scene)).toHaveLength(1);
  });
});
