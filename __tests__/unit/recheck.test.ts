import { expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../src/errors.ts';
import { recheckTarget } from '../../src/restores/recheck.ts';
import type { ApiResponse } from '../../src/vps/exchange.ts';
import { page, rejectionOf, respond, snapshotJson } from '../support/api-responses.ts';
import { createSession } from '../support/create-context.ts';
import { descriptionBy } from '../support/marked-snapshot.ts';
import { server, snapshot } from '../support/report-data.ts';

const SERVER = server(12_345, 'web-1');
const CREATED_AT = '2025-01-16T12:00:00Z';
const TARGET = snapshot(801, {
  server: SERVER,
  name: 'before',
  createdAtMs: Date.parse(CREATED_AT),
  description: descriptionBy(),
});
const listed = snapshotJson(801, { created_at: CREATED_AT, description: TARGET.description });
const later = (runId: string) =>
  snapshotJson(802, { name: 'next', created_at: '2025-01-16T12:05:00Z', description: descriptionBy({ runId }) });

/** Checks the target against an API whose list depends on the time. */
function recheck(listAt: (passedMs: number) => ApiResponse, { mayUndoRelease = false, timeoutMs = 3_600_000 } = {}) {
  const test = createSession((_request, passedMs) => listAt(passedMs));
  const work = async () => await recheckTarget(TARGET, mayUndoRelease, test.session, test.deadline(timeoutMs));
  return { ...test, work };
}

test('A target that is as it was is read once, by the list of its server', async () => {
  const { work, requests, clock } = recheck(() => page([listed, later('7001')]));
  await work();
  expect(requests).toEqual(['GET /snapshots/?server_id=12345&page_size=100']);
  expect(clock.monotonicMs()).toBe(0);
});

test.each<[string, ApiResponse, RegExp]>([
  ['has failed', page([{ ...listed, status: 'error' }]), /Snapshot 801 "before".* its status is now "error"\./u],
  ['is not listed', page([later('7001')]), /Snapshot 801 "before" on server 12345 \(web-1\) is no longer listed/u],
  ['is of another server', page([{ ...listed, server: { id: 222 } }]), /is no longer listed/u],
  ['is older than a release of another run', page([listed, later('7002')]), /another run took snapshot 802 "next"/u],
])('A target that %s is an error', async (_, list, words) => {
  const error = await rejectionOf(recheck(() => list).work());
  expect(error).toBeInstanceOf(ActionError);
  expect(String(error)).toMatch(words);
  expect(String(error)).toContain('No restore was started.');
});

test('A target that the user has named is older than a release of another run: that only warns', async () => {
  const { work, runner } = recheck(() => page([listed, later('7002')]), { mayUndoRelease: true });
  await work();
  expect(runner.warnings).toEqual([expect.stringContaining('this rollback will undo that release, too')]);
});

test.each<[string, ApiResponse, number]>([
  ['fails', respond(503), 30_000],
  ['is refused', respond(403), 0],
])('A list that %s does not stop the restore', async (_, response, maxMs) => {
  const { work, clock, runner } = recheck(() => response);
  await work();
  expect(clock.monotonicMs()).toBeLessThanOrEqual(maxMs);
  expect(runner.lines.at(-1)).toContain('its snapshots cannot be checked again, restoring it anyway');
});

test('A list with an item that cannot be read may have the target: it does not stop the restore', async () => {
  const { work, requests } = recheck(() => page([{ id: 'broken' }]));
  await work();
  expect(requests).toHaveLength(1);
});

test('A list that lacks the target is read again for up to 30 s', async () => {
  const soon = recheck((ms) => page(ms < 20_000 ? [] : [listed]));
  await soon.work();
  expect(soon.clock.monotonicMs()).toBe(20_000);
  const never = recheck(() => page([]));
  await rejectionOf(never.work());
  expect(never.clock.monotonicMs()).toBe(25_000);
});

test('A check leaves most of the time for the restore', async () => {
  const { work, clock } = recheck(() => respond(503), { timeoutMs: 40_000 });
  await work();
  expect(clock.monotonicMs()).toBeLessThanOrEqual(10_000);
});

test('A check ends with the reason if the job is cancelled', async () => {
  const { work, clock, abort } = recheck(() => page([]));
  const reason = new CancelledError('SIGINT');
  clock.onPause = () => abort.abort(reason);
  expect(await rejectionOf(work())).toBe(reason);
});
