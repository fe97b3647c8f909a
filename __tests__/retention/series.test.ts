import { expect, test } from '@jest/globals';
import { addSnapshot, descriptionBy } from '../support/fixtures.ts';
import { REPOSITORY } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

/** The run of a workflow file and a job of it. */
function workflow(file: string, job: string, runId: string): Record<string, string> {
  return {
    GITHUB_WORKFLOW: file,
    GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/${file}@refs/heads/main`,
    GITHUB_JOB: job,
    GITHUB_RUN_ID: runId,
  };
}

const deploy = (runId: string) => workflow('deploy.yml', 'deploy', runId);
const nightly = (runId: string) => workflow('nightly.yml', 'backup', runId);

const byDeploy = await descriptionBy(deploy('6000'));
const byNightly = await descriptionBy(nightly('6000'));
const byRollback = await descriptionBy(deploy('6000'), { series: 'restore-drill' });

test('keep of a nightly backup leaves the snapshot of a deploy that is running', async () => {
  await using scene = await Scene.create();
  const running = await scene.job(deploy('7001')).step();
  const backup = await scene.job(nightly('7002')).step({ inputs: { keep: '1' } });
  expectSuccess(backup.main);
  expect(backup.main.outputs.pruned_ids).toBe('[]');
  expect(scene.snapshotIds()).toEqual([running.main.outputs.snapshot_id, backup.main.outputs.snapshot_id]);
});

test('keep of a deploy counts its own snapshots, not those of nightly backups', async () => {
  await using scene = await Scene.create();
  const nights = [50, 26, 2].map((hoursOld) => addSnapshot(scene, { hoursOld, description: byNightly }));
  const oldDeploy = addSnapshot(scene, { hoursOld: 30, description: byDeploy });
  const { main } = await scene.job(deploy('7001')).step({ inputs: { keep: '1' } });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe(`[${oldDeploy}]`);
  expect(scene.snapshotIds()).toEqual([...nights, main.outputs.snapshot_id]);
});

test.each([
  ['another job of the same workflow', workflow('deploy.yml', 'deploy-eu', '7002')],
  ['the same job of another workflow', workflow('hotfix.yml', 'deploy', '7002')],
  ['another repository', { ...deploy('7002'), GITHUB_REPOSITORY_ID: '482913777' }],
  ['a repository of the same name on another server', { ...deploy('7002'), GITHUB_SERVER_URL: 'https://ghe.example' }],
])('keep leaves the snapshots of %s', async (_which, env) => {
  await using scene = await Scene.create();
  const other = await scene.job(env).step();
  const { main } = await scene.job(deploy('7003')).step({ inputs: { keep: '1' } });
  expectSuccess(main);
  expect(scene.snapshotIds()).toEqual([other.main.outputs.snapshot_id, main.outputs.snapshot_id]);
});

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['another branch', { GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/deploy.yml@refs/heads/hotfix` }, {}],
  ['the repository before it was renamed', { GITHUB_REPOSITORY: 'acme/old-shop' }, {}],
  ['another leg of the matrix', {}, { job_index: '3' }],
  ['a step with another name template', {}, { snapshot_name: 'deploy-{run_id}' }],
])('keep counts the snapshots of %s, which are of the same series', async (_which, env, inputs) => {
  await using scene = await Scene.create();
  const other = await scene.job({ ...deploy('7002'), ...env }).step({ inputs });
  const { main } = await scene.job(deploy('7003')).step({ inputs: { keep: '1' } });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe(`[${other.main.outputs.snapshot_id}]`);
});

test('series joins the snapshots of two workflows, so that keep counts them together', async () => {
  await using scene = await Scene.create();
  const inputs = { series: 'web', keep: '1' };
  const first = await scene.job(nightly('7001')).step({ inputs });
  const second = await scene.job(deploy('7002')).step({ inputs });
  expect(second.main.outputs.pruned_ids).toBe(`[${first.main.outputs.snapshot_id}]`);
  expect(scene.snapshotIds()).toEqual([second.main.outputs.snapshot_id]);
});

test('replace_oldest deletes the oldest of its own series, although those of others are older', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 200, description: byNightly });
  addSnapshot(scene, { hoursOld: 100, description: byNightly });
  addSnapshot(scene, { hoursOld: 90, description: '' });
  const oldest = addSnapshot(scene, { hoursOld: 50, description: byDeploy });
  addSnapshot(scene, { hoursOld: 40, description: byDeploy });
  const { main } = await scene.job(deploy('7001')).step({ inputs: { on_limit: 'replace_oldest' } });
  expectSuccess(main);
  expect(scene.writes()).toEqual([`DELETE /snapshots/${oldest}/`, 'POST /snapshots/']);
});

test('prune keeps the newest of each series by itself', async () => {
  await using scene = await Scene.create();
  const deploys = [40, 20].map((hoursOld) => addSnapshot(scene, { hoursOld, description: byDeploy }));
  const nights = [50, 26].map((hoursOld) => addSnapshot(scene, { hoursOld, description: byNightly }));
  const manual = addSnapshot(scene, { hoursOld: 99 });
  const { main } = await scene
    .job(workflow('cleanup.yml', 'cleanup', '7001'))
    .step({ inputs: { mode: 'prune', keep: '1' } });
  expectSuccess(main);
  expect(JSON.parse(main.outputs.pruned_ids ?? '')).toEqual([nights[0], deploys[0]].map(Number));
  expect(scene.snapshotIds()).toEqual([deploys[1], nights[1], manual]);
});

