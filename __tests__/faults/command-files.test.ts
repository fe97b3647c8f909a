import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import type { PostResult } from '../support/job.ts';
import { type ActionResult, createJobFolder } from '../support/run-action.ts';
import { errorOf, Scene, SERVER } from '../support/scene.ts';

const DISK_FULL = join(import.meta.dirname, '..', 'support', 'disk-full.mjs');

/** What can be wrong with a command file of the runner, and a path with that fault. */
const BROKEN = {
  'a missing file': (folder: string) => join(folder, 'not-there'),
  'a file in a folder that is missing': (folder: string) => join(folder, 'not-there', 'file'),
  'a folder in its place': (folder: string) => {
    const path = join(folder, 'folder');
    mkdirSync(path, { recursive: true });
    return path;
  },
  'a full disk': () => '/dev/full',
};
const WAYS = Object.keys(BROKEN).filter((way): way is keyof typeof BROKEN => way in BROKEN);
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'] as const;
const ONE_OR_ALL = [...FILES.slice(0, 4).map((name) => [name]), FILES];

/** Every file with every way in which it can be broken, and all of them at once. */
const CASES = WAYS.flatMap((way) => ONE_OR_ALL.map((names) => ({ way, names })));

/** A folder that is deleted at the end of the test. */
function temporaryFolder(): { readonly path: string } & Disposable {
  const path = createJobFolder();
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function variables(names: readonly string[], way: keyof typeof BROKEN, folder: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, BROKEN[way](folder)]));
}

/** At most one warning says that something could not be written; the step succeeds. */
function expectReportedOnce(result: ActionResult | PostResult, expected: 0 | 1): void {
  const { exitCode, errors, warnings, stderr } = result;
  expect({ exitCode, errors, stderr }).toEqual({ exitCode: 0, errors: [], stderr: '' });
  expect(
    warnings.filter((warning) => /cannot be written|ENOENT|EISDIR|ENOSPC|Missing file/u.test(warning)),
  ).toHaveLength(expected);
  expect(warnings).toHaveLength(expected);
}

test.each(CASES)('rolls back and watches although $names is $way', async ({ names, way }) => {
  using folder = temporaryFolder();
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  const result = await scene.run({
    inputs: { mode: 'rollback', snapshot_id: snapshotId },
    env: variables(names, way, folder.path),
  });
  // The action writes no variables, so a broken GITHUB_ENV goes unnoticed; a rollback step saves no snapshots.
  expectReportedOnce(result, names.includes('GITHUB_ENV') && names.length === 1 ? 0 : 1);
  expect(scene.writes()).toEqual([`POST /snapshots/${snapshotId}/restore/`]);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  expect(result.log).toContain('is active again after');
  if (names.includes('GITHUB_OUTPUT')) expect(result.log).toMatch(/^output rolled_back=true$/mu);
});

test.each(CASES)('rolls back after the job although $names is $way then', async ({ names, way }) => {
  using folder = temporaryFolder();
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const step = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  const result = await step.post('failure', { env: variables(names, way, folder.path) });
  expect(result).toMatchObject({ exitCode: 0, errors: [], stderr: '' });
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  expect(result.warnings.length).toBeLessThanOrEqual(1);
});

test.each(WAYS)('rolls back all of twelve servers although every command file is %s', async (way) => {
  using folder = temporaryFolder();
  await using scene = await Scene.create({ withoutServer: true });
  const servers = Array.from({ length: 12 }, (_, index) => 100 + index);
  for (const id of servers) scene.api.model.addServer({ id });
  const snapshots = servers.map((server) => addSnapshot(scene, { hoursOld: 1, server }));
  const result = await scene.run({
    inputs: { mode: 'rollback', server_id: servers.join(' '), snapshot_id: snapshots.join(',') },
    env: variables(FILES, way, folder.path),
  });
  expectReportedOnce(result, 1);
  expect(scene.writes().sort()).toEqual(snapshots.map((id) => `POST /snapshots/${id}/restore/`).sort());
  expect(servers.map((id) => scene.api.model.serverStatus(id))).toEqual(servers.map(() => 'active'));
});

test('rolls back although the folder for temporary files is gone or not a folder', async () => {
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  for (const path of ['/dev/full', '/not/there']) {
    const inputs = { mode: 'rollback', snapshot_id: snapshotId };
    expectReportedOnce(await scene.run({ inputs, env: { RUNNER_TEMP: path } }), 0);
  }
  expect(scene.api.model.restores()).toHaveLength(2);
});

