import { expect, test } from '@jest/globals';
import {
  addSnapshot,
  COMPLETED_AT_ONCE,
  descriptionBy,
  type ExistingSnapshot,
  NEVER_COMPLETED,
  refusal,
} from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const byDeploy = await descriptionBy();
const byBlog = await descriptionBy({ GITHUB_REPOSITORY: 'acme/blog', GITHUB_REPOSITORY_ID: '1' });
const byNightly = await descriptionBy({}, { series: 'nightly' });

const OWN = { description: byDeploy };
const FOREIGN = { description: byBlog };
const NIGHTLY = { description: byNightly };
const MANUAL = { name: 'manual' };
/** Stuck: nobody waits for it. */
const IN_PROGRESS = { description: byDeploy, status: 'in_progress' };
const FAILED = { description: byDeploy, status: 'failed' };

/** Adds snapshots a day apart, the first the oldest. */
function fill(scene: Scene, ...snapshots: Omit<ExistingSnapshot, 'hoursOld'>[]): string[] {
  return snapshots.map((one, index) => addSnapshot(scene, { ...one, hoursOld: 24 * (snapshots.length - index) }));
}

test('on_limit: fail creates nothing and lists what is there with age, size and owner', async () => {
  await using scene = await Scene.create();
  const [a, b, c, d, e] = fill(scene, MANUAL, OWN, FOREIGN, IN_PROGRESS, NIGHTLY);
  const result = await scene.run();
  const error = errorOf(result);
  expect(error).toMatch(/^Server 12345 has reached the limit of 5 snapshots\. No snapshot was created\.$/mu);
  expect(error.split('\n')).toEqual(
    expect.arrayContaining([
      `  ${a} "manual", completed, 5 d ago, 5,120 MB, created elsewhere`,
      `  ${b} "before", completed, 4 d ago, 5,120 MB, created by this repository, series "deploy.yml/deploy"`,
      `  ${c} "before", completed, 3 d ago, 5,120 MB, created elsewhere`,
      `  ${d} "before", in_progress, 2 d ago, size unknown, created by this repository, series "deploy.yml/deploy"`,
      `  ${e} "before", completed, 24 h ago, 5,120 MB, created by this repository, series "nightly"`,
    ]),
  );
  expect(result.outputs).toMatchObject({ snapshot_id: '', created: '', pruned_ids: '[]' });
  expect(result.summary).toMatch(/^### ❌ VPS\.org snapshot: failed$/mu);
  expect(scene.writes()).toEqual([]);
});

test('a limit error offers replace_oldest with what it would delete, if that helps', async () => {
  await using scene = await Scene.create();
  const [, oldest] = fill(scene, MANUAL, OWN, OWN, OWN, OWN);
  const error = errorOf(await scene.run());
  expect(error).toContain(`set \`on_limit: replace_oldest\`, which would delete snapshot ${oldest} "before"`);
});

test.each([
  ['of others', [MANUAL, FOREIGN, NIGHTLY, MANUAL, FOREIGN]],
  ['in use already', [OWN, MANUAL, MANUAL, MANUAL, MANUAL]],
])('a limit error does not offer replace_oldest for snapshots %s', async (_which, snapshots) => {
  await using scene = await Scene.create();
  fill(scene, ...snapshots);
  expect(errorOf(await scene.run())).not.toContain('replace_oldest');
});

test('a limit error names series that no workflow has written to for 30 days', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { ...NIGHTLY, hoursOld: 31 * 24 });
  addSnapshot(scene, { ...OWN, hoursOld: 60 * 24 });
  addSnapshot(scene, { ...OWN, hoursOld: 29 * 24 });
  for (const hoursOld of [40 * 24, 50 * 24]) addSnapshot(scene, { ...FOREIGN, hoursOld });
  const error = errorOf(await scene.run());
  expect(error).toContain('No workflow has written to series "nightly" for 30 days.');
  expect(error.match(/No workflow has written/gu)).toHaveLength(1);
});

