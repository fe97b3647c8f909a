import { expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { errorOf, Scene, SERVER } from '../support/scene.ts';

const OTHER = 999;

/** Items of a list that nobody can read. */
const UNREADABLE: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['text', 'snapshot'],
  ['a number', 7],
  ['an empty object', {}],
  ['an array', []],
  ['an item without a server', { id: 900, name: 'x', status: 'completed' }],
  ['an item whose server is null', { id: 901, name: 'x', status: 'completed', server: null }],
  ['an item whose server is an array', { id: 902, name: 'x', status: 'completed', server: [] }],
  ['an item with an id of another kind', { id: { value: 903 }, name: 'x', server: { id: OTHER } }],
  ['an item with a negative id', { id: -1, name: 'x', server: { id: OTHER } }],
  ['an item with an id past 2^53', { id: 2 ** 60, name: 'x', server: { id: OTHER } }],
];
/** Fields of an item that are of a kind other than the documented one; the item itself can be used. */
const ODD: readonly (readonly [string, Record<string, unknown>])[] = [
  ['a status of another kind', { status: { code: 1 } }],
  ['a status that is null', { status: null }],
  ['a name of another kind', { name: 7 }],
  ['a time of another kind', { created_at: ['now'] }],
  ['a size of another kind', { size_mb: '5 GB' }],
  ['a description of another kind', { description: { text: 'x' } }],
  ['no field besides its id and its server', { status: undefined, name: undefined, created_at: undefined }],
];

test.each(UNREADABLE)('rolls back two servers although the list of snapshots has %s', async (_name, item) => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  scene.api.model.addServer({ id: OTHER });
  const ids = [addSnapshot(scene, { hoursOld: 1 }), addSnapshot(scene, { hoursOld: 1, server: 2 })];
  scene.api.model.addRawItem('snapshots', item);
  const inputs = { mode: 'rollback', server_id: `${SERVER} 2`, snapshot_id: ids.join(' ') };
  const result = await scene.run({ inputs });
  expect(result).toMatchObject({ exitCode: 0, errors: [], outputs: { rolled_back: 'true' } });
  expect(result.warnings).toEqual([expect.stringContaining('items that cannot be read')]);
  expect(scene.api.model.restores()).toHaveLength(2);
});

test.each(UNREADABLE)('rolls back after the job although the list of servers has %s', async (_name, item) => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { server_id: `${SERVER} 2`, rollback_on: 'failure' } });
  scene.api.model.addRawItem('servers', item);
  const result = await step.post('failure');
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(scene.api.model.restores()).toHaveLength(2);
});

test.each(ODD)("rolls back although a snapshot of somebody else's server has %s", async (_name, overrides) => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  scene.api.model.addServer({ id: OTHER });
  scene.api.model.addSnapshot({ serverId: OTHER, name: 'odd', overrides });
  const ids = [addSnapshot(scene, { hoursOld: 1 }), addSnapshot(scene, { hoursOld: 1, server: 2 })];
  const inputs = { mode: 'rollback', server_id: `${SERVER} 2`, snapshot_id: ids.join(' ') };
  expect(await scene.run({ inputs })).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
  expect(scene.api.model.restores()).toHaveLength(2);
});

test.each(ODD)('takes a snapshot although a server of somebody else has %s', async (_name, overrides) => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  scene.api.model.addServer({ id: OTHER, overrides });
  const result = await scene.run({ inputs: { server_id: `${SERVER} 2` } });
  expect(result).toMatchObject({ exitCode: 0, errors: [], warnings: [], outputs: { status: 'completed' } });
});

test.each(ODD)(
  'never restores a snapshot of this server that has %s without its status being completed',
  async (_name, overrides) => {
    await using scene = await Scene.create();
    const id = scene.api.model.addSnapshot({ serverId: SERVER, name: 'odd', overrides });
    const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: String(id) } });
    const isUsable = !('status' in overrides);
    expect(result.exitCode).toBe(isUsable ? 0 : 1);
    expect(scene.api.model.restores()).toHaveLength(isUsable ? 1 : 0);
  },
);

test('counts an unreadable item towards the limit of one server', async () => {
  await using scene = await Scene.create();
  for (let count = 0; count < 4; count += 1) addSnapshot(scene, { hoursOld: 5 - count });
  scene.api.model.addRawItem('snapshots', { id: 900, name: 'x', status: 'completed' });
  const error = errorOf(await scene.run());
  expect(error).toContain('has reached the limit of 5 snapshots');
  expect(error).toContain('and 1 that cannot be read');
});

test('warns of unreadable items once, however often the list is read', async () => {
  await using scene = await Scene.create();
  for (const [, item] of UNREADABLE.slice(0, 3)) scene.api.model.addRawItem('snapshots', item);
  const result = await scene.run({ inputs: { keep: '2' } });
  expect(result.exitCode).toBe(0);
  expect(result.warnings).toHaveLength(1);
});

test('keeps polling a restore although the list of servers has an unreadable item now and then', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const ids = [addSnapshot(scene, { hoursOld: 1 }), addSnapshot(scene, { hoursOld: 1, server: 2 })];
  scene.setFaults((request) => {
    if (request.method === 'POST') scene.api.model.addRawItem('servers', { status: 'restoring' });
    return undefined;
  });
  const inputs = { mode: 'rollback', server_id: `${SERVER} 2`, snapshot_id: ids.join(' ') };
  expect(await scene.run({ inputs })).toMatchObject({ exitCode: 0, errors: [] });
});
