import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy } from '../support/fixtures.ts';
import { SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const rollback = { rollback_on: 'failure' };
const GONE = /snapshot 801 no longer exists, or is not the one that this step took/u;

/** Descriptions of a snapshot that is not this step's, although it has the id and the name of this step's. */
const FOREIGN: [string, () => Promise<string>][] = [
  ['another run', async () => await descriptionBy({ GITHUB_RUN_ID: '7000' })],
  ['another step', async () => await descriptionBy({ GITHUB_RUN_ID: '7001', GITHUB_ACTION: '__other' })],
  [
    'another attempt',
    async () =>
      await descriptionBy({ GITHUB_RUN_ID: '7001', GITHUB_ACTION: '__acme_vps-snapshot', GITHUB_RUN_ATTEMPT: '2' }),
  ],
  ['another job', async () => await descriptionBy({ GITHUB_RUN_ID: '7001', GITHUB_JOB: 'build' })],
  [
    'a repository of the same name that was created later',
    async () => await descriptionBy({ GITHUB_RUN_ID: '7001', GITHUB_REPOSITORY_ID: '999' }),
  ],
];

describe('An ID that another snapshot has by now', () => {
  test.each(FOREIGN)('is not restored after the job: it is of %s', async (_, describeIt) => {
    const description = await describeIt();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: rollback });
    scene.api.model.removeSnapshot(801);
    scene.api.model.addSnapshot({ id: 801, serverId: SERVER, name: SHA, description, createdAt: scene.nowMs });
    expect(errorOf(await step.post('failure'))).toMatch(GONE);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test.each(FOREIGN)('is not deleted after the job: it is of %s', async (_, describeIt) => {
    const description = await describeIt();
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { delete_on_success: 'true' } });
    scene.api.model.removeSnapshot(801);
    scene.api.model.addSnapshot({ id: 801, serverId: SERVER, name: SHA, description, createdAt: scene.nowMs });
    const { exitCode, warnings } = await step.post('success');
    expect([exitCode, warnings]).toEqual([
      0,
      ['Server 12345 (web-1): snapshot 801 is no longer the one that this step took, so it was not deleted.'],
    ]);
    expect(scene.snapshotIds()).toEqual(['801']);
  });

  test.each([
    ['another name', 'manual', 0],
    ['another time', SHA, 5],
  ])('is not restored if the API drops descriptions: it has %s', async (_, name, hoursLater) => {
    await using scene = await Scene.create({ model: { description: 'dropped' } });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: rollback });
    scene.api.model.removeSnapshot(801);
    scene.advance(hoursLater * 3_600_000);
    scene.api.model.addSnapshot({ id: 801, serverId: SERVER, name, createdAt: scene.nowMs });
    expect(errorOf(await step.post('failure'))).toMatch(GONE);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('belongs to this step if only the description was dropped', async () => {
    await using scene = await Scene.create({ model: { description: 'dropped' } });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: rollback });
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });

  test('on another server by now is not restored', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 2 });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: rollback });
    const description = scene.api.model.snapshots()[0]?.description ?? '';
    scene.api.model.removeSnapshot(801);
    scene.api.model.addSnapshot({ id: 801, serverId: 2, name: SHA, description });
    expect(errorOf(await step.post('failure'))).toMatch(GONE);
    expect(scene.api.model.restores()).toEqual([]);
  });
});

