import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { capitalize, formatDuration, formatServerIds, progressBar } from '../format.ts';
import { checkHealth, withoutQuery } from '../health/check.ts';
import { sendNotification } from '../notify/send-notification.ts';
import { notificationText } from '../report/notification-text.ts';
import {
  commitStatusOf,
  type RollbackReportData,
  rollbackFailure,
  rollbackOutputs,
  rollbackPlan,
  rollbackStateLines,
  rollbackSummary,
  rollbackVerdict,
  type SkippedServer,
  unseenWarning,
} from '../report/rollback-report.ts';
import type { RestoreRecord } from '../restores/record.ts';
import { failUnrestorable, restoreAll } from '../restores/restore-all.ts';
import {
  assertRoomForSafetySnapshots,
  safetyFailure,
  safetyRecords,
  takeSafetySnapshots,
} from '../restores/safety-snapshot.ts';
import { RESTORE_DURATION, UNSEEN_MS } from '../restores/wait.ts';
import { createServerPoller } from '../servers/poller.ts';
import type { ServerPoller } from '../servers/power.ts';
import type { ResolvedServers } from '../servers/resolve.ts';
import type { ApiSession } from '../servers/session.ts';
import { listByServer } from '../snapshots/list.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { createSnapshotPoller } from '../snapshots/wait.ts';
import { describeServer } from '../vps/describe.ts';
import type { Server, Snapshot } from '../vps/schema.ts';
import { snapshotProgressLine } from './snapshot.ts';
import { reportSettings, type Task } from './task.ts';
import { type Report, setOutputs, tellPlan } from './with-report.ts';

/** What a rollback knows; filled while it works. */
export interface RollbackProgress extends RollbackReportData {
  readonly records: RestoreRecord[];
  readonly safety: SnapshotRecord[];
  readonly skipped: SkippedServer[];
  healthy: boolean | undefined;
  healthFailure: ActionError | undefined;
}

/**
 * @param reason why, such as `the job failed`; empty if the step itself is the reason
 */
export function createRollbackProgress(task: Task, reason: string, afterJob: boolean): RollbackProgress {
  return {
    records: [],
    safety: [],
    skipped: [],
    healthy: undefined,
    healthFailure: undefined,
    reason,
    afterJob,
    healthCheckUrl: task.inputs.healthCheckUrl,
  };
}

/** The report on a rollback. */
export function rollbackReport(progress: RollbackProgress, task: Task): Report {
  const startedMs = task.session.context.clock.monotonicMs();
  const settings = () => reportSettings(task, startedMs);
  return {
    outputs: () => rollbackOutputs(progress, settings()),
    stateLines: () => rollbackStateLines(progress),
    afterCancel:
      'Restores that have already started continue. Check the servers in the VPS.org control panel before you roll back again or deploy; do not restore a server again until its restore has finished.',
    failure: () => rollbackFailure(progress),
    verdict: () => rollbackVerdict(progress, settings()),
    summary: (failure) => rollbackSummary(progress, settings(), failure),
  };
}

/**
 * Does the work of a rollback, then sets the commit status and sends the notification, even if the rollback could not
 * start: an earlier success must not remain on the commit. Neither affects the result of the step.
 * @throws what the work throws
 */
export async function withNotification(
  progress: RollbackProgress,
  task: Task,
  work: () => Promise<void>,
): Promise<void> {
  let failure: ActionError | undefined;
  try {
    await work();
    failure = rollbackFailure(progress);
  } catch (error) {
    if (error instanceof ActionError) await tell(progress, error, task);
    throw error;
  }
  if (failure || progress.records.length > 0) await tell(progress, failure, task);
}

async function tell(progress: RollbackProgress, failure: ActionError | undefined, task: Task): Promise<void> {
  const { inputs, run, runner, http, redact, setCommitStatus } = task;
  if (inputs.dryRun) return;
  if (inputs.commitStatus) {
    const { state, description } = commitStatusOf(progress, failure);
    const problem = await setCommitStatus(state, description);
    if (problem !== undefined) {
      runner.notice(
        `The commit status could not be set on ${run.sha.slice(0, 7)}: ${problem}\nThis requires "permissions: statuses: write" in the job. The rollback itself is not affected.`,
      );
    }
  }
  if (inputs.notifyUrl !== undefined) {
    const settings = { ...reportSettings(task, 0), runUrl: run.runUrl, repository: run.repository };
    const text = notificationText(progress, failure, settings);
    const problem = await sendNotification(inputs.notifyUrl, text, http, redact);
    if (problem !== undefined) runner.warning(`The notification could not be sent: ${problem}`);
  }
}

