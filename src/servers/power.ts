import { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import { formatDuration } from '../format.ts';
import type { Poller } from '../polling/poller.ts';
import { withFullStop } from '../text.ts';
import { describeServer } from '../vps/describe.ts';
import {
  type CallError,
  isCallError,
  isFromProxy,
  isMissingCall,
  isRefusal,
  UnauthorizedError,
} from '../vps/errors.ts';
import { isSame, toJsonId } from '../vps/id.ts';
import type { Server, ServerRef } from '../vps/schema.ts';
import { ACTIVE, isBroken, STOPPED } from '../vps/status.ts';
import type { ApiSession } from './session.ts';

/**
 * A server that was stopped for its snapshot gets this long to start, whatever is left of its timeout, in milliseconds.
 */
export const START_TIMEOUT_MS = 10 * 60_000;
/** `start` and `stop` are sent again this often while they have no visible effect, in milliseconds. */
const RESEND_MS = 60_000;
/** After an error that is not final they are sent again sooner, in milliseconds. */
const RESEND_AFTER_ERROR_MS = 5000;
/** The token could stop the server: a refusal of its start is final only after this many in a row. */
const MAX_REFUSALS = 3;
/** A start goes out although the status cannot be read, once a minute and this many times in a row. */
const MAX_UNREAD = 3;
/** After a signal the process has 2 s in all, so the start of a server has this long, in milliseconds. */
export const DETACHED_START_MS = 1200;
/**
 * An accepted stop may still take effect while the server says `active`; after this long it no longer does, in
 * milliseconds.
 */
const LATE_STOP_MS = 120_000;

export type ServerPoller = Poller<readonly Server[]>;

/**
 * Stops a server and waits until it is stopped.
 * @throws ActionError if it is refused or does not stop in time; the reason for the abort
 */
export async function stopServer(
  server: ServerRef,
  poller: ServerPoller,
  session: ApiSession,
  deadline: Deadline,
): Promise<void> {
  await switchPower(server, { action: 'stop', from: ACTIVE, to: STOPPED }, poller, session, deadline);
}

/**
 * Starts a server and waits until it is active. Sending `start` again is safe, so it is sent after any error and every
 * 60 s while the server stays stopped (docs/contract.md, Stopping the server).
 * @throws ActionError if it is refused or does not start in time; the reason for the abort
 */
export async function startServer(
  server: ServerRef,
  poller: ServerPoller,
  session: ApiSession,
  deadline: Deadline,
): Promise<void> {
  await switchPower(server, { action: 'start', from: STOPPED, to: ACTIVE }, poller, session, deadline);
}

/** The API refused to switch the power of a server, so nothing was changed. */
export class PowerRefusedError extends ActionError {
  constructor(server: ServerRef, action: 'start' | 'stop', refusal: CallError) {
    super(
      {
        summary: withFullStop(`The API refused to ${action} ${describeServer(server)}: ${refusal.message}`),
        ...(action === 'stop' ? { state: 'The server was not stopped, and no snapshot was created.' } : {}),
        hint:
          refusal instanceof UnauthorizedError
            ? refusal.hint
            : 'Create a token with the permission servers:*, which starting and stopping a server requires; if this API cannot do that at all, set stop_server to false.',
      },
      refusal,
    );
    this.name = 'PowerRefusedError';
  }
}

interface PowerSwitch {
  readonly action: 'start' | 'stop';
  readonly from: string;
  readonly to: string;
}

async function switchPower(
  server: ServerRef,
  { action, from, to }: PowerSwitch,
  poller: ServerPoller,
  session: ApiSession,
  deadline: Deadline,
): Promise<void> {
  let status = '';
  let refusals = 0;
  let unread = 0;
  for (let isFirst = true; ; isFirst = false) {
    const failure = await send(server, action, session, deadline);
    const resendMs = failure ? RESEND_AFTER_ERROR_MS : RESEND_MS;
    refusals = failure && isRefusal(failure) && !isFromProxy(failure) ? refusals + 1 : 0;
    const isRefused = action === 'stop' ? isFirst && failure && isFinal(failure) : refusals === MAX_REFUSALS;
    if (failure && isRefused) throw new PowerRefusedError(server, action, failure);
    let isSettled: boolean;
    try {
      isSettled = await poller.until((servers, { waitedMs }) => {
        const seen = servers.find((one) => isSame(one, server));
        if (seen) status = seen.status;
        return status === to || (seen !== undefined && isBroken(seen)) || (status === from && waitedMs >= resendMs);
      }, deadline);
    } catch (error) {
      if (action === 'stop' || !isCallError(error)) throw error;
      unread += 1;
      if (unread === MAX_UNREAD || deadline.leftMs() === 0) throw unreadable(server, failure, error);
      session.log(
        `  The status of ${describeServer(server)} cannot be read: ${error.message}; "start" will be sent again`,
      );
      await session.context.clock.sleep(Math.min(RESEND_MS, deadline.leftMs()), session.context.signal);
      continue;
    }
    unread = 0;
    if (status === to) return;
    if (isSettled && status === from) continue;
    // A start has a timeout of its own.
    const input = action === 'stop' ? ' (timeout_minutes)' : '';
    throw new ActionError({
      summary: isSettled
        ? `${describeServer(server)} is "${status}" and cannot be ${action === 'start' ? 'started' : 'stopped'}.`
        : `${describeServer(server)} did not become "${to}" within ${formatDuration(deadline.timeoutMs)}${input} after "${action}"; its status was "${status || 'unknown'}".`,
      ...(action === 'stop' ? { state: 'No snapshot was created.' } : {}),
      hint: `Check the server in the VPS.org control panel.`,
    });
  }
}

function unreadable(server: ServerRef, failure: CallError | undefined, error: CallError): ActionError {
  const was = failure ? `could not be sent (${failure.message}), and` : 'was accepted, but';
  return new ActionError(
    {
      summary: withFullStop(`"start" for ${describeServer(server)} ${was} its status cannot be read: ${error.message}`),
      state: 'It is unknown whether the server is running.',
      hint: 'Check the server in the VPS.org control panel.',
    },
    error,
  );
}

/** True for a refusal that no retry changes: the token lacks the permission, or the API has no such call. */
function isFinal(error: CallError): boolean {
  // The page of a 404 can be the API's own: Django shows one for an unknown path.
  return isMissingCall(error) || (isRefusal(error) && !isFromProxy(error));
}

/** @returns why it was not accepted; `undefined` if it was */
async function send(
  server: ServerRef,
  action: 'start' | 'stop',
  { pollingApi, log }: ApiSession,
  deadline: Deadline,
): Promise<CallError | undefined> {
  try {
    await pollingApi.setPower(server, action, deadline);
    log(`Sent "${action}" to ${describeServer(server)}`);
    return undefined;
  } catch (error) {
    if (!isCallError(error)) throw error;
    log(`${describeServer(server)}: "${action}" failed: ${errorMessage(error)}`);
    return error;
  }
}

/**
 * Sends `start` once and waits for nothing, because the process is about to end. It goes out although the job was
 * cancelled.
 * @returns why it failed; `undefined` if it was accepted
 */
export async function startDetached(
  server: ServerRef,
  { detachedApi, context }: ApiSession,
): Promise<string | undefined> {
  try {
    await detachedApi.setPower(server, 'start', new Deadline(context.clock, DETACHED_START_MS));
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
}

/**
 * Makes sure that a server which was told to stop ends up running: a stop that was accepted may still take effect, so the
 * server is watched until it has stopped and been started, or has stayed active for 2 min (docs/contract.md, Stopping the
 * server).
 * @throws ActionError if it cannot be started in time; the reason for the abort
 */
export async function ensureStarted(
  server: ServerRef,
  poller: ServerPoller,
  session: ApiSession,
  deadline: Deadline,
): Promise<void> {
  let activeSinceMs: number | undefined;
  try {
    const isStable = await poller.until((servers, { requestedMs }) => {
      const status = servers.find((one) => isSame(one, server))?.status;
      if (status !== ACTIVE) activeSinceMs = undefined;
      else activeSinceMs ??= requestedMs;
      return status === STOPPED || (activeSinceMs !== undefined && requestedMs - activeSinceMs >= LATE_STOP_MS);
    }, deadline);
    if (isStable && activeSinceMs !== undefined) return;
  } catch (error) {
    if (!isCallError(error)) throw error;
    session.log(`  The status of ${describeServer(server)} cannot be read: ${error.message}`);
  }
  await startServer(server, poller, session, deadline);
}

/**
 * The command that starts a server in any shell, for errors that leave one stopped. The token appears as a variable.
 * @param apiUrl checked to contain nothing that breaks out of the quotes
 */
export function startCommand(server: ServerRef, apiUrl: string): string {
  const id = toJsonId(server.uuid ?? server.key);
  return `curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" -H 'Content-Type: application/json' -d '{"action": "start"}' '${apiUrl}/servers/${id}/power/'`;
}
