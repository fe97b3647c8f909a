import { expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, FAILS, NEVER_COMPLETED, restoreInto } from '../support/fixtures.ts';
import type { ActionRun } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const MINUTE_MS = 60_000;
const FAILS_LATE = {
  timeline: [
    { atMs: 0, status: 'in_progress' },
    { atMs: 10 * MINUTE_MS, status: 'failed' },
  ],
};
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The one step of a job in an attempt of its run. */
async function attempt(scene: Scene, number: number, { env, ...rest }: ActionRun = {}) {
  const { main } = await scene.job({ ...env, GITHUB_RUN_ATTEMPT: String(number) }).step(rest);
  return main;
}

test('a second attempt reuses the snapshot of the first, says how old it is, and creates nothing', async () => {
  await using scene = await Scene.create();
  const first = await attempt(scene, 1);
  expect(first.outputs).toMatchObject({ snapshot_id: '801', created: 'true' });
  scene.advance(30 * MINUTE_MS);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'false', size_mb: '5120' });
  expect(JSON.parse(second.outputs.snapshots ?? '')).toMatchObject([{ snapshot_id: 801, created: false }]);
  expect(second.log).toMatch(
    /^Reusing snapshot 801 "3f2a9c1" on server 12345 \(web-1\) from an earlier attempt of this step: status completed, taken 3[67] min ago\. A rollback to it would discard the last 3[67] min \d+ s of writes\.$/mu,
  );
  expect(second.summary).toMatch(/^### ✅ .*reused/mu);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a third attempt reuses the oldest: the second may have come after half a deploy', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  const second = await attempt(scene, 2, { inputs: { on_rerun: 'create' } });
  expect(second.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
  const third = await attempt(scene, 3);
  expectSuccess(third);
  expect(third.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('a second attempt waits for a snapshot of the first that has not completed', async () => {
  await using scene = await Scene.create();
  const first = await attempt(scene, 1, { inputs: { wait: 'false' } });
  expect(first.outputs.status).toBe('in_progress');
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'false' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a second attempt creates another if the snapshot of the first failed', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(FAILS);
  expect((await attempt(scene, 1)).exitCode).toBe(1);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
});

test.each([
  ['2 h', 2 * HOUR_MS],
  ['a day', DAY_MS],
  ['two weeks', 14 * DAY_MS],
])('an attempt %s later creates another, says why, and leaves the earlier one', async (_later, ms) => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  scene.advance(ms);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
  expect(second.log).toMatch(
    /^Not reusing snapshot 801 .*: it is older than 2 h\. Creating another\. The earlier one is kept\.$/mu,
  );
  expect(scene.snapshotIds()).toEqual(['801', '802']);
});

test('an attempt shortly before the snapshot is 2 h old still reuses it', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  scene.advance(113 * MINUTE_MS);
  expect((await attempt(scene, 2)).outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('an attempt after a later run has deployed creates another, and keep deletes nothing of that run', async () => {
  await using scene = await Scene.create();
  const run100 = await attempt(scene, 1, { env: { GITHUB_RUN_ID: '100' } });
  const run101 = await attempt(scene, 1, { env: { GITHUB_RUN_ID: '101' } });
  const again = await attempt(scene, 2, { env: { GITHUB_RUN_ID: '100' }, inputs: { keep: '2' } });
  expectSuccess(again);
  expect(again.outputs).toMatchObject({ snapshot_id: '803', created: 'true' });
  expect(again.log).toMatch(
    /^Not reusing snapshot 801 .*: another run has since taken snapshot 802 .* in the same series\. Creating/mu,
  );
  expect(scene.snapshotIds()).toContain(run101.outputs.snapshot_id);
  expect(scene.snapshotIds()).toContain(run100.outputs.snapshot_id);
});

test('a nightly backup since is no obstacle to reuse: it is another series', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  await scene.job({ GITHUB_RUN_ID: '7002', GITHUB_JOB: 'nightly' }).step();
  expect((await attempt(scene, 2)).outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('a second attempt creates another if the one that it reuses fails while it waits', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(FAILS_LATE);
  await attempt(scene, 1, { inputs: { wait: 'false' } });
  scene.advance(MINUTE_MS);
  const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
  const second = await job.step({ inputs: { rollback_on: 'failure' } });
  expectSuccess(second.main);
  expect(second.main.log).toMatch(/^ {2}snapshot 801 .*, reused, ended with status "failed"; creating another$/mu);
  expect(second.main.outputs).toMatchObject({ snapshot_id: '802', status: 'completed', created: 'true' });
  expectSuccess(await second.post('failure'));
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/', 'POST /snapshots/802/restore/']);
});

test('a second attempt fails if both the one that it reuses and its own fail', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(FAILS_LATE);
  await attempt(scene, 1, { inputs: { wait: 'false' } });
  scene.api.model.planNextSnapshot(FAILS);
  const { main } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step();
  expect(errorOf(main)).toMatch(/^Snapshot 802 .* ended with status "failed" after /u);
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/']);
});

test('a snapshot that has been in progress for over an hour is stuck: the step creates another, and names a way out', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  expect((await attempt(scene, 1)).exitCode).toBe(1);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
  expect(second.log).toMatch(
    /^Not reusing snapshot 801 .*: it has been in progress for over 60 min and may be stuck\. Creating another\. If it is stuck, delete it with `mode: delete`/mu,
  );
});

test('a snapshot that has been in progress for less than an hour is waited for', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({
    timeline: [
      { atMs: 0, status: 'in_progress' },
      { atMs: 70 * MINUTE_MS, status: 'completed' },
    ],
  });
  await attempt(scene, 1, { inputs: { wait: 'false' } });
  scene.advance(55 * MINUTE_MS);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('a snapshot of unknown age is not reused', async () => {
  await using scene = await Scene.create({ model: { fields: { timeForm: 'unreadable' } } });
  await attempt(scene, 1);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
  expect(second.log).toContain('its age is unknown');
});

test.each<[string, ActionRun]>([
  ['step', { env: { GITHUB_ACTION: '__acme_vps-snapshot_2' } }],
  ['job', { env: { GITHUB_JOB: 'deploy-eu' } }],
  ['run', { env: { GITHUB_RUN_ID: '6999' } }],
  ['repository', { env: { GITHUB_REPOSITORY: 'acme/blog', GITHUB_REPOSITORY_ID: '1' } }],
  ['leg of the matrix', { inputs: { job_index: '1' } }],
  ['use in a composite action, with another name', { inputs: { snapshot_name: 'db-{sha}' } }],
  ['series', { inputs: { series: 'web' } }],
])('nothing is reused from another %s', async (_which, other) => {
  await using scene = await Scene.create();
  await attempt(scene, 1, other);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '802', created: 'true' });
});

test('two legs of a matrix on one server reuse their own snapshots, whatever their order', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1, { inputs: { job_index: '0' } });
  await attempt(scene, 1, { inputs: { job_index: '1' } });
  const second = await attempt(scene, 2, { inputs: { job_index: '1' } });
  const first = await attempt(scene, 2, { inputs: { job_index: '0' } });
  expect([first.outputs.snapshot_id, second.outputs.snapshot_id]).toEqual(['801', '802']);
});

