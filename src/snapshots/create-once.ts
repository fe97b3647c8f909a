import type { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { formatDuration } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import { Poller } from '../polling/poller.ts';
import { postOnce, type RequestLimit } from '../polling/post-once.ts';
import type { ApiSession } from '../servers/session.ts';
import { withFullStop } from '../text.ts';
import { describeServer, describeSnapshot, quoteName } from '../vps/describe.ts';
import {
  BadRequestError,
  BusyError,
  type CallError,
  InvalidResponseError,
  isCallError,
  isFromProxy,
  isMissingCall,
} from '../vps/errors.ts';
import { type Identity, isSame } from '../vps/id.ts';
import type { List, ServerRef, Snapshot } from '../vps/schema.ts';
import { ofServer } from './list.ts';
import { isOfAttempt, type Marker, readMarker } from './marker.ts';

/** A server that is busy when a snapshot is to be created is tried again for this long, in milliseconds. */
const BUSY_MS = 15 * 60_000;
/** A redirect or page of a proxy, except a 404 and a 405, is tried again for this long, in milliseconds. */
const FROM_PROXY_MS = 2 * 60_000;
/** After a delete the API may still count the deleted snapshot for this long, in milliseconds. */
const QUOTA_LAG_MS = 2 * 60_000;

/** A snapshot that is to be created. */
export interface CreateOrder {
  readonly server: ServerRef;
  readonly name: string;
  readonly description: string;
  /** The marker at the start of the description. */
  readonly marker: Marker;
  /** What was on the server before. */
  readonly before: readonly Identity[];
  /** How many items of that list could not be read. */
  readonly unreadableBefore: number;
  /** A slot was just freed: the API may still count what was deleted. */
  readonly hasFreedSlot: boolean;
  /** The next step if it is unknown whether it was started. */
  readonly ifUnknown: string;
}

/**
 * Creates one snapshot, and never two because a response was lost (docs/contract.md, What must never happen, 1): after a
 * lost response the list is read until it shows the snapshot; only if it could be read for 60 s and did not is the create
 * sent again.
 * @param limit covers the requests alone: a server that is busy for minutes keeps no other waiting
 * @throws ActionError if that cannot be decided; an error of the API for a create that was refused; the reason for the
 *   abort
 */
export async function createOnce(
  order: CreateOrder,
  limit: RequestLimit,
  session: ApiSession,
  deadline: Deadline,
): Promise<Snapshot> {
  const { server, name, description } = order;
  const log = (line: string) => session.log(`  ${describeServer(server)}: ${line}`);
  const find = async (lost: CallError) => {
    const created = await findCreated(order, lost, log, session, deadline);
    if (created === undefined && lost instanceof InvalidResponseError && lost.isJson) {
      throw undecided(order, lost, 'the snapshot did not appear in the list within 60 s');
    }
    return created;
  };
  const snapshot = await postOnce(
    {
      send: async () =>
        await limit(async () => {
          session.context.signal.throwIfAborted();
          const created = await session.api.createSnapshot({ server, name, description }, deadline);
          if (order.before.some((old) => isSame(old, created))) throw new ExistingSnapshotError(created);
          return created;
        }),
      findApplied: find,
      // The refusal can be caused by the lost create itself: it may have taken the last slot, or the name.
      onRefusalAfterLoss: async (refusal) => {
        const created = await find(refusal);
        if (created !== undefined || !isNameRefusal(refusal)) return created;
        const { items } = await session.api.listSnapshots(server, deadline);
        if (items.some((other) => other.name === name)) return undefined;
        // Most likely the lost create itself has the name.
        throw undecided(order, refusal, 'the snapshot that has that name was not listed');
      },
      retryRefusalForMs: async (refusal) => {
        if (isFromProxy(refusal) && !isMissingCall(refusal)) return FROM_PROXY_MS;
        if (refusal instanceof BusyError) return isNameRefusal(refusal) ? 0 : BUSY_MS;
        return order.hasFreedSlot && isLimitRefusal(refusal) ? QUOTA_LAG_MS : 0;
      },
      log,
    },
    session.context,
    deadline,
  );
  return { ...snapshot, server };
}

/** True if the API refused a create because the server has as many snapshots as it may. */
export function isLimitRefusal(error: unknown): boolean {
  return (
    error instanceof BadRequestError &&
    /\b(?:limit|maximum|at most|quota)\b/iu.test(error.detail) &&
    // A text that is too long exceeds a limit, too.
    !/\b(?:characters?|length|bytes|(?:name|description):)(?!\w)/iu.test(error.detail)
  );
}

/** The API answered a create with a snapshot that was there before. */
export class ExistingSnapshotError extends ActionError {
  constructor(existing: Snapshot) {
    super({
      summary: `The API returned ${describeSnapshot(existing)}, which already existed, instead of a new snapshot.`,
      state: 'No snapshot was created.',
      hint: 'Set snapshot_name to a name that no other snapshot of this server has, such as {sha}-{run_id}.',
    });
    this.name = 'ExistingSnapshotError';
  }
}

/** True if the API refused a create because another snapshot has its name; 409 is a conflict too. */
export function isNameRefusal(error: unknown): error is BadRequestError | BusyError {
  return (
    (error instanceof BadRequestError || error instanceof BusyError) &&
    /\bname\b/iu.test(error.detail) &&
    /\b(?:exists?|unique|taken|in use|duplicate)\b/iu.test(error.detail)
  );
}

/** @returns `undefined` if the list could be read for 60 s and did not show the snapshot */
async function findCreated(
  order: CreateOrder,
  lost: CallError,
  log: (line: string) => void,
  { pollingApi, context, schedule }: ApiSession,
  deadline: Deadline,
): Promise<Snapshot | undefined> {
  const { server } = order;
  const poller = new Poller<List<Snapshot>>(
    {
      read: async (until) => await pollingApi.listSnapshots(server, until),
      schedule,
      onProgress: (waitedMs) => log(`the snapshot is not listed yet after ${formatDuration(waitedMs)}`),
      onError: (error) => log(error instanceof Error ? error.message : String(error)),
    },
    context,
  );
  let found: Snapshot | undefined;
  let firstRequestedMs: number | undefined;
  let hasUnreadable = false;
  const isDecided = ({ items, unreadable }: List<Snapshot>, { requestedMs }: { readonly requestedMs: number }) => {
    found = newSnapshotOf(order, ofServer(items, server));
    // One of these may be the snapshot.
    hasUnreadable = unreadable > order.unreadableBefore;
    firstRequestedMs ??= requestedMs;
    return found !== undefined || requestedMs - firstRequestedMs >= LIST_GRACE_MS;
  };
  try {
    if (!(await poller.until(isDecided, deadline))) throw undecided(order, lost, 'timeout_minutes elapsed');
  } catch (error) {
    if (!isCallError(error)) throw error;
    throw undecided(order, lost, error.message);
  }
  if (found || !hasUnreadable) return found;
  throw undecided(
    order,
    lost,
    'the list of snapshots had an item that could not be read, or that identified its server by a different form of ID',
  );
}

/**
 * The one snapshot that a lost create can have made: new on the server, with this step's marker, else with the
 * requested name and no marker at all.
 * @throws ActionError if several could be it
 */
function newSnapshotOf({ server, name, marker, before }: CreateOrder, list: readonly Snapshot[]): Snapshot | undefined {
  const fresh = list.filter((snapshot) => !before.some((old) => isSame(old, snapshot)));
  const marked = fresh.filter((snapshot) => isOfAttempt(snapshot, marker));
  const named = fresh.filter((snapshot) => snapshot.name === name && !readMarker(snapshot));
  const matches = marked.length > 0 ? marked : named;
  if (matches.length <= 1) return matches[0];
  const candidates = matches.map((one) => `${one.key} ${quoteName(one.name)} (${one.status})`).join(', ');
  throw new ActionError({
    summary: `The response to the create request on ${describeServer(server)} was lost, and several new snapshots could match it: ${candidates}.`,
    state: 'None of them was adopted, and the request was not sent again.',
    hint: 'Keep one, delete the others with `mode: delete` or in the VPS.org control panel, then re-run the job.',
  });
}

function undecided({ server, name, ifUnknown }: CreateOrder, lost: CallError, then: string): ActionError {
  return new ActionError(
    {
      summary: withFullStop(
        `It is unknown whether snapshot ${quoteName(name)} on ${describeServer(server)} was started: ${withFullStop(lost.message)} After that, ${then}`,
      ),
      state: 'The snapshot may be in progress. The request was not sent again, to avoid two snapshots.',
      hint: ifUnknown,
    },
    lost,
  );
}
