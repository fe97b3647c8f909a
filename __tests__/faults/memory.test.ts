import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import type { Fault, FaultHook } from '../../emulator/fault-kinds.ts';

import { addSnapshot, NEVER_COMPLETED } from '../support/fixtures.ts';
import { type ActionResult, type ActionRun, createJobFolder } from '../support/run-action.ts';
import { Scene, SERVER } from '../support/scene.ts';

const MIB = 1024 * 1024;
/** The largest response that is accepted. */
const LARGEST = 8 * MIB;
const BOUND = 300 * MIB;
const WRITES_PEAK_MEMORY = join(import.meta.dirname, '..', 'support', 'writes-peak-memory.mjs');

/** A body of the largest size that is accepted: head, one text again and again, tail. */
function largest(head: string, unit: string, tail: string): Fault {
  const count = Math.floor((LARGEST - Buffer.byteLength(head) - Buffer.byteLength(tail)) / Buffer.byteLength(unit));
  return { kind: 'response', status: 200, body: `${head}${unit.repeat(count)}${tail}`, effect: false };
}

/** One object with as many keys as a response may have values. */
function uniqueKeys(): Fault {
  const keys = Array.from({ length: 195_000 }, (_, index) => `"key-${index}-of-many":${index}`);
  return { kind: 'response', status: 200, body: `{"results":[{${keys.join(',')}}]}`, effect: false };
}

/** Different snapshots of this server, with as much text as fits. */
function manyItems(): string {
  const items = Array.from({ length: 19_000 }, (_, index) => {
    const snapshot = { id: index + 1, server: { id: SERVER }, name: `snapshot-${index}`, status: 'completed' };
    return JSON.stringify({ ...snapshot, description: `${index} `.padEnd(300, 'x') });
  });
  return `{"count":90000,"next":"?page=2","results":[${items.join(',')}]}`;
}

const BODIES: readonly (readonly [string, Fault])[] = [
  ['pages of 8 MiB without end', { kind: 'endless-pages', pageBytes: LARGEST }],
  ['pages of 3.5 MiB without end', { kind: 'endless-pages', pageBytes: 3.5 * MIB }],
  ['pages of 1 MiB without end', { kind: 'endless-pages', pageBytes: MIB }],
  [
    'as many objects as are accepted',
    largest('{"count":9,"next":"?page=2","results":[', `{}${' '.repeat(84)},`, '{}]}'),
  ],
  ['as many keys as are accepted', uniqueKeys()],
  ['as many items as are accepted', { kind: 'response', status: 200, body: manyItems(), effect: false }],
  ['empty objects', largest('{"count":9,"next":"?page=2","results":[', '{},', '{}]}')],
  ['nested arrays', largest('', '[', '')],
  ['one text', largest('{"results":[{"id":1,"server":{"id":2},"name":"', 'x', '"}]}')],
  ['one text beyond Latin', largest('{"results":[{"id":1,"server":{"id":2},"name":"', '€', '"}]}')],
  ['one escaped text', largest('{"results":[{"id":1,"server":{"id":2},"name":"', '\\u20ac', '"}]}')],
  ['blanks', largest('', ' ', '{"results":[]}')],
  ['backslashes', largest('', '\\', '')],
  ['angle brackets', largest('', '<', '')],
];

const Memory = v.object({ peak: v.number(), inUse: v.number() });

interface Measured extends v.InferOutput<typeof Memory> {
  readonly result: ActionResult;
}

/** Runs the action and measures its memory, in bytes: the most that it had, and what was in use at its end. */
async function measure(scene: Scene, run: ActionRun): Promise<Measured> {
  const folder = createJobFolder();
  const file = join(folder, 'peak');
  try {
    const result = await scene.run({ ...run, env: { PEAK_MEMORY_FILE: file }, preload: [WRITES_PEAK_MEMORY] });
    return { result, ...v.parse(Memory, JSON.parse(readFileSync(file, 'utf8'))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function whenListed(fault: Fault): FaultHook {
  return ({ method, path }) => (method === 'GET' && path.startsWith('/snapshots/') ? fault : undefined);
}

test.each(BODIES)('stays below 300 MiB if every list is the largest one that is accepted: %s', async (_name, fault) => {
  await using scene = await Scene.create({ faults: whenListed(fault) });
  const { result, peak } = await measure(scene, { inputs: { timeout_minutes: '0.3' } });
  expect(peak / MIB).toBeLessThan(BOUND / MIB);
  expect(result.exitCode === 0 ? [] : result.errors).toHaveLength(result.exitCode ?? 0);
});

test('does not grow with the number of polls', async () => {
  await using scene = await Scene.create();
  scene.api.model.addServer({ id: 2 });
  scene.api.model.addServer({ id: 3 });
  for (let count = 0; count < 500; count += 1)
    addSnapshot(scene, { hoursOld: 1, server: 3, description: 'x'.repeat(200) });
  for (let count = 0; count < 2; count += 1) scene.api.model.planNextSnapshot(NEVER_COMPLETED);
  const inputs = { server_id: `${SERVER} 2`, timeout_minutes: '40' };
  const { result, inUse } = await measure(scene, { inputs });
  expect(result.exitCode).toBe(1);
  expect(scene.requests().length).toBeGreaterThan(400);
  expect(inUse / MIB).toBeLessThan(30);
});
