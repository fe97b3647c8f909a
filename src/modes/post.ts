import pMap from 'p-map';
import { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import { capitalize, formatDuration, formatServerIds } from '../format.ts';
import type { RollbackEntry } from '../github/rollback-log.ts';
import type { Runner } from '../github/runner.ts';
import type { SavedState } from '../github/state.ts';
import type { AfterJobInputs } from '../inputs/inputs.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import type { RestoreRecord } from '../restores/record.ts';
import { createServerPoller } from '../servers/poller.ts';
import { ensureStarted, START_TIMEOUT_MS, startCommand, startDetached } from '../servers/power.ts';
import { createServerReader, type ResolvedServers, UNREADABLE } from '../servers/resolve.ts';
import type { ApiSession } from '../servers/session.ts';
import { deleteAll } from '../snapshots/delete-all.ts';
import { findOwn, type OwnSnapshot } from '../snapshots/find-own.ts';
import { groupByServer, listByServer, type SnapshotsByServer, snapshotsOf } from '../snapshots/list.ts';
import { isOfAttempt, isOfRun, isOfStep, laterRelease, markerOf } from '../snapshots/marker.ts';
import { TAKEN_EARLIER } from '../snapshots/next-steps.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { createSnapshotPoller, type SnapshotPoller, waitForSnapshot } from '../snapshots/wait.ts';
import { withFullStop } from '../text.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { ForbiddenError, isCallError, isRefusal, isTransient, toActionError } from '../vps/errors.ts';
import { isNamedBy, isSame } from '../vps/id.ts';
import type { Server, ServerRef, Snapshot } from '../vps/schema.ts';
import { COMPLETED, hasFailed, isCompleted, isUnfinished } from '../vps/status.ts';
import {
  checkAfterRestore,
  createRestorePoller,
  createRollbackProgress,
  type RollbackProgress,
  restoreTargets,
  rollbackReport,
  watchRestores,
  withNotification,
} from './carry-out-rollback.ts';
import { type AfterJobDecision, decideAfterJob } from './decide-after-job.ts';
import { type DeleteProgress, deleteReport } from './delete.ts';
import { restoringServers } from './finish-snapshots.ts';
import { snapshotProgressLine } from './snapshot.ts';
import { originOf, type Task } from './task.ts';
import { withReport } from './with-report.ts';

/**
 * After a cancellation, all post steps of a job share under 5 min: each sends its restores at once and watches them for
 * this long, in milliseconds (docs/contract.md, After the job).
 */
const AFTER_CANCEL_MS = 45_000;
/** However slowly the API was read before, sending a restore gets this long, in milliseconds. */
const MIN_RESTORE_MS = 10_000;
/**
 * Before a rollback, reading the servers may take this long, in milliseconds: without their status they are tried
 * anyway.
 */
const READ_SERVERS_MS = 60_000;
/** After a cancellation, it is allowed less time, in milliseconds. */
const READ_SERVERS_AFTER_CANCEL_MS = 10_000;

/** A 403 for servers that the step could read is retried this many times. */
const MAX_REFUSALS = 3;
/** The pause before that, in milliseconds. */
const REFUSAL_PAUSE_MS = 2000;

/** A snapshot of this step, as main saved it. */
interface OwnedSnapshot extends OwnSnapshot {
  /** An earlier attempt of this step took it. */
  readonly reused: boolean;
  /** The step has seen it completed. */
  readonly wasCompleted: boolean;
}

/**
 * After a cancellation it gets less, in milliseconds: for 2 min a stop may still take effect, and a start takes a
 * moment.
 */
const START_AFTER_CANCEL_MS = 150_000;

/** The work of a post step. */
export interface AfterJobTask extends Task {
  /** False if the saved state names a different API from the one in the inputs now: then no request is sent. */
  readonly isSameApi: boolean;
}

/**
 * What is done after the job (docs/contract.md, After the job): servers that this step left stopped are started; then the
 * servers are rolled back if the inputs ask for it, or this step's snapshots are deleted if the job succeeded.
 * @throws ActionError for a rollback that failed or did not happen, and for a server that could not be started; a failed
 *   delete only warns
 */
export async function runAfterJob(saved: SavedState, task: AfterJobTask): Promise<void> {
  const left = saved.stopped.length > 0 ? await startLeftStopped(saved.stopped, task) : undefined;
  const restored = new Set<string>();
  const failure = await failureOf(async () => await act(decideAfterJob(task.inputs, saved), saved, restored, task));
  // What was seen active after its restore is running again.
  const startFailure = left?.servers.every(({ key }) => restored.has(key)) ? undefined : left?.failure;
  if (startFailure && failure) throw combineErrors(startFailure, failure);
  if (startFailure ?? failure) throw startFailure ?? failure;
}

/**
 * For a step without saved inputs: says what was asked for after the job and cannot be done.
 * @param task reports a rollback that did not happen like one that failed; `undefined` if the inputs are invalid
 * @throws ActionError if that is a rollback
 */
export async function explainMissing(
  main: 'missing' | 'unstarted',
  inputs: AfterJobInputs,
  runner: Runner,
  task: Task | undefined,
): Promise<void> {
  const decision = decideAfterJob(inputs, main);
  if (decision.action !== 'fail' || !task) return tell(decision, runner);
  const progress = createRollbackProgress(task, '', true);
  await withReport(rollbackReport(progress, task), task, async () => {
    await withNotification(progress, task, async () => tell(decision, runner));
  });
}

/** @param restored gets the keys of the servers that were restored and seen active */
async function act(
  decision: AfterJobDecision,
  saved: SavedState,
  restored: Set<string>,
  task: AfterJobTask,
): Promise<void> {
  const wasCompleted = saved.succeeded && (task.inputs.wait || task.inputs.mode === 'wait');
  const snapshots = saved.snapshots.map(({ serverKey: key, serverUuid: uuid, serverName: name, ...rest }) => ({
    ...rest,
    wasCompleted,
    server: uuid === undefined ? { key, name } : { key, uuid, name },
  }));
  if (decision.action === 'rollback') await rollBackAfterJob(decision.reason, snapshots, saved, restored, task);
  else if (decision.action === 'delete') await deleteAfterJob(snapshots, task);
  else tell(decision, task.runner, snapshots.map(notRolledBackLine));
}

/** What is running now on a server that is not rolled back, and how to roll it back. */
function notRolledBackLine({ server, snapshotId, wasCompleted }: OwnedSnapshot): string {
  const now = `${capitalize(describeServer(server))} was not rolled back after the job and is running whatever the job left there.`;
  return snapshotId === null
    ? now
    : `${now} To roll it back now, use \`mode: rollback\` with snapshot_id: ${snapshotId}${wasCompleted ? '' : ', if that snapshot has completed'}.`;
}

/**
 * Says why nothing is done.
 * @param lines what a warning adds about the servers
 * @throws ActionError if the decision is `fail`
 */
function tell(decision: AfterJobDecision, runner: Runner, lines: readonly string[] = []): void {
  if (decision.action === 'none') runner.info(decision.message);
  if (decision.action === 'warn') runner.warning([decision.message, ...lines].join('\n'));
  if (decision.action !== 'fail') return;
  throw new ActionError({
    summary: decision.message,
    state: 'The servers were not changed after the job.',
    hint: 'Check the log of the step; if the release failed, roll the server back with `mode: rollback` and a snapshot_id.',
  });
}

async function failureOf(work: () => Promise<void>): Promise<ActionError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
}

