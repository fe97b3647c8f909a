import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { manifest } from '../support/job.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';

test.each(['snapshot', 'wait', 'rollback', 'delete', 'prune'])(
  'every output of mode: %s is in action.yml',
  async (mode) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'manual' });
    const { main } = await scene.job().step({ inputs: { mode, keep: '1', snapshot_id: '7' } });
    expect([main.exitCode, main.errors]).toEqual([0, []]);
    expect(Object.keys(main.outputs).length).toBeGreaterThan(0);
    expect(Object.keys(manifest.outputs)).toEqual(expect.arrayContaining(Object.keys(main.outputs)));
  },
);

test('the output snapshots of one step is what the next takes as snapshot_id', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const server_id = `2,${SERVER}`;
  const taken = await scene.job().step({ inputs: { server_id } });
  const { main } = await scene.job().step({
    inputs: { mode: 'rollback', server_id: `${SERVER},2`, snapshot_id: taken.main.outputs.snapshots ?? '' },
  });
  expectSuccess(main);
  expect(main.outputs.rolled_back).toBe('true');
});
