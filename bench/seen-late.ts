import { HandClock } from '../__tests__/support/hand-clock.ts';
import { Deadline } from '../src/clock.ts';
import { adaptive, fixed, type Schedule } from '../src/waiting/schedule.ts';
import { watch } from '../src/waiting/watch.ts';
import { type Bound, type Finding, figures } from './bound.ts';
import { lineChart, type Plots } from './plots.ts';
import { mean, median, seeded } from './sample.ts';

const SECONDS = [20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600];
const SAMPLES = 1000;
/** A request takes so long, and the API looks half way through. */
const LATENCY_MS = 100;
/** Durations lie so far around their middle, so that no schedule meets them by chance. */
const SPREAD = 0.25;
const MOST_REQUESTS_IN_TEN_MINUTES = 65;
/** design.md, Waiting: 5% or 5 s, with a jitter of 10%. */
const LATE_SHARE = 0.05;
const LATE_MS = 5000;
const JITTER = 1.1;
/** Means of samples differ by so much where there is nothing between them. */
const NOISE = 1.02;
/** No schedule within the other two bounds gets below 1.28: see the page. */
const BEHIND_SLEEP_10 = 1.4;

/** How one wait went. */
interface Seen {
  /** From the end of the snapshot until it was known, in milliseconds. */
  readonly lateMs: number;
  readonly requests: number;
}

/** Waits for a snapshot of a duration in milliseconds. */
type Wait = (durationMs: number, random: () => number) => Promise<Seen>;

const OURS = 'this action';
const SLEEP_10 = '`sleep 10` loop';
const WAITS: Record<string, Wait> = {
  [OURS]: (durationMs, random) => byWatch(durationMs, adaptive(random)),
  'every 5 s': (durationMs) => byWatch(durationMs, fixed(5000)),
  [SLEEP_10]: (durationMs) => byLoop(durationMs, 10_000),
  '`sleep 30` loop': (durationMs) => byLoop(durationMs, 30_000),
};
/** Schedules that were tried in the place of the action's own. */
const TRIED: Record<string, Wait> = {
  [OURS]: (durationMs, random) => byWatch(durationMs, adaptive(random)),
  '5%, from 5 s to 10 s': (durationMs) => byWatch(durationMs, (waitedMs) => bounded(5000, 0.05 * waitedMs, 10_000)),
  '5%, from 5 s to 13 s': (durationMs) => byWatch(durationMs, (waitedMs) => bounded(5000, 0.05 * waitedMs, 13_000)),
  '5%, from 10 s to 12 s': (durationMs) => byWatch(durationMs, (waitedMs) => bounded(10_000, 0.05 * waitedMs, 12_000)),
  'square root, 65 in ten minutes': (durationMs) => byWatch(durationMs, (waitedMs) => Math.sqrt(568 * waitedMs + 1e6)),
  'always 9.4 s': (durationMs) => byWatch(durationMs, fixed(9400)),
};
/** Where the schedules differ. */
const TRIED_AT = [60, 180, 300, 600];

/** The action's own waiting, with a clock that moves when it is slept on. */
async function byWatch(durationMs: number, schedule: Schedule): Promise<Seen> {
  const clock = new HandClock();
  let requests = 0;
  const read = async () => {
    requests += 1;
    clock.advance(LATENCY_MS / 2);
    const complete = clock.passed() >= durationMs;
    clock.advance(LATENCY_MS / 2);
    return complete;
  };
  const nothing = () => undefined;
  const patience = { clock, random: () => 0.5, cancelled: new AbortController().signal };
  const deadline = new Deadline(clock, 10 * durationMs);
  await watch(
    { read, judge: (complete) => complete, progress: nothing, disturbed: nothing },
    schedule,
    patience,
    deadline,
  );
  return { lateMs: clock.passed() - durationMs, requests };
}

/** What people write: `until curl … | grep -q completed; do sleep N; done`. */
async function byLoop(durationMs: number, sleepMs: number): Promise<Seen> {
  for (let passed = 0, requests = 1; ; requests += 1, passed += LATENCY_MS + sleepMs) {
    if (passed + LATENCY_MS / 2 >= durationMs) return { lateMs: passed + LATENCY_MS - durationMs, requests };
  }
}

/** One duration under one way to wait. */
interface Summary {
  readonly seconds: number;
  readonly name: string;
  readonly late: readonly number[];
  /** The latest of all as a share of what the design allows; the time of the requests on either side is not in it. */
  readonly latest: number;
  readonly requests: readonly number[];
}

