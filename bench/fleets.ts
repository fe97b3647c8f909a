import { lineChart, type Plots } from './plots.ts';
import { Scenario } from './scenario.ts';
import { type Result, table } from './threshold.ts';

const SIZES = [1, 10, 50, 200];
const FIRST_SERVER = 1001;
const SHORTEST_MS = 100_000;
/** The shortest that is usual (docs/api.md, Snapshots). */
const SLOWEST_MS = 180_000;

/** 5%, and 10% jitter, and a pause of 5 s before the first poll. */
const MAX_RATIO = 1.06;
const MAX_MEMORY_MB = 160;
/** More than half of it for outputs and saved state, which each change of a server writes again for all. */
const MAX_CPU_SECONDS = 3;
/**
 * Other requests of the largest fleet for each page of its list, as a ratio to those of one server: jitter moves them.
 */
const MAX_POLLS_RATIO = 1.25;
const PAGE_SIZE = 100;

interface Fleet {
  readonly servers: number;
  /** From the start of the step to its end, in milliseconds. */
  readonly durationMs: number;
  readonly creates: number;
  /** All requests but creates. */
  readonly polls: number;
  readonly memoryMb: number;
  readonly cpuMs: number;
}

/** How time, requests, memory and CPU grow with the number of servers. */
export async function measureFleets(): Promise<Result & { readonly plots: Plots }> {
  const fleets: Fleet[] = [];
  for (const servers of SIZES) fleets.push(await measureFleet(servers));
  const [one] = fleets;
  const largest = fleets.at(-1);
  if (!one || !largest) throw new Error('no fleet was measured');
  return {
    section: table(
      ['Servers', 'Beyond the slowest snapshot', 'Creates', 'Other requests', 'Memory', 'CPU'],
      fleets.map(({ servers, durationMs, creates, polls, memoryMb, cpuMs }) => [
        String(servers),
        `${((durationMs - SLOWEST_MS) / 1000).toFixed(1)} s`,
        creates,
        polls,
        `${memoryMb.toFixed(0)} MB`,
        `${(cpuMs / 1000).toFixed(2)} s`,
      ]),
    ),
    thresholds: [
      ...fleets.map(({ servers, durationMs }) => ({
        what: `duration with ${servers} servers, as a ratio to the slowest snapshot`,
        measured: durationMs / SLOWEST_MS,
        max: MAX_RATIO,
      })),
      ...fleets.map(({ servers, creates }) => ({
        what: `creates with ${servers} servers`,
        measured: creates,
        max: servers,
      })),
      {
        what: `polls of each page with ${largest.servers} servers, as a ratio to those with one`,
        measured: largest.polls / Math.ceil(largest.servers / PAGE_SIZE) / one.polls,
        max: MAX_POLLS_RATIO,
      },
      { what: `memory with ${largest.servers} servers, in MB`, measured: largest.memoryMb, max: MAX_MEMORY_MB },
      { what: `CPU with ${largest.servers} servers, in s`, measured: largest.cpuMs / 1000, max: MAX_CPU_SECONDS },
    ],
    plots: plots(fleets),
  };
}

async function measureFleet(servers: number): Promise<Fleet> {
  await using scenario = await Scenario.create();
  const ids = Array.from({ length: servers }, (_, index) => FIRST_SERVER + index);
  for (const [index, id] of ids.entries()) scenario.addServer(id, snapshotMs(index));
  const { elapsedMs, memoryMb, cpuMs } = await scenario.run({ server_id: ids.join() });
  const creates = scenario.countRequests('POST');
  return { servers, durationMs: elapsedMs, creates, polls: scenario.countRequests() - creates, memoryMb, cpuMs };
}

/** From the shortest to the slowest, mixed; the first is the slowest. */
function snapshotMs(index: number): number {
  return SLOWEST_MS - ((index * 37_000) % (SLOWEST_MS - SHORTEST_MS));
}

function plots(fleets: readonly Fleet[]): Plots {
  const series = (name: string, of: (fleet: Fleet) => number) => {
    return { name, points: fleets.map((fleet): [number, number] => [fleet.servers, of(fleet)]) };
  };
  return {
    fleets: lineChart('Requests for a fleet', { name: 'Servers', type: 'log' }, { name: 'Requests', type: 'log' }, [
      series('creates', ({ creates }) => creates),
      series('all others, mostly polls', ({ polls }) => polls),
    ]),
  };
}