test('two uses in one composite action with names of their own reuse their own snapshots', async () => {
  await using scene = await Scene.create();
  const env = { GITHUB_ACTION: '__run_2' };
  for (const snapshot_name of ['a-{sha}', 'b-{sha}']) await attempt(scene, 1, { env, inputs: { snapshot_name } });
  const b = await attempt(scene, 2, { env, inputs: { snapshot_name: 'b-{sha}' } });
  const a = await attempt(scene, 2, { env, inputs: { snapshot_name: 'a-{sha}' } });
  expect([a.outputs.snapshot_id, b.outputs.snapshot_id]).toEqual(['801', '802']);
});

test('a snapshot with the attempt in its name is reused: the template counts, not the name', async () => {
  await using scene = await Scene.create();
  const inputs = { snapshot_name: 'deploy-{attempt}-{time}' };
  await attempt(scene, 1, { inputs });
  const second = await attempt(scene, 2, { inputs });
  expect(second.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('a server given by its UUID in the second attempt is the same server', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  const second = await attempt(scene, 2, { inputs: { server_id: 'A11CE5E4-0000-4000-8000-000000012345' } });
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('a safety snapshot of the first attempt is not mistaken for its snapshot before the deploy', async () => {
  await using scene = await Scene.create();
  const inputs = { rollback_on: 'failure', safety_snapshot: 'true' };
  const first = await scene.job({ GITHUB_RUN_ATTEMPT: '1' }).step({ inputs });
  expectSuccess(await first.post('failure'));
  expect(scene.snapshotIds()).toEqual(['801', '802']);
  scene.api.model.removeSnapshot(801);
  const second = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
  expectSuccess(second.main);
  expect(second.main.outputs).toMatchObject({ snapshot_id: '803', created: 'true' });
});

test('a re-run needs no room on a server at its limit', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  for (let count = 0; count < 4; count += 1) addSnapshot(scene, { hoursOld: 0, name: 'manual' });
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
});

test('a re-run with safety_snapshot finds room in what keep deletes once the reused snapshot has completed', async () => {
  await using scene = await Scene.create();
  const old = await attempt(scene, 1, { env: { GITHUB_RUN_ID: '6999' } });
  for (let count = 0; count < 3; count += 1) addSnapshot(scene, { hoursOld: 40, name: 'manual' });
  await attempt(scene, 1, { inputs: { wait: 'false' } });
  const inputs = { keep: '1', safety_snapshot: 'true', rollback_on: 'failure' };
  const second = await attempt(scene, 2, { inputs });
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ created: 'false', pruned_ids: `[${old.outputs.snapshot_id}]` });
});

test('keep counts a reused snapshot as the newest and never deletes it', async () => {
  await using scene = await Scene.create();
  const old = await attempt(scene, 1, { env: { GITHUB_RUN_ID: '6999' } });
  await attempt(scene, 1);
  const second = await attempt(scene, 2, { inputs: { keep: '1' } });
  expectSuccess(second);
  expect(second.outputs).toMatchObject({
    snapshot_id: '802',
    created: 'false',
    pruned_ids: `[${old.outputs.snapshot_id}]`,
  });
});

test('of several servers, one reuses its snapshot and one that has none gets one', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2, snapshotPlan: COMPLETED_AT_ONCE });
  await attempt(scene, 1);
  const second = await attempt(scene, 2, { inputs: { server_id: `${SERVER},2` } });
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801,802', created: 'false,true', status: 'completed' });
});