function combineErrors(first: ActionError, second: ActionError): ActionError {
  const { summary, state, hint } = first.parts;
  const lines = [...state, hint, second.parts.summary, ...second.parts.state];
  return new ActionError({ summary, state: lines, hint: second.parts.hint }, second);
}

/**
 * @param what the post step wanted to do
 * @param servers what is known about the servers, a sentence each; not shown if the saved state may be forged
 * @throws ActionError if no request may be sent
 */
function assertMaySend({ inputs, isSameApi }: AfterJobTask, what: string, servers: readonly string[] = []): void {
  if (!isSameApi) {
    throw new ActionError({
      summary: `api_url is ${inputs.apiUrl} after the job, but the saved state of this step names another one, so the post step could not ${what}.`,
      state:
        'No request was sent, so no server was changed: the API token is sent only to the address that the step used.',
      hint: 'Set api_url to the same value for the whole job. If it is already the same, something in this job has changed the saved state.',
    });
  }
  if (inputs.apiToken !== '') return;
  throw new ActionError({
    summary: `The post step has no API token, so it could not ${what}.`,
    state: ['No request was sent.', ...servers],
    hint: 'Set api_token to a value that still exists after the job, usually secrets.VPS_API_TOKEN.',
  });
}

/** @returns the servers that could not be started, and why; `undefined` if all are running */
async function startLeftStopped(
  stopped: readonly ServerRef[],
  task: AfterJobTask,
): Promise<{ readonly servers: readonly ServerRef[]; readonly failure: ActionError } | undefined> {
  const { session, runner, inputs } = task;
  const { clock, signal } = session.context;
  const what = stopped.length === 1 ? 'it for its snapshot' : 'them for their snapshots';
  runner.group(`Starting ${stopped.map(describeServer).join(', ')}: this step stopped ${what}`);
  const servers = stopped.map((server) => ({ ...server, status: UNREADABLE }));
  const poller = createServerPoller(servers, session);
  const timeoutMs = inputs.jobStatus === 'cancelled' ? START_AFTER_CANCEL_MS : START_TIMEOUT_MS;
  const failures: string[] = [];
  const left = new Set(stopped);
  await pMap(stopped, async (server) => {
    try {
      assertMaySend(task, `start ${describeServer(server)}`);
      await ensureStarted(server, poller, session, new Deadline(clock, timeoutMs));
      session.log(`✓ ${describeServer(server)} is active`);
      left.delete(server);
    } catch (error) {
      const why = signal.aborted
        ? await startBeforeExit(server, session)
        : toActionError(error, `Starting ${describeServer(server)}`).parts.summary;
      failures.push(
        `${why} To start it yourself, set VPS_API_TOKEN to your API token and run: ${startCommand(server, inputs.apiUrl)}`,
      );
    }
  });
  runner.endGroup();
  if (failures.length === 0) return undefined;
  const failure = new ActionError({
    summary: `${capitalize([...left].map(describeServer).join(', '))} ${left.size === 1 ? 'was' : 'were'} stopped for the snapshot and ${left.size === 1 ? 'has' : 'have'} not been seen active since.`,
    state: failures,
    hint:
      left.size === 1
        ? 'THE SERVER MAY BE DOWN: start it in the VPS.org control panel, or with the command above.'
        : 'THE SERVERS MAY BE DOWN: start them in the VPS.org control panel, or with the commands above.',
  });
  return { servers: [...left], failure };
}

