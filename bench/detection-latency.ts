import { createTestContext } from '../__tests__/support/fake-clock.ts';
import { Poller } from '../src/polling/poller.ts';
import { adaptive, fixed, type Schedule } from '../src/polling/schedule.ts';
import { lineChart, type Plots } from './plots.ts';
import { mean, median, seededRandom } from './stats.ts';
import { type Result, type Threshold, table } from './threshold.ts';

const SECONDS = [20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600];
const SAMPLES = 1000;
/** The duration of a request; the API reads its state half way through. */
const LATENCY_MS = 100;
/** Durations are spread around their middle by this share, so that no schedule matches them by chance. */
const SPREAD = 0.25;
const MAX_REQUESTS_IN_TEN_MINUTES = 65;
/** docs/contract.md, Retries and polling: 5% or 5 s, with a jitter of 10%. */
const LATE_SHARE = 0.05;
const LATE_MS = 5000;
const JITTER = 1.1;
/** Means of samples differ by this much although the schedules are the same. */
const NOISE = 1.02;
/** No schedule within the other two thresholds gets below 1.28 (docs/benchmarks.md, Why not another schedule). */
const BEHIND_SLEEP_10 = 1.4;

/** How one wait went. */
interface Detection {
  /** From the end of the snapshot until it was known, in milliseconds. */
  readonly lateMs: number;
  readonly requests: number;
}

/** Waits for a snapshot of a duration in milliseconds. */
type Wait = (durationMs: number, random: () => number) => Promise<Detection>;

const ACTION = 'this action';
const SLEEP_10 = '`sleep 10` loop';
const WAITS: Record<string, Wait> = {
  [ACTION]: (durationMs, random) => waitByPoller(durationMs, adaptive(random)),
  'every 5 s': (durationMs) => waitByPoller(durationMs, fixed(5000)),
  [SLEEP_10]: (durationMs) => waitByLoop(durationMs, 10_000),
  '`sleep 30` loop': (durationMs) => waitByLoop(durationMs, 30_000),
};
/** Schedules that were tried instead of the action's own. */
const TRIED: Record<string, Wait> = {
  [ACTION]: (durationMs, random) => waitByPoller(durationMs, adaptive(random)),
  '5%, from 5 s to 10 s': (durationMs) => waitByPoller(durationMs, (waitedMs) => clamp(5000, 0.05 * waitedMs, 10_000)),
  '5%, from 5 s to 13 s': (durationMs) => waitByPoller(durationMs, (waitedMs) => clamp(5000, 0.05 * waitedMs, 13_000)),
  '5%, from 10 s to 12 s': (durationMs) =>
    waitByPoller(durationMs, (waitedMs) => clamp(10_000, 0.05 * waitedMs, 12_000)),
  'square root, 65 in ten minutes': (durationMs) =>
    waitByPoller(durationMs, (waitedMs) => Math.sqrt(568 * waitedMs + 1e6)),
  'always 9.4 s': (durationMs) => waitByPoller(durationMs, fixed(9400)),
};
/** Where the schedules differ. */
const TRIED_AT = [60, 180, 300, 600];

/** The action's own poller, with a clock that moves when something sleeps on it. */
async function waitByPoller(durationMs: number, schedule: Schedule): Promise<Detection> {
  const { clock, context, deadline } = createTestContext();
  let requests = 0;
  const poller = new Poller(
    {
      read: async () => {
        requests += 1;
        clock.advance(LATENCY_MS / 2);
        const isCompleted = clock.monotonicMs() >= durationMs;
        clock.advance(LATENCY_MS / 2);
        return isCompleted;
      },
      schedule,
      onProgress: () => {},
      onError: () => {},
    },
    context,
  );
  await poller.until((isCompleted) => isCompleted, deadline(10 * durationMs));
  return { lateMs: clock.monotonicMs() - durationMs, requests };
}

/** What people write without an action: `until curl … | grep -q completed; do sleep N; done`. */
export async function waitByLoop(durationMs: number, sleepMs: number): Promise<Detection> {
  for (let passed = 0, requests = 1; ; requests += 1, passed += LATENCY_MS + sleepMs) {
    if (passed + LATENCY_MS / 2 >= durationMs) return { lateMs: passed + LATENCY_MS - durationMs, requests };
  }
}

/** How the waits for snapshots of one duration went. */
interface Summary {
  readonly seconds: number;
  readonly name: string;
  readonly late: readonly number[];
  /** The latest of all as a share of what the contract allows, without the time of the requests before and after. */
  readonly latest: number;
  readonly requests: readonly number[];
}

