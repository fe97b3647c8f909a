import { expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const MODES = [
  ['snapshot', {}],
  ['rollback', { snapshot_id: '700' }],
  ['delete', { snapshot_id: '700' }],
  ['prune', { keep: '1' }],
  ['wait', { snapshot_id: '700' }],
] as const;

async function sceneWithSnapshot(options = {}): Promise<Scene> {
  const scene = await Scene.create(options);
  scene.api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'good' });
  return scene;
}

test.each(MODES)(
  '%s of a server that the token cannot see changes nothing and lists those it can see',
  async (mode, inputs) => {
    await using scene = await sceneWithSnapshot();
    scene.api.model.addServer({ id: 222, name: 'web-2' });
    const error = errorOf(await scene.run({ inputs: { ...inputs, mode, server_id: '99999' } }));
    expect(error).toMatch(
      /^This token has no access to server 99999 \(or it does not exist\)\. Nothing was changed\./u,
    );
    expect(error).toMatch(/^This token can see:$/mu);
    expect(error).toMatch(/^ {2}server 12345 \(web-1\)$/mu);
    expect(error).toMatch(/^ {2}server 222 \(web-2\)$/mu);
    expect(scene.writes()).toEqual([]);
  },
);

test.each(['docs', 'clients', 'both'] as const)('lists at most ten servers (dialect %s)', async (dialect) => {
  await using scene = await Scene.create({ withoutServer: true, model: { dialect } });
  for (let id = 1; id <= 13; id += 1) scene.api.model.addServer({ id, name: `web-${id}`, hostname: `web-${id}.test` });
  const error = errorOf(await scene.run({ inputs: { server_id: '99999' } }));
  expect(error.match(/^ {2}server /gmu)).toHaveLength(10);
  expect(error).toContain('  and 3 more');
  expect(error).toContain(dialect === 'clients' ? `server ${serverUuid(13)} (web-13.test)` : 'server 13 (web-13)');
});

test('says that the token can see no servers', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  expect(errorOf(await scene.run())).toContain('This token can see no servers.');
});

test('names each of several servers that it cannot see', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { server_id: `3,${SERVER},4` } }));
  expect(error).toContain('no access to servers 3, 4');
  expect(scene.writes()).toEqual([]);
});

test.each(MODES)(
  '%s continues with the id as given if the token is not allowed to read servers',
  async (mode, inputs) => {
    await using scene = await sceneWithSnapshot({ model: { mayReadServers: false } });
    const result = await scene.run({ inputs: { ...inputs, mode } });
    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(result.warnings[0]).toContain(
      'This token is not allowed to read servers. Continuing with server 12345 as given, without knowing whether it exists or what its status is.',
    );
  },
);

test('does not continue with an invalid token', async () => {
  await using scene = await sceneWithSnapshot();
  const error = errorOf(await scene.run({ inputs: { api_token: 'wrong-but-secret' } }));
  expect(error).toMatch(/returned 401: .*\n.*\n?Check api_token/u);
  expect(scene.requests()).toEqual(['GET /servers/12345/']);
});

test.each([404, 405] as const)('says that the API has no such call if a create returns %d', async (status) => {
  await using scene = await Scene.create({ model: { rejectedCalls: { 'POST /snapshots/': status } } });
  const result = await scene.run();
  const error = errorOf(result);
  expect(error).toContain(`POST /snapshots/ returned ${status}`);
  expect(error).toMatch(/this API has no such call/iu);
  expect(result.outputs.snapshot_id).toBe('');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('takes snapshots of a server if the API has no call for its detail', async () => {
  await using scene = await Scene.create({ model: { hasServerDetail: false } });
  expectSuccess(await scene.run());
});

test('warns that it cannot tell whose the snapshots are if only they name servers by UUID', async () => {
  await using scene = await sceneWithSnapshot({ model: { dialect: 'clients', mayReadServers: false } });
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  const result = await scene.run({ inputs: { mode: 'prune', server_id: `${SERVER},222`, keep: '1' } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings.filter((text) => text.includes('a different form of ID than server_id'))).toEqual([
    expect.stringContaining('Set server_id to the form that the list shows'),
  ]);
  expect(scene.writes()).toEqual([]);
});