/** How servers are restored. */
export interface RestoreOptions {
  /** The job was cancelled, and all its post steps share a few minutes (docs/contract.md, After the job). */
  readonly isAfterCancel: boolean;
  /** For one server, in milliseconds. */
  readonly timeoutMs: number;
  readonly serverPoller: ServerPoller;
  /** When the servers and the targets were checked, by the monotonic clock. */
  readonly checkedMs: number;
  /** The outputs have changed; those of a post step reach nobody. */
  readonly onChange?: () => void;
}

/**
 * A rollback step from the point at which its targets are known: the safety snapshots, the restores, the health check.
 * @param targets one checked snapshot for each server
 * @throws ActionError if nothing was started; the failures of individual servers and of the health check are kept in
 *   the progress
 */
export async function rollBackTo(
  targets: readonly Snapshot[],
  view: ResolvedServers,
  progress: RollbackProgress,
  report: Report,
  task: Task,
): Promise<void> {
  const { inputs, session } = task;
  const { timeoutMs, dryRun } = inputs;
  const onChange = () => setOutputs(report, task);
  const serverPoller = createRestorePoller(view.servers, progress, session);
  const checkedMs = session.context.clock.monotonicMs();
  const options = { isAfterCancel: false, timeoutMs, serverPoller, checkedMs, onChange };
  await restoreTargets(targets, view, progress, task, options);
  if (!dryRun) return await checkAfterRestore(progress, view, task, false);
  tellPlan(rollbackPlan(progress, { nowMs: session.context.clock.now() }), task);
}

/** Polls the servers that are restored, and shows how far along they are. */
export function createRestorePoller(
  servers: readonly Server[],
  { records }: RollbackProgress,
  session: ApiSession,
): ServerPoller {
  return createServerPoller(servers, session, (waitedMs) => restoreProgressLine(records, waitedMs));
}

/**
 * Takes the safety snapshots and restores the servers. In a dry run it only checks.
 * @throws ActionError in a step whose safety snapshots fail: then no restore is sent. After the job, this fails only that
 *   server.
 */
export async function restoreTargets(
  targets: readonly Snapshot[],
  view: ResolvedServers,
  progress: RollbackProgress,
  task: Task,
  options: RestoreOptions,
): Promise<void> {
  const { inputs } = task;
  const { servers } = view;
  const records = targets.map(
    (target): RestoreRecord => ({ server: target.server, target, stage: 'checked', serverStatus: '' }),
  );
  progress.records.push(...records);
  failUnrestorable(records, servers);
  options.onChange?.();
  if (inputs.safetySnapshot && !options.isAfterCancel)
    await saveCurrentState(records.filter(isOpen), servers, progress, task);
  if (inputs.dryRun) return;
  await restoreServers(records.filter(isOpen), view, progress, task, options);
}

/** Watches the restores that another step of the job has started, like those of this one, and sends none. */
export async function watchRestores(
  records: readonly RestoreRecord[],
  view: ResolvedServers,
  progress: RollbackProgress,
  task: Task,
  options: RestoreOptions,
): Promise<void> {
  progress.records.push(...records);
  for (const { server, target } of records) {
    task.session.log(
      `Watching the restore of ${describeServer(server)} from snapshot ${target.key}: another step of this job started it and did not see it finish, so it is not sent again`,
    );
  }
  // They are already running, so none waits for its turn.
  const all = { ...task, inputs: { ...task.inputs, maxParallel: undefined } };
  await restoreServers(records, view, progress, all, options);
}

async function restoreServers(
  open: readonly RestoreRecord[],
  { servers, readable }: ResolvedServers,
  progress: RollbackProgress,
  { inputs, session, rollbackLog }: Task,
  { isAfterCancel, timeoutMs, serverPoller, checkedMs, onChange = () => undefined }: RestoreOptions,
): Promise<void> {
  const mayUndoRelease = !progress.afterJob && (inputs.latest || inputs.snapshotIds.length > 0);
  await restoreAll(open, {
    servers,
    checkedMs,
    readable,
    settings: { timeoutMs, maxParallel: inputs.maxParallel, apiUrl: inputs.apiUrl, isAfterCancel, mayUndoRelease },
    session,
    serverPoller,
    onOutcome({ server, target, serverStatus, startedAtMs = null }, outcome) {
      rollbackLog.record({ serverKey: server.key, snapshotKey: target.key, startedAtMs, outcome, serverStatus });
      onChange();
    },
  });
  const warning = unseenWarning({ records: open });
  if (warning !== undefined) session.warn(warning);
  const unwatched = readable ? [] : open.filter(({ stage }) => stage === 'started');
  if (unwatched.length === 0) return;
  const restores = unwatched
    .map(({ server, target }) => `${describeServer(server)} from snapshot ${target.key}`)
    .join(', ');
  const [was, it, them] =
    unwatched.length === 1
      ? ['The restore of', 'was started, but the action cannot see when it finishes', 'the server']
      : ['The restores of', 'were started, but the action cannot see when they finish', 'the servers'];
  const next = inputs.healthCheckUrl === undefined ? `check ${them}, or set health_check_url` : `check ${them}`;
  session.warn(`This token is not allowed to read servers. ${was} ${restores} ${it}: ${next}.`);
}

