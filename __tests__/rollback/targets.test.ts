import { describe, expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE, descriptionBy } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { addTarget, restoreRequests } from './target.ts';

const THIS_RUN = { GITHUB_RUN_ID: '7001' };
const ofThisRun = await descriptionBy(THIS_RUN);
const ofEarlierRun = await descriptionBy({ GITHUB_RUN_ID: '6000' });
const ofLaterRun = await descriptionBy({ GITHUB_RUN_ID: '7500' });
const ofAnotherRepository = await descriptionBy({
  ...THIS_RUN,
  GITHUB_REPOSITORY: 'acme/blog',
  GITHUB_REPOSITORY_ID: '1',
});
const NIGHTLY = {
  GITHUB_JOB: 'backup',
  GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/nightly.yml@refs/heads/main',
};
const ofNightly = await descriptionBy({ ...NIGHTLY, GITHUB_RUN_ID: '7400' });
const ofSafety = await safetyDescription();

/** The description of the safety snapshot that a rollback of this run takes. */
async function safetyDescription(): Promise<string> {
  await using scene = await Scene.create();
  addTarget(scene, 700, SERVER);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  await scene.run({ inputs: { mode: 'rollback', snapshot_id: '700', safety_snapshot: 'true' } });
  return scene.api.model.snapshots().find(({ id }) => id === 801)?.description ?? '';
}

/** The error of a rollback that must change nothing. */
async function refusalOf(scene: Scene, inputs: Record<string, string>): Promise<string> {
  const result = await scene.run({ inputs: { mode: 'rollback', ...inputs } });
  const error = errorOf(result);
  expect(error).toContain('No restore was started');
  expect(result.outputs.rolled_back).toBe('false');
  expect(scene.writes()).toEqual([]);
  return error;
}

/** Servers 12345 and 222 with a completed snapshot each, and one of the first that has not completed. */
async function twoServers(): Promise<Scene> {
  const scene = await Scene.create();
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  scene.api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'good' });
  scene.api.model.addSnapshot({ id: 701, serverId: SERVER, name: 'started', status: 'in_progress' });
  scene.api.model.addSnapshot({ id: 702, serverId: 222, name: 'other' });
  return scene;
}

const THERE =
  /Snapshots on server 12345:\n(?: {2}\d+ .*\n)* {2}700 "good", completed.*\n {2}701 "started", in_progress/u;

test.each([
  [
    'is of another server',
    { snapshot_id: '702' },
    /Snapshot 702 "other" on server 222.* does not belong to any server in/u,
  ],
  ['does not exist', { snapshot_id: '999' }, /Snapshot 999 does not exist, or this token cannot see it/u],
  ['has not completed', { snapshot_id: '701' }, /Snapshot 701 "started" .* has not completed; .*"in_progress"/u],
] as const)('restores nothing and lists what is there if the snapshot %s', async (_, inputs, words) => {
  await using scene = await twoServers();
  const error = await refusalOf(scene, inputs);
  expect(error).toMatch(words);
  expect(error).toMatch(THERE);
});

test.each([
  ['one has no target', { snapshot_id: '700' }, /Server 222 \(web-2\) has no snapshot to restore/u],
  ['one target has not completed', { snapshot_id: '701 702' }, /Snapshot 701 .*has not completed/u],
  [
    'one has two targets',
    { snapshot_id: '700 702 703' },
    /snapshot_id has 2 snapshots of server 222 \(web-2\): set only one/u,
  ],
  ['one target does not exist', { snapshot_id: '999,702' }, /Snapshot 999 does not exist/u],
] as const)('restores none of two servers if %s', async (_, inputs, words) => {
  await using scene = await twoServers();
  scene.api.model.addSnapshot({ id: 703, serverId: 222, name: 'more' });
  const error = await refusalOf(scene, { server_id: `${SERVER},222`, ...inputs });
  expect(error).toMatch(words);
  expect(error).toContain('Snapshots on server 222:');
});

test("restores nothing if the output `snapshots` names a server other than the API's", async () => {
  await using scene = await twoServers();
  const snapshot_id = JSON.stringify([
    { server_id: SERVER, snapshot_id: 702 },
    { server_id: 222, snapshot_id: 700 },
  ]);
  const error = await refusalOf(scene, { server_id: `${SERVER},222`, snapshot_id });
  expect(error).toMatch(/snapshot_id assigns snapshot 702 .* to server 12345, but it belongs to server 222/u);
});

