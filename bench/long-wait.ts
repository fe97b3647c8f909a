import { listOf, runInHand, snapshotJson, snapshotOf } from '../__tests__/support/run-in-hand.ts';
import { Deadline } from '../src/clock.ts';
import { adaptive } from '../src/waiting/schedule.ts';
import { waitForSnapshots } from '../src/waiting/snapshots.ts';
import { type Finding, figures } from './bound.ts';
import { seeded } from './sample.ts';

const MINUTES = 60;
const MOST_LINES = 200;
/** Memory at the end beside that after five minutes: what the clock and the list of requests keep for us is in it. */
const MOST_GROWTH_MB = 1;
const SIZES = [1, 50];

/** Waits for an hour of virtual time, through the action's client and parser, and looks at the memory on the way. */
export async function measureLongWait(): Promise<Finding> {
  const waits = [];
  for (const servers of SIZES) waits.push({ servers, ...(await wait(servers)) });
  return {
    section: figures(
      ['Servers', 'Waited', 'Polls', 'Lines of log', 'Heap after 5 min', 'Heap at the end'],
      waits.map(({ servers, polls, lines, early, late }) => [
        String(servers),
        `${MINUTES} min`,
        polls,
        lines,
        `${early.toFixed(2)} MB`,
        `${late.toFixed(2)} MB`,
      ]),
    ),
    bounds: waits.flatMap(({ servers, lines, early, late }) => [
      {
        what: `growth of the heap in ${MINUTES} min with ${servers} servers, in MB`,
        measured: late - early,
        most: MOST_GROWTH_MB,
      },
      { what: `lines of log in ${MINUTES} min with ${servers} servers`, measured: lines, most: MOST_LINES },
    ]),
  };
}

async function wait(servers: number) {
  const numbers = Array.from({ length: servers }, (_, index) => 1001 + index);
  let early = 0;
  const { run, clock, runner, requests } = runInHand((_exchange, passedMs) => {
    if (early === 0 && passedMs >= 5 * 60_000) early = heapMb();
    const status = passedMs >= MINUTES * 60_000 ? 'completed' : 'in_progress';
    return listOf(...numbers.map((number) => snapshotJson(number, status, number)));
  });
  const begun = numbers.map((number) => snapshotOf(number, 'in_progress', number));
  const schedule = adaptive(seeded('long wait'));
  await waitForSnapshots(begun, { ...run, schedule }, new Deadline(clock, 2 * MINUTES * 60_000), () => undefined);
  return { polls: requests.length, lines: runner.lines.length, early, late: heapMb() };
}

function heapMb(): number {
  if (!globalThis.gc) throw new Error('run this by npm run bench, which lets it collect garbage');
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
