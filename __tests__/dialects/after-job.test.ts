import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { CASES, OTHER, sceneIn, serverId } from './dialects.ts';

/** One case for each dialect and form in which it is given; only the clients' dialect has power calls. */
const PLAIN = CASES.filter(
  ([, { model, given }], index) =>
    index === CASES.findIndex(([, one]) => one.model.dialect === model.dialect && one.given === given),
);
const POWER = PLAIN.filter(([, { model }]) => model.dialect !== 'docs');

test.each(PLAIN)('one server is rolled back after the job in: %s', async (_, dialect) => {
  await using scene = await sceneIn(dialect);
  const { main, post } = await scene
    .job()
    .step({ inputs: { server_id: serverId(scene, dialect, SERVER), rollback_on: 'failure' } });
  expectSuccess(main);
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores().map(({ snapshotId }) => String(snapshotId))).toEqual([main.outputs.snapshot_id]);
});

test.each(CASES)('two servers are rolled back after the job in: %s', async (_, dialect) => {
  await using scene = await sceneIn(dialect);
  const ids = [serverId(scene, dialect, SERVER), serverId(scene, dialect, OTHER)];
  const { main, post } = await scene.job().step({ inputs: { server_id: ids.join(','), rollback_on: 'failure' } });
  expectSuccess(main);
  expectSuccess(await post('failure'));
  const restored = scene.api.model.restores().map(({ snapshotId }) => String(snapshotId));
  expect(restored.sort()).toEqual(main.outputs.snapshot_id?.split(',').sort());
});

test.each(PLAIN)('two servers are rolled back from the output `snapshots` in: %s', async (_, dialect) => {
  await using scene = await sceneIn(dialect);
  const ids = [serverId(scene, dialect, SERVER), serverId(scene, dialect, OTHER)];
  const taken = await scene.run({ inputs: { server_id: ids.join(',') } });
  expectSuccess(taken);
  const result = await scene.run({
    inputs: { mode: 'rollback', server_id: ids.toReversed().join(' '), snapshot_id: taken.outputs.snapshots ?? '' },
  });
  expectSuccess(result);
  expect(result.outputs.snapshot_id?.split(',').toReversed().join()).toBe(taken.outputs.snapshot_id);
  expect(scene.api.model.restores()).toHaveLength(2);
});

test.each(POWER)('a restored server that stays stopped is started in: %s', async (_, dialect) => {
  await using scene = await sceneIn(dialect);
  const server_id = serverId(scene, dialect, SERVER);
  expectSuccess(await scene.run({ inputs: { server_id, stop_server: 'true' } }));
  scene.api.model.planNextRestore({ endsStopped: true });
  expectSuccess(await scene.run({ inputs: { server_id, mode: 'rollback' } }));
  expect(scene.api.model.powerActions().map(({ action }) => action)).toEqual(['stop', 'start', 'start']);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('finds a server by the lower-case form of a UUID that the API shows in capitals and compares as text', async () => {
  await using scene = await Scene.create({
    withoutServer: true,
    model: { dialect: 'clients', caseSensitiveUuids: true },
  });
  const uuid = 'A11CE5E4-0000-4000-8000-00000001ABCD';
  scene.api.model.addServer({ id: uuid, hostname: 'web-1', snapshotPlan: COMPLETED_AT_ONCE });
  const result = await scene.run({ inputs: { server_id: uuid.toLowerCase() } });
  expectSuccess(result);
  expect(scene.api.model.snapshots()).toMatchObject([{ serverUuid: uuid }]);
  expectSuccess(await scene.run({ inputs: { mode: 'rollback', server_id: uuid.toLowerCase() } }));
});

test.each([
  ['integer and UUID', (uuid: string) => `${SERVER},${uuid}`],
  ['UUID and integer', (uuid: string) => `${uuid} ${SERVER}`],
  ['integer and UUID in capitals', (uuid: string) => `${SERVER}\n${uuid.toUpperCase()}`],
])('refuses a server that is given twice, as %s, before any write', async (_, given) => {
  await using scene = await Scene.create();
  const uuid = serverId(scene, { model: {}, given: 'uuid' }, SERVER);
  const result = await scene.run({ inputs: { server_id: given(uuid) } });
  expect(result.exitCode).toBe(1);
  expect(result.errors[0]).toMatch(/^server_id lists server 12345 \(web-1\) twice, by its integer ID and by its UUID/u);
  expect(scene.writes()).toEqual([]);
});
