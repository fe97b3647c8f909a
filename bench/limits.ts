import { type Finding, figures } from './bound.ts';
import { runFleet } from './fleet-run.ts';

const SERVERS = 50;
const PER_MINUTE = 60;
const DURATION_MS = 180_000;
/** Creates, reading before and polls need so many minutes at that rate; the snapshots take their time beside. */
const MOST_MINUTES = 8;

/** A fleet behind an API that answers 429 to more than so many requests a minute. A fleet that fails is an error here. */
export async function measureLimits(): Promise<Finding> {
  const durationsMs = Array.from({ length: SERVERS }, () => DURATION_MS);
  const { tookMs, creates, polls, refused } = await runFleet({
    speed: 20,
    answerMs: 50,
    durationsMs,
    perMinute: PER_MINUTE,
  });
  const minutes = tookMs / 60_000;
  return {
    section: figures(
      ['Servers', 'Requests a minute', 'Time until all were complete', 'Creates', 'Other requests', 'Answered 429'],
      [[String(SERVERS), PER_MINUTE, `${minutes.toFixed(1)} min`, creates, polls, refused]],
    ),
    bounds: [
      { what: 'minutes for 50 servers at 60 requests a minute', measured: minutes, most: MOST_MINUTES },
      { what: 'creates of 50 servers at 60 requests a minute', measured: creates, most: SERVERS },
    ],
  };
}
