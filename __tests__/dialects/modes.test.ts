import { expect, test } from '@jest/globals';
import { expectSuccess, SERVER } from '../support/scene.ts';
import { CASES, sceneIn, serverId, snapshotId } from './dialects.ts';

test.each(CASES)('snapshot, wait, rollback, delete and prune work in: %s', async (_, dialect) => {
  await using scene = await sceneIn(dialect);
  const { model } = scene.api;
  const server_id = serverId(scene, dialect, SERVER);
  const run = async (inputs: Record<string, string>, env: Record<string, string> = {}) => {
    scene.advance(60_000);
    const result = await scene.run({ inputs: { server_id, ...inputs }, env });
    expectSuccess(result);
    return result.outputs;
  };

  const first = await run({});
  expect(first).toMatchObject({ status: 'completed', created: 'true' });
  const started = await run({ wait: 'false', snapshot_name: 'second' });
  await run({ mode: 'wait', snapshot_id: started.snapshots ?? '' });
  expect(model.snapshots().map(({ serverId: id }) => String(id).slice(-5))).toEqual(['12345', '12345']);
  expect(scene.snapshotIds()).toEqual([first.snapshot_id, started.snapshot_id]);

  const newest = await run({ mode: 'rollback' });
  expect(newest).toMatchObject({ snapshot_id: started.snapshot_id, rolled_back: 'true', server_status: 'active' });
  const older = await run({ mode: 'rollback', snapshot_id: snapshotId(scene, dialect, first.snapshot_id) });
  expect(older).toMatchObject({ snapshot_id: first.snapshot_id, rolled_back: 'true' });
  expect(model.restores().map(({ snapshotId: id }) => String(id))).toEqual([started.snapshot_id, first.snapshot_id]);

  await run({ mode: 'delete', snapshot_id: snapshotId(scene, dialect, first.snapshot_id) });
  expect(scene.snapshotIds()).toEqual([started.snapshot_id]);
  const later = { GITHUB_RUN_ID: '7002' };
  const third = await run({ snapshot_name: 'third' }, later);
  await run({ mode: 'prune', keep: '1' }, { GITHUB_RUN_ID: '7003' });
  expect(scene.snapshotIds()).toEqual([third.snapshot_id]);
});