/** The post step itself is cancelled. */
async function startBeforeExit(server: ServerRef, session: ApiSession): Promise<string> {
  const problem = await startDetached(server, session);
  const result =
    problem === undefined ? '"start" was sent to' : `${withFullStop(problem)} "start" could not be sent to`;
  return `The post step was cancelled; ${result} ${describeServer(server)}.`;
}

async function rollBackAfterJob(
  reason: string,
  snapshots: readonly OwnedSnapshot[],
  { earlierRollbacks, readable: couldRead }: SavedState,
  restored: Set<string>,
  task: AfterJobTask,
): Promise<void> {
  const { inputs, runner } = task;
  const isAfterCancel = inputs.jobStatus === 'cancelled';
  const progress = createRollbackProgress(task, reason, true);
  const open: OwnedSnapshot[] = [];
  const started: RestoreRecord[] = [];
  for (const one of snapshots) {
    const earlier = findRollback(one, earlierRollbacks, task);
    if (!earlier) open.push(one);
    else if (earlier.outcome === 'started') started.push(startedRestore(one, earlier));
    else tellOfRollback(one.server, earlier, progress, runner);
  }
  const isDone = open.length === 0 && started.length === 0;
  if (snapshots.length > 0 && isDone && progress.skipped.length === 0) return;
  await withReport(rollbackReport(progress, task), task, async () => {
    runner.group(`Rollback after the job: ${reason}`);
    await withNotification(progress, task, async () => {
      if (!snapshots.some(mayExist)) {
        throw new ActionError({
          summary: `No rollback of ${formatServerIds(inputs.serverIds)} although ${reason}: this step did not take a snapshot.`,
          state: 'The post step restored nothing: whatever the job deployed is still running.',
          hint: 'Check the log of the step that should have taken the snapshot. To recover, deploy a release that works, or use `mode: rollback` with the snapshot_id of an older snapshot.',
        });
      }
      if (isDone) return;
      const doing =
        open.length > 0
          ? `roll back ${formatServerIds(open.map(({ server }) => server.key))}`
          : 'watch the restore that another step of this job started';
      assertMaySend(task, doing, open.map(notRolledBackLine));
      await rollBackOpen(open, started, progress, { isAfterCancel, couldRead }, task);
      for (const { server, stage } of progress.records) if (stage === 'restored') restored.add(server.key);
    });
  });
}