test('a limit error says how to clear the safety snapshots that fill the server, and that works', async () => {
  await using scene = await Scene.create();
  const [manual = ''] = fill(scene, MANUAL);
  for (const run of ['6501', '6502', '6503', '6504']) {
    scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
    const inputs = { mode: 'rollback', snapshot_id: manual, safety_snapshot: 'true' };
    expectSuccess((await scene.job({ GITHUB_RUN_ID: run }).step({ inputs })).main);
  }
  const error = errorOf(await scene.run({ inputs: { keep: '3' } }));
  expect(error).toMatch(
    /^4 of the snapshots on the server are safety snapshots of earlier runs: `mode: prune` with `series: before-rollback` and `keep: 1` deletes all but the newest\.$/mu,
  );
  expectSuccess(await scene.run({ inputs: { mode: 'prune', series: 'before-rollback', keep: '1' } }));
  expect(scene.snapshotIds()).toEqual([manual, '805']);
});

test('a limit that the API reports is explained like one that is seen before the create', async () => {
  await using scene = await Scene.create({ model: { snapshotLimit: 3 } });
  const [oldest] = fill(scene, MANUAL, OWN, OWN);
  const error = errorOf(await scene.run());
  expect(error).toMatch(
    /^Server 12345 has reached the limit of 5 snapshots\. No snapshot was created\. The API said: /mu,
  );
  expect(error).toContain(`${oldest} "manual"`);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a limit that the API reports is met by replace_oldest, although the list shows fewer than five', async () => {
  await using scene = await Scene.create({ model: { snapshotLimit: 3 } });
  const [, oldest] = fill(scene, MANUAL, OWN, OWN);
  const offer = errorOf(await scene.run());
  expect(offer).toMatch(new RegExp(`or set \`on_limit: replace_oldest\`, which would delete snapshot ${oldest} `, 'u'));
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(result.outputs.pruned_ids).toBe(`[${oldest}]`);
  expect(scene.writes().slice(1)).toEqual(['POST /snapshots/', `DELETE /snapshots/${oldest}/`, 'POST /snapshots/']);
});

test('replace_oldest deletes the oldest completed one of its own before the create, and only that', async () => {
  await using scene = await Scene.create();
  const [, , oldest] = fill(scene, MANUAL, IN_PROGRESS, OWN, FOREIGN, OWN);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ status: 'completed', pruned_ids: `[${oldest}]` });
  expect(scene.writes()).toEqual([`DELETE /snapshots/${oldest}/`, 'POST /snapshots/']);
  expect(result.summary).toMatch(new RegExp(`^\\|.*${oldest}.*deleted`, 'mu'));
});

