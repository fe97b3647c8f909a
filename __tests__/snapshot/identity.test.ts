import { expect, test } from '@jest/globals';
import type { ServerForm } from '../../emulator/dialect.ts';
import { serverUuid } from '../../emulator/identity.ts';
import { addSnapshot, descriptionBy } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, type SceneOptions, SERVER } from '../support/scene.ts';

type Model = NonNullable<SceneOptions['model']>;

const own = await descriptionBy();
const UUID = serverUuid(SERVER);
const SERVER_FORMS: readonly ServerForm[] = [
  'object-id',
  'object-uuid',
  'object-both',
  'bare-id',
  'bare-uuid',
  'server_id',
  'server_uuid',
];
const GIVEN: readonly [string, string][] = [
  ['its integer', String(SERVER)],
  ['its UUID', UUID],
  ['its UUID in capitals', UUID.toUpperCase()],
];

/** Takes a snapshot with `keep: 1` where there are an older one of its own and one on another server. */
async function snapshotAndKeep(model: Model, server_id: string) {
  await using scene = await Scene.create({ model });
  scene.api.model.addServer({ id: 2 });
  addSnapshot(scene, { hoursOld: 50, description: own, server: 2 });
  addSnapshot(scene, { hoursOld: 40, description: own });
  const result = await scene.run({ inputs: { server_id, keep: '1' } });
  return { result, left: scene.api.model.snapshots().map(({ serverUuid: uuid, status }) => `${uuid} ${status}`) };
}

const EXPECTED = [`${serverUuid(2)} completed`, `${UUID} completed`];

test.each(
  GIVEN.flatMap(([how, given]) => SERVER_FORMS.map((form): [string, ServerForm, string] => [how, form, given])),
)('a server given by %s is the same in snapshots that name it as %s', async (_how, serverForm, given) => {
  const { result, left } = await snapshotAndKeep({ fields: { serverForm } }, given);
  expectSuccess(result);
  expect(left).toEqual(EXPECTED);
  expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([{ server_id: SERVER, status: 'completed' }]);
});

test.each<[string, Model, string]>([
  ['docs, integers', { dialect: 'docs' }, String(SERVER)],
  ['docs, UUIDs', { dialect: 'docs', ids: 'uuid' }, UUID],
  [
    'docs, UUIDs compared as text, given in capitals',
    { dialect: 'docs', ids: 'uuid', caseSensitiveUuids: true },
    UUID.toUpperCase(),
  ],
  ['clients', { dialect: 'clients' }, UUID],
  [
    'clients, compared as text, given in capitals',
    { dialect: 'clients', caseSensitiveUuids: true },
    UUID.toUpperCase(),
  ],
  ['both, UUIDs', { ids: 'uuid' }, UUID],
  ['numbers as text', { fields: { idForm: 'text', serverForm: 'server_id' } }, String(SERVER)],
  ['no call for one server', { hasServerDetail: false }, UUID],
])('a snapshot is taken and kept in the dialect %s', async (_dialect, model, given) => {
  const { result, left } = await snapshotAndKeep(model, given);
  expectSuccess(result);
  expect(left).toEqual(EXPECTED);
});

test.each<[string, Model, string, unknown]>([
  ['an integer as a number', {}, UUID, SERVER],
  ['a UUID as text', { dialect: 'clients' }, UUID.toUpperCase(), UUID],
])('a create names the server by the id that the API showed: %s', async (_what, model, server_id, expected) => {
  await using scene = await Scene.create({ model });
  await scene.run({ inputs: { server_id, wait: 'false' } });
  const create = scene.api.requests.find(({ method }) => method === 'POST');
  expect(JSON.parse(create?.body ?? '')).toMatchObject({ server_id: expected });
});

test('the same server given in two forms is an error before any write', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { server_id: `${SERVER} ${UUID}` } }));
  expect(error).toMatch(
    /^server_id lists server 12345 \(web-1\) twice, by its integer ID and by its UUID\. Nothing was changed\.$/mu,
  );
  expect(scene.writes()).toEqual([]);
});

test('the same UUID given twice in different case is an error before any request', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { server_id: `${UUID} ${UUID.toUpperCase()}` } }));
  expect(error).toContain('is listed more than once');
  expect(scene.requests()).toEqual([]);
});

test.each([
  ['an integer that only the docs know', { dialect: 'clients' }, String(SERVER)],
  ['a UUID that the docs do not show', { dialect: 'docs' }, UUID],
  ['one that does not exist', {}, '999'],
] as const)('a server that the token cannot see is an error before any write: %s', async (_what, model, given) => {
  await using scene = await Scene.create({ model });
  for (let id = 1; id <= 14; id += 1) scene.api.model.addServer({ id });
  const error = errorOf(await scene.run({ inputs: { server_id: given } }));
  expect(error).toContain(`This token has no access to server ${given} (or it does not exist). Nothing was changed.`);
  expect(error.match(/^ {2}server \S+ \(\S+\)$/gmu)).toHaveLength(10);
  expect(error).toContain('  and 5 more');
  expect(scene.writes()).toEqual([]);
});

test('a step whose token is not allowed to read servers uses the id as given, and says what cannot be seen', async () => {
  await using scene = await Scene.create({ model: { mayReadServers: false } });
  const result = await scene.run();
  expect([result.exitCode, result.errors, result.warnings.length]).toEqual([0, [], 1]);
  expect(result.warnings[0]).toMatch(
    /is not allowed to read servers\. Continuing with server 12345 as given, .*servers:\*/u,
  );
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
});

test('a token that is not valid ends the step before any write', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { api_token: `vps_${'0'.repeat(40)}` } }));
  expect(error).toMatch(/returned 401/u);
  expect(scene.requests()).toHaveLength(1);
});

test('snapshots whose server cannot be determined are neither waited for nor deleted', async () => {
  await using scene = await Scene.create();
  for (const id of [901, 902]) {
    scene.api.model.addRawItem('snapshots', {
      id,
      name: 'x',
      status: id === 901 ? 'completed' : 'in_progress',
      description: own,
      created_at: '2025-01-16T11:50:00Z',
    });
  }
  const result = await scene.run({ inputs: { keep: '1' } });
  expect([result.exitCode, result.errors, result.warnings.length]).toEqual([0, [], 1]);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a server object with its password is in no log, at any level', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  scene.api.model.addServer({ id: SERVER, name: 'web-1', password: 'hunter2-hunter2' });
  const result = await scene.run({ inputs: { stop_server: 'true' }, env: { RUNNER_DEBUG: '1' } });
  expectSuccess(result);
  expect(result.log).toContain('::debug::');
  expect(JSON.stringify(result)).not.toContain('hunter2');
});
