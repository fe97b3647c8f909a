import { describe, expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';

const DIALECTS = [
  ['docs', String(SERVER)],
  ['clients', serverUuid(SERVER)],
  ['clients', serverUuid(SERVER).toUpperCase()],
  ['both', String(SERVER)],
  ['both', serverUuid(SERVER)],
] as const;

describe('After the job, in each dialect and form of ID', () => {
  test.each(DIALECTS)('%s, %s: the server is rolled back', async (dialect, server_id) => {
    await using scene = await Scene.create({ model: { dialect } });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.writeDisk(SERVER, 'good release');
    const step = await scene.job().step({ inputs: { server_id, rollback_on: 'failure' } });
    scene.api.model.writeDisk(SERVER, 'bad release');
    expectSuccess(await step.post('failure'));
    expect(scene.api.model.disk(SERVER)).toBe('good release');
  });

  test.each(DIALECTS)('%s, %s: the snapshot is deleted', async (dialect, server_id) => {
    await using scene = await Scene.create({ model: { dialect } });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const step = await scene.job().step({ inputs: { server_id, delete_on_success: 'true' } });
    expectSuccess(await step.post('success'));
    expect(scene.snapshotIds()).toEqual([]);
  });

  test.each(DIALECTS)('%s, %s: an earlier rollback is recognized', async (dialect, server_id) => {
    await using scene = await Scene.create({ model: { dialect } });
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const job = scene.job();
    const step = await job.step({ inputs: { server_id, rollback_on: 'failure' } });
    const rollback = await job.step({ inputs: { server_id, mode: 'rollback' } });
    expect(rollback.main.outputs.rolled_back).toBe('true');
    const result = await step.post('failure');
    expect(result.notices).toEqual([expect.stringContaining('was already rolled back')]);
    expect(scene.api.model.restores()).toHaveLength(1);
  });
});
