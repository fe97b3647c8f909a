import { expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy, FAILS, NEVER_COMPLETED } from '../support/fixtures.ts';
import { SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = { wait: 'false' };
const byLaterRun = await descriptionBy({ GITHUB_RUN_ID: '7002' });

/** A job whose first step has taken a snapshot that completed a while ago. */
async function jobWithSnapshot(scene: Scene, hoursAgo: number) {
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { main } = await scene.job().step({ inputs: START });
  scene.advance(hoursAgo * HOUR_MS);
  return { mode: 'wait', snapshot_id: main.outputs.snapshots ?? '' };
}

test('wait: false ends when the snapshot has started, and outputs what is known', async () => {
  await using scene = await Scene.create();
  const result = await scene.run({ inputs: START });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({
    snapshot_id: '801',
    snapshot_name: SHA,
    status: 'in_progress',
    created: 'true',
    size_mb: '',
  });
  expect(scene.requests()).toEqual([`GET /servers/${SERVER}/`, 'GET /snapshots/', 'POST /snapshots/']);
  expect(result.log).toMatch(
    /^⏳ snapshot 801 "3f2a9c1" on server 12345 \(web-1\), status: in_progress; VPS\.org is still working on it$/mu,
  );
  expect(result.summary).toMatch(/^### ⏳ VPS\.org snapshot: started, not completed yet$/mu);
});

test('mode: wait ends as the first step would have, with the same outputs', async () => {
  await using scene = await Scene.create();
  const job = scene.job();
  const start = await job.step({ inputs: START });
  scene.advance(2 * MINUTE_MS);
  const wait = await job.step({ inputs: { mode: 'wait', snapshot_id: start.main.outputs.snapshots ?? '' } });
  expectSuccess(wait.main);
  expect(wait.main.outputs).toMatchObject({
    snapshot_id: '801',
    snapshot_name: SHA,
    status: 'completed',
    size_mb: '5120',
    created_at: '2025-01-16T12:00:00Z',
  });
  expect(JSON.parse(wait.main.outputs.snapshots ?? '')).toMatchObject([
    { server_id: SERVER, snapshot_id: 801, status: 'completed', size_mb: 5120 },
  ]);
  expect(wait.main.summary).toMatch(/^### ✅ VPS\.org snapshot: completed/mu);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
  // 6 min in all, of which the build took 2.
  expect(scene.nowMs).toBeLessThan(Date.parse('2025-01-16T12:06:20Z'));
});

test('mode: wait takes no time if the snapshot has completed meanwhile', async () => {
  await using scene = await Scene.create();
  const start = await scene.job().step({ inputs: START });
  scene.advance(20 * MINUTE_MS);
  const beforeMs = scene.nowMs;
  const wait = await scene.job().step({ inputs: { mode: 'wait', snapshot_id: start.main.outputs.snapshot_id ?? '' } });
  expectSuccess(wait.main);
  expect(wait.main.outputs.status).toBe('completed');
  expect(scene.nowMs).toBe(beforeMs);
  expect(wait.main.log).toMatch(
    /^✅ snapshot 801 "3f2a9c1" on server 12345 \(web-1\) completed before this step, taken 20 min ago, 5,120 MB$/mu,
  );
  expect(wait.main.summary).toMatch(/^### ✅ VPS\.org snapshot: completed before this step$/mu);
});

test('mode: wait of a fleet waits for all that the output snapshots names', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const job = scene.job();
  const server_id = `2,${SERVER}`;
  const start = await job.step({ inputs: { ...START, server_id } });
  expectSuccess(start.main);
  const inputs = { mode: 'wait', server_id, snapshot_id: start.main.outputs.snapshots ?? '' };
  const wait = await job.step({ inputs });
  expectSuccess(wait.main);
  expect(wait.main.outputs).toMatchObject({ snapshot_id: start.main.outputs.snapshot_id, status: 'completed' });
});

test('mode: wait only warns of the snapshot of a run that deployed in between if no rollback is configured', async () => {
  await using scene = await Scene.create();
  const inputs = await jobWithSnapshot(scene, 26);
  addSnapshot(scene, { hoursOld: 25, description: byLaterRun, name: 'next' });
  const { main } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
  expect({ exitCode: main.exitCode, errors: main.errors }).toEqual({ exitCode: 0, errors: [] });
  expect(main.warnings.join()).toMatch(
    /^Since the snapshot in snapshot_id was taken, another run has taken one in the same series on server 12345\./u,
  );
});

test.each([
  ['is completed', {}],
  ['is in progress', { status: 'in_progress' }],
])(
  'mode: wait of a re-run is refused if the snapshot of a run that deployed in between %s, and nothing is deleted or rolled back',
  async (_how, rest) => {
    await using scene = await Scene.create();
    const inputs = { ...(await jobWithSnapshot(scene, 26)), keep: '1', rollback_on: 'failure' };
    const later = addSnapshot(scene, { hoursOld: 25, description: byLaterRun, name: 'next', ...rest });
    const wait = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
    const error = errorOf(wait.main);
    expect(error).toMatch(
      /^Since the snapshot in snapshot_id was taken, another run has taken one in the same series on/u,
    );
    expect(error).toMatch(/^ {2}Snapshot 801 "3f2a9c1" on server 12345 \(web-1\): completed, 26 h ago$/mu);
    expect(error).toMatch(/^ {2}Snapshot 802 "next" on server 12345 \(web-1\): .*, 25 h ago, taken by run 7002$/mu);
    expect(error).toContain('Run the whole workflow again ("Re-run all jobs")');
    expect(scene.snapshotIds()).toEqual(['801', later]);
    expect((await wait.post('failure')).exitCode).toBe(0);
    expect(scene.writes()).toEqual(['POST /snapshots/']);
  },
);

test('mode: wait that was refused does not roll back over the other release for rollback_if either', async () => {
  await using scene = await Scene.create();
  const inputs = { ...(await jobWithSnapshot(scene, 26)), rollback_if: 'true' };
  addSnapshot(scene, { hoursOld: 25, description: byLaterRun });
  const wait = await scene.job().step({ inputs });
  expect(wait.main.exitCode).toBe(1);
  expect(errorOf(await wait.post('failure'))).toContain('another run has since taken snapshot 802');
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('after a mode: wait that was refused, re-running all jobs takes a fresh snapshot and continues', async () => {
  await using scene = await Scene.create();
  await jobWithSnapshot(scene, 26);
  addSnapshot(scene, { hoursOld: 25, description: byLaterRun });
  const job = scene.job({ GITHUB_RUN_ATTEMPT: '3' });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const start = await job.step({ inputs: START });
  expect(start.main.outputs).toMatchObject({ snapshot_id: '803', created: 'true' });
  expectSuccess((await job.step({ inputs: { mode: 'wait', snapshot_id: '803', rollback_on: 'failure' } })).main);
});

test('mode: wait in a dry run only says that another run has deployed since', async () => {
  await using scene = await Scene.create();
  const inputs = { ...(await jobWithSnapshot(scene, 26)), dry_run: 'true' };
  addSnapshot(scene, { hoursOld: 25, description: byLaterRun, name: 'next' });
  const result = await scene.run({ inputs });
  expect([result.exitCode, result.warnings.length]).toEqual([0, 1]);
  expect(result.warnings[0]).toMatch(/^Since the snapshot .*Snapshot 801 .*: completed, 26 h ago.*Snapshot 802 /su);
  expect(result.log).toContain('Would wait for snapshot 801');
});

test.each([
  ['another series', await descriptionBy({ GITHUB_RUN_ID: '7002' }, { series: 'nightly' })],
  ['nobody that the action knows', ''],
])('mode: wait continues after a newer snapshot of %s', async (_whose, description) => {
  await using scene = await Scene.create();
  const inputs = await jobWithSnapshot(scene, 1);
  addSnapshot(scene, { hoursOld: 0.5, description });
  expectSuccess(await scene.run({ inputs: { ...inputs, keep: '1' } }));
});

test('mode: wait warns of a snapshot from 2 h ago or more, and continues', async () => {
  await using scene = await Scene.create();
  const inputs = { ...(await jobWithSnapshot(scene, 26)), rollback_on: 'failure' };
  const { main, post } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs });
  expect([main.exitCode, main.warnings]).toEqual([
    0,
    [
      'Snapshot 801 "3f2a9c1" on server 12345 (web-1) was taken 26 h ago: a rollback to it would discard writes since 2025-01-16 12:00:00 UTC (26 h 0 min).\nFor a fresh snapshot before the deploy, run the whole workflow again.',
    ],
  ]);
  expect(main.log).toMatch(/^✅ snapshot 801 .* completed before this step, taken 26 h ago, /mu);
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801 }]);
});

