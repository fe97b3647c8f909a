import type { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import { capitalize, type ExpectedDuration, formatDuration } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import type { ReadingTimes } from '../polling/poller.ts';
import { type ServerPoller, startCommand } from '../servers/power.ts';
import type { ApiSession } from '../servers/session.ts';
import { withFullStop } from '../text.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { isCallError, isMissingCall, isRefusal } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { Server } from '../vps/schema.ts';
import { ACTIVE, isBroken, RESTORING, STOPPED, UNKNOWN } from '../vps/status.ts';
import type { RestoreRecord } from './record.ts';

/** How long a restore usually takes (docs/api.md, Snapshots). */
export const RESTORE_DURATION: ExpectedDuration = { words: '5–15 min', maxMs: 15 * 60_000 };
/** This many readings in a row must say `active`. */
const ACTIVE_READINGS = 3;
/**
 * Before this many polls have passed since acceptance, `active` does not count: a replica may still show the earlier
 * status. With the usual pauses that is after `LIST_GRACE_MS`; a user who polls more often is expected to have a faster
 * API.
 */
const STALE_POLLS = 15;
/** If no reading ever showed another status, `active` counts from here on, in milliseconds after acceptance. */
export const UNSEEN_MS = 3 * 60_000;
/** A server is started if it stays stopped this long after it was seen restoring, in milliseconds. */
const STOPPED_MS = 2 * 60_000;
/** A server is started if it is stopped and was never seen restoring, in milliseconds after acceptance. */
const STOPPED_UNSEEN_MS = 15 * 60_000;
/** `start` is sent again this often while the server stays stopped, in milliseconds. */
const RESTART_MS = 60_000;

/** A refusal of `start`, 401, 403, 404 or 405, can be a proxy's; after this many in a row it is final. */
const MAX_REFUSED_STARTS = 3;

/** What a reading calls for; `confirm`: the server is active, and the next reading should follow soon. */
type NextStep = 'done' | 'confirm' | 'start' | ActionError;

/** What the readings have shown of one server since its restore was accepted. */
interface Progress {
  /** For this long after acceptance, in milliseconds, `active` may still be the earlier status. */
  readonly staleMs: number;
  hasSeenRestoring: boolean;
  activeReadings: number;
  /** Since when it has been stopped, in milliseconds since acceptance. */
  stoppedSinceMs: number | undefined;
  missingSinceMs: number | undefined;
  /** How many starts in a row were refused with 401, 403, 404 or 405. */
  refusedStarts: number;
}

/** What else the wait for a restore needs to know. */
export interface RestoreWait {
  readonly apiUrl: string;
  /** When the restore was accepted, by the monotonic clock. */
  readonly acceptedMs: number;
  /** Called when a reading proves that a restore has started that was uncertain until then. */
  readonly onCertain: () => void;
}

/**
 * Waits until a server runs again after its restore was accepted, and starts it if it stays stopped (docs/contract.md,
 * Rollback). The record is kept up to date.
 * @throws ActionError if the server ends in another status, disappears or stays stopped, or if the restore does not
 *   finish in time; the reason for the abort
 */
export async function waitForRestore(
  record: RestoreRecord,
  poller: ServerPoller,
  session: ApiSession,
  deadline: Deadline,
  { apiUrl, acceptedMs, onCertain }: RestoreWait,
): Promise<void> {
  const { server } = record;
  const { clock } = session.context;
  const sinceAcceptedMs = () => clock.monotonicMs() - acceptedMs;
  const progress: Progress = {
    staleMs: Math.min(LIST_GRACE_MS, STALE_POLLS * session.schedule(0)),
    hasSeenRestoring: false,
    activeReadings: 0,
    stoppedSinceMs: undefined,
    missingSinceMs: undefined,
    refusedStarts: 0,
  };
  let startedMs: number | undefined;
  for (;;) {
    const joinedMs = sinceAcceptedMs();
    let next: NextStep | undefined;
    const isSettled = await poller.until((servers, times) => {
      const requestedMs = joinedMs + times.requestedMs;
      const seen = servers.find((one) => isSame(one, server));
      next = judge(record, seen, progress, { ...times, requestedMs }, session, onCertain);
      const isRecentlyStarted = startedMs !== undefined && requestedMs - startedMs < RESTART_MS;
      return next !== undefined && !(next === 'start' && isRecentlyStarted);
    }, deadline);
    if (!isSettled) {
      throw record.isUncertain ? unknownStart(record) : timedOut(record, sinceAcceptedMs(), apiUrl);
    }
    if (next === 'done')
      return session.log(`✓ ${describeServer(server)} is active again after ${formatDuration(sinceAcceptedMs())}`);
    if (next instanceof ActionError) throw next;
    // Another wait starts with short pauses again.
    if (next === 'confirm') continue;
    startedMs = sinceAcceptedMs();
    await start(record, progress, session, deadline, apiUrl);
  }
}

function judge(
  record: RestoreRecord,
  seen: Server | undefined,
  progress: Progress,
  { requestedMs }: ReadingTimes,
  { log }: ApiSession,
  onCertain: () => void,
): NextStep | undefined {
  if (!seen) {
    progress.activeReadings = 0;
    progress.missingSinceMs ??= requestedMs;
    return requestedMs - progress.missingSinceMs >= LIST_GRACE_MS ? disappeared(record, requestedMs) : undefined;
  }
  progress.missingSinceMs = undefined;
  const { status } = seen;
  if (status !== record.serverStatus) log(`  ${describeServer(record.server)} is ${status}`);
  record.serverStatus = status;
  progress.hasSeenRestoring ||= status === RESTORING;
  if (status === RESTORING && record.isUncertain) {
    record.isUncertain = false;
    onCertain();
  }
  record.wasSeen ||= isChange(status, record) && !record.isUncertain;
  progress.activeReadings = status === ACTIVE && requestedMs >= progress.staleMs ? progress.activeReadings + 1 : 0;
  progress.stoppedSinceMs = status === STOPPED ? (progress.stoppedSinceMs ?? requestedMs) : undefined;
  if (isBroken(seen)) return endedDown(record, requestedMs);
  const mayBeOver = record.wasSeen || requestedMs >= UNSEEN_MS;
  if (mayBeOver && progress.activeReadings >= ACTIVE_READINGS) {
    return record.isUncertain ? unknownStart(record) : 'done';
  }
  if (mayBeOver && progress.activeReadings === 1) return 'confirm';
  if (progress.stoppedSinceMs === undefined) return undefined;
  const isLeftStopped = progress.hasSeenRestoring
    ? requestedMs - progress.stoppedSinceMs >= STOPPED_MS
    : requestedMs >= STOPPED_UNSEEN_MS;
  return isLeftStopped ? 'start' : undefined;
}

/** An earlier status, which a replica may still show, or none at all is no sign that the restore has started. */
function isChange(status: string, { statusBefore }: RestoreRecord): boolean {
  return status === RESTORING || ![ACTIVE, UNKNOWN, statusBefore].includes(status);
}

/** Starts a server that its restore has left stopped. A refusal means that it is busy: the wait goes on. */
async function start(
  { server, target }: RestoreRecord,
  progress: Progress,
  { pollingApi, log, warn }: ApiSession,
  deadline: Deadline,
  apiUrl: string,
): Promise<void> {
  try {
    await pollingApi.setPower(server, 'start', deadline);
    log(`  ${describeServer(server)} stayed stopped after its restore; sent "start"`);
  } catch (error) {
    const isRefused = isRefusal(error) || isMissingCall(error);
    progress.refusedStarts = isRefused ? progress.refusedStarts + 1 : 0;
    const isFinal = progress.refusedStarts === MAX_REFUSED_STARTS;
    if (isFinal && isRefusal(error)) {
      throw new ActionError(
        {
          summary: `${describeServer(server)} was restored from ${describeSnapshot(target)}, but it is stopped, and this token is not allowed to start it: ${withFullStop(error.message)}`,
          state: 'THE SERVER IS DOWN. Its disk has been restored.',
          hint: `Create a token with the permission servers:*. Start the server in the VPS.org control panel, or set VPS_API_TOKEN to that token and run: ${startCommand(server, apiUrl)}`,
        },
        error,
      );
    }
    if (isFinal) {
      throw new ActionError(
        {
          summary: `${describeServer(server)} was restored from ${describeSnapshot(target)}, but it is stopped, and this API cannot start it: ${withFullStop(errorMessage(error))}`,
          state: 'THE SERVER IS DOWN. Its disk has been restored.',
          hint: 'Start it in the VPS.org control panel.',
        },
        error,
      );
    }
    if (!isCallError(error)) throw error;
    warn(
      `${capitalize(describeServer(server))} could not be started yet: ${withFullStop(errorMessage(error))} Trying again.`,
    );
  }
}

function endedDown({ target, serverStatus, server }: RestoreRecord, sinceAcceptedMs: number): ActionError {
  return new ActionError({
    summary: `The restore of ${describeSnapshot(target)} finished after ${formatDuration(sinceAcceptedMs)}, but ${describeServer(server)} is "${serverStatus}" instead of active.`,
    state: 'The server is not running. Its disk may be in an inconsistent state.',
    hint: 'Check the server in the VPS.org control panel; if it does not come up, restore the snapshot again.',
  });
}

/** The error for a restore whose response was lost or did not name the server, and which no reading has shown. */
export function unknownStart({ target, server, serverStatus }: RestoreRecord): ActionError {
  return new ActionError({
    summary: `It is unknown whether the restore of ${describeSnapshot(target)} was started: the response was lost or did not name the server, and ${describeServer(server)} was never seen with the status "restoring".`,
    state:
      serverStatus === ACTIVE
        ? 'The server is active, and most likely is still running what was deployed.'
        : `The status of the server is "${serverStatus || 'unknown'}".`,
    hint: 'Check the server in the VPS.org control panel; if it is not being restored, re-run the rollback.',
  });
}

function disappeared({ target, serverStatus, server }: RestoreRecord, sinceAcceptedMs: number): ActionError {
  return new ActionError({
    summary: `${describeServer(server)} is no longer listed, ${formatDuration(sinceAcceptedMs)} after the restore of ${describeSnapshot(target)} was started; its last status was "${serverStatus}".`,
    state: 'It is unknown whether the restore continues.',
    hint: 'Look for the server in the VPS.org control panel.',
  });
}

function timedOut(
  { target, serverStatus, server }: RestoreRecord,
  sinceAcceptedMs: number,
  apiUrl: string,
): ActionError {
  const isStopped = serverStatus === STOPPED;
  return new ActionError({
    summary: `The restore of ${describeSnapshot(target)} has not finished after ${formatDuration(sinceAcceptedMs)}; ${describeServer(server)} is "${serverStatus || 'unknown'}".`,
    state:
      serverStatus === ACTIVE
        ? 'Too few status checks in a row have shown the server as active, so it is not certain that the restore has finished.'
        : 'VPS.org continues the restore. The server will be down until it has finished.',
    hint: isStopped
      ? `Check the server in the VPS.org control panel. If its restore has finished, start it there, or set VPS_API_TOKEN to your API token and run: ${startCommand(server, apiUrl)}`
      : 'Check the server in the VPS.org control panel before you deploy to it; do not restore it again until this restore has finished.',
  });
}