/** What the rollback of several servers after the job shares. */
interface PostRollback {
  readonly task: Task;
  readonly progress: RollbackProgress;
  readonly isAfterCancel: boolean;
  /** For all that comes before a restore. */
  readonly deadline: Deadline;
  readonly servers: readonly Server[];
  readonly poller: SnapshotPoller;
  /** The unfinished snapshots that are waited for; they are kept up to date. */
  readonly waits: SnapshotRecord[];
}

/**
 * Rolls the open servers back, and watches the restores that another step of the job has started: neither waits for the
 * other.
 */
async function rollBackOpen(
  open: readonly OwnedSnapshot[],
  started: readonly RestoreRecord[],
  progress: RollbackProgress,
  { isAfterCancel, couldRead }: { readonly isAfterCancel: boolean; readonly couldRead: boolean },
  task: Task,
): Promise<void> {
  const { inputs, session } = task;
  const { clock } = session.context;
  const deadline = new Deadline(clock, isAfterCancel ? AFTER_CANCEL_MS : inputs.timeoutMs);
  const refs = [...open, ...started].map(({ server }) => server);
  const view = await readServers(refs, { isAfterCancel, couldRead }, task, deadline);
  const serverPoller = createRestorePoller(view.servers, progress, session);
  const options = (checkedMs: number) => {
    // After a cancellation, reading and restoring share the time.
    const timeoutMs = isAfterCancel ? Math.max(MIN_RESTORE_MS, deadline.leftMs()) : inputs.timeoutMs;
    return { isAfterCancel, timeoutMs, serverPoller, checkedMs };
  };
  const watch = async () => await watchRestores(started, view, progress, task, options(clock.monotonicMs()));
  const restore = async (targets: readonly Snapshot[], checkedMs: number) => {
    await restoreTargets(targets, view, progress, task, options(checkedMs));
  };
  const servers = view.servers.slice(0, open.length);
  const job = { task, progress, isAfterCancel, deadline, servers };
  await allOf([
    started.length > 0 ? watch() : undefined,
    open.length > 0 ? restoreOpen(open, job, restore) : undefined,
  ]);
  await checkAfterRestore(progress, view, task, isAfterCancel);
}

/** Waits for all, even if one fails. @throws the first failure */
async function allOf(works: readonly (Promise<void> | undefined)[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) if (result.status === 'rejected') throw result.reason;
}