/** How late the end of a snapshot is seen, and with how many requests, beside what people write in its place. */
export async function measureSeenLate(): Promise<Finding & { readonly tried: string; readonly plots: Plots }> {
  const all = await compared(WAITS, SECONDS);
  return {
    section: table(all),
    bounds: [...ourBounds(all), ...comparisons(all), await requestsInTenMinutes()],
    tried: triedTable(await compared(TRIED, TRIED_AT)),
    plots: plots(all),
  };
}

async function compared(waits: Readonly<Record<string, Wait>>, durations: readonly number[]): Promise<Summary[]> {
  const all: Summary[] = [];
  for (const seconds of durations) {
    for (const [name, wait] of Object.entries(waits)) {
      // The same durations for each, so that they can be compared.
      const spread = seeded(`duration ${seconds}`);
      const jitter = seeded(`jitter ${seconds}`);
      const late: number[] = [];
      const shares: number[] = [];
      const requests: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const durationMs = seconds * 1000 * (1 + SPREAD * (2 * spread() - 1));
        const seen = await wait(durationMs, jitter);
        late.push(seen.lateMs);
        shares.push((seen.lateMs - 1.5 * LATENCY_MS) / Math.max(LATE_MS, LATE_SHARE * durationMs));
        requests.push(seen.requests);
      }
      all.push({ seconds, name, late, latest: Math.max(...shares), requests });
    }
  }
  return all;
}

function triedTable(all: readonly Summary[]): string {
  return figures(
    ['', ...TRIED_AT.map(inWords), 'latest, of 5% or 5 s'],
    Object.keys(TRIED).map((name) => {
      const here = all.filter((one) => one.name === name);
      const cells = here.map(
        ({ late, requests }) => `${(median(late) / 1000).toFixed(1)} s, ${mean(requests).toFixed(1)}`,
      );
      return [name, ...cells, Math.max(...here.map(({ latest }) => latest)).toFixed(2)];
    }),
  );
}

function bounded(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function table(all: readonly Summary[]): string {
  const rows = SECONDS.map((seconds) => [
    inWords(seconds),
    ...Object.keys(WAITS).map((name) => {
      const { late, requests } = find(all, seconds, name);
      return `${(median(late) / 1000).toFixed(1)} s, ${mean(requests).toFixed(1)}`;
    }),
  ]);
  return figures(['Duration', ...Object.keys(WAITS)], rows);
}

function ourBounds(all: readonly Summary[]): Bound[] {
  return SECONDS.map((seconds) => ({
    what: `latest sight of a snapshot of ${inWords(seconds)}, as a share of 5% or 5 s`,
    measured: find(all, seconds, OURS).latest,
    most: JITTER,
  }));
}

/** Nowhere worse than another way on both at once: the better of the two ratios is at most 1. */
function comparisons(all: readonly Summary[]): Bound[] {
  const others = Object.keys(WAITS).filter((name) => name !== OURS);
  return others.map((other) => {
    const worse = SECONDS.map((seconds) => {
      const [ours, theirs] = [find(all, seconds, OURS), find(all, seconds, other)];
      return Math.min(mean(ours.late) / mean(theirs.late), mean(ours.requests) / mean(theirs.requests));
    });
    return {
      what: `lateness and requests, the better of the two beside ${other}`,
      measured: Math.max(...worse),
      most: other === SLEEP_10 ? BEHIND_SLEEP_10 : NOISE,
    };
  });
}

async function requestsInTenMinutes(): Promise<Bound> {
  const jitter = seeded('ten minutes');
  let most = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    most = Math.max(most, (await byWatch(600_000, adaptive(jitter))).requests);
  }
  return { what: 'requests in ten minutes', measured: most, most: MOST_REQUESTS_IN_TEN_MINUTES };
}

function plots(all: readonly Summary[]): Plots {
  const series = (of: (summary: Summary) => number) =>
    Object.keys(WAITS).map((name) => ({
      name: name.replaceAll('`', ''),
      points: SECONDS.map((seconds): [number, number] => [seconds / 60, of(find(all, seconds, name))]),
    }));
  const x = { name: 'Duration of the snapshot (minutes)', type: 'log' } as const;
  return {
    'seen-late': lineChart(
      'How late the end of a snapshot is seen (median)',
      x,
      { name: 'Seconds', type: 'value' },
      series(({ late }) => median(late) / 1000),
    ),
    requests: lineChart(
      'Requests until then (mean)',
      x,
      { name: 'Requests', type: 'log' },
      series(({ requests }) => mean(requests)),
    ),
  };
}

function find(all: readonly Summary[], seconds: number, name: string): Summary {
  const found = all.find((one) => one.seconds === seconds && one.name === name);
  if (!found) throw new Error(`${name} was not measured for ${seconds} s`);
  return found;
}

function inWords(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${seconds / 60} min`;
}
