import { expect, test } from '@jest/globals';
import { addSnapshot, descriptionBy } from '../support/fixtures.ts';
import type { ActionRun } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const own = await descriptionBy();

/** Runs with dry_run, and sees that nothing was changed, that nothing is wrong, and that it says so. */
async function dryRun(scene: Scene, inputs: ActionRun['inputs'], env: ActionRun['env'] = {}) {
  const before = [scene.api.model.snapshots(), scene.writes()];
  const { main } = await scene.job(env).step({ inputs: { ...inputs, dry_run: 'true' } });
  expectSuccess(main);
  expect([scene.api.model.snapshots(), scene.writes()]).toEqual(before);
  expect(main.log).toMatch(/^Dry run: only read requests were sent\.$/mu);
  expect(main.summary).toMatch(/^### ✅ VPS\.org snapshot: dry run, nothing was changed$/mu);
  return main;
}

/** Adds a given number of snapshots of its own, an hour apart, the oldest first. */
function addOwn(scene: Scene, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addSnapshot(scene, { hoursOld: count - index, description: own }));
}

test('says which snapshot would be created', async () => {
  await using scene = await Scene.create();
  const { log, summary, outputs } = await dryRun(scene, { snapshot_name: 'nightly' });
  expect(log).toMatch(/^Would create snapshot "nightly" on server 12345 \(web-1\)$/mu);
  expect(summary).toMatch(/nightly .*would be created/u);
  expect(outputs).toMatchObject({ snapshot_id: '', status: '', created: '', pruned_ids: '[]' });
});

test('says of each snapshot why keep would keep or delete it', async () => {
  await using scene = await Scene.create();
  const [first, second, third] = addOwn(scene, 3);
  const { log, summary, outputs } = await dryRun(scene, { keep: '2' });
  expect(outputs.pruned_ids).toBe(`[${first},${second}]`);
  for (const id of [first, second]) {
    expect(log).toMatch(new RegExp(`^Would delete snapshot ${id} .*: beyond keep: 2$`, 'mu'));
    expect(summary).toMatch(new RegExp(`^\\|.*${id}.*would be deleted`, 'mu'));
  }
  expect(log).toMatch(new RegExp(`^Would keep snapshot ${third} .*: among the newest 2 \\(keep\\)$`, 'mu'));
});

test('says which snapshot would be replaced on a server at its limit', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 99, name: 'manual' });
  const [oldest] = addOwn(scene, 4);
  const { log, outputs } = await dryRun(scene, { on_limit: 'replace_oldest' });
  expect(outputs.pruned_ids).toBe(`[${oldest}]`);
  expect(log).toMatch(
    new RegExp(`^Would delete snapshot ${oldest} .* first, to free a slot: the oldest of its series`, 'mu'),
  );
});

test('names each snapshot that would be deleted once', async () => {
  await using scene = await Scene.create();
  const [a, b, c, d] = addOwn(scene, 5);
  const { outputs, log } = await dryRun(scene, { on_limit: 'replace_oldest', keep: '2' });
  expect(JSON.parse(outputs.pruned_ids ?? '')).toEqual([a, b, c, d].map(Number));
  expect(log.match(/^Would delete /gmu)).toHaveLength(4);
});

test('predicts exactly what the step then does', async () => {
  await using scene = await Scene.create();
  addOwn(scene, 5);
  const inputs = { keep: '2', keep_daily: '2' };
  const planned = await dryRun(scene, inputs);
  const { main } = await scene.job().step({ inputs });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe(planned.outputs.pruned_ids);
});

test('says what a second attempt would reuse', async () => {
  await using scene = await Scene.create();
  await scene.job().step();
  const { log, outputs } = await dryRun(scene, {}, { GITHUB_RUN_ATTEMPT: '2' });
  expect(log).toMatch(/^Would reuse snapshot 801 "3f2a9c1" on server 12345 \(web-1\)$/mu);
  expect(outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('reads the permissions of the token once, and warns about one that lacks what a rollback needs', async () => {
  await using scene = await Scene.create({ model: { account: { permissions: ['servers:read', 'dns:*'] } } });
  const { main } = await scene.job().step({ inputs: { dry_run: 'true' } });
  expect([main.exitCode, main.errors, main.warnings.length]).toEqual([0, [], 1]);
  expect(main.warnings[0]).toMatch(/permissions servers:read, dns:\*, but a rollback needs servers:\*/u);
  expect(scene.requests().filter((request) => request === 'GET /account/me/')).toHaveLength(1);
});

test.each([
  ['servers:*', ['servers:*']],
  ['everything', ['*:*']],
  ['nothing shown', []],
  ['another shape', { servers: true }],
])('does not warn about a token with %s', async (_what, permissions) => {
  await using scene = await Scene.create({ model: { account: { permissions } } });
  await dryRun(scene, {});
});

test.each([403, 404, 405] as const)('succeeds although the account returns %d', async (status) => {
  await using scene = await Scene.create({ model: { rejectedCalls: { 'GET /account/me/': status } } });
  await dryRun(scene, {});
});

test('fails for a server that does not exist, as the step itself would', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { server_id: '999', dry_run: 'true' } }));
  expect(error).toContain('This token has no access to server 999');
});

test('fails for a server at its limit, as the step itself would', async () => {
  await using scene = await Scene.create();
  addOwn(scene, 5);
  const result = await scene.run({ inputs: { dry_run: 'true' } });
  expect(errorOf(result)).toMatch(/has reached the limit of 5 snapshots/u);
  expect(result.summary).toMatch(/^### ❌ VPS\.org snapshot: dry run failed$/mu);
});

test('does not wait for a server that is being restored, or for another snapshot', async () => {
  await using scene = await Scene.create();
  scene.api.model.setServerStatus(12345, 'restoring');
  addSnapshot(scene, { hoursOld: 0, status: 'in_progress' });
  const beforeMs = scene.nowMs;
  await dryRun(scene, {});
  expect(scene.nowMs).toBe(beforeMs);
});

test('says that keep leaves what is not of the series, and why', async () => {
  await using scene = await Scene.create();
  const nightly = addSnapshot(scene, { hoursOld: 9, description: await descriptionBy({ GITHUB_JOB: 'nightly' }) });
  const manual = addSnapshot(scene, { hoursOld: 8, name: 'manual' });
  const { log } = await dryRun(scene, { keep: '1' });
  expect(log).toMatch(
    new RegExp(`^Would keep snapshot ${nightly} .*: another series \\("deploy.yml/nightly"\\)$`, 'mu'),
  );
  expect(log).toMatch(new RegExp(`^Would keep snapshot ${manual} "manual" .*: not created by this repository$`, 'mu'));
});

test('says which server would be stopped for its snapshot', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, status: 'stopped' });
  const { log } = await dryRun(scene, { stop_server: 'true', server_id: '12345,2' });
  expect(log.match(/^Would stop .*$/gmu)).toEqual([
    'Would stop server 12345 (web-1) for its snapshot, and start it again',
  ]);
});

test('says outside the group of the log what would be done', async () => {
  await using scene = await Scene.create();
  const { log } = await dryRun(scene, {});
  expect(log.indexOf('::endgroup::')).toBeLessThan(log.indexOf('Would create snapshot'));
});