/** Restores each server as soon as its snapshot has completed: none waits for that of another. */
async function restoreOpen(
  open: readonly OwnedSnapshot[],
  given: Omit<PostRollback, 'poller' | 'waits'>,
  restore: (targets: readonly Snapshot[], checkedMs: number) => Promise<void>,
): Promise<void> {
  const { servers, task } = given;
  const { session } = task;
  const waits: SnapshotRecord[] = [];
  const progressLine = (waitedMs: number) =>
    waits.length > 0
      ? snapshotProgressLine(waits, waitedMs)
      : `  Still looking for the snapshots of this step; ${formatDuration(waitedMs)} elapsed`;
  const poller = createSnapshotPoller(servers, session, progressLine);
  const job: PostRollback = { ...given, poller, waits };
  const there = await listSnapshots(open, job);
  const sightings = open.map((one) => sight(one, snapshotsOf(there, one.server).snapshots, job));
  const checkedMs = session.context.clock.monotonicMs();
  const ready = sightings.flatMap(({ target }) => (target && isCompleted(target) ? target : []));
  const others = sightings.filter(({ target }) => !(target && isCompleted(target)));
  await allOf([
    ready.length > 0 ? restore(ready, checkedMs) : undefined,
    ...others.map(async (sighting) => {
      const target = await laterTarget(sighting, job);
      if (target) await restore([target], checkedMs);
    }),
  ]);
}

/**
 * The rollback to this very snapshot by another step of the job. It counts only if it came after this step: an
 * earlier one undid none of the deploy.
 * @param earlierRollbacks how many entries of the rollback log are from before this step
 */
function findRollback(
  { server, snapshotId }: OwnedSnapshot,
  earlierRollbacks: number,
  { rollbackLog }: Task,
): RollbackEntry | undefined {
  return snapshotId === null ? undefined : rollbackLog.find(server.key, snapshotId, earlierRollbacks);
}

/** A restore that another step has started, to be watched. The snapshot was checked by that step, and may be gone now. */
function startedRestore({ server, name, createdAtMs }: OwnedSnapshot, entry: RollbackEntry): RestoreRecord {
  const { snapshotKey: key, startedAtMs, serverStatus } = entry;
  const target = { key, server, name, status: COMPLETED, sizeMb: null, createdAtMs: createdAtMs ?? undefined };
  const record: RestoreRecord = {
    server,
    target: { ...target, description: '' },
    stage: 'started',
    wasAccepted: true,
    serverStatus,
  };
  if (startedAtMs === null) return record;
  const discardedMs = createdAtMs === null ? undefined : Math.max(0, startedAtMs - createdAtMs);
  return { ...record, startedAtMs, ...(discardedMs === undefined ? {} : { discardedMs }) };
}

/**
 * A rollback by another step that is over: a notice says so. It is not repeated even if it failed after it was accepted:
 * then the progress says what became of it.
 */
function tellOfRollback(
  server: ServerRef,
  { snapshotKey, outcome, serverStatus }: RollbackEntry,
  progress: RollbackProgress,
  runner: Runner,
): void {
  const step = 'an earlier step of this job';
  if (outcome === 'failed') {
    progress.skipped.push({
      server,
      reason: `${step} started to restore it from snapshot ${snapshotKey} and did not see it active again; its last status was "${serverStatus || 'unknown'}"`,
      leftBy: {
        state: 'The post step did not restore it again, because VPS.org had accepted that restore.',
        hint: `Check the server in the VPS.org control panel; if it is not being restored and does not come up, roll it back with \`mode: rollback\` and snapshot_id: ${snapshotKey}.`,
      },
    });
    return;
  }
  runner.notice(
    `${capitalize(describeServer(server))} was already rolled back to snapshot ${snapshotKey} by ${step}, so the post step will not do it again.`,
  );
}

/**
 * The servers of this step with their status now; one whose status cannot be read is tried anyway. If the step could read
 * them, a 403 is not about the token: they still count as readable, so that a restore whose end cannot be seen is an
 * error.
 */
