import type { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import { type ExpectedDuration, formatDuration, formatSize, pluralize } from '../format.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import { Poller } from '../polling/poller.ts';
import type { ServerPoller } from '../servers/power.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { isSame } from '../vps/id.ts';
import type { List, Server, ServerRef, Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted, isUndocumented, isUnfinished, RESTORING } from '../vps/status.ts';
import { ofServer, readSnapshots } from './list.ts';
import type { NextSteps } from './next-steps.ts';
import type { SnapshotRecord } from './record.ts';

/** How long a snapshot usually takes (docs/api.md, Snapshots). */
export const SNAPSHOT_DURATION: ExpectedDuration = { words: '3–15 min', maxMs: 15 * 60_000 };
/** A snapshot in progress for longer than this no longer counts: it is stuck (docs/contract.md, Snapshot). */
export const STUCK_MS = 60 * 60_000;
/** This many readings in a row must agree that a server is no longer being restored. */
const STEADY_READINGS = 3;

export type SnapshotPoller = Poller<List<Snapshot>>;

/**
 * Polls the snapshots of these servers, one poll for all.
 * @param progress the line to log about every 30 s, given the time waited, in milliseconds
 */
export function createSnapshotPoller(
  servers: readonly ServerRef[],
  { pollingApi, context, schedule, log }: ApiSession,
  progress: (waitedMs: number) => string,
): SnapshotPoller {
  return new Poller(
    {
      read: (deadline) => readSnapshots(servers, pollingApi, deadline),
      schedule,
      onProgress: (waitedMs) => log(progress(waitedMs)),
      onError: (error) =>
        log(`  The list of snapshots cannot be read right now; still waiting: ${errorMessage(error)}`),
    },
    context,
  );
}

/** What a wait for a snapshot needs besides the snapshot. */
export interface SnapshotWait {
  /** Called for each new state. */
  readonly onChange: () => void;
  readonly nextSteps: NextSteps;
}

/**
 * Waits until the snapshot of a record has completed, and keeps the record up to date.
 * @throws ActionError if the snapshot failed, disappeared, or has not completed in time: an unknown status is unfinished;
 *   errors of the API that are not transient; the reason for the abort
 */
export async function waitForSnapshot(
  record: SnapshotRecord,
  poller: SnapshotPoller,
  session: ApiSession,
  deadline: Deadline,
  { onChange, nextSteps }: SnapshotWait,
): Promise<void> {
  const { clock } = session.context;
  const startedMs = clock.monotonicMs();
  const first = record.snapshot;
  if (!first) return;
  let snapshot = first;
  let isListed = false;
  let missingSinceMs: number | undefined;
  let failure: ActionError | undefined;
  const waitedMs = () => clock.monotonicMs() - startedMs;
  const judge = (isNew: boolean) => {
    if (hasFailed(snapshot)) failure = failed(snapshot, waitedMs(), nextSteps);
    else if (isUnfinished(snapshot) && isNew) session.log(`  ${statusLine(snapshot)}`);
    return failure !== undefined || isCompleted(snapshot);
  };
  const isDone = ({ items, unreadable }: List<Snapshot>, { requestedMs }: { readonly requestedMs: number }) => {
    const seen = items.find((one) => isSame(one, snapshot) && isSame(one.server, record.server));
    if (!seen) {
      missingSinceMs ??= isListed ? requestedMs : 0;
      if (requestedMs - missingSinceMs >= LIST_GRACE_MS) {
        failure = disappeared(snapshot, isListed, unreadable, waitedMs(), nextSteps);
      }
      return failure !== undefined;
    }
    const isNew = seen.status !== snapshot.status;
    snapshot = { ...seen, server: record.server };
    isListed = true;
    missingSinceMs = undefined;
    record.snapshot = snapshot;
    const isOver = judge(isNew);
    if (isNew) onChange();
    return isOver;
  };
  const isOver = judge(isUndocumented(first)) || (await poller.until(isDone, deadline));
  if (!isOver) failure = timedOut(snapshot, waitedMs(), nextSteps);
  if (failure) throw failure;
  session.log(
    `✓ snapshot ${snapshot.key} on ${describeServer(snapshot.server)} completed in ${formatDuration(waitedMs())}, ${formatSize(snapshot.sizeMb)}`,
  );
}

function statusLine(snapshot: Snapshot): string {
  const note = isUndocumented(snapshot) ? ', an undocumented status; treating it as still in progress' : '';
  return `snapshot ${snapshot.key} on ${describeServer(snapshot.server)}, status: ${snapshot.status}${note}`;
}

function failed(snapshot: Snapshot, waitedMs: number, { takeAnother }: NextSteps): ActionError {
  return new ActionError({
    summary: `${describeSnapshot(snapshot)} ended with status "${snapshot.status}" after ${formatDuration(waitedMs)}.`,
    state: 'This snapshot cannot be restored.',
    hint: `Check the server in the VPS.org control panel, then ${takeAnother}.`,
  });
}

function disappeared(
  snapshot: Snapshot,
  isListed: boolean,
  unreadable: number,
  waitedMs: number,
  { takeAnother }: NextSteps,
): ActionError {
  const summary = isListed
    ? `${describeSnapshot(snapshot)} disappeared from the snapshot list after ${formatDuration(waitedMs)}; its last status was "${snapshot.status}".`
    : `${describeSnapshot(snapshot)} was accepted, but did not appear in the snapshot list within ${formatDuration(waitedMs)}.`;
  return new ActionError({
    summary,
    state: [
      'This step has no snapshot that can be restored.',
      ...(unreadable > 0 ? [`It may be one of ${pluralize(unreadable, 'item')} in the list that cannot be read.`] : []),
    ],
    hint: `Check in the VPS.org control panel whether somebody deleted it, then ${takeAnother}.`,
  });
}

function timedOut(snapshot: Snapshot, waitedMs: number, { afterTimeout }: NextSteps): ActionError {
  return new ActionError({
    summary: `${describeSnapshot(snapshot)} has not completed after ${formatDuration(waitedMs)} (timeout_minutes); its status is "${snapshot.status}".`,
    state: 'VPS.org is still working on it; it may still complete.',
    hint: afterTimeout,
  });
}

/**
 * True for a snapshot that keeps others of its server waiting: in progress, and not stuck.
 * @param nowMs milliseconds since the epoch
 */
export function isInTheWay(snapshot: Snapshot, nowMs: number): boolean {
  const { createdAtMs } = snapshot;
  return isUnfinished(snapshot) && createdAtMs !== undefined && nowMs - createdAtMs <= STUCK_MS;
}

/**
 * True for an unfinished snapshot that nobody waits for: it may be stuck.
 * @param nowMs milliseconds since the epoch
 */
export function mayBeStuck(snapshot: Snapshot, nowMs: number): boolean {
  return isUnfinished(snapshot) && !isInTheWay(snapshot, nowMs);
}

/** What to do about snapshots that may be stuck. */
export function stuckHint(stuck: readonly Snapshot[]): string {
  const start = stuck.length === 1 ? 'If it is stuck, delete it' : 'If they are stuck, delete them';
  return `${start} with \`mode: delete\` and snapshot_id: ${stuck.map(({ key }) => key).join(', ')}, or in the VPS.org control panel`;
}

/**
 * Waits while a server is being restored, so that no half-restored state is captured or deployed to.
 * @param then the state of the snapshot if that lasts too long, as a sentence
 * @returns the status of the server then
 * @throws ActionError if that lasts too long; errors of the API that are not transient; the reason for the abort
 */
export async function waitWhileRestoring(
  server: Server,
  poller: ServerPoller,
  { log }: ApiSession,
  deadline: Deadline,
  then: string,
): Promise<string> {
  if (server.status !== RESTORING) return server.status;
  log(`  ${describeServer(server)} is being restored; waiting for that to finish`);
  let steady = 0;
  let status = RESTORING;
  const isSteady = await poller.until((servers) => {
    status = servers.find((one) => isSame(one, server))?.status ?? RESTORING;
    steady = status === RESTORING ? 0 : steady + 1;
    return steady >= STEADY_READINGS;
  }, deadline);
  if (isSteady) return status;
  throw new ActionError({
    summary: `${describeServer(server)} is still being restored after ${formatDuration(deadline.timeoutMs)} (timeout_minutes). ${then}`,
    state: 'The restore continues. The server will be down until it has finished.',
    hint: 'Check the server in the VPS.org control panel, then re-run the job.',
  });
}

/**
 * Waits while another snapshot of the server is in progress; says which one it does not wait for, because it may be
 * stuck.
 * @param there what the server has now
 * @returns whether there was one to wait for
 * @throws ActionError if that lasts too long; errors of the API that are not transient; the reason for the abort
 */
export async function waitForOtherSnapshot(
  server: ServerRef,
  there: readonly Snapshot[],
  poller: SnapshotPoller,
  { context, log }: ApiSession,
  deadline: Deadline,
): Promise<boolean> {
  const { clock } = context;
  // The wall clock may jump during the wait.
  const startMs = clock.now() - clock.monotonicMs();
  const inTheWay = (snapshots: readonly Snapshot[]) =>
    snapshots.find((snapshot) => isInTheWay(snapshot, startMs + clock.monotonicMs()));
  let other = inTheWay(there);
  if (!other) {
    for (const stuck of there.filter((snapshot) => mayBeStuck(snapshot, clock.now()))) {
      const age = stuck.createdAtMs === undefined ? 'its age is unknown' : 'it is over 60 min old';
      log(
        `  Not waiting for ${describeSnapshot(stuck)}, status ${stuck.status}: ${age}, and it may be stuck. ${stuckHint([stuck])}.`,
      );
    }
    return false;
  }
  log(`  ${describeSnapshot(other)} is in progress; waiting for it before creating another`);
  const isQuiet = await poller.until(({ items }) => {
    other = inTheWay(ofServer(items, server));
    return other === undefined;
  }, deadline);
  if (isQuiet || !other) return true;
  throw new ActionError({
    summary: `${describeSnapshot(other)} is still in progress after ${formatDuration(deadline.timeoutMs)} (timeout_minutes). No other snapshot was created.`,
    state: 'The server was not changed.',
    hint: 'Check that snapshot in the VPS.org control panel; delete it if it is stuck, then re-run the job.',
  });
}
