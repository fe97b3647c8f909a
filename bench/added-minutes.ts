import { waitByLoop } from './detection-latency.ts';
import { Scenario } from './scenario.ts';
import { type Result, table } from './threshold.ts';

const MINUTE_MS = 60_000;
const BUILD_MINUTES = [0, 2, 5, 10, 20];
const SNAPSHOT_MINUTES = [3, 8, 15];
/** So that no pause ends with a snapshot by chance; in milliseconds. */
const OFFSETS_MS = [0, 3300, 6600];
const SERVER = 1001;
/** What the contract allows beyond the time that the snapshot needs. */
const LATE_MS = 5000;
const LATE_SHARE = 0.05;

/**
 * How much longer a deploy takes with a snapshot before it: without overlap by a shell loop and by the action, and with
 * the snapshot taken while the build runs.
 */
export async function measureAddedMinutes(): Promise<Result> {
  const rows: (string | number)[][] = [];
  let [worstWaiting, worstOverlapping] = [0, 0];
  for (const snapshotMinutes of SNAPSHOT_MINUTES) {
    const durationsMs = OFFSETS_MS.map((offsetMs) => snapshotMinutes * MINUTE_MS + offsetMs);
    const looping = await longest(
      durationsMs,
      async (durationMs) => durationMs + (await waitByLoop(durationMs, 10_000)).lateMs,
    );
    const waiting = await longest(durationsMs, addedByWaiting);
    worstWaiting = Math.max(worstWaiting, waiting.share(0));
    for (const buildMinutes of BUILD_MINUTES) {
      const buildMs = buildMinutes * MINUTE_MS;
      const overlapping = await longest(
        durationsMs,
        async (durationMs) => await addedByOverlapping(durationMs, buildMs),
      );
      worstOverlapping = Math.max(worstOverlapping, overlapping.share(buildMs));
      rows.push([
        `${snapshotMinutes} min`,
        `${buildMinutes} min`,
        ...[looping, waiting, overlapping].map(({ addedMs }) => `${(addedMs / MINUTE_MS).toFixed(2)} min`),
      ]);
    }
  }
  return {
    section: table(
      [
        'Snapshot',
        'Build',
        '`sleep 10` loop, then the build',
        'this action, then the build',
        '`wait: false`, the build, `mode: wait`',
      ],
      rows,
    ),
    thresholds: [
      { what: 'time added by wait: true, as a share of the snapshot + 5 s + 5%', measured: worstWaiting, max: 1 },
      {
        what: 'time added by wait: false and mode: wait, as a share of max(0, snapshot − build) + 5 s + 5%',
        measured: worstOverlapping,
        max: 1,
      },
    ],
  };
}

interface Longest {
  readonly addedMs: number;
  /** The largest share of what is allowed with a build of this length, in milliseconds. */
  readonly share: (buildMs: number) => number;
}

async function longest(
  durationsMs: readonly number[],
  measure: (durationMs: number) => Promise<number>,
): Promise<Longest> {
  const all: { durationMs: number; addedMs: number }[] = [];
  for (const durationMs of durationsMs) all.push({ durationMs, addedMs: await measure(durationMs) });
  return {
    addedMs: Math.max(...all.map(({ addedMs }) => addedMs)),
    share: (buildMs) =>
      Math.max(
        ...all.map(({ durationMs, addedMs }) => {
          const neededMs = Math.max(0, durationMs - buildMs);
          return addedMs / (neededMs * (1 + LATE_SHARE) + LATE_MS);
        }),
      ),
  };
}

async function addedByWaiting(durationMs: number): Promise<number> {
  await using scenario = await Scenario.create();
  scenario.addServer(SERVER, durationMs);
  return (await scenario.run({ server_id: String(SERVER) })).elapsedMs;
}

async function addedByOverlapping(durationMs: number, buildMs: number): Promise<number> {
  await using scenario = await Scenario.create();
  scenario.addServer(SERVER, durationMs);
  const started = await scenario.run({ server_id: String(SERVER), wait: 'false' });
  scenario.advance(started.elapsedMs + buildMs);
  const snapshots = started.outputs.snapshots ?? '';
  const waited = await scenario.run({ mode: 'wait', server_id: String(SERVER), snapshot_id: snapshots });
  return started.elapsedMs + waited.elapsedMs;
}
