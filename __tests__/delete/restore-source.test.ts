import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy } from '../support/fixtures.ts';
import type { PostResult } from '../support/job.ts';
import type { ActionResult } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

/** How a step loses sight of the restore that it has started. */
const CASES = [
  'the token is not allowed to read servers',
  'the rollback step was cancelled, and the server is stopping',
] as const;
type Case = (typeof CASES)[number];

const IN_USE =
  /napshot 801 .*was not deleted: a step of this job started to restore the server from it, and the server has not been seen active since\.\sThe snapshot still exists\./u;

/** Snapshots 801 (the older) and 802 of another run, and a job whose step has started a restore from the first. */
async function restoreUnseen(scene: Scene, unseen: Case) {
  const { model } = scene.api;
  const description = await descriptionBy();
  for (const hoursOld of [2, 1]) addSnapshot(scene, { hoursOld, description });
  const job = scene.job();
  await rollBackUnseen(scene, job, unseen);
  expect(model.restores()).toMatchObject([{ snapshotId: 801 }]);
  return job;
}

async function rollBackUnseen(scene: Scene, job: ReturnType<Scene['job']>, unseen: Case) {
  const inputs = { mode: 'rollback', snapshot_id: '801' };
  if (unseen === CASES[0]) return void (await job.step({ inputs }));
  const timeline = [
    { atMs: 0, status: 'stopping' },
    { atMs: 600_000, status: 'restoring' },
    { atMs: 900_000, status: 'active' },
  ];
  scene.api.model.planNextRestore({ timeline });
  const watched = Promise.withResolvers<void>();
  scene.setFaults(({ method }) => {
    if (method === 'GET' && scene.api.model.restores().length > 0) watched.resolve();
    return undefined;
  });
  errorOf((await job.step({ inputs, signalWhen: { happened: watched.promise, signal: 'SIGTERM' } })).main);
  scene.setFaults(undefined);
}

function createScene(unseen: Case) {
  return Scene.create({ model: { mayReadServers: unseen !== CASES[0] } });
}

/** One warning says why the snapshot is still there, besides those about the token. */
function expectWarning({ exitCode, errors, warnings }: ActionResult | PostResult): void {
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
  const others = warnings.filter((text) => !text.startsWith('This token is not allowed to read servers.'));
  expect(others).toEqual([expect.stringMatching(IN_USE)]);
}

describe.each(CASES)('The source of a restore that a step started and did not see end (%s)', (unseen) => {
  test('is not deleted by delete_on_success, which warns', async () => {
    await using scene = await createScene(unseen);
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const snapshot = await job.step({ inputs: { delete_on_success: 'true' } });
    await rollBackUnseen(scene, job, unseen);
    expectWarning(await snapshot.post('success'));
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('is not deleted by keep, which warns', async () => {
    await using scene = await createScene(unseen);
    const job = await restoreUnseen(scene, unseen);
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    expectWarning((await job.step({ inputs: { keep: '1' } })).main);
    expect(scene.snapshotIds()).toEqual(['801', '803']);
  });

  test('is not pruned: that warns, and the others are', async () => {
    await using scene = await createScene(unseen);
    const description = await descriptionBy();
    const job = await restoreUnseen(scene, unseen);
    addSnapshot(scene, { hoursOld: 0, description });
    const { main } = await job.step({ inputs: { mode: 'prune', keep: '1' } });
    expectWarning(main);
    expect(main.outputs.pruned_ids).toContain('802');
    expect(scene.snapshotIds()).toEqual(['801', '803']);
  });

  test('is not deleted by `mode: delete`, which is an error', async () => {
    await using scene = await createScene(unseen);
    const job = await restoreUnseen(scene, unseen);
    const { main } = await job.step({ inputs: { mode: 'delete', snapshot_id: '801,802' } });
    expect(errorOf(main)).toMatch(IN_USE);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test('does not make room for another snapshot: that is an error', async () => {
    await using scene = await createScene(unseen);
    const job = await restoreUnseen(scene, unseen);
    for (let hoursOld = 3; hoursOld <= 5; hoursOld += 1) addSnapshot(scene, { hoursOld });
    const { main } = await job.step({ inputs: { on_limit: 'replace_oldest' } });
    expect(errorOf(main)).toMatch(IN_USE);
    expect(scene.snapshotIds()).toContain('801');
  });
});

test('The source of a restore is deleted once a step has seen the server active', async () => {
  await using scene = await Scene.create();
  const job = await restoreUnseen(scene, CASES[1]);
  scene.advance(20 * 60_000);
  scene.api.model.setServerStatus(SERVER, 'active');
  expectSuccess((await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } })).main);
  expectSuccess((await job.step({ inputs: { mode: 'delete', snapshot_id: '801' } })).main);
  expect(scene.snapshotIds()).toEqual(['802']);
});

test('What another attempt restored from may be deleted', async () => {
  await using scene = await Scene.create({ model: { mayReadServers: false } });
  await restoreUnseen(scene, CASES[0]);
  const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
  expect((await job.step({ inputs: { mode: 'delete', snapshot_id: '801' } })).main.exitCode).toBe(0);
  expect(scene.snapshotIds()).toEqual(['802']);
});
