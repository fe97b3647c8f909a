import { expect, test } from '@jest/globals';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { addTarget, TO_TARGET } from './target.ts';

/** An account with a given number of snapshots of other servers, in pages of 20. */
async function largeAccount(snapshots: number, dialect: 'docs' | 'clients' | 'both'): Promise<Scene> {
  const scene = await Scene.create({ model: { pageSize: 20, dialect, snapshotLimit: 5 } });
  const { model } = scene.api;
  for (let index = 0; index < snapshots; index += 1) {
    const serverId = 20_000 + Math.floor(index / 5);
    if (index % 5 === 0) model.addServer({ id: serverId });
    model.addSnapshot({ id: 10_000 + index, serverId, name: 'other' });
  }
  addTarget(scene, 700, SERVER);
  model.planNextRestore({
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 20_000, status: 'active' },
    ],
  });
  return scene;
}

/** The requests until the restore was accepted, and those after it that are not polls of the server. */
function requestsBesidePolls(scene: Scene): string[] {
  const all = scene.requests();
  const accepted = all.findIndex((request) => request.endsWith('/restore/')) + 1;
  return [...all.slice(0, accepted), ...all.slice(accepted).filter((request) => !request.startsWith('GET /servers/'))];
}

test.each(['clients', 'both'] as const)(
  'costs the same on an account of 10 and of 3,000 snapshots, at most 8 requests and its polls (dialect %s)',
  async (dialect) => {
    const counts: number[] = [];
    for (const snapshots of [10, 3000]) {
      await using scene = await largeAccount(snapshots, dialect);
      const target = scene.api.model.snapshots().find(({ name }) => name === 'good');
      const inputs = { mode: 'rollback', snapshot_id: String(target?.id), server_id: String(target?.serverId) };
      expectSuccess(await scene.run({ inputs }));
      counts.push(requestsBesidePolls(scene).length);
      const polls = scene.requests().length - requestsBesidePolls(scene).length;
      // A minute and three readings of `active`, at a poll about every 5 s.
      expect(polls).toBeLessThan(18);
    }
    const [small, large] = counts;
    expect(large).toBe(small);
    expect(large).toBeLessThanOrEqual(8);
  },
);

test('reads the list of 600 servers only to find the one, if the API has no detail of it', async () => {
  await using scene = await largeAccount(3000, 'docs');
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  const before = requestsBesidePolls(scene);
  expect(before.filter((request) => request === 'GET /snapshots/')).toHaveLength(1);
  expect(before.filter((request) => request === 'GET /servers/')).toHaveLength(31);
});

test('asks for pages of 100 and for the snapshots of the server alone', async () => {
  await using scene = await largeAccount(10, 'both');
  expectSuccess(await scene.run({ inputs: TO_TARGET }));
  const lists = scene.api.requests.filter(({ path }) => path.includes('/snapshots/?'));
  expect(lists.map(({ path }) => path.slice(path.indexOf('?')))).toEqual(['?server_id=12345&page_size=100']);
});

test('reads the whole list only to explain an error', async () => {
  await using scene = await largeAccount(40, 'both');
  const result = await scene.run({ inputs: { ...TO_TARGET, snapshot_id: '10003' } });
  expect(result.errors[0]).toMatch(
    /Snapshot 10003 "other" on server 20000.* does not belong to any server in server_id/u,
  );
  expect(scene.requests()).toEqual(['GET /servers/12345/', ...Array(4).fill('GET /snapshots/')]);
});
