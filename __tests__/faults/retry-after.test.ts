import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { addSnapshot } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const HOUR_MS = 3_600_000;

/** A refusal that asks the client to come back after a while; the clock of the API can be off. */
function busy(status: number, retryAfter: string, date?: number): Fault {
  const headers = { 'retry-after': retryAfter, ...(date === undefined ? {} : { date: new Date(date).toUTCString() }) };
  return { kind: 'response', status, body: '{"detail": "Slow down."}', headers, effect: false };
}

/** Makes the first request of a kind meet a fault, and notes when each of that kind is sent, in seconds. */
async function sendTimes(
  isOfKind: (request: { readonly method: string; readonly path: string }) => boolean,
  fault: (scene: Scene) => Fault,
  inputs: Readonly<Record<string, string>> = {},
): Promise<readonly number[]> {
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  const times: number[] = [];
  scene.setFaults((request) => {
    if (!isOfKind(request)) return undefined;
    times.push(scene.nowMs);
    return times.length === 1 ? fault(scene) : undefined;
  });
  expectSuccess(await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshotId, ...inputs } }));
  expect(scene.api.model.restores()).toHaveLength(1);
  const [first = 0] = times;
  return times.map((time) => (time - first) / 1000);
}

const isList = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'GET' && path.startsWith('/snapshots/');
const isPost = ({ method }: { readonly method: string }) => method === 'POST';

test.each([429, 503, 408, 409, 423, 425, 500])(
  'waits as long as Retry-After asks before it reads again after a %i',
  async (status) => {
    const [, second = 0] = await sendTimes(isList, () => busy(status, '95'));
    expect(second).toBeGreaterThanOrEqual(95);
    expect(second).toBeLessThan(126);
  },
);

test('waits as long as Retry-After asks before it sends a POST again', async () => {
  const [, second = 0] = await sendTimes(isPost, () => busy(429, '95'));
  expect(second).toBeGreaterThanOrEqual(95);
  expect(second).toBeLessThan(126);
});

test.each([-3, 0, 3])('reads the date in Retry-After by the clock of the API, which is %i h off', async (hours) => {
  const [, second = 0] = await sendTimes(isList, ({ nowMs }) => {
    const apiMs = nowMs + hours * HOUR_MS;
    return busy(429, new Date(apiMs + 60_000).toUTCString(), apiMs);
  });
  expect(second).toBeGreaterThanOrEqual(59);
  expect(second).toBeLessThan(91);
});

test.each(['', 'soon', '-5', '1e9', '5 minutes', '2025-01-16', 'Thu, 99 Jan 2025 99:00:00 GMT'])(
  'backs off by itself if Retry-After is %j',
  async (retryAfter) => {
    const [, second = 0] = await sendTimes(isList, () => busy(429, retryAfter));
    expect(second).toBeLessThan(31);
  },
);

test('reads again at once if the date in Retry-After has passed', async () => {
  const [, second = 0] = await sendTimes(isList, ({ nowMs }) => {
    return busy(429, new Date(nowMs - HOUR_MS).toUTCString(), nowMs);
  });
  expect(second).toBeLessThan(31);
});

test('puts the next poll off as long as Retry-After asks', async () => {
  const polls: number[] = [];
  await using scene = await Scene.create({
    faults: ({ method, path }, index) => {
      if (method !== 'GET' || !path.startsWith('/snapshots/') || index < 3) return undefined;
      polls.push(scene.nowMs);
      return polls.length === 1 ? busy(429, '60') : undefined;
    },
  });
  expectSuccess(await scene.run());
  const [first = 0, second = 0] = polls;
  expect(second - first).toBeGreaterThanOrEqual(60_000);
});

test.each(['86400', '999999999'])('does not outlast the timeout if Retry-After asks for %s s', async (retryAfter) => {
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'GET' ? busy(429, retryAfter) : undefined),
  });
  const startMs = scene.nowMs;
  const result = await scene.run({ inputs: { timeout_minutes: '10' } });
  expect(errorOf(result)).toContain('returned 429: Slow down.');
  expect(scene.nowMs - startMs).toBeLessThanOrEqual(10 * 60_000);
});

test('reads once more before the timeout if Retry-After asks for longer', async () => {
  const [, second = 0] = await sendTimes(isList, () => busy(429, '7200'), { timeout_minutes: '30' });
  expect(second / 60).toBeCloseTo(30, 0);
});

test('sends a restore once more before the timeout if Retry-After asks for longer', async () => {
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  let posts = 0;
  scene.setFaults((request) => {
    if (!isPost(request)) return undefined;
    posts += 1;
    return posts === 1 ? busy(429, '7200') : undefined;
  });
  const error = errorOf(await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshotId } }));
  expect(error).toContain('VPS.org continues the restore.');
  expect(scene.api.model.restores()).toHaveLength(1);
});

test('polls once more at the timeout if Retry-After asks for longer', async () => {
  const polls: number[] = [];
  await using scene = await Scene.create({
    faults: ({ method, path }, index) => {
      if (method !== 'GET' || !path.startsWith('/snapshots/') || index < 3) return undefined;
      polls.push(scene.nowMs);
      return polls.length === 1 ? busy(429, '7200') : undefined;
    },
  });
  const startMs = scene.nowMs;
  expectSuccess(await scene.run({ inputs: { timeout_minutes: '30' } }));
  const [, second = 0] = polls;
  expect((second - startMs) / 60_000).toBeCloseTo(30, 0);
});