/** How late the end of a snapshot is detected, and with how many requests, compared with what people write instead. */
export async function measureDetectionLatency(): Promise<Result & { readonly tried: string; readonly plots: Plots }> {
  const all = await compare(WAITS, SECONDS);
  return {
    section: latencyTable(all),
    thresholds: [...latencyThresholds(all), ...comparisons(all), await requestsInTenMinutes()],
    tried: triedTable(await compare(TRIED, TRIED_AT)),
    plots: plots(all),
  };
}

async function compare(waits: Readonly<Record<string, Wait>>, durations: readonly number[]): Promise<Summary[]> {
  const all: Summary[] = [];
  for (const seconds of durations) {
    for (const [name, wait] of Object.entries(waits)) {
      // The same durations for each, so that they can be compared.
      const spread = seededRandom(`duration ${seconds}`);
      const jitter = seededRandom(`jitter ${seconds}`);
      const late: number[] = [];
      const shares: number[] = [];
      const requests: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const durationMs = seconds * 1000 * (1 + SPREAD * (2 * spread() - 1));
        const detection = await wait(durationMs, jitter);
        late.push(detection.lateMs);
        shares.push((detection.lateMs - 1.5 * LATENCY_MS) / Math.max(LATE_MS, LATE_SHARE * durationMs));
        requests.push(detection.requests);
      }
      all.push({ seconds, name, late, latest: Math.max(...shares), requests });
    }
  }
  return all;
}

function triedTable(all: readonly Summary[]): string {
  return table(
    ['', ...TRIED_AT.map(formatSeconds), 'longest delay, relative to 5% or 5 s'],
    Object.keys(TRIED).map((name) => {
      const here = all.filter((one) => one.name === name);
      const cells = here.map(
        ({ late, requests }) => `${(median(late) / 1000).toFixed(1)} s, ${mean(requests).toFixed(1)}`,
      );
      return [name, ...cells, Math.max(...here.map(({ latest }) => latest)).toFixed(2)];
    }),
  );
}

function clamp(min: number, value: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function latencyTable(all: readonly Summary[]): string {
  const rows = SECONDS.map((seconds) => [
    formatSeconds(seconds),
    ...Object.keys(WAITS).map((name) => {
      const { late, requests } = find(all, seconds, name);
      return `${(median(late) / 1000).toFixed(1)} s, ${mean(requests).toFixed(1)}`;
    }),
  ]);
  return table(['Duration', ...Object.keys(WAITS)], rows);
}

function latencyThresholds(all: readonly Summary[]): Threshold[] {
  return SECONDS.map((seconds) => ({
    what: `latest detection of a snapshot of ${formatSeconds(seconds)}, as a share of 5% or 5 s`,
    measured: find(all, seconds, ACTION).latest,
    max: JITTER,
  }));
}

/** Never both later and with more requests than another way: the better of the two ratios is at most 1. */
function comparisons(all: readonly Summary[]): Threshold[] {
  const others = Object.keys(WAITS).filter((name) => name !== ACTION);
  return others.map((other) => {
    const worse = SECONDS.map((seconds) => {
      const [action, loop] = [find(all, seconds, ACTION), find(all, seconds, other)];
      return Math.min(mean(action.late) / mean(loop.late), mean(action.requests) / mean(loop.requests));
    });
    return {
      what: `latency or requests, the better of the two, as a ratio to ${other}`,
      measured: Math.max(...worse),
      max: other === SLEEP_10 ? BEHIND_SLEEP_10 : NOISE,
    };
  });
}

async function requestsInTenMinutes(): Promise<Threshold> {
  const jitter = seededRandom('ten minutes');
  let requests = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    requests = Math.max(requests, (await waitByPoller(600_000, adaptive(jitter))).requests);
  }
  return { what: 'requests in ten minutes', measured: requests, max: MAX_REQUESTS_IN_TEN_MINUTES };
}

function plots(all: readonly Summary[]): Plots {
  const series = (of: (summary: Summary) => number) =>
    Object.keys(WAITS).map((name) => ({
      name: name.replaceAll('`', ''),
      points: SECONDS.map((seconds): [number, number] => [seconds / 60, of(find(all, seconds, name))]),
    }));
  const x = { name: 'Duration of the snapshot (minutes)', type: 'log' } as const;
  return {
    'detection-latency': lineChart(
      'How late the completion of a snapshot is detected (median)',
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

function formatSeconds(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${seconds / 60} min`;
}
