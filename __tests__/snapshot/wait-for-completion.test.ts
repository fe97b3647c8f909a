import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { addSnapshot, descriptionBy, FAILS, NEVER_COMPLETED, refusal } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const MINUTE_MS = 60_000;

/** Faults of the first polls. */
function ofPolls(scene: Scene, faults: readonly (Fault | undefined)[]): void {
  const left = [...faults];
  scene.setFaults(({ method }) => (method === 'GET' && scene.writes().length > 0 ? left.shift() : undefined));
}

/** When the list was polled; the last reading is for what comes after the wait. */
function pollTimes(scene: Scene): number[] {
  return scene.api.requests.slice(3, -1).map(({ headers }) => Number(headers['x-virtual-now']));
}

test.each(['queued', 'pending', 'creating', 'archived'])(
  'keeps waiting through the undocumented status "%s", and names it once',
  async (status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({
      timeline: [
        { atMs: 0, status },
        { atMs: 4 * MINUTE_MS, status: 'completed' },
      ],
    });
    const result = await scene.run();
    expectSuccess(result);
    expect(result.outputs.status).toBe('completed');
    expect(result.log.match(/an undocumented status; treating it as still in progress/gu)).toHaveLength(1);
  },
);

test.each(['upper', 'null'] as const)('reads statuses that the API writes as %s', async (statusForm) => {
  await using scene = await Scene.create({ model: { fields: { statusForm } } });
  const result = await scene.run({ inputs: { timeout_minutes: '10' } });
  if (statusForm === 'upper') {
    expectSuccess(result);
    expect(result.outputs.status).toBe('completed');
  } else {
    // Nothing shows that it has completed.
    expect(errorOf(result)).toMatch(/its status is "unknown"/u);
  }
});

test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted', 'deleting'])(
  'fails at once with a snapshot that ends as "%s"',
  async (status) => {
    await using scene = await Scene.create();
    scene.api.model.planNextSnapshot({
      timeline: [
        { atMs: 0, status: 'in_progress' },
        { atMs: 2 * MINUTE_MS, status },
      ],
    });
    const result = await scene.run();
    const error = errorOf(result);
    expect(error).toMatch(
      new RegExp(
        `^Snapshot 801 "3f2a9c1" on server 12345 \\(web-1\\) ended with status "${status}" after 2 min \\d+ s\\.$`,
        'mu',
      ),
    );
    expect(error).toContain('This snapshot cannot be restored.');
    expect(result.outputs).toMatchObject({ snapshot_id: '801', status });
  },
);

test('fails without a poll with a snapshot that has failed when it is accepted', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'failed' }] });
  expect(errorOf(await scene.run())).toMatch(/ended with status "failed"/u);
  expect(scene.requests().at(-1)).toBe('POST /snapshots/');
});

test('says what was deleted for a snapshot that fails', async () => {
  await using scene = await Scene.create();
  const description = await descriptionBy({ GITHUB_RUN_ID: '6900' });
  for (const hoursOld of [5, 4, 3, 2, 1]) addSnapshot(scene, { hoursOld, description });
  const [oldest] = scene.snapshotIds();
  scene.api.model.planNextSnapshot(FAILS);
  const error = errorOf(await scene.run({ inputs: { on_limit: 'replace_oldest' } }));
  expect(error).toMatch(new RegExp(`^Before that, snapshot ${oldest} .* was deleted to free a slot\\.$`, 'mu'));
});

test('does not promise to reuse a snapshot that on_rerun: create does not reuse', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  const error = errorOf(await scene.run({ inputs: { on_rerun: 'create', timeout_minutes: '10' } }));
  expect(error).toContain('Wait until the snapshot has completed, then re-run the job to take another.');
});

test('fails with a snapshot that disappears', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ ...NEVER_COMPLETED, goneAfterMs: 2 * MINUTE_MS });
  const error = errorOf(await scene.run());
  expect(error).toMatch(
    /Snapshot 801 .* disappeared from the snapshot list after [34] min .*its last status was "in_progress"/u,
  );
});

test('fails with a snapshot that no list ever shows', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot({ hiddenMs: Number.POSITIVE_INFINITY });
  expect(errorOf(await scene.run())).toMatch(/Snapshot 801 .* was accepted, but did not appear in the snapshot list/u);
});