async function readServers(
  refs: readonly ServerRef[],
  { isAfterCancel, couldRead }: { readonly isAfterCancel: boolean; readonly couldRead: boolean },
  { session }: Task,
  deadline: Deadline,
): Promise<ResolvedServers> {
  const servers = refs.map((ref) => ({ ...ref, status: UNREADABLE }));
  const maxMs = isAfterCancel ? READ_SERVERS_AFTER_CANCEL_MS : READ_SERVERS_MS;
  const readDeadline = new Deadline(session.context.clock, Math.min(maxMs, deadline.leftMs()));
  try {
    const read = createServerReader(servers, session.api);
    const now = await (couldRead ? readDespiteRefusals(read, session, readDeadline) : read(readDeadline));
    const seen = servers.map((server): Server => {
      const status = now.find((one) => isSame(one, server))?.status;
      return status === undefined ? server : { ...server, status };
    });
    return { servers: seen, readable: true };
  } catch (error) {
    if (!isCallError(error)) throw error;
    if (isRefusal(error) && !(couldRead && error instanceof ForbiddenError)) return { servers, readable: false };
    session.warn(
      `The status of ${refs.map(describeServer).join(', ')} could not be read before the rollback, which continues without it: ${error.message}`,
    );
    return { servers, readable: true };
  }
}

/** @throws the last error */
async function readDespiteRefusals(
  read: (deadline: Deadline) => Promise<readonly Server[]>,
  { context, log }: ApiSession,
  deadline: Deadline,
): Promise<readonly Server[]> {
  for (let refusals = 0; ; refusals += 1) {
    try {
      return await read(deadline);
    } catch (error) {
      const isLast = refusals === MAX_REFUSALS || deadline.leftMs() <= REFUSAL_PAUSE_MS;
      if (isLast || !(error instanceof ForbiddenError)) throw error;
      log(`  ${error.message}; the step could read the servers, so this is retried`);
      await context.clock.sleep(REFUSAL_PAUSE_MS, context.signal);
    }
  }
}

/** Running the job again would deploy what has just failed. */
const ROLL_BACK_LATER =
  'Check that the runner can reach api_url and that the API works, then roll back as described above.';

/** @throws ActionError if the snapshots cannot be read */
async function listSnapshots(
  owned: readonly OwnedSnapshot[],
  { servers, task, deadline }: PostRollback,
): Promise<SnapshotsByServer> {
  try {
    return await listByServer(servers, task.session, deadline);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const state = ['No restore was started.', ...owned.map(notRolledBackLine)];
    const hint = isTransient(error.cause) ? ROLL_BACK_LATER : error.parts.hint;
    throw new ActionError({ ...error.parts, state, hint }, error);
  }
}

/** What one reading of the list shows of a server's snapshot. */
interface Sighting {
  readonly one: OwnedSnapshot;
  /** What the server is to be restored from, once it has completed. */
  readonly target?: Snapshot;
  /** Why there is no target. */
  readonly obstacle?: string;
  /** The list may lag behind: another reading may show a target. */
  readonly mayLag: boolean;
}

/** @param snapshots what the server has */
function sight(one: OwnedSnapshot, snapshots: readonly Snapshot[], { task, isAfterCancel }: PostRollback): Sighting {
  const snapshot = findOwnSnapshot(one, snapshots, task);
  if (!snapshot) return { one, obstacle: missingReason(one), mayLag: mayExist(one) && isYoung(one, task) };
  const obstacle = laterReleaseReason(snapshot, snapshots);
  if (obstacle !== undefined) return { one, obstacle, mayLag: false };
  if (!hasFailed(snapshot) && !(isAfterCancel && isUnfinished(snapshot))) {
    return { one, target: snapshot, mayLag: false };
  }
  return {
    one,
    obstacle: `${describeSnapshot(snapshot)} has not completed; its status is "${snapshot.status}"`,
    mayLag: one.wasCompleted && isUnfinished(snapshot),
  };
}

/** A list that lags behind may not show it yet. */
function isYoung({ createdAtMs }: OwnedSnapshot, { session }: Task): boolean {
  return createdAtMs === null || session.context.clock.now() - createdAtMs < 2 * LIST_GRACE_MS;
}

/** False if the step neither reused nor requested a snapshot, or its request was refused. */
function mayExist({ snapshotId, requested }: OwnedSnapshot): boolean {
  return snapshotId !== null || requested;
}