test.each([
  ['failed', 'failed'],
  ['of an unknown status', 'archived'],
  ['in capitals and unfinished', 'IN_PROGRESS'],
])('restores nothing from a snapshot that is %s', async (_, status) => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 1, status });
  const error = await refusalOf(scene, { snapshot_id: '801' });
  expect(error).toContain(`its status is "${status.toLowerCase()}"`);
});

test.each([String(SERVER), '222', `${SERVER},222`])(
  'restores nothing from a snapshot that is listed under two servers (server_id: %s)',
  async (server_id) => {
    await using scene = await Scene.create({ model: { lists: { ignoresServerFilter: true } } });
    scene.api.model.addServer({ id: 222, name: 'web-2' });
    addTarget(scene, 700, SERVER);
    scene.api.model.addRawItem('snapshots', { id: 700, server: { id: 222 }, name: 'x', status: 'completed' });
    const error = await refusalOf(scene, { server_id, snapshot_id: '700' });
    expect(error).toContain(
      'Snapshot 700 is listed under several servers, so it is unclear which server it belongs to.',
    );
  },
);

test('deletes no snapshot that is listed under two servers', async () => {
  await using scene = await Scene.create({ model: { lists: { ignoresServerFilter: true } } });
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  addTarget(scene, 700, SERVER);
  scene.api.model.addRawItem('snapshots', { id: 700, server: { id: 222 }, name: 'x', status: 'completed' });
  const error = errorOf(await scene.run({ inputs: { mode: 'delete', snapshot_id: '700' } }));
  expect(error).toContain('listed under several servers');
  expect(scene.writes()).toEqual([]);
});

test('restores nothing from a snapshot whose server cannot be determined', async () => {
  await using scene = await Scene.create();
  scene.api.model.addRawItem('snapshots', { id: 700, name: 'x', status: 'completed', created_at: null });
  expect((await scene.run({ inputs: { mode: 'rollback', snapshot_id: '700' } })).exitCode).toBe(1);
  expect(scene.writes()).toEqual([]);
});

test.each([401, 403])('restores nothing if the list of snapshots is refused with %d', async (status) => {
  await using scene = await Scene.create();
  addTarget(scene, 700, SERVER);
  scene.setFaults(({ path }) =>
    path.includes('/snapshots/') ? { kind: 'response', status, body: '{"detail": "No."}', effect: false } : undefined,
  );
  const error = errorOf(await scene.run({ inputs: { mode: 'rollback', snapshot_id: '700' } }));
  expect(error).toMatch(new RegExp(`returned ${status}: No\\.[\\s\\S]*Nothing was changed`, 'u'));
  expect(scene.requests()).toEqual(['GET /servers/12345/', 'GET /snapshots/']);
});

test('without snapshot_id restores the newest completed one that this run took', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 222 });
  addSnapshot(scene, { hoursOld: 9, description: ofThisRun });
  addSnapshot(scene, { hoursOld: 8.5, description: ofThisRun, status: 'in_progress' });
  const wanted = addSnapshot(scene, { hoursOld: 8, description: ofThisRun });
  addSnapshot(scene, { hoursOld: 6, description: ofThisRun, status: 'failed' });
  addSnapshot(scene, { hoursOld: 5, description: ofAnotherRepository });
  addSnapshot(scene, { hoursOld: 4, description: '' });
  addSnapshot(scene, { hoursOld: 3, description: ofThisRun, server: 222 });
  addSnapshot(scene, { hoursOld: 2, description: ofSafety });
  addSnapshot(scene, { hoursOld: 1, description: ofNightly });
  addSnapshot(scene, { hoursOld: 0.5, description: `Copied\n${ofThisRun}` });
  const result = await scene.run({ inputs: { mode: 'rollback' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: wanted, rolled_back: 'true' });
  expect(scene.writes()).toEqual([`POST /snapshots/${wanted}/restore/`]);
});

test('without snapshot_id reads the server and its snapshots once before the restore', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 9, description: ofThisRun });
  addSnapshot(scene, { hoursOld: 8.5, description: ofThisRun, status: 'in_progress' });
  const wanted = addSnapshot(scene, { hoursOld: 8, description: ofThisRun });
  expectSuccess(await scene.run({ inputs: { mode: 'rollback' } }));
  expect(scene.requests().slice(0, 3)).toEqual([
    'GET /servers/12345/',
    'GET /snapshots/',
    `POST /snapshots/${wanted}/restore/`,
  ]);
});

