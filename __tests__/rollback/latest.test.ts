import { expect, test } from '@jest/globals';
import { addSnapshot, descriptionBy } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { restoreRequests } from './target.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LATEST = { inputs: { mode: 'rollback', snapshot_id: 'latest' } };
const description = await descriptionBy();

test('latest restores no older snapshot if the newest completed one is of unknown age', async () => {
  await using scene = await Scene.create();
  const { model } = scene.api;
  model.addSnapshot({ id: 700, serverId: SERVER, name: 'old', description, createdAt: scene.nowMs - 12 * DAY_MS });
  model.addSnapshot({ id: 701, serverId: SERVER, name: 'new', description, overrides: { created_at: null } });
  const result = await scene.run(LATEST);
  expect(errorOf(result)).toMatch(
    /^ {2}It is unclear which snapshot is the latest, because VPS\.org shows no creation time for snapshot 701 "new" on server 12345 \(web-1\)\. Set snapshot_id to one of 701, 700\.$/mu,
  );
  expect(result.outputs.rolled_back).toBe('false');
  expect(scene.writes()).toEqual([]);
});

test('latest restores the newest although the list shows it as in progress for a while', async () => {
  await using scene = await Scene.create({ model: { replicaLagsMs: [20_000] } });
  addSnapshot(scene, { hoursOld: 200, description, name: 'old' });
  const taken = await scene.job({ GITHUB_RUN_ID: '7004' }).step({ inputs: { wait: 'false' } });
  scene.advance(6 * MINUTE_MS + 5000);
  const result = await scene.run({ ...LATEST, env: { GITHUB_RUN_ID: '7005' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: taken.main.outputs.snapshot_id, rolled_back: 'true' });
  expect(result.log).toMatch(/^ {2}Not completed yet: snapshot 802 .*; looking again for up to 1 min 0 s$/mu);
});

test('latest continues with the newest completed one if a newer one does not complete, and says so', async () => {
  await using scene = await Scene.create();
  const good = addSnapshot(scene, { hoursOld: 200, description, name: 'good' });
  const stuck = addSnapshot(scene, { hoursOld: 3, description, name: 'stuck', status: 'in_progress' });
  const result = await scene.run(LATEST);
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([
    `Snapshot ${stuck} "stuck" on server ${SERVER} (web-1) may be newer and has not completed; its status is "in_progress". Rolling back to snapshot ${good} "good" on server ${SERVER} (web-1), the newest one that has completed, taken 8 d ago.`,
  ]);
  expect(restoreRequests(scene)).toEqual([`POST /snapshots/${good}/restore/`]);
});
