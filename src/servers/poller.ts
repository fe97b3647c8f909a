import { errorMessage } from '../errors.ts';
import { Poller } from '../polling/poller.ts';
import type { Server } from '../vps/schema.ts';
import type { ServerPoller } from './power.ts';
import { createServerReader } from './resolve.ts';
import type { ApiSession } from './session.ts';

/**
 * Polls these servers, one poll for all.
 * @param progress the line to log about every 30 s, given the time waited, in milliseconds; nothing if absent
 */
export function createServerPoller(
  servers: readonly Server[],
  { pollingApi, context, schedule, log }: ApiSession,
  progress?: (waitedMs: number) => string,
): ServerPoller {
  return new Poller(
    {
      read: createServerReader(servers, pollingApi),
      schedule,
      onProgress: (waitedMs) => {
        if (progress) log(progress(waitedMs));
      },
      onError: (error) => log(`  The servers cannot be read right now, still waiting: ${errorMessage(error)}`),
    },
    context,
  );
}