describe('Without snapshot_id never restores an older snapshot of this run in place of the newest', () => {
  const older = { hoursOld: 9, description: ofThisRun, name: 'older' };

  test.each([[[0, 20_000]], [[20_000, 0]], [[0, 0, 20_000]], [[20_000]], [[50_000, 0]]])(
    'if a replica shows that as unfinished for a while (lags %j)',
    async (replicaLagsMs) => {
      for (const hasOlder of [true, false]) {
        await using scene = await Scene.create({ model: { replicaLagsMs } });
        if (hasOlder) addSnapshot(scene, older);
        scene.api.model.planNextSnapshot({
          timeline: [
            { atMs: 0, status: 'in_progress' },
            { atMs: 60_000, status: 'completed' },
          ],
        });
        const job = scene.job();
        const newer = await job.step({ inputs: { snapshot_name: 'newer' } });
        const { main } = await job.step({ inputs: { mode: 'rollback' } });
        expectSuccess(main);
        expect(main.outputs.snapshot_id).toBe(newer.main.outputs.snapshot_id);
      }
    },
  );

  test.each(['in_progress', 'archived'])('if that stays %s, which is an error after 60 s', async (status) => {
    await using scene = await Scene.create();
    const good = addSnapshot(scene, older);
    const newer = addSnapshot(scene, { hoursOld: 0.1, description: ofThisRun, status, name: 'newer' });
    const startMs = scene.nowMs;
    const error = await refusalOf(scene, {});
    expect(error).toContain(
      `Snapshot ${newer} "newer" on server ${SERVER} (web-1), which this run took, has not completed; its status is "${status}". To roll back to an earlier snapshot of this run, set snapshot_id to its ID, for example ${good}.`,
    );
    expect(scene.nowMs - startMs).toBeGreaterThan(54_000);
    expect(scene.nowMs - startMs).toBeLessThan(62_000);
    expectSuccess(await scene.run({ inputs: { mode: 'rollback', snapshot_id: good } }));
  });

  test.each(['newest-first', 'oldest-first'] as const)('if the API shows no times (%s)', async (order) => {
    for (const dialect of ['clients', 'both'] as const) {
      const model = { dialect, lists: { order }, fields: { timeForm: 'null' } } as const;
      await using scene = await Scene.create({ withoutServer: true, model });
      const server_id = scene.api.model.addServer({ id: SERVER, name: 'web-1' }).uuid;
      const step = { GITHUB_RUN_ID: '7001' };
      for (const snapshot_name of ['a', 'b']) {
        scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
        await scene.job(step).step({ inputs: { snapshot_name, server_id } });
      }
      const ids = scene.snapshotIds();
      const result = await scene.job(step).step({ inputs: { mode: 'rollback', server_id } });
      const error = errorOf(result.main);
      expect(error).toMatch(
        /It is unclear which snapshot of this run is the newest, because VPS\.org shows no creation/u,
      );
      expect(ids).toHaveLength(2);
      for (const id of ids) expect(error.split('\n')[1]).toContain(id);
      expect(restoreRequests(scene)).toEqual([]);
    }
  });

  test('but takes the only one, whatever its age', async () => {
    await using scene = await Scene.create({ model: { fields: { timeForm: 'null' } } });
    const wanted = addSnapshot(scene, { hoursOld: 2, description: ofThisRun });
    addSnapshot(scene, { hoursOld: 1, description: ofThisRun, status: 'failed' });
    const result = await scene.run({ inputs: { mode: 'rollback' } });
    expectSuccess(result);
    expect(result.outputs.snapshot_id).toBe(wanted);
  });
});

test('without snapshot_id finds what another job, matrix leg or attempt of this run took', async () => {
  await using scene = await Scene.create();
  const description = await descriptionBy(
    { ...THIS_RUN, GITHUB_JOB: 'prepare', GITHUB_RUN_ATTEMPT: '2' },
    { job_index: '3', snapshot_name: 'before-{run_id}' },
  );
  const wanted = addSnapshot(scene, { hoursOld: 1, description });
  const result = await scene.run({ inputs: { mode: 'rollback' }, env: { GITHUB_RUN_ATTEMPT: '3' } });
  expectSuccess(result);
  expect(result.outputs.snapshot_id).toBe(wanted);
});

