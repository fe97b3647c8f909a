import type { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { formatDuration } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import { Poller } from '../polling/poller.ts';
import { postOnce, type RequestLimit } from '../polling/post-once.ts';
import { createServerReader } from '../servers/resolve.ts';
import type { ApiSession } from '../servers/session.ts';
import { withFullStop } from '../text.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { BadRequestError, BusyError, type CallError, isCallError, isFromProxy } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { Server, Snapshot } from '../vps/schema.ts';
import { ACTIVE, RESTORING, SUSPENDED, UNKNOWN } from '../vps/status.ts';
import { readStatus, unrestorable } from './restorable.ts';

/** A busy server is tried again for this long, in milliseconds: nothing has started yet. */
const BUSY_MS = 10 * 60_000;
/** Any other 400, and the page or redirect of a proxy, is tried again for this long, in milliseconds. */
const BAD_REQUEST_MS = 2 * 60_000;
/** No restore is so short that it starts and ends between two readings that are this far apart, in milliseconds. */
const MAX_GAP_MS = 2 * 60_000;

/** How the API responded to a restore. */
export interface StartedRestore {
  /** As the API gave it; empty if it is unknown. */
  readonly serverStatus: string;
  /**
   * False if the response does not name the server, or was lost, and the server then refused another restore or changed
   * its status: somebody else may be the reason, or the reading may be an old one. Only the status `restoring` proves
   * that it is being restored.
   */
  readonly isCertain: boolean;
}

/**
 * Starts a restore, once. After a lost response the status of the server tells whether it has started; a server that
 * then refuses another one counts as having started it (docs/contract.md, Rollback).
 * @param target checked before: completed, and of this server
 * @param server with its status before the restore
 * @param beforeRequest called before each request, which is not sent if this throws
 * @param limit covers the requests alone: a server that is busy for minutes keeps no other waiting
 * @throws ActionError if that cannot be decided; an error of the API for a restore that was refused; the reason for the
 *   abort
 */
export async function restoreOnce(
  target: Snapshot,
  server: Server,
  beforeRequest: () => Promise<void>,
  limit: RequestLimit,
  session: ApiSession,
  deadline: Deadline,
): Promise<StartedRestore> {
  const log = (line: string) => session.log(`  ${describeServer(server)}: ${line}`);
  return await postOnce<StartedRestore>(
    {
      send: async () =>
        await limit(async () => {
          session.context.signal.throwIfAborted();
          await beforeRequest();
          const { serverStatus, isNamed } = await session.api.restoreSnapshot(target, deadline);
          return { serverStatus, isCertain: isNamed };
        }),
      findApplied: async (lost) => await findStarted(target, server, lost, log, session, deadline),
      onRefusalAfterLoss: async (refusal) =>
        !isFromProxy(refusal) && (isBusy(refusal) || refusal instanceof BadRequestError)
          ? { serverStatus: '', isCertain: false }
          : undefined,
      retryRefusalForMs: async (refusal) => {
        if (isFromProxy(refusal)) return BAD_REQUEST_MS;
        if (!(isBusy(refusal) || refusal instanceof BadRequestError)) return 0;
        const status = await readStatus(server, session.pollingApi, deadline);
        // A refusal after a lost response counts as acceptance, so here none was lost: the restore is somebody else's.
        if (status === RESTORING) throw unrestorable(server, status);
        if (status === SUSPENDED) return 0;
        return isBusy(refusal) ? BUSY_MS : BAD_REQUEST_MS;
      },
      log,
    },
    session.context,
    deadline,
  );
}

/** 409, 423, or what the API says about a server that is in no state to be restored (docs/api.md, Snapshots). */
function isBusy(refusal: CallError): boolean {
  return (
    refusal instanceof BusyError || (refusal instanceof BadRequestError && /\bvalid state\b/iu.test(refusal.detail))
  );
}

/**
 * @returns `undefined` if the readings over 60 s showed the server, and it did not change
 * @throws ActionError if a whole restore may have gone unseen
 */
async function findStarted(
  target: Snapshot,
  server: Server,
  lost: CallError,
  log: (line: string) => void,
  { pollingApi, context, schedule }: ApiSession,
  deadline: Deadline,
): Promise<StartedRestore | undefined> {
  const poller = new Poller<readonly Server[]>(
    {
      read: createServerReader([server], pollingApi),
      schedule,
      onProgress: (waitedMs) => log(`no sign of the restore yet after ${formatDuration(waitedMs)}`),
      onError: (error) => log(error instanceof Error ? error.message : String(error)),
    },
    context,
  );
  let found: StartedRestore | undefined;
  let firstSeenMs: number | undefined;
  let lastSeenMs = 0;
  let maxGapMs = 0;
  try {
    const isDecided = await poller.until((servers, { requestedMs }) => {
      const status = servers.find((one) => isSame(one, server))?.status;
      // A reading without the server, or without its status, does not count: the server may be restoring all the same.
      if (status === undefined || status === UNKNOWN) return false;
      maxGapMs = Math.max(maxGapMs, requestedMs - lastSeenMs);
      lastSeenMs = requestedMs;
      const isCertain = status === RESTORING;
      // A restore stops the server: another status is its trace, unless the server had it before.
      const isTrace = isCertain || (status !== ACTIVE && status !== server.status);
      if (isTrace) found = { serverStatus: status, isCertain };
      firstSeenMs ??= requestedMs;
      return isCertain || requestedMs - firstSeenMs >= LIST_GRACE_MS;
    }, deadline);
    if (isDecided && (found !== undefined || maxGapMs <= MAX_GAP_MS)) return found;
  } catch (error) {
    if (!isCallError(error)) throw error;
    throw undecided(target, lost, error.message);
  }
  if (firstSeenMs === undefined)
    throw undecided(target, lost, 'no response from the API included the server before the timeout elapsed');
  const then =
    maxGapMs > MAX_GAP_MS
      ? `no response from the API included the server for ${formatDuration(maxGapMs)}`
      : 'the timeout elapsed';
  throw undecided(target, lost, then);
}

function undecided(target: Snapshot, lost: CallError, then: string): ActionError {
  return new ActionError(
    {
      summary: withFullStop(
        `It is unknown whether the restore of ${describeSnapshot(target)} was started: ${withFullStop(lost.message)} After that, ${then}`,
      ),
      state: 'The server may be stopped because it is being restored, or unchanged. The request was not sent again.',
      hint: 'Check the server in the VPS.org control panel; if it is running and not being restored, re-run the rollback.',
    },
    lost,
  );
}