function missingReason(one: OwnedSnapshot): string {
  const { snapshotId: id } = one;
  if (!mayExist(one)) return 'this step did not take a snapshot of it';
  return id === null
    ? 'the snapshot of this step was not found; either it was never created, or the response to the create request was lost and VPS.org did not keep the marker'
    : `snapshot ${id} no longer exists, or is not the one that this step took`;
}

/** @returns why this snapshot is not restored, if another run has deployed since */
function laterReleaseReason(snapshot: Snapshot, snapshots: readonly Snapshot[]): string | undefined {
  const later = laterRelease(snapshot, snapshots);
  return (
    later &&
    `another run has since taken ${describeSnapshot(later)} in the same series; rolling back would undo that run's release`
  );
}

/**
 * Waits for what the first reading did not show as completed.
 * @returns `undefined` if there is nothing to restore from; the progress then says why, and no other server is affected
 */
async function laterTarget(first: Sighting, job: PostRollback): Promise<Snapshot | undefined> {
  const { server } = first.one;
  try {
    const { target, obstacle } = first.mayLag ? await sightAgain(first, job) : first;
    if (target && isCompleted(target)) return target;
    if (target) return await waitUntilCompleted(target, job);
    job.progress.skipped.push({ server, reason: obstacle ?? '' });
  } catch (error) {
    const { summary: reason } = toActionError(error, `Waiting for the snapshot of ${describeServer(server)}`).parts;
    job.progress.skipped.push({ server, reason });
  }
  return undefined;
}

/** Reads the list again until it no longer lags behind, or has had the time for that. */
async function sightAgain(first: Sighting, job: PostRollback): Promise<Sighting> {
  const { servers, poller, deadline, isAfterCancel, task } = job;
  const { session } = task;
  const { server } = first.one;
  const leftMs = deadline.leftMs();
  const graceMs = isAfterCancel ? Math.max(0, leftMs - MIN_RESTORE_MS) : Math.min(LIST_GRACE_MS, leftMs);
  session.log(
    `  ${capitalize(describeServer(server))}: ${first.obstacle}; looking again for up to ${formatDuration(graceMs)}, because the list may lag behind`,
  );
  let last = first;
  await poller.until((list) => {
    last = sight(first.one, snapshotsOf(groupByServer(list, servers), server).snapshots, job);
    return !last.mayLag;
  }, new Deadline(session.context.clock, graceMs));
  return last;
}

/**
 * Waits for an unfinished snapshot. Meanwhile another run may deploy, so that is checked again.
 * @returns `undefined` if another run has; the progress then says so
 * @throws ActionError if the snapshot does not complete, or if it cannot be checked
 */
async function waitUntilCompleted(snapshot: Snapshot, job: PostRollback): Promise<Snapshot | undefined> {
  const { poller, deadline, progress, task, waits } = job;
  const { session } = task;
  const { server, name } = snapshot;
  const record: SnapshotRecord = { server, name, requested: true, snapshot, reused: true };
  waits.push(record);
  session.log(`  ${describeSnapshot(snapshot)} has not completed yet; waiting for it before the rollback`);
  try {
    await waitForSnapshot(record, poller, session, deadline, { onChange: () => undefined, nextSteps: TAKEN_EARLIER });
  } catch (error) {
    record.failure = toActionError(error, `Waiting for ${describeSnapshot(snapshot)}`);
    throw record.failure;
  }
  const completed = record.snapshot ?? snapshot;
  const readDeadline = new Deadline(session.context.clock, task.inputs.timeoutMs);
  const there = await listByServer([server], session, readDeadline);
  const reason = laterReleaseReason(completed, snapshotsOf(there, server).snapshots);
  if (reason === undefined) return completed;
  progress.skipped.push({ server, reason });
  return undefined;
}

