import type { Fault } from '../emulator/fault-kinds.ts';
import { Scenario } from './scenario.ts';
import { type Result, table } from './threshold.ts';

const SERVERS = 50;
const FIRST_SERVER = 1001;
const PER_MINUTE = 60;
const SNAPSHOT_MS = 180_000;
const MINUTE_MS = 60_000;
/** The snapshots, and the minutes that creates and polls need at that rate. */
const MAX_MINUTES = 8;

/** A fleet behind an API that refuses more than a given number of requests a minute. A failed fleet is an error. */
export async function measureLimits(): Promise<Result> {
  const received = new Map<number, number>();
  let refused = 0;
  await using scenario = await Scenario.create((_request, _index, elapsedMs): Fault | undefined => {
    const minute = Math.floor(elapsedMs / MINUTE_MS);
    const count = (received.get(minute) ?? 0) + 1;
    received.set(minute, count);
    if (count <= PER_MINUTE) return undefined;
    refused += 1;
    const headers = { 'retry-after': String(Math.ceil((MINUTE_MS - (elapsedMs % MINUTE_MS)) / 1000)) };
    return { kind: 'response', status: 429, body: '{"detail": "Request was throttled."}', headers, effect: false };
  });
  const ids = Array.from({ length: SERVERS }, (_, index) => FIRST_SERVER + index);
  for (const id of ids) scenario.addServer(id, SNAPSHOT_MS);
  const { elapsedMs } = await scenario.run({ server_id: ids.join() });
  const minutes = elapsedMs / MINUTE_MS;
  const created = scenario.api.model.snapshots().length;
  return {
    section: table(
      [
        'Servers',
        'Requests allowed per minute',
        'Time until all were completed',
        'Snapshots',
        'Requests',
        'Refused with 429',
      ],
      [[String(SERVERS), PER_MINUTE, `${minutes.toFixed(1)} min`, created, scenario.countRequests(), refused]],
    ),
    thresholds: [
      {
        what: `minutes with ${SERVERS} servers at ${PER_MINUTE} requests a minute`,
        measured: minutes,
        max: MAX_MINUTES,
      },
      { what: `snapshots of ${SERVERS} servers at ${PER_MINUTE} requests a minute`, measured: created, max: SERVERS },
    ],
  };
}