test.each([
  ['of an earlier run', ofEarlierRun],
  ['of a later run', ofLaterRun],
  ['of a nightly of the same commit', ofNightly],
  ['of another repository', ofAnotherRepository],
  ['created manually', ''],
  ['a safety snapshot of this run', ofSafety],
])('without snapshot_id never restores one %s', async (_, description) => {
  await using scene = await Scene.create();
  const id = addSnapshot(scene, { hoursOld: 288, description });
  const error = await refusalOf(scene, {});
  expect(error).toContain('this run has no completed snapshot of this server (set snapshot_id: latest');
  expect(error).toMatch(new RegExp(`Snapshots on server 12345:\\n {2}${id} "before", completed, .*12 d ago`, 'u'));
});

test('never restores an old snapshot if the snapshot step failed and its output is empty', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 288, description: ofEarlierRun });
  await refusalOf(scene, { snapshot_id: '' });
});

test.each(['[]', '[{"server_id":12345,"snapshot_id":null}]', ','])(
  'refuses %s as snapshot_id, because it names no snapshot',
  async (snapshot_id) => {
    await using scene = await Scene.create();
    addSnapshot(scene, { hoursOld: 1, description: ofThisRun });
    const error = errorOf(await scene.run({ inputs: { mode: 'rollback', snapshot_id } }));
    expect(error).toContain('snapshot_id');
    expect(error).toContain('it contains no snapshot (did the snapshot step fail?)');
    expect(scene.requests()).toEqual([]);
  },
);

test('without snapshot_id says who created each snapshot that is there', async () => {
  await using scene = await Scene.create();
  const foreign = addSnapshot(scene, { hoursOld: 3, description: ofAnotherRepository, name: 'a' });
  const manual = addSnapshot(scene, { hoursOld: 50, description: '', name: 'b' });
  const own = addSnapshot(scene, { hoursOld: 72, description: ofEarlierRun, name: 'c' });
  const error = await refusalOf(scene, {});
  expect(error).toMatch(new RegExp(`${own} "c", completed, 3 d ago, .*, created by this repository`, 'u'));
  expect(error).toMatch(new RegExp(`${foreign} "a", completed, 3 h ago, .*, created elsewhere`, 'u'));
  expect(error).toMatch(new RegExp(`${manual} "b", completed, 2 d ago, .*, created elsewhere`, 'u'));
});

test('without snapshot_id never undoes the release of another run', async () => {
  await using scene = await Scene.create();
  const own = addSnapshot(scene, { hoursOld: 2, description: ofThisRun });
  const later = addSnapshot(scene, { hoursOld: 1, description: ofLaterRun });
  const error = await refusalOf(scene, {});
  expect(error).toMatch(
    new RegExp(
      `Snapshot ${later} .* by another run in the same series, so a rollback to snapshot ${own} .*undo that`,
      'u',
    ),
  );
});

test('with an explicit snapshot_id of a safety snapshot does not call a later one a release', async () => {
  await using scene = await Scene.create();
  const wanted = addSnapshot(scene, { hoursOld: 3, description: ofSafety });
  addSnapshot(scene, { hoursOld: 2, description: ofSafety.replace(':7001:', ':7002:') });
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: wanted }, env: { GITHUB_RUN_ID: '7005' } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ snapshot_id: wanted, rolled_back: 'true' });
});

test('with an explicit snapshot_id warns that the release of another run is undone too', async () => {
  await using scene = await Scene.create();
  const own = addSnapshot(scene, { hoursOld: 2, description: ofThisRun });
  const later = addSnapshot(scene, { hoursOld: 1, description: ofLaterRun });
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: own } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([
    expect.stringMatching(new RegExp(`^Snapshot ${later} .* this rollback will undo that release, too`, 'u')),
  ]);
  expect(restoreRequests(scene)).toEqual([`POST /snapshots/${own}/restore/`]);
});

test.each([
  ['a nightly came between', ofNightly],
  ['somebody created one manually', ''],
  ['another repository took one', ofAnotherRepository],
  ['this run took another one', ofThisRun],
])('succeeds without a warning if %s', async (_, description) => {
  await using scene = await Scene.create();
  const own = addSnapshot(scene, { hoursOld: 2, description: ofThisRun });
  addSnapshot(scene, { hoursOld: 1, description });
  expectSuccess(await scene.run({ inputs: { mode: 'rollback', snapshot_id: own } }));
});

