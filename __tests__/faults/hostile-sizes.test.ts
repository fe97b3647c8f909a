import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault-kinds.ts';
import { addSnapshot, COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

const MEBIBYTE = 1024 * 1024;
/** A run is killed after this much real time, in milliseconds; a pattern that is not linear takes minutes. */
const KILL_AFTER_MS = 60_000;

/** What takes a careless pattern minutes. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['128 KiB of <', '<'.repeat(128 * 1024)],
  ['a mebibyte of <', '<'.repeat(MEBIBYTE)],
  ['a mebibyte of <script', '<script'.repeat(MEBIBYTE / 7)],
  ['a mebibyte of <!--', '<!--'.repeat(MEBIBYTE / 4)],
  ['a mebibyte of dots', '.'.repeat(MEBIBYTE)],
  ['a mebibyte of blanks', `x${' '.repeat(MEBIBYTE)}x`],
  ['a mebibyte of newlines', '\n'.repeat(MEBIBYTE)],
  ['a mebibyte of escapes', '\u001b'.repeat(MEBIBYTE)],
  ['a mebibyte of ANSI sequences', '\u001b[31;1m'.repeat(MEBIBYTE / 7)],
  ['a mebibyte of ANSI links', '\u001b]8;;'.repeat(MEBIBYTE / 5)],
  ['a mebibyte of ANSI sequences without an end', `\u001b[${'1;'.repeat(MEBIBYTE / 2)}`],
  ['a mebibyte of backslashes', '\\'.repeat(MEBIBYTE)],
  ['a mebibyte of references', '&#60;'.repeat(MEBIBYTE / 5)],
  ['a mebibyte of brackets', '[(<'.repeat(MEBIBYTE / 3)],
  ['a mebibyte of passwords', '"password":"'.repeat(MEBIBYTE / 12)],
  ['a mebibyte of digits', '0'.repeat(MEBIBYTE)],
  ['a mebibyte of commands', '\n::error::x'.repeat(MEBIBYTE / 11)],
];

const asPage = (status: number, body: string): Fault => {
  return { kind: 'response', status, body, headers: { 'content-type': 'text/html' }, effect: false };
};

test.each(HOSTILE)('takes a snapshot through a proxy page of %s', async (_name, body) => {
  let pages = 0;
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'GET' && pages++ % 2 === 0 ? asPage(502, body) : undefined),
  });
  scene.api.model.planNextSnapshot({
    timeline: [
      { atMs: 0, status: 'in_progress' },
      { atMs: 30_000, status: 'completed' },
    ],
  });
  const result = await scene.run({ killAfterMs: KILL_AFTER_MS });
  expectSuccess(result);
  expect(Math.max(...result.log.split('\n').map(({ length }) => length))).toBeLessThan(2000);
});

test.each(HOSTILE)('reports a refusal with a message of %s', async (_name, detail) => {
  const body = JSON.stringify({ detail });
  await using scene = await Scene.create({
    faults: ({ method }) => (method === 'POST' ? { kind: 'response', status: 400, body, effect: false } : undefined),
  });
  const error = errorOf(await scene.run({ killAfterMs: KILL_AFTER_MS }));
  expect(error).toContain('returned 400');
  expect(error.length).toBeLessThan(4096);
});

test.each(HOSTILE)('rolls back although names and descriptions have %s', async (_name, text) => {
  const short = text.slice(0, 10_000);
  await using scene = await Scene.create({ withoutServer: true });
  scene.api.model.addServer({ id: SERVER, name: short, overrides: { hostname: short } });
  scene.api.model.addServer({ id: 2, name: short });
  const target = { serverId: SERVER, name: text, description: short, createdAt: scene.nowMs - 60_000 };
  const id = scene.api.model.addSnapshot(target);
  addSnapshot(scene, { hoursOld: 1, server: 2, name: short, description: short });
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: String(id) }, killAfterMs: KILL_AFTER_MS });
  expectSuccess(result);
  expect(scene.api.model.restores()).toHaveLength(1);
  expect(result.log.length).toBeLessThan(100_000);
  expect(result.summary.length).toBeLessThan(100_000);
  expect(result.log).not.toContain('\u001b');
});

test.each(HOSTILE)('watches a restore although a status is %s', async (_name, status) => {
  let polls = 0;
  await using scene = await Scene.create();
  const snapshotId = addSnapshot(scene, { hoursOld: 1 });
  scene.setFaults(({ method, path }) => {
    if (method !== 'GET' || !path.startsWith('/servers/') || polls++ !== 2) return undefined;
    const body = JSON.stringify({ id: SERVER, name: 'web-1', status });
    return { kind: 'response', status: 200, body, effect: false };
  });
  const result = await scene.run({ inputs: { mode: 'rollback', snapshot_id: snapshotId }, killAfterMs: KILL_AFTER_MS });
  expectSuccess(result);
  expect(result.log.length).toBeLessThan(100_000);
});

test.each(['SIGINT', 'SIGTERM'] as const)('ends on %s while it reads a proxy page of 8 MiB', async (signal) => {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  const body = '\u001b[31m&#60;"password":"\\u0041%41'.repeat((8 * MEBIBYTE) / 36);
  await using scene = await Scene.create({
    faults: () => {
      resolve();
      return asPage(502, body);
    },
  });
  const result = await scene.run({ signalWhen: { happened, signal }, killAfterMs: KILL_AFTER_MS });
  expect(errorOf(result)).toContain(`The job was cancelled (${signal}).`);
});

test('probes a service that returns 8 MiB of <', async () => {
  const body = '<'.repeat(8 * MEBIBYTE - 1);
  await using scene = await Scene.create({
    faults: ({ path }) => (path.startsWith('/healthy') ? asPage(200, body) : undefined),
  });
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = {
    mode: 'check',
    health_check_url: `${scene.api.url}/healthy/`,
    health_check_text: '<<',
    health_check_stable_minutes: '0.2',
  };
  expectSuccess(await scene.run({ inputs, killAfterMs: KILL_AFTER_MS }));
});