test('mode: wait of a fleet gives the age of each snapshot that had already completed', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const server_id = `${SERVER},2`;
  const start = await scene.job().step({ inputs: { ...START, server_id } });
  scene.advance(40 * MINUTE_MS);
  const inputs = { mode: 'wait', server_id, snapshot_id: start.main.outputs.snapshots ?? '' };
  const result = await scene.run({ inputs });
  expectSuccess(result);
  expect(result.log.match(/^✓ snapshot 80\d .* had already completed \(taken 40 min ago, 5,120 MB\)$/gmu)).toHaveLength(
    2,
  );
  expect(result.log).toMatch(/^✅ 2 snapshots completed before this step$/mu);
});

test('mode: wait is refused at once if a rollback would find no room for its safety snapshot', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [40, 30, 20, 10]) addSnapshot(scene, { hoursOld });
  const start = await scene.job().step({ inputs: START });
  const startedMs = scene.nowMs;
  const inputs = { mode: 'wait', snapshot_id: start.main.outputs.snapshots ?? '', safety_snapshot: 'true' };
  const wait = await scene.job().step({ inputs: { ...inputs, rollback_on: 'failure' } });
  const error = errorOf(wait.main);
  expect(error).toMatch(
    /^Server 12345 has no room for another snapshot \(the limit is 5\)\..* safety_snapshot needs room/u,
  );
  expect(error).toContain('805 "3f2a9c1", in_progress');
  expect(error).not.toContain('on_limit');
  expect(scene.nowMs).toBe(startedMs);
  expect(wait.main.outputs.snapshot_id).toBe('805');
});