test('replace_oldest deletes nothing if there is room', async () => {
  await using scene = await Scene.create();
  fill(scene, OWN, OWN, OWN, OWN);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test.each([
  ['the only completed one', [OWN, IN_PROGRESS, IN_PROGRESS, IN_PROGRESS, IN_PROGRESS]],
  ['one of another repository, of another series or a manual one', [FOREIGN, NIGHTLY, MANUAL, FOREIGN, MANUAL]],
  ['one in progress', [IN_PROGRESS, MANUAL, FOREIGN, MANUAL, MANUAL]],
])('replace_oldest never deletes %s, and fails before the create', async (_which, snapshots) => {
  await using scene = await Scene.create();
  const ids = fill(scene, ...snapshots);
  const error = errorOf(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
  expect(error).toMatch(/^Server 12345 has reached the limit of 5 snapshots\./u);
  for (const id of ids) expect(error).toContain(`  ${id} "`);
  expect(scene.writes()).toEqual([]);
});

test('replace_oldest never deletes one of unknown age', async () => {
  await using scene = await Scene.create({ model: { fields: { timeForm: 'unreadable' } } });
  fill(scene, OWN, OWN, OWN, OWN, OWN);
  const error = errorOf(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
  expect(error).toContain('of unknown age');
  expect(scene.writes()).toEqual([]);
});

test('replace_oldest never deletes what this run took', async () => {
  await using scene = await Scene.create();
  fill(scene, MANUAL, MANUAL, MANUAL, MANUAL);
  await scene.job().step({ inputs: { series: 'web' } });
  const inputs = { series: 'web', snapshot_name: 'second', on_limit: 'replace_oldest' };
  const { main } = await scene.job().step({ inputs });
  errorOf(main);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('no create is sent if the delete that makes room is refused', async () => {
  await using scene = await Scene.create();
  const [oldest] = fill(scene, OWN, OWN, OWN, OWN, OWN);
  scene.setFaults(({ method }) => (method === 'DELETE' ? refusal(403, 'It is locked.') : undefined));
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expect(errorOf(result)).toMatch(new RegExp(`snapshot ${oldest} .* 403: It is locked\\.`, 'u'));
  expect(result.outputs.pruned_ids).toBe('[]');
  expect(scene.writes()).toEqual([`DELETE /snapshots/${oldest}/`]);
});

test('one server that stays at its limit keeps all others from being changed', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  fill(scene, OWN, OWN, OWN, OWN, OWN);
  fill(scene, ...Array.from({ length: 5 }, () => ({ ...MANUAL, server: 2 })));
  const inputs = { server_id: `${SERVER},2`, on_limit: 'replace_oldest' };
  expect(errorOf(await scene.run({ inputs }))).toMatch(/^Server 2 has reached the limit/u);
  expect(scene.writes()).toEqual([]);
});

test('replace_oldest and keep together delete each snapshot once', async () => {
  await using scene = await Scene.create();
  const [a, b, c, d, e] = fill(scene, OWN, OWN, OWN, OWN, OWN);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest', keep: '2' } });
  expectSuccess(result);
  expect(JSON.parse(result.outputs.pruned_ids ?? '').sort()).toEqual([a, b, c, d].map(Number));
  expect(scene.snapshotIds()).toEqual([e, result.outputs.snapshot_id]);
});

test('five of its own with keep: 3 get room from what keep would delete anyway', async () => {
  await using scene = await Scene.create();
  const ids = fill(scene, OWN, OWN, OWN, OWN, OWN);
  const result = await scene.run({ inputs: { keep: '3' } });
  expectSuccess(result);
  const [oldest, second, third] = ids;
  expect(scene.writes()).toEqual([
    `DELETE /snapshots/${oldest}/`,
    'POST /snapshots/',
    `DELETE /snapshots/${second}/`,
    `DELETE /snapshots/${third}/`,
  ]);
  expect(scene.snapshotIds()).toEqual([ids[3], ids[4], result.outputs.snapshot_id]);
});

test('to make room, keep does not count the coming snapshot: if that fails, as many are left', async () => {
  await using scene = await Scene.create();
  fill(scene, MANUAL, OWN, OWN, OWN, OWN);
  scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  const error = errorOf(await scene.run({ inputs: { keep: '4' } }));
  expect(error).toMatch(/^Server 12345 has reached the limit/u);
  expect(scene.writes()).toEqual([]);
});

test('own failed snapshots are deleted first when the server is full', async () => {
  await using scene = await Scene.create({ model: { limitCountsFailed: true } });
  const [a, b, , , e] = fill(scene, OWN, FAILED, MANUAL, { ...FAILED, description: byNightly }, FAILED);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(scene.writes()).toEqual([`DELETE /snapshots/${b}/`, `DELETE /snapshots/${e}/`, 'POST /snapshots/']);
  expect(scene.snapshotIds()).toContain(a);
});

test('failed snapshots of others are left, and the API decides whether they count', async () => {
  await using scene = await Scene.create();
  fill(scene, OWN, { ...FAILED, description: byBlog }, MANUAL, { name: 'x', status: 'error' }, OWN);
  const result = await scene.run();
  expectSuccess(result);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test.each([true, false])(
  'replaces one on a server with failed ones of others only if the API counts those (%j)',
  async (isCounted) => {
    await using scene = await Scene.create({ model: { limitCountsFailed: isCounted } });
    const [oldest] = fill(scene, OWN, OWN, OWN, OWN, { ...FAILED, description: byBlog });
    expectSuccess(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
    const create = 'POST /snapshots/';
    expect(scene.writes()).toEqual(isCounted ? [create, `DELETE /snapshots/${oldest}/`, create] : [create]);
  },
);

test.each([
  { description: ['Ensure this value has at most 200 characters (it has 320).'] },
  { detail: 'The description is over the limit of 200 characters.' },
])('a text that is too long is no reason to replace a snapshot: %j', async (body) => {
  await using scene = await Scene.create({
    faults: ({ method }) =>
      method === 'POST' ? { kind: 'response', status: 400, body: JSON.stringify(body), effect: false } : undefined,
  });
  const before = fill(scene, OWN, OWN);
  const error = errorOf(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
  expect(error).toContain('200 characters');
  expect(scene.snapshotIds()).toEqual(before);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('one that the API does not delete makes no room: a 404 is no proof', async () => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'DELETE' ? refusal(404, 'Not Found') : undefined),
  });
  const before = fill(scene, OWN, OWN, OWN, OWN, OWN);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expect(errorOf(result)).toMatch(/Snapshot \d+ .* was not deleted: DELETE returned 404/u);
  expect(scene.writes()).toEqual([`DELETE /snapshots/${before[0]}/`]);
  expect(scene.snapshotIds()).toEqual(before);
});

test('own failed snapshots whose size the API shows as 0 do not fill the server for ever', async () => {
  await using scene = await Scene.create({ model: { limitCountsFailed: true } });
  const empty = { ...FAILED, sizeMb: 0 };
  const ids = fill(scene, empty, empty, empty, empty, empty);
  expectSuccess(await scene.run());
  expect(scene.writes()).toEqual([...ids.map((id) => `DELETE /snapshots/${id}/`), 'POST /snapshots/']);
});

test('a failed snapshot that has a size is left', async () => {
  await using scene = await Scene.create({ model: { limitCountsFailed: true } });
  const [, , sized] = fill(scene, OWN, OWN, { ...FAILED, sizeMb: 40 }, MANUAL, FAILED);
  const result = await scene.run();
  expectSuccess(result);
  expect(scene.snapshotIds()).toContain(sized);
  expect(scene.writes()).toHaveLength(2);
});

test('a deleted snapshot that the API still counts for a while delays the create, and fails nothing', async () => {
  await using scene = await Scene.create({ model: { quotaLagMs: 60_000 } });
  fill(scene, OWN, OWN, OWN, OWN, OWN);
  const result = await scene.run({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(scene.snapshotIds()).toHaveLength(5);
  expect(scene.writes().filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
});

test('items that cannot be read count towards the limit, and are named once', async () => {
  await using scene = await Scene.create();
  fill(scene, MANUAL, OWN, MANUAL);
  for (const id of ['x1', 'x2']) scene.api.model.addRawItem('snapshots', { id, server: { id: SERVER } });
  const result = await scene.run();
  expect([result.exitCode, result.errors.length, result.warnings.length]).toEqual([1, 1, 1]);
  expect(result.errors[0]).toContain('  and 2 that cannot be read');
  expect(result.warnings[0]).toMatch(/items that cannot be read/u);
  expect(scene.writes()).toEqual([]);
});

test.each([
  ['keep', { keep: '5' }],
  ['tiers', { keep: '2', keep_daily: '3', keep_weekly: '2' }],
])('%s that leaves no room for the next snapshot is refused before any request', async (_name, inputs) => {
  await using scene = await Scene.create();
  expect(errorOf(await scene.run({ inputs }))).toMatch(/which leaves no room for the next one/u);
  expect(scene.requests()).toEqual([]);
});

test('keep: 5 is accepted with replace_oldest, and keeps five', async () => {
  await using scene = await Scene.create();
  const ids = fill(scene, OWN, OWN, OWN, OWN, OWN);
  const result = await scene.run({ inputs: { keep: '5', on_limit: 'replace_oldest' } });
  expectSuccess(result);
  expect(scene.snapshotIds()).toEqual([...ids.slice(1), result.outputs.snapshot_id]);
});

test('a notice says one deploy ahead that the limit will be reached', async () => {
  await using scene = await Scene.create();
  for (let deploy = 1; deploy <= 5; deploy += 1) {
    const { main } = await scene.job({ GITHUB_RUN_ID: String(7000 + deploy) }).step();
    expectSuccess(main);
    expect(main.notices.filter((notice) => notice.includes('will fail'))).toHaveLength(deploy === 5 ? 1 : 0);
    scene.advance(3_600_000);
  }
  const { main } = await scene.job({ GITHUB_RUN_ID: '7006' }).step();
  expect(errorOf(main)).toMatch(/has reached the limit/u);
});

test.each([
  ['keep: 3', { keep: '3' }],
  ['replace_oldest', { on_limit: 'replace_oldest' }],
])('no notice of the limit is given with %s, and a hundred deploys pass', async (_name, inputs) => {
  await using scene = await Scene.create();
  scene.api.model.addSnapshot({ serverId: SERVER, name: 'manual' });
  for (let deploy = 1; deploy <= 8; deploy += 1) {
    const { main } = await scene.job({ GITHUB_RUN_ID: String(7000 + deploy) }).step({ inputs });
    expectSuccess(main);
    expect(main.notices).toEqual([]);
    scene.advance(3_600_000);
  }
  expect(scene.snapshotIds()[0]).toBe('801');
});

const ARMED = { safety_snapshot: 'true', rollback_on: 'failure' };

test.each([
  ['fail', [MANUAL, OWN, OWN, OWN]],
  ['fail', [MANUAL, MANUAL, MANUAL, MANUAL]],
])('safety_snapshot with an armed rollback and room for one fails at once', async (on_limit, snapshots) => {
  await using scene = await Scene.create();
  fill(scene, ...snapshots);
  const error = errorOf(await scene.run({ inputs: { ...ARMED, on_limit } }));
  expect(error).toMatch(/safety_snapshot needs room for this snapshot and for the one before a rollback/u);
  expect(scene.writes()).toEqual([]);
});

test('safety_snapshot finds its room in what keep deletes after the snapshot', async () => {
  await using scene = await Scene.create();
  fill(scene, OWN, OWN, OWN, OWN);
  const step = await scene.job().step({ inputs: { ...ARMED, keep: '3' } });
  expectSuccess(step.main);
  expectSuccess(await step.post('failure'));
  expect(scene.snapshotIds()).toHaveLength(4);
});

test('safety_snapshot finds its room in an older safety snapshot', async () => {
  await using scene = await Scene.create();
  await scene.job({ GITHUB_RUN_ID: '6900' }).step();
  expectSuccess(
    (await scene.job({ GITHUB_RUN_ID: '6900' }).step({ inputs: { mode: 'rollback', safety_snapshot: 'true' } })).main,
  );
  fill(scene, MANUAL, MANUAL);
  const step = await scene.job().step({ inputs: ARMED });
  expectSuccess(step.main);
  expectSuccess(await step.post('failure'));
  expect(scene.writes().filter((request) => request.startsWith('DELETE'))).toEqual(['DELETE /snapshots/802/']);
});

test('a notice says one deploy ahead that safety_snapshot will find no room', async () => {
  await using scene = await Scene.create();
  fill(scene, MANUAL, OWN);
  const first = await scene.job({ GITHUB_RUN_ID: '7001' }).step({ inputs: ARMED });
  expectSuccess(first.main);
  expect(first.main.notices).toEqual([]);
  const second = await scene.job({ GITHUB_RUN_ID: '7002' }).step({ inputs: ARMED });
  expectSuccess(second.main);
  expect(second.main.notices.join()).toMatch(
    /The next snapshot of server 12345 .* will fail: safety_snapshot needs two free slots.* Set keep, or delete snapshots you no longer need/u,
  );
  const third = await scene.job({ GITHUB_RUN_ID: '7003' }).step({ inputs: ARMED });
  expect(errorOf(third.main)).toMatch(
    /safety_snapshot needs room for this snapshot and for the one before a rollback/u,
  );
});