/** In `mode: wait` another step of this run took the snapshot: then the marker must be one of this run. */
function findOwnSnapshot(saved: OwnedSnapshot, snapshots: readonly Snapshot[], task: Task): Snapshot | undefined {
  const own = markerOf(originOf(task), saved.server);
  return findOwn(saved, snapshots, (snapshot) => {
    if (task.inputs.mode === 'wait') return isOfRun(snapshot, own);
    return saved.reused ? isOfStep(snapshot, own) : isOfAttempt(snapshot, own);
  });
}

/** Reads the lists; again, for as long as they may lag behind, if a snapshot of this step is not in them. */
async function listUntilSeen(
  owned: readonly OwnedSnapshot[],
  task: Task,
  deadline: Deadline,
): Promise<SnapshotsByServer> {
  const { session } = task;
  const servers = owned.map(({ server }) => server);
  let there = await listByServer(servers, session, deadline, 'Nothing was deleted.');
  const isMissing = (one: OwnedSnapshot) => {
    const { snapshots } = snapshotsOf(there, one.server);
    const { snapshotId: id } = one;
    const isThere =
      id === null ? findOwnSnapshot(one, snapshots, task) : snapshots.some((other) => isNamedBy(other, id));
    return !isThere && mayExist(one) && isYoung(one, task);
  };
  const missing = owned.filter(isMissing);
  if (missing.length === 0) return there;
  const graceMs = Math.min(LIST_GRACE_MS, deadline.leftMs());
  const names = formatServerIds(missing.map(({ server }) => server.key));
  session.log(
    `  The snapshot of ${names} is not listed; looking again for up to ${formatDuration(graceMs)}, because the list may lag behind`,
  );
  const poller = createSnapshotPoller(servers, session, () => `  The snapshot of ${names} is still not listed`);
  await poller.until((list) => {
    there = groupByServer(list, servers);
    return !missing.some(isMissing);
  }, new Deadline(session.context.clock, graceMs));
  return there;
}

/** Deletes this step's snapshots; one that is still there only warns, because the release has succeeded. */
async function deleteAfterJob(snapshots: readonly OwnedSnapshot[], task: AfterJobTask): Promise<void> {
  const { inputs, runner, session } = task;
  const progress: DeleteProgress = { mode: 'delete', records: [], decisions: [], gone: [] };
  try {
    await withReport(deleteReport(progress, task), task, async () => {
      runner.group("The job succeeded; deleting this step's snapshots");
      assertMaySend(task, "delete this step's snapshots");
      const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
      const servers = snapshots.map(({ server }) => ({ ...server, status: UNREADABLE }));
      const restoring = await restoringServers(servers, task, deadline);
      const there = await listUntilSeen(snapshots, task, deadline);
      for (const one of snapshots) {
        const { snapshots: listed, unreadable } = snapshotsOf(there, one.server);
        const target = findOwnSnapshot(one, listed, task);
        const { snapshotId: id } = one;
        const server = capitalize(describeServer(one.server));
        if (restoring.some(({ key }) => key === one.server.key)) {
          session.warn(`${server} is being restored, so its snapshot was not deleted.`);
        } else if (target) {
          progress.records.push({ target, reason: 'delete_on_success', stage: 'checked' });
        } else if (id !== null && listed.some((snapshot) => isNamedBy(snapshot, id))) {
          const taker =
            inputs.mode === 'wait' ? 'was not taken by this run' : 'is no longer the one that this step took';
          session.warn(`${server}: snapshot ${id} ${taker}, so it was not deleted.`);
        } else if (mayExist(one) && (id === null || unreadable > 0)) {
          const unread = unreadable > 0 ? ' It may be an item in the list that cannot be read.' : '';
          session.warn(`${server}: ${missingReason(one)}, so nothing was deleted.${unread}`);
        } else if (id !== null) {
          session.log(`Snapshot ${id} on ${describeServer(one.server)} no longer exists`);
          progress.gone.push(id);
        }
      }
      await deleteAll(progress.records, session, deadline);
    });
  } catch (error) {
    if (session.context.signal.aborted) throw error;
    runner.warning(`The release succeeded, but its snapshot still exists.\n${errorMessage(error)}`);
  }
}