test('a re-run is rolled back after the job to the snapshot that it reused', async () => {
  await using scene = await Scene.create();
  const inputs = { rollback_on: 'failure' };
  await attempt(scene, 1, { inputs });
  const { main, post } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
  expect(main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
});

test('a runner that does not count attempts, such as that of Gitea, reuses what the same run took', async () => {
  await using scene = await Scene.create();
  const job = () => scene.job({ GITHUB_RUN_ATTEMPT: '', GITHUB_REPOSITORY_ID: '' });
  const first = await job().step({ inputs: { rollback_on: 'failure' } });
  expectSuccess(first.main);
  const { main, post } = await job().step({ inputs: { rollback_on: 'failure' } });
  expectSuccess(main);
  expect(main.outputs).toMatchObject({ snapshot_id: '801', created: 'false' });
  expectSuccess(await post('failure'));
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
});

test('a re-run adopts the snapshot whose create was lost with the runner', async () => {
  await using scene = await Scene.create();
  const created = Promise.withResolvers<void>();
  scene.setFaults(({ method }) => {
    if (method !== 'POST') return undefined;
    created.resolve();
    return { kind: 'silence', effect: true };
  });
  const killed = await attempt(scene, 1, { signalWhen: { happened: created.promise, signal: 'SIGKILL' } });
  expect(killed.exitCode).toBeNull();
  scene.setFaults(undefined);
  const second = await attempt(scene, 2);
  expectSuccess(second);
  expect(second.outputs).toMatchObject({ snapshot_id: '801', status: 'completed', created: 'false' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('what one server reuses is rolled back to after the job, although another server has no room', async () => {
  await using scene = await Scene.create();
  const { model } = scene.api;
  model.addServer({ id: 2, name: 'web-2' });
  for (let hoursOld = 1; hoursOld <= 5; hoursOld += 1) addSnapshot(scene, { hoursOld, server: 2 });
  model.writeDisk(SERVER, 'v1');
  model.planNextSnapshot(COMPLETED_AT_ONCE);
  const first = await scene.job().step();
  const reused = first.main.outputs.snapshot_id ?? '';
  model.writeDisk(SERVER, 'a bad v2');
  const inputs = { server_id: `${SERVER} 2` };
  const second = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
  expect(errorOf(second.main)).toContain('reached the limit of 5 snapshots');
  expect(second.main.outputs.snapshot_id).toBe(`${reused},`);
  const error = errorOf(await second.post('failure', { inputs: { rollback_if: 'failure' } }));
  expect(error).toContain('Server 2 (web-2) was not rolled back: this step did not take a snapshot of it.');
  expect(model.restores()).toMatchObject([{ serverId: SERVER, snapshotId: Number(reused) }]);
  expect(model.disk(SERVER)).toBe('v1');
});

test.each([
  ['a snapshot step', {}],
  ['mode: wait', { wait: 'false' }],
])('%s of an attempt after a cancelled one waits until its rollback is over', async (kind, first) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const before = await scene.job({ GITHUB_RUN_ATTEMPT: '1' }).step({ inputs: { rollback_on: 'cancelled' } });
  scene.api.model.planNextRestore(restoreInto('active'));
  expect((await before.post('cancelled')).exitCode).toBe(0);
  const restoredMs = scene.nowMs;
  const job = scene.job({ GITHUB_RUN_ATTEMPT: '2' });
  let { main } = await job.step({ inputs: first });
  if (kind === 'mode: wait') {
    expect(scene.nowMs - restoredMs).toBeLessThan(60_000);
    const snapshots = main.outputs.snapshots ?? '';
    ({ main } = await job.step({ inputs: { mode: 'wait', snapshot_id: snapshots } }));
  }
  expectSuccess(main);
  expect(main.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
  expect(main.log).toContain('server 12345 (web-1) is being restored; waiting for that to finish');
  expect(scene.nowMs - restoredMs).toBeGreaterThan(420_000);
  expect(scene.writes().filter((write) => write.startsWith('POST'))).toEqual([
    'POST /snapshots/',
    'POST /snapshots/801/restore/',
  ]);
});

test('an attempt after a rollback that does not end is an error at the timeout, and says what there is', async () => {
  await using scene = await Scene.create();
  await attempt(scene, 1);
  scene.api.model.setServerStatus(SERVER, 'restoring');
  const error = errorOf(await attempt(scene, 2, { inputs: { timeout_minutes: '5' } }));
  expect(error).toMatch(
    /^Server 12345 \(web-1\) is still being restored after 5 min 0 s \(timeout_minutes\)\. Snapshot 801 .* is "completed"\./u,
  );
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});