test('mode: wait has room for a safety snapshot if keep will make it once the snapshot has completed', async () => {
  await using scene = await Scene.create();
  for (const hoursOld of [40, 30, 20]) addSnapshot(scene, { hoursOld });
  const old = addSnapshot(scene, { hoursOld: 10, description: await descriptionBy() });
  const start = await scene.job().step({ inputs: START });
  const inputs = { mode: 'wait', snapshot_id: start.main.outputs.snapshots ?? '', safety_snapshot: 'true' };
  const { main, post } = await scene.job().step({ inputs: { ...inputs, keep: '1', rollback_on: 'failure' } });
  expectSuccess(main);
  expect(main.outputs.pruned_ids).toBe(`[${old}]`);
  expectSuccess(await post('failure'));
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 805 }]);
});

test('mode: wait deletes what keep no longer keeps, by the series of the snapshot', async () => {
  await using scene = await Scene.create();
  const web = await descriptionBy({}, { series: 'web' });
  const own = await descriptionBy();
  const [first, second] = [30, 20].map((hoursOld) => addSnapshot(scene, { hoursOld, description: web }));
  const other = addSnapshot(scene, { hoursOld: 40, description: own });
  const job = scene.job();
  const start = await job.step({ inputs: { ...START, series: 'web' } });
  const inputs = { mode: 'wait', snapshot_id: start.main.outputs.snapshot_id ?? '', keep: '1' };
  const wait = await job.step({ inputs });
  expectSuccess(wait.main);
  expect(wait.main.outputs.pruned_ids).toBe(`[${first},${second}]`);
  expect(scene.snapshotIds()).toEqual([other, start.main.outputs.snapshot_id]);
});

test.each([
  ['fails', FAILS, {}, /ended with status "failed"/u],
  [
    'does not complete in time',
    NEVER_COMPLETED,
    { timeout_minutes: '9' },
    /has not completed after [\s\S]*has completed, then re-run the job\. For a slow/u,
  ],
  ['disappears', { ...NEVER_COMPLETED, goneAfterMs: MINUTE_MS }, {}, /disappeared/u],
])('mode: wait fails if the snapshot %s', async (_how, plan, more, words) => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(plan);
  const start = await scene.job().step({ inputs: START });
  const inputs = { mode: 'wait', snapshot_id: start.main.outputs.snapshot_id ?? '', keep: '1', ...more };
  const wait = await scene.job().step({ inputs });
  expect(errorOf(wait.main)).toMatch(words);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('mode: wait names a snapshot that does not exist, and one of another server', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const foreign = addSnapshot(scene, { hoursOld: 1, server: 2 });
  const error = errorOf(await scene.run({ inputs: { mode: 'wait', snapshot_id: `999,${foreign}` } }));
  expect(error).toMatch(/^Cannot wait for the snapshots of server 12345\.$/mu);
  expect(error).toContain('Snapshot 999 does not exist, or this token cannot see it.');
  expect(error).toMatch(new RegExp(`Snapshot ${foreign} .* does not belong to any server in server_id`, 'u'));
});

