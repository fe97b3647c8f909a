import { expect, test } from '@jest/globals';
import { addSnapshot, descriptionBy } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, type SceneOptions, SERVER } from '../support/scene.ts';

const own = await descriptionBy();

test.each<[string, NonNullable<SceneOptions['model']>]>([
  ['a next address of http behind TLS', { lists: { next: 'http' } }],
  ['a next address of an internal host', { lists: { next: 'other-host' } }],
  ['a relative next address', { lists: { next: 'relative' } }],
  ['a next address that is a query alone', { lists: { next: 'query' } }],
  ['empty text for no next page', { lists: { next: 'empty' } }],
  ['a last page that leads to the first', { lists: { next: 'loop' } }],
  ['a count above what came, and no next', { lists: { next: 'omitted' } }],
  ['a count that is too large', { lists: { extraCount: 7 } }],
  ['a count that is too large, and no next', { lists: { next: 'omitted', extraCount: 7 } }],
  ['overlapping pages', { lists: { overlap: 1 } }],
  ['overlapping pages, shuffled', { lists: { overlap: 1, order: { shuffle: 11 } } }],
  ['a bare array', { lists: { bare: true } }],
  ['a filter that has no effect', { lists: { ignoresServerFilter: true } }],
  ['statuses in capitals', { fields: { statusForm: 'upper' } }],
  ['numbers as text', { fields: { idForm: 'text', sizeForm: 'text' } }],
  ['the dialect of the docs, in pages', { dialect: 'docs' }],
])('keep deletes the oldest two of four in a list with %s', async (_what, model) => {
  await using scene = await Scene.create({ model: { snapshotLimit: 9, pageSize: 2, ...model } });
  scene.api.model.addServer({ id: 2 });
  for (const hoursOld of [90, 80, 70]) addSnapshot(scene, { hoursOld, description: own, server: 2 });
  const [first, second, ...others] = [6, 5, 4].map((hoursOld) => addSnapshot(scene, { hoursOld, description: own }));
  addSnapshot(scene, { hoursOld: 7, name: 'manual' });
  const result = await scene.run({ inputs: { keep: '2' } });
  expectSuccess(result);
  expect(JSON.parse(result.outputs.pruned_ids ?? '').sort()).toEqual([first, second].map(Number));
  expect(scene.writes().filter((request) => request.startsWith('DELETE'))).toHaveLength(2);
  expect(scene.snapshotIds()).toEqual(expect.arrayContaining([...others, result.outputs.snapshot_id]));
});

test('the token goes only to the API, wherever next leads', async () => {
  await using scene = await Scene.create({ model: { pageSize: 1, lists: { next: 'other-host' } } });
  for (const hoursOld of [3, 2, 1]) addSnapshot(scene, { hoursOld });
  expectSuccess(await scene.run());
  const pages = scene.api.requests.filter(({ path }) => path.includes('page='));
  expect(new Set(pages.map(({ headers }) => headers.host))).toEqual(new Set([new URL(scene.api.url).host]));
  expect(pages.some(({ path }) => /[?&]page=4\b/u.test(path))).toBe(true);
});

test('a list of more than a hundred pages is read to its end', async () => {
  await using scene = await Scene.create({ model: { pageSize: 1, snapshotLimit: 200 } });
  const [oldest] = Array.from({ length: 130 }, (_, index) => {
    return addSnapshot(scene, { hoursOld: 1000 - index, description: own });
  });
  const result = await scene.run({ inputs: { mode: 'prune', keep: '129' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${oldest}]`);
});

test.each([
  ['no id', { server: { id: SERVER }, name: 'x', status: 'completed' }],
  ['an invalid id', { id: 'x-1', server: { id: SERVER }, name: 'x', status: 'completed' }],
  ['no server', { id: 901, name: 'x', status: 'completed' }],
  ['null', null],
  ['text', 'snapshot'],
  ['a list', [1, 2]],
])('an item with %s is skipped, and named once', async (_what, item) => {
  await using scene = await Scene.create();
  for (let count = 0; count < 2; count += 1) scene.api.model.addRawItem('snapshots', item);
  const result = await scene.run({ inputs: { keep: '3' } });
  expect([result.exitCode, result.errors, result.warnings.length]).toEqual([0, [], 1]);
  expect(result.warnings[0]).toMatch(/The list of snapshots has items that cannot be read\. They are skipped/u);
  expect(result.outputs.status).toBe('completed');
});

test.each([
  ['nothing else', {}],
  ['null fields', { name: null, status: null, size_mb: null, created_at: null, description: null }],
  ['fields of another type', { name: 5, status: [], size_mb: {}, created_at: true, description: { a: 1 } }],
  ['a negative size', { size_mb: -1 }],
])('an item with an id, a server and %s is read', async (_what, fields) => {
  await using scene = await Scene.create();
  scene.api.model.addRawItem('snapshots', { id: 901, server: { id: SERVER }, ...fields });
  const result = await scene.run({ inputs: { mode: 'delete', snapshot_id: '901', dry_run: 'true' } });
  expectSuccess(result);
  expect(result.log).toContain('Would delete snapshot 901');
});

test('sizes that the API writes as text are numbers in the outputs', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ overrides: { size_mb: '512.50' } });
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs.size_mb).toBe('512.5');
  expect(JSON.parse(result.outputs.snapshots ?? '')).toMatchObject([{ size_mb: 512.5 }]);
});

test.each(['{"results": 5}', '[]]', '"text"', '', '{}'])(
  'a list that is %s until the timeout is an error',
  async (body) => {
    await using scene = await Scene.create({
      faults: ({ path }) =>
        path.includes('/snapshots/') ? { kind: 'response', status: 200, body, effect: false } : undefined,
    });
    const error = errorOf(await scene.run({ inputs: { timeout_minutes: '3' } }));
    expect(error).toMatch(
      /^Reading the snapshots of server 12345 failed: GET \/snapshots\/ returned an unreadable response: /u,
    );
    expect(error).toContain('Nothing was changed.');
  },
);