test('latest restores the newest completed one of an earlier run', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 200, description: ofEarlierRun });
  const wanted = addSnapshot(scene, { hoursOld: 100, description: ofEarlierRun });
  addSnapshot(scene, { hoursOld: 150, description: ofEarlierRun, status: 'in_progress' });
  addSnapshot(scene, { hoursOld: 2, description: ofSafety });
  addSnapshot(scene, { hoursOld: 1, description: '' });
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: 'latest' } });
  expectSuccess(result);
  expect(result.outputs.snapshot_id).toBe(wanted);
});

test('latest of several series is an error that names them, unless one is given', async () => {
  await using scene = await Scene.create();
  const deploy = addSnapshot(scene, { hoursOld: 2, description: ofEarlierRun });
  const nightly = addSnapshot(scene, { hoursOld: 1, description: ofNightly });
  const error = await refusalOf(scene, { snapshot_id: 'latest' });
  expect(error).toContain('"deploy.yml/deploy", "nightly.yml/backup". Set series to choose one.');
  const chosen = await scene.run({ inputs: { mode: 'rollback', snapshot_id: 'latest', series: 'deploy.yml/deploy' } });
  expectSuccess(chosen);
  expect(chosen.outputs.snapshot_id).toBe(deploy);
  const other = await scene.run({ inputs: { mode: 'rollback', snapshot_id: 'latest', series: 'nightly.yml/backup' } });
  expectSuccess(other);
  expect(other.outputs.snapshot_id).toBe(nightly);
});

test('latest of a series that has no snapshot is an error that names the series', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 2, description: ofEarlierRun });
  const error = await refusalOf(scene, { snapshot_id: 'latest', series: 'nightly' });
  expect(error).toContain('no completed snapshot in series "nightly" was created by this repository');
});

test('latest of before-rollback undoes a rollback', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 1, description: ofThisRun });
  const wanted = addSnapshot(scene, { hoursOld: 2, description: ofSafety });
  const result = await scene.run({
    inputs: { mode: 'rollback', snapshot_id: 'latest', series: 'before-rollback' },
  });
  expectSuccess(result);
  expect(result.outputs.snapshot_id).toBe(wanted);
});

test('latest finds none that was created manually', async () => {
  await using scene = await Scene.create();
  addSnapshot(scene, { hoursOld: 2, description: '' });
  expect(await refusalOf(scene, { snapshot_id: 'latest' })).toContain(
    'no completed snapshot was created by this repository',
  );
});

test.each(['size_mb', 'created_at', 'description', 'name'])(
  'restores from a snapshot whose %s the API does not show, or shows as null',
  async (field) => {
    for (const value of [undefined, null]) {
      await using scene = await Scene.create();
      scene.api.model.addSnapshot({ id: 700, serverId: SERVER, name: 'good', overrides: { [field]: value } });
      expectSuccess(await scene.run({ inputs: { mode: 'rollback', snapshot_id: '700' } }));
      expect(restoreRequests(scene)).toEqual(['POST /snapshots/700/restore/']);
    }
  },
);

test('latest takes none whose time is unknown', async () => {
  await using scene = await Scene.create({ model: { fields: { timeForm: 'null' } } });
  addSnapshot(scene, { hoursOld: 2, description: ofEarlierRun });
  await refusalOf(scene, { snapshot_id: 'latest' });
});

test('distinguishes branches whose names become the same snapshot name', async () => {
  await using scene = await Scene.create();
  const inputs = { snapshot_name: '{ref}' };
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const slash = { GITHUB_REF: 'refs/heads/feature/x', GITHUB_RUN_ID: '7001' };
  const dash = { GITHUB_REF: 'refs/heads/feature-x', GITHUB_RUN_ID: '7002' };
  const first = await scene.run({ inputs, env: slash });
  scene.advance(60_000);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  // Another workflow, so that neither run undoes the other.
  const second = await scene.run({ inputs, env: { ...dash, ...NIGHTLY } });
  expect(first.outputs.snapshot_name).toBe(second.outputs.snapshot_name);
  const result = await scene.run({ inputs: { mode: 'rollback', ...inputs }, env: slash });
  expect(result.exitCode).toBe(0);
  expect(result.outputs.snapshot_id).toBe(first.outputs.snapshot_id);
});