test('mode: wait needs one snapshot for each server', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const ids = [2, 1].map((hoursOld) => addSnapshot(scene, { hoursOld }));
  const inputs = { mode: 'wait', server_id: `${SERVER},2`, snapshot_id: ids.join() };
  const error = errorOf(await scene.run({ inputs }));
  expect(error).toContain('snapshot_id names 2 snapshots of server 12345 (web-1); it must name one.');
  expect(error).toContain('snapshot_id names 0 snapshots of server 2 (server-2); it must name one.');
});

test.each([
  ['nothing', '', /snapshot_id is empty: `mode: wait` needs the snapshot ID from the step that started/u],
  ['latest', 'latest', /snapshot_id is "latest", which only `mode: rollback` accepts/u],
])('mode: wait is refused before any request if snapshot_id is %s', async (_what, snapshot_id, words) => {
  await using scene = await Scene.create();
  expect(errorOf(await scene.run({ inputs: { mode: 'wait', snapshot_id } }))).toMatch(words);
  expect(scene.requests()).toEqual([]);
});

test.each([
  ['keep', { keep: '3' }, /wait cannot be false with keep: .*`mode: wait` step/u],
  ['keep_daily', { keep_daily: '3' }, /wait cannot be false with keep_daily/u],
  ['rollback_on', { rollback_on: 'failure' }, /wait cannot be false with rollback_on: .*`mode: wait` step/u],
])('wait: false is refused with %s before any request', async (_name, inputs, words) => {
  await using scene = await Scene.create();
  expect(errorOf(await scene.run({ inputs: { ...START, ...inputs } }))).toMatch(words);
  expect(scene.requests()).toEqual([]);
});

test('the mode: wait step rolls back after the job; a failed test before it rolls nothing back', async () => {
  await using scene = await Scene.create();
  const job = scene.job();
  const start = await job.step({ inputs: START });
  // The unit tests fail, so the mode: wait step never runs.
  expectSuccess(await start.post('failure'));
  expect(scene.api.model.restores()).toEqual([]);

  const inputs = { mode: 'wait', snapshot_id: start.main.outputs.snapshots ?? '', rollback_on: 'failure' };
  const wait = await job.step({ inputs });
  expectSuccess(wait.main);
  expectSuccess(await wait.post('failure'));
  expect(scene.api.model.restores()).toMatchObject([{ snapshotId: 801, serverId: SERVER }]);
});