test.each([
  ['is hidden for 50 s', { hiddenMs: 50_000 }, {}],
  ['is missing in every other reading', {}, { replicaLagsMs: [0, 60_000] }],
])('keeps waiting if a new snapshot %s', async (_how, plan, model) => {
  await using scene = await Scene.create({ model });
  scene.api.model.planNextSnapshot(plan);
  const result = await scene.run();
  expectSuccess(result);
  expect(result.outputs.status).toBe('completed');
});

test('fails at the timeout, and says that it may still complete', async () => {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  const result = await scene.run({ inputs: { timeout_minutes: '7.5' } });
  const error = errorOf(result);
  expect(error).toMatch(
    /Snapshot 801 .* has not completed after 7 min 30 s \(timeout_minutes\); its status is "in_progress"/u,
  );
  expect(error).toMatch(/VPS\.org is still working on it/u);
  expect(error).toMatch(/Wait until the snapshot has completed, then re-run the job: this step reuses it/u);
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
  expect(scene.nowMs).toBeLessThanOrEqual(Date.parse('2025-01-16T12:07:40Z'));
});

test('polls as often as poll_interval_seconds says', async () => {
  await using scene = await Scene.create();
  expectSuccess(await scene.run({ inputs: { poll_interval_seconds: '30' } }));
  const polls = pollTimes(scene);
  const pauses = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
  expect(new Set(pauses)).toEqual(new Set([30_000]));
  expect(polls.length).toBeGreaterThanOrEqual(12);
});

test('polls every 5 to 17 s by default', async () => {
  await using scene = await Scene.create();
  expectSuccess(await scene.run());
  const polls = pollTimes(scene);
  const pauses = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(4500);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(16_500);
  expect(Math.max(...pauses)).toBeGreaterThan(10_000);
});

test('gives a sign of life every 30 s', async () => {
  await using scene = await Scene.create();
  const { log } = await scene.run();
  expect(log.match(/^ {2}[█░]{20} .* elapsed, status: in_progress/gmu)?.length).toBeGreaterThanOrEqual(10);
});

test.each<[string, Fault]>([
  ['503', { kind: 'response', status: 503, body: '', effect: false }],
  ['408', { kind: 'response', status: 408, body: '', effect: false }],
  ['425', { kind: 'response', status: 425, body: '', effect: false }],
  ['429', { kind: 'response', status: 429, body: '', effect: false }],
  ['520', { kind: 'proxy-page', status: 520, effect: false }],
  ['501', { kind: 'response', status: 501, body: '', effect: false }],
  ['a reset', { kind: 'lost-before' }],
  ['a cut off body', { kind: 'half' }],
  ['a page of a proxy', { kind: 'response', status: 200, body: '<h1>Hello</h1>', effect: false }],
  ['another shape', { kind: 'response', status: 200, body: '{"items": []}', effect: false }],
])('keeps waiting through polls that return %s', async (_what, fault) => {
  await using scene = await Scene.create();
  ofPolls(scene, [undefined, fault, fault, fault, fault, fault]);
  const result = await scene.run();
  expectSuccess(result);
  expect(result.log.match(/cannot be read right now; still waiting/gu)).toHaveLength(5);
});

test.each([301, 404])('tolerates three %ds in a row of a list that worked before, and no fourth', async (status) => {
  const fault = refusal(status, 'Gone fishing.');
  await using scene = await Scene.create();
  ofPolls(scene, [undefined, fault, fault, fault]);
  expectSuccess(await scene.run());

  await using other = await Scene.create();
  ofPolls(other, [undefined, fault, fault, fault, fault]);
  expect(errorOf(await other.run())).toContain(`returned ${status}`);
});

test.each([401, 403])('ends at once with %d, and says that the snapshot continues', async (status) => {
  await using scene = await Scene.create();
  ofPolls(scene, [undefined, refusal(status, 'No more.')]);
  const result = await scene.run();
  const error = errorOf(result);
  expect(error).toContain(`returned ${status}: No more.`);
  expect(error).toMatch(/^Waiting for snapshot 801 "3f2a9c1" on server 12345 \(web-1\) failed: /u);
  expect(error).toContain('The snapshot was "in_progress" when last seen; VPS.org is still working on it.');
  expect(result.outputs).toMatchObject({ snapshot_id: '801', status: 'in_progress' });
});