test('prune with a series goes through that one alone', async () => {
  await using scene = await Scene.create();
  const drills = [40, 20].map((hoursOld) => addSnapshot(scene, { hoursOld, description: byRollback }));
  const nights = [50, 26].map((hoursOld) => addSnapshot(scene, { hoursOld, description: byNightly }));
  const { main } = await scene.job().step({ inputs: { mode: 'prune', keep: '1', series: 'restore-drill' } });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe(`[${drills[0]}]`);
  expect(scene.snapshotIds()).toEqual([drills[1], ...nights]);
});

test.each(['1', '2'])(
  'prune with keep %s leaves safety snapshots alone, and the good state with them',
  async (keep) => {
    await using scene = await Scene.create();
    await scene.job(deploy('7001')).step();
    for (const runId of ['7001', '7002', '7003']) {
      const inputs = { mode: 'rollback', safety_snapshot: 'true', snapshot_id: '801' };
      expectSuccess((await scene.job(deploy(runId)).step({ inputs })).main);
    }
    const { main } = await scene.job(deploy('7004')).step({ inputs: { mode: 'prune', keep } });
    expectSuccess(main);
    expect(main.outputs.pruned_ids).toBe('[]');
    expect(scene.snapshotIds()).toEqual(['801', '802', '803', '804']);
  },
);

test('prune counts safety snapshots if the series before-rollback is named', async () => {
  await using scene = await Scene.create();
  await scene.job(deploy('7001')).step();
  for (const runId of ['7001', '7002', '7003']) {
    const inputs = { mode: 'rollback', safety_snapshot: 'true', snapshot_id: '801' };
    expectSuccess((await scene.job(deploy(runId)).step({ inputs })).main);
  }
  const inputs = { mode: 'prune', keep: '1', series: 'before-rollback' };
  const { main } = await scene.job(deploy('7004')).step({ inputs });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe('[802,803]');
  expect(scene.snapshotIds()).toEqual(['801', '804']);
});

test.each(['snapshot', 'wait'])('refuses the series of safety snapshots in mode: %s', async (mode) => {
  await using scene = await Scene.create();
  const { main } = await scene.job().step({ inputs: { mode, series: 'before-rollback', snapshot_id: '801' } });
  expect(errorOf(main)).toMatch(/series cannot be "before-rollback", which is reserved/u);
  expect(scene.requests()).toEqual([]);
});

test('writes the marker first, then repository, commit and series for people, then the user text', async () => {
  await using scene = await Scene.create();
  await scene
    .job(deploy('7001'))
    .step({ inputs: { description: 'Before the deploy of größe 💾', series: 'a "b" ]c' } });
  expect(scene.api.model.snapshots()[0]?.description).toMatch(
    /^\[vps-snapshot:1:[0-9a-f]{16}:[0-9a-f]{16}:[0-9a-f]{16}:7001:1\] acme\/shop@3f2a9c1 series "a \\"b\\" \]c"\nBefore the deploy of größe 💾$/u,
  );
});

test.each([
  ['cut at 255 characters', { cutAt: 255 }],
  ['with its lines joined', 'joined'],
] as const)('keeps its place in the series if the API stores the description %s', async (_how, description) => {
  await using scene = await Scene.create({ model: { description } });
  const inputs = { keep: '1', description: `${'long words '.repeat(40)}\nand another line` };
  const first = await scene.job(deploy('7001')).step({ inputs });
  expectSuccess(first.main);
  const second = await scene.job(deploy('7002')).step({ inputs });
  expectSuccess(second.main);
  expect(second.main.outputs.pruned_ids).toBe('[801]');
});

test.each([
  ['drops descriptions', 'dropped'],
  ['cuts them within the marker', { cutAt: 60 }],
] as const)('warns what will not work if the API %s', async (_how, description) => {
  await using scene = await Scene.create({ model: { description } });
  const { main } = await scene.job(deploy('7001')).step({ inputs: { keep: '1' } });
  expect([main.exitCode, main.errors, main.warnings.length]).toEqual([0, [], 1]);
  expect(main.warnings[0]).toMatch(/did not keep the description of snapshot 801 .*marker .* is lost/u);
  expect(main.warnings[0]).toMatch(
    /Retention, on_limit and a re-run will not recognize .*you can still roll back to it by its ID/u,
  );
  const again = await scene.job(deploy('7002')).step({ inputs: { keep: '1' } });
  expect(again.main.outputs.pruned_ids).toBe('[]');
  expect(scene.snapshotIds()).toEqual(['801', '802']);
});

test.each([
  ['after other text', `note ${byDeploy}`],
  ['after a newline', `\n${byDeploy}`],
  ['after a space', ` ${byDeploy}`],
  ['cut by a character', byDeploy.slice(0, byDeploy.indexOf(']'))],
  ['of another version', byDeploy.replace(':1:', ':2:')],
  ['in capitals', byDeploy.replace(/^\[[^\]]*\]/u, (marker) => marker.toUpperCase())],
])('does not treat a marker %s as one', async (_where, description) => {
  await using scene = await Scene.create();
  const manual = addSnapshot(scene, { hoursOld: 5, description });
  const { main } = await scene.job(deploy('7001')).step({ inputs: { keep: '1' } });
  expectSuccess(main);
  expect(scene.snapshotIds()).toEqual([manual, main.outputs.snapshot_id]);
});

test('takes a marker with any text after it', async () => {
  await using scene = await Scene.create();
  const marked = addSnapshot(scene, { hoursOld: 5, description: `${byDeploy.slice(0, byDeploy.indexOf(']') + 1)}x` });
  const { main } = await scene.job(deploy('7001')).step({ inputs: { keep: '1' } });
  expect(main.outputs.pruned_ids).toBe(`[${marked}]`);
});