test('wait: false adopts a create whose response was lost', async () => {
  await using scene = await Scene.create();
  scene.setFaults(({ method }) => (method === 'POST' ? { kind: 'lost-after' } : undefined));
  const start = await scene.job().step({ inputs: START });
  expectSuccess(start.main);
  expect(start.main.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('mode: wait in a dry run waits for nothing', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  await scene.run({ inputs: START });
  const beforeMs = scene.nowMs;
  const result = await scene.run({ inputs: { mode: 'wait', snapshot_id: '801', dry_run: 'true' } });
  expectSuccess(result);
  expect(result.log).toContain('Would wait for snapshot 801 "3f2a9c1" on server 12345 (web-1)');
  expect(scene.nowMs).toBe(beforeMs);
});

test('wait: false reuses a snapshot in progress without waiting for it', async () => {
  await using scene = await Scene.create();
  await scene.job().step({ inputs: START });
  scene.advance(MINUTE_MS);
  const beforeMs = scene.nowMs;
  const { main } = await scene.job({ GITHUB_RUN_ATTEMPT: '2' }).step({ inputs: START });
  expectSuccess(main);
  expect(main.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress', created: 'false' });
  expect(scene.nowMs).toBe(beforeMs);
});

test('wait: false of a fleet says that its snapshots have started', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  const result = await scene.run({ inputs: { ...START, server_id: `${SERVER},2` } });
  expectSuccess(result);
  expect(result.log).toMatch(/^⏳ 2 snapshots started, not completed yet$/mu);
});

test.each(['dropped', { cutAt: 60 }] as const)(
  'wait: false warns if this is what the API keeps of a description: %j',
  async (kept) => {
    await using scene = await Scene.create({ model: { description: kept } });
    const result = await scene.run({ inputs: START });
    expect([result.exitCode, result.warnings.length]).toEqual([0, 1]);
    expect(result.warnings[0]).toMatch(
      /so the marker of this action is lost\. Retention, on_limit and a re-run will not/u,
    );
  },
);

test('wait: false does not mistake a response without the description for a lost marker', async () => {
  await using scene = await Scene.create();
  const response = { id: 801, server: { id: SERVER }, name: SHA, status: 'in_progress', size_mb: null };
  scene.setFaults(({ method }) =>
    method === 'POST' ? { kind: 'response', status: 201, body: JSON.stringify(response), effect: true } : undefined,
  );
  expectSuccess(await scene.run({ inputs: START }));
});

test('mode: wait looks again for a snapshot that the list does not show yet', async () => {
  await using scene = await Scene.create({ model: { replicaLagsMs: [30_000] } });
  const start = await scene.run({ inputs: START });
  const wait = await scene.run({ inputs: { mode: 'wait', snapshot_id: start.outputs.snapshot_id ?? '' } });
  expectSuccess(wait);
  expect(wait.outputs).toMatchObject({ snapshot_id: '801', status: 'completed' });
});

test.each(
  (['docs', 'clients', 'both'] as const).flatMap((dialect) =>
    [
      [30_000, 0],
      [0, 30_000],
      [30_000, 30_000, 0],
      [30_000, 30_000, 30_000, 0],
    ].map((replicaLagsMs) => ({ dialect, replicaLagsMs })),
  ),
)('mode: wait takes a snapshot from the reading that shows it: %j', async (model) => {
  await using scene = await Scene.create({ model });
  const job = scene.job();
  const server_id = model.dialect === 'docs' ? String(SERVER) : serverUuid(SERVER);
  const start = await job.step({ inputs: { ...START, server_id } });
  const wait = await job.step({ inputs: { mode: 'wait', server_id, snapshot_id: start.main.outputs.snapshots ?? '' } });
  expectSuccess(wait.main);
  expect(wait.main.outputs).toMatchObject({ snapshot_id: start.main.outputs.snapshot_id, status: 'completed' });
});

test('wait: false fails with a snapshot that has failed when it is accepted', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'failed' }] });
  const result = await scene.run({ inputs: START });
  expect(errorOf(result)).toMatch(/^Snapshot 801 .* ended with status "failed"/u);
  expect(result.outputs.status).toBe('failed');
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['another run', { GITHUB_RUN_ID: '6000' }, 'run 6000'],
  ['another repository', { GITHUB_REPOSITORY_ID: '1' }, 'another repository'],
])(
  'mode: wait is refused before the deploy if a rollback is configured and %s took the snapshot',
  async (_, env, taker) => {
    const description = await descriptionBy(env);
    for (const armed of [
      { rollback_on: 'failure' },
      { notify_url: 'https://hooks.example.com/services/abcdefghijkl' },
    ]) {
      await using scene = await Scene.create();
      const snapshot_id = addSnapshot(scene, { hoursOld: 1, description });
      const wait = await scene.job().step({ inputs: { mode: 'wait', snapshot_id, ...armed } });
      const error = errorOf(wait.main);
      expect(error).toContain('so a deploy could not be rolled back');
      expect(error).toContain(`Snapshot 801 "before" on server 12345 (web-1): completed, 1 h ago, taken by ${taker}`);
      expect(scene.writes()).toEqual([]);
    }
  },
);

test('mode: wait only warns of the snapshot of another run if no rollback is configured', async () => {
  await using scene = await Scene.create();
  const snapshot_id = addSnapshot(scene, { hoursOld: 1, description: await descriptionBy() });
  const { exitCode, errors, warnings } = (await scene.job().step({ inputs: { mode: 'wait', snapshot_id } })).main;
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
  expect(warnings).toEqual([expect.stringContaining('After the job, only a snapshot that this run took is restored')]);
});

test('mode: wait takes a manual snapshot without a warning, and rolls back to it', async () => {
  await using scene = await Scene.create();
  const snapshot_id = addSnapshot(scene, { hoursOld: 1 });
  const wait = await scene.job().step({ inputs: { mode: 'wait', snapshot_id, rollback_on: 'failure' } });
  expectSuccess(wait.main);
  expectSuccess(await wait.post('failure'));
  expect(scene.writes()).toEqual(['POST /snapshots/801/restore/']);
});