describe('An ID that is listed under two servers', () => {
  /** Lists this step's snapshot under another server too. */
  function listTwice(scene: Scene, name: string): void {
    const { description = '' } = scene.api.model.snapshots()[0] ?? {};
    const created_at = new Date(scene.nowMs).toISOString();
    const twin = { id: 801, server: { id: 2, name: 'web-2' }, name, description, created_at };
    scene.api.model.addRawItem('snapshots', { ...twin, status: 'completed', size_mb: 5120 });
  }

  test('is not restored after the job', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 2, name: 'web-2' });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: rollback });
    listTwice(scene, SHA);
    expect(errorOf(await step.post('failure'))).toMatch(/snapshot 801 /u);
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('is not deleted after the job', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 2, name: 'web-2' });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { delete_on_success: 'true' } });
    listTwice(scene, SHA);
    expect((await step.post('success')).exitCode).toBe(0);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  });

  test('is not restored by a step', async () => {
    await using scene = await Scene.create();
    scene.api.model.addServer({ id: 2, name: 'web-2' });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    await job.step();
    listTwice(scene, SHA);
    const { main } = await job.step({ inputs: { mode: 'rollback', snapshot_id: '801' } });
    expect(errorOf(main)).toContain('Snapshot 801 is listed under several servers');
    expect(scene.api.model.restores()).toEqual([]);
  });
});

describe('A marker that is not at the start of a description', () => {
  const FORGED = [
    ['at its end', (marker: string) => `My own snapshot ${marker}`],
    ['on a line of its own', (marker: string) => `My own snapshot\n${marker}`],
    ['after a blank', (marker: string) => ` ${marker}`],
  ] as const;

  test.each(FORGED)('makes nobody else’s snapshot this run’s: %s', async (_, forge) => {
    const description = forge(await descriptionBy({ GITHUB_RUN_ID: '7001' }));
    await using scene = await Scene.create();
    addSnapshot(scene, { hoursOld: 0.1, description });
    const { main } = await scene.job().step({ inputs: { mode: 'rollback' } });
    expect(errorOf(main)).toContain('this run has no completed snapshot');
    expect(scene.api.model.restores()).toEqual([]);
  });

  test.each(FORGED)('is not pruned: %s', async (_, forge) => {
    const description = await descriptionBy();
    await using scene = await Scene.create();
    const forged = addSnapshot(scene, { hoursOld: 90, description: forge(description) });
    const old = addSnapshot(scene, { hoursOld: 80, description });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { main } = await scene.job().step({ inputs: { keep: '1' } });
    expectSuccess(main);
    expect(scene.snapshotIds()).toContain(forged);
    expect(scene.snapshotIds()).not.toContain(old);
  });

  test.each(FORGED)('is not reused by a re-run: %s', async (_, forge) => {
    const env = { GITHUB_RUN_ID: '7001', GITHUB_ACTION: '__acme_vps-snapshot' };
    const description = await descriptionBy(env);
    await using scene = await Scene.create();
    addSnapshot(scene, { hoursOld: 0.5, description: forge(description) });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { main } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step();
    expect(main.outputs.created).toBe('true');
  });

  test.each(FORGED)('is no obstacle to a rollback after the job: %s', async (_, forge) => {
    const description = forge(await descriptionBy({ GITHUB_RUN_ID: '7002' }));
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: rollback });
    scene.advance(600_000);
    addSnapshot(scene, { hoursOld: 0.1, description });
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
  });
});

describe('A repository of the same name that was created later', () => {
  const NEW_REPOSITORY = { GITHUB_REPOSITORY_ID: '999', GITHUB_RUN_ID: '7001' };

  test('does not restore what the first one took', async () => {
    const description = await descriptionBy({ GITHUB_RUN_ID: '7001' });
    await using scene = await Scene.create();
    addSnapshot(scene, { hoursOld: 0.5, description });
    for (const snapshot_id of ['', 'latest']) {
      const { main } = await scene.job(NEW_REPOSITORY).step({ inputs: { mode: 'rollback', snapshot_id } });
      expect(errorOf(main)).toContain('No restore was started.');
    }
    expect(scene.api.model.restores()).toEqual([]);
  });

  test('does not delete what the first one took', async () => {
    const description = await descriptionBy();
    await using scene = await Scene.create();
    const theirs = [90, 80, 70].map((hoursOld) => addSnapshot(scene, { hoursOld, description }));
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const { main } = await scene.job(NEW_REPOSITORY).step({ inputs: { keep: '1' } });
    expect(main.exitCode).toBe(0);
    for (const id of theirs) expect(scene.snapshotIds()).toContain(id);
  });
});
