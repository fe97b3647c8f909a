import { FakeClock } from '../__tests__/support/fake-clock.ts';
import { Deadline } from '../src/clock.ts';
import { adaptive } from '../src/polling/schedule.ts';
import type { ApiSession } from '../src/servers/session.ts';
import { REUSED_ON_RERUN } from '../src/snapshots/next-steps.ts';
import type { SnapshotRecord } from '../src/snapshots/record.ts';
import { createSnapshotPoller, waitForSnapshot } from '../src/snapshots/wait.ts';
import { VpsClient } from '../src/vps/client.ts';
import { withStatus } from '../src/vps/with-status.ts';
import { seededRandom } from './stats.ts';
import { type Result, table } from './threshold.ts';

const MINUTES = 60;
const EARLY_MINUTES = 5;
const MAX_LINES = 200;
/** Of the heap from five minutes to the end; what the clock and the log remember for the measurement is part of it. */
const MAX_GROWTH_MB = 1;
const SIZES = [1, 50];
const FIRST_ID = 1001;

/** Waits for an hour of virtual time, through the action's own client, parser and poller, and watches the memory. */
export async function measureLongWait(): Promise<Result> {
  const waits = [];
  for (const servers of SIZES) waits.push({ servers, ...(await wait(servers)) });
  return {
    section: table(
      ['Servers', 'Waited', 'Polls', 'Lines in the log', `Heap after ${EARLY_MINUTES} min`, 'Heap at the end'],
      waits.map(({ servers, polls, lines, earlyMb, lateMb }) => [
        String(servers),
        `${MINUTES} min`,
        polls,
        lines,
        `${earlyMb.toFixed(2)} MB`,
        `${lateMb.toFixed(2)} MB`,
      ]),
    ),
    thresholds: waits.flatMap(({ servers, lines, earlyMb, lateMb }) => [
      {
        what: `growth of the heap in ${MINUTES} min with ${servers} servers, in MB`,
        measured: lateMb - earlyMb,
        max: MAX_GROWTH_MB,
      },
      { what: `lines in the log in ${MINUTES} min with ${servers} servers`, measured: lines, max: MAX_LINES },
    ]),
  };
}

async function wait(count: number) {
  const clock = new FakeClock();
  const context = { clock, random: seededRandom('long wait'), signal: new AbortController().signal };
  const lines: string[] = [];
  let polls = 0;
  let earlyMb = 0;
  const api = new VpsClient(
    withStatus(async () => {
      polls += 1;
      if (earlyMb === 0 && clock.monotonicMs() >= EARLY_MINUTES * 60_000) earlyMb = heapMb();
      const status = clock.monotonicMs() >= MINUTES * 60_000 ? 'completed' : 'in_progress';
      const results = Array.from({ length: count }, (_, index) => snapshotJson(FIRST_ID + index, status));
      return { status: 200, headers: {}, body: JSON.stringify({ count, next: null, previous: null, results }) };
    }),
  );
  const session: ApiSession = {
    api,
    pollingApi: api,
    detachedApi: api,
    isRestoreSource: () => false,
    context,
    schedule: adaptive(context.random),
    log: (line) => lines.push(line),
    warn: (text) => lines.push(text),
  };
  const { items } = await api.listSnapshots(undefined, new Deadline(clock, 60_000));
  const records: SnapshotRecord[] = items.map((snapshot) => ({
    server: snapshot.server,
    name: snapshot.name,
    requested: true,
    reused: false,
    snapshot,
  }));
  const servers = records.map(({ server }) => server);
  const poller = createSnapshotPoller(servers, session, (waitedMs) => `waited ${waitedMs} ms`);
  const deadline = new Deadline(clock, 2 * MINUTES * 60_000);
  const wait = { onChange: () => {}, nextSteps: REUSED_ON_RERUN };
  await Promise.all(records.map(async (record) => await waitForSnapshot(record, poller, session, deadline, wait)));
  return { polls, lines: lines.length, earlyMb, lateMb: heapMb() };
}

function snapshotJson(id: number, status: string) {
  return {
    id,
    name: `snapshot-${id}`,
    description: '',
    status,
    size_mb: status === 'completed' ? 5120 : null,
    created_at: '2025-01-16T12:00:00Z',
    server: { id, name: `web-${id}` },
  };
}

function heapMb(): number {
  if (!globalThis.gc) throw new Error('Run this with npm run bench, which exposes the garbage collector');
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
