import { errorMessage } from '../errors.ts';
import { formatDuration } from '../format.ts';
import { Poller } from '../polling/poller.ts';
import { quote } from '../text.ts';
import { describeServer } from '../vps/describe.ts';
import { isSame } from '../vps/id.ts';
import type { Server } from '../vps/schema.ts';
import { ACTIVE, RESTORING, STOPPED } from '../vps/status.ts';
import type { ServerPoller } from './power.ts';
import { createServerReader } from './resolve.ts';
import type { ApiSession } from './session.ts';

/** A line names at most this many servers. */
const MAX_NAMED = 5;
/** What the action is waiting for a server in this status to do. */
const GOALS: Readonly<Record<string, string>> = {
  [RESTORING]: 'to finish its restore',
  stopping: 'to stop',
  [STOPPED]: 'to start',
  starting: 'to start',
};

/**
 * Polls these servers, one poll for all.
 * @param progress the line to log about every 30 s, given the time waited, in milliseconds; if absent, the line says what
 *   the action is waiting for the servers to do
 */
export function createServerPoller(
  servers: readonly Server[],
  { pollingApi, context, schedule, log }: ApiSession,
  progress?: (waitedMs: number) => string,
): ServerPoller {
  const read = createServerReader(servers, pollingApi);
  let seen: readonly Server[] = servers;
  return new Poller(
    {
      read: async (deadline) => {
        const now = await read(deadline);
        seen = servers.map((server) => now.find((one) => isSame(one, server)) ?? server);
        return now;
      },
      schedule,
      onProgress: (waitedMs) => log(progress ? progress(waitedMs) : waitingLine(servers, seen, waitedMs)),
      onError: (error) =>
        log(`  The status of the servers cannot be read right now; still waiting: ${errorMessage(error)}`),
    },
    context,
  );
}

/**
 * Names the servers that keep the step waiting: those that are not running and have not been stopped all along, if
 * there are any.
 */
function waitingLine(before: readonly Server[], now: readonly Server[], waitedMs: number): string {
  const busy = now.filter(({ status }, index) => {
    return status !== ACTIVE && !(status === STOPPED && before[index]?.status === STOPPED);
  });
  const waited = (busy.length > 0 ? busy : now).map((server) => {
    const goal = GOALS[server.status] ?? `(status: ${server.status === '' ? 'unknown' : quote(server.status)})`;
    return `${describeServer(server)} ${goal}`;
  });
  const more = waited.length > MAX_NAMED ? ` and ${waited.length - MAX_NAMED} more` : '';
  return `  Still waiting for ${waited.slice(0, MAX_NAMED).join(', ')}${more}; ${formatDuration(waitedMs)} elapsed`;
}
