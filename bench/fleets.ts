import { type Finding, figures } from './bound.ts';
import { type FleetRun, runFleet } from './fleet-run.ts';
import { lineChart, type Plots } from './plots.ts';

const SIZES = [1, 10, 50, 200];
/** Five times as fast as real: what the action computes weighs five times as much against what it waits for. */
const SPEED = 5;
const ANSWER_MS = 50;
const SHORTEST_MS = 100_000;
/** The shortest that is usual (vps-api.md, Snapshots); a longer one would flatter the ratio. */
const SLOWEST_MS = 180_000;
/** As many creates as the action sends at a time. */
const AT_A_TIME = 8;

const MOST_RATIO = 1.15;
const MOST_MEMORY_MB = 120;
const MOST_CPU_SECONDS = 2;
/** Polls of the largest fleet beside those of one server: the jitter moves them a little. */
const MOST_POLLS_RATIO = 1.25;

interface Fleet extends FleetRun {
  readonly servers: number;
  /** Creates as many at a time as the bound allows, and then the slowest snapshot. */
  readonly idealMs: number;
}

/** How time, requests, memory and work grow with the number of servers. */
export async function measureFleets(): Promise<Finding & { readonly plots: Plots }> {
  const fleets: Fleet[] = [];
  for (const servers of SIZES) {
    const idealMs = Math.ceil(servers / AT_A_TIME) * ANSWER_MS + SLOWEST_MS;
    const run = await runFleet({ speed: SPEED, answerMs: ANSWER_MS, durationsMs: durations(servers) });
    fleets.push({ servers, idealMs, ...run });
  }
  const [one] = fleets;
  const largest = fleets.at(-1);
  if (!one || !largest) throw new Error('no fleet was measured');
  return {
    section: figures(
      ['Servers', 'Over the slowest snapshot', 'Ratio to the ideal', 'Creates', 'Other requests', 'Memory', 'CPU'],
      fleets.map(({ servers, tookMs, idealMs, creates, polls, memoryMb, cpuSeconds }) => [
        String(servers),
        `${((tookMs - SLOWEST_MS) / 1000).toFixed(1)} s`,
        (tookMs / idealMs).toFixed(3),
        creates,
        polls,
        `${memoryMb.toFixed(0)} MB`,
        `${cpuSeconds.toFixed(2)} s`,
      ]),
    ),
    bounds: [
      ...fleets.map(({ servers, tookMs, idealMs }) => {
        return {
          what: `${servers} servers, as a ratio to the ideal time`,
          measured: tookMs / idealMs,
          most: MOST_RATIO,
        };
      }),
      ...fleets.map(({ servers, creates }) => {
        return { what: `creates of ${servers} servers`, measured: creates, most: servers };
      }),
      {
        what: `polls of ${largest.servers} servers, as a ratio to those of one`,
        measured: largest.polls / one.polls,
        most: MOST_POLLS_RATIO,
      },
      { what: `memory with ${largest.servers} servers, in MB`, measured: largest.memoryMb, most: MOST_MEMORY_MB },
      { what: `CPU with ${largest.servers} servers, in s`, measured: largest.cpuSeconds, most: MOST_CPU_SECONDS },
    ],
    plots: plots(fleets),
  };
}

function plots(fleets: readonly Fleet[]): Plots {
  const series = (name: string, of: (fleet: Fleet) => number) => {
    return { name, points: fleets.map((fleet): [number, number] => [fleet.servers, of(fleet)]) };
  };
  return {
    fleets: lineChart('Requests of a fleet', { name: 'Servers', type: 'log' }, { name: 'Requests', type: 'log' }, [
      series('creates', ({ creates }) => creates),
      series('all others, polls as a rule', ({ polls }) => polls),
    ]),
  };
}

/** From the shortest to the slowest, mixed; the first is the slowest. */
function durations(servers: number): number[] {
  return Array.from({ length: servers }, (_, index) => SLOWEST_MS - ((index * 37_000) % (SLOWEST_MS - SHORTEST_MS)));
}