test.each(WAYS)('writes the ID to the log if GITHUB_OUTPUT is %s', async (way) => {
  using folder = temporaryFolder();
  await using scene = await Scene.create();
  const result = await scene.run({ env: variables(['GITHUB_OUTPUT'], way, folder.path) });
  expectReportedOnce(result, 1);
  expect(result.log).toMatch(/^output snapshot_id=801$/mu);
  expect(result.log).toMatch(/^output status=completed$/mu);
  expect(result.warnings[0]).toContain('The outputs are in this log instead');
});

test('writes the ID to the log if GITHUB_OUTPUT becomes unwritable after the create', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'output');
  writeFileSync(file, '');
  await using scene = await Scene.create({
    faults: ({ method }) => {
      if (method === 'POST') {
        rmSync(file);
        mkdirSync(file);
      }
      return undefined;
    },
  });
  const result = await scene.run({ env: { GITHUB_OUTPUT: file } });
  expectReportedOnce(result, 1);
  expect(result.log).toMatch(/^output snapshot_id=801$/mu);
});

test('writes the ID to the log if the create ends in a failure too', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'in_progress' }] });
  const result = await scene.run({ inputs: { timeout_minutes: '5' }, env: { GITHUB_OUTPUT: '/dev/full' } });
  expect(result.exitCode).toBe(1);
  expect(result.log).toMatch(/^output snapshot_id=801$/mu);
  expect(result.log).toMatch(/^output status=in_progress$/mu);
});

test.each(WAYS)('starts the server again although every command file is %s', async (way) => {
  using folder = temporaryFolder();
  await using scene = await Scene.create();
  const result = await scene.run({
    inputs: { stop_server: 'true' },
    env: variables(FILES, way, folder.path),
  });
  expectReportedOnce(result, 1);
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
  expect(scene.api.model.powerActions().map(({ action }) => action)).toEqual(['stop', 'start']);
});

test.each(WAYS)('hands its state to the post step in the log if GITHUB_STATE is %s', async (way) => {
  using folder = temporaryFolder();
  await using scene = await Scene.create();
  const inputs = { rollback_on: 'failure', description: 'a % and a ::error::\nof two lines' };
  const step = await scene.job().step({ inputs, env: variables(['GITHUB_STATE'], way, folder.path) });
  expectReportedOnce(step.main, 1);
  expect(await step.post('failure')).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
  expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
});

test.each(['GET', 'POST'])(
  'hands newer state to the post step although the file has older state: disk full from the first %s on',
  async (method) => {
    using folder = temporaryFolder();
    const full = join(folder.path, 'full');
    await using scene = await Scene.create({
      faults: (request) => {
        if (request.method === method) writeFileSync(full, '');
        return undefined;
      },
    });
    const disk = { env: { DISK_FULL_SINCE: full }, preload: [DISK_FULL] };
    const step = await scene.job().step({ inputs: { rollback_on: 'failure' }, ...disk });
    expectReportedOnce(step.main, 1);
    expect(step.main.state.run).toBeDefined();
    expect(await step.post('failure')).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
    expect(scene.writes()).toEqual(['POST /snapshots/', 'POST /snapshots/801/restore/']);
  },
);

test('starts the server after the job although the disk was full when the step stopped it', async () => {
  using folder = temporaryFolder();
  const full = join(folder.path, 'full');
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  await using scene = await Scene.create({
    faults: ({ method, path }) => {
      if (path.includes('/servers/')) writeFileSync(full, '');
      if (method !== 'POST' || path !== '/snapshots/') return undefined;
      resolve();
      return { kind: 'silence', effect: false };
    },
  });
  const disk = { env: { DISK_FULL_SINCE: full }, preload: [DISK_FULL] };
  const signalWhen = { happened, signal: 'SIGKILL' } as const;
  const step = await scene.job().step({ inputs: { stop_server: 'true' }, ...disk, signalWhen });
  expect(scene.api.model.serverStatus(SERVER)).toBe('stopped');
  scene.setFaults(undefined);
  const post = await step.post('failure');
  expect(post.log).toContain('✓ server 12345 (web-1) is active');
  expect(scene.api.model.serverStatus(SERVER)).toBe('active');
});

test('fails after the job if rollback_if is true and the state of the step is lost', async () => {
  await using scene = await Scene.create();
  const post = await scene.run({ inputs: { rollback_if: 'true', job_status: 'success' } }, 'post');
  expect(errorOf(post)).toContain('No rollback although rollback_if is true');
  expect(scene.api.model.restores()).toEqual([]);
});