function isOpen({ failure }: RestoreRecord): boolean {
  return failure === undefined;
}

/** Checks the health of what was restored, unless a server failed or there is no time for it. */
export async function checkAfterRestore(
  progress: RollbackProgress,
  { readable }: ResolvedServers,
  task: Task,
  isAfterCancel: boolean,
): Promise<void> {
  if (!isAfterCancel && !rollbackFailure(progress)) await checkRestored(progress, readable, task);
}

/** Takes a safety snapshot of each server, or in a dry run checks that there is room for it. */
async function saveCurrentState(
  open: readonly RestoreRecord[],
  servers: readonly Server[],
  progress: RollbackProgress,
  { inputs, run, session }: Task,
): Promise<void> {
  if (open.length === 0) return;
  const { clock } = session.context;
  const own = servers.filter(({ key }) => open.some(({ server }) => server.key === key));
  const targets = open.map(({ target }) => target);
  const deadline = new Deadline(clock, inputs.timeoutMs);
  const state = `No restore of ${formatServerIds(own.map(({ key }) => key))} was started.`;
  const there = await listByServer(own, session, deadline, state);
  const records = safetyRecords(targets, run);
  progress.safety.push(...records);
  if (!progress.afterJob) assertRoomForSafetySnapshots(own, { run, there, targets }, clock.now());
  if (inputs.dryRun) return;
  await takeSafetySnapshots(records, {
    run,
    servers: own,
    there,
    targets,
    settings: { timeoutMs: inputs.timeoutMs, maxParallel: inputs.maxParallel, apiUrl: inputs.apiUrl },
    session,
    serverPoller: createServerPoller(own, session),
    snapshotPoller: createSnapshotPoller(own, session, (waitedMs) => snapshotProgressLine(records, waitedMs)),
    onReplace: () => undefined,
  });
  const failure = safetyFailure(records);
  if (failure && !progress.afterJob) throw failure;
  for (const record of open) {
    const failed = safetyFailure(records.filter(({ server }) => server.key === record.server.key));
    if (!failed) continue;
    record.stage = 'failed';
    record.failure = failed;
  }
}

function restoreProgressLine(records: readonly RestoreRecord[], waitedMs: number): string {
  const over = records.filter(({ stage }) => stage === 'restored' || stage === 'failed').length;
  const [only] = records;
  const state =
    only && records.length === 1
      ? `server status: ${only.serverStatus || 'unknown'}`
      : `${over} of ${records.length} finished`;
  return progressBar(waitedMs, RESTORE_DURATION, state);
}

async function checkRestored(progress: RollbackProgress, readable: boolean, task: Task): Promise<void> {
  const { inputs, session, http } = task;
  const { healthCheckUrl: url, healthCheckText: text } = inputs;
  if (url === undefined) return;
  const check = { url, text, timeoutMs: inputs.healthCheckTimeoutMs, stableMs: inputs.healthCheckStableMs };
  const { context, schedule, log } = session;
  if (!readable) {
    log(`  health check: in ${formatDuration(UNSEEN_MS)}, because until then the bad release may still respond`);
    await context.clock.sleep(UNSEEN_MS, context.signal);
  }
  const { isHealthy, lastResult, durationMs } = await checkHealth(check, { http, context, schedule, log });
  progress.healthy = isHealthy;
  if (isHealthy) return;
  progress.healthFailure = new ActionError({
    summary: `Restored but not healthy: ${withoutQuery(url)} was not healthy within ${formatDuration(durationMs)}; last result: ${lastResult}.`,
    state: [
      ...progress.records.map(({ server, target }) => {
        const name = capitalize(describeServer(server));
        return readable
          ? `${name} was restored from snapshot ${target.key} and is active.`
          : `${name}: the restore from snapshot ${target.key} was accepted; with this token, the action cannot see whether it has finished.`;
      }),
      ...(readable ? ['Only the health check failed.'] : []),
    ],
    hint: 'Check the service on the server; if the check itself is wrong, fix health_check_url or health_check_text.',
  });
}
