import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { formatServers, progressBar, shortSha } from '../format.ts';
import { saveReadable, saveSnapshots, saveStopped, saveSucceeded } from '../github/state.ts';
import { probeOnce } from '../health/check.ts';
import { renderSnapshotName } from '../inputs/snapshot-name.ts';
import {
  type SnapshotReportData,
  snapshotFailure,
  snapshotOutputs,
  snapshotPlan,
  snapshotStateLines,
  snapshotSummary,
  snapshotVerdict,
} from '../report/snapshot-report.ts';
import { hasRoomForSafetySnapshot } from '../restores/safety-snapshot.ts';
import { createServerPoller } from '../servers/poller.ts';
import { type ResolvedServers, resolveServers } from '../servers/resolve.ts';
import { createAll } from '../snapshots/create-all.ts';
import { type Forecast, foresee, limitError, MAX_SNAPSHOTS, planRoom, type RoomRules } from '../snapshots/limit.ts';
import { listByServer, type SnapshotsByServer, snapshotsOf } from '../snapshots/list.ts';
import { isOfAttempt, type Marker, markerOf } from '../snapshots/marker.ts';
import { CREATED_ON_RERUN, REUSED_ON_RERUN } from '../snapshots/next-steps.ts';
import type { DeleteRecord, RetentionDecision, SnapshotRecord } from '../snapshots/record.ts';
import { decideReuse } from '../snapshots/reuse.ts';
import { createSnapshotPoller, SNAPSHOT_DURATION } from '../snapshots/wait.ts';
import { describeServer } from '../vps/describe.ts';
import { type Id, isSame } from '../vps/id.ts';
import type { Server } from '../vps/schema.ts';
import { COMPLETED, isCompleted, STOPPED } from '../vps/status.ts';
import { finishSnapshots, warnOfLostMarkers } from './finish-snapshots.ts';
import { warnAboutPermissions } from './permissions.ts';
import { originOf, policyOf, reportSettings, type Task } from './task.ts';
import { type Report, setOutputs, tellPlan, withReport } from './with-report.ts';

/** What a step knows about its snapshots; filled while it works. */
export interface SnapshotProgress {
  readonly records: SnapshotRecord[];
  readonly replaced: DeleteRecord[];
  readonly pruned: DeleteRecord[];
  readonly decisions: RetentionDecision[];
}

/** The report on snapshots, of `mode: snapshot` and `mode: wait`. */
export function snapshotReport(data: SnapshotReportData, task: Task): Report {
  const startedMs = task.session.context.clock.monotonicMs();
  const settings = () => reportSettings(task, startedMs);
  return {
    outputs: () => snapshotOutputs(data, settings()),
    stateLines: () => snapshotStateLines(data),
    failure: () => snapshotFailure(data),
    verdict: () => snapshotVerdict(data, settings()),
    summary: (failure) => snapshotSummary(data, settings(), failure),
  };
}

/** The line that shows about every 30 s how far along the snapshots are. */
export function snapshotProgressLine(records: readonly SnapshotRecord[], waitedMs: number): string {
  const over = records.filter(({ snapshot, failure }) => failure || (snapshot && isCompleted(snapshot))).length;
  const [only] = records;
  const state =
    only && records.length === 1
      ? `status: ${only.snapshot?.status ?? 'not created yet'}`
      : `${over} of ${records.length} finished`;
  return progressBar(waitedMs, SNAPSHOT_DURATION, state);
}

/**
 * Takes a snapshot of each server, waits until all have completed, and then deletes what `keep*` no longer keeps. All
 * servers are checked before the first is changed; the failure of one neither stops nor hides the others.
 * @throws ActionError unless every server has a completed snapshot, or with `wait: false` one that has started
 */
export async function takeSnapshots(task: Task): Promise<void> {
  const { inputs, run, session, runner } = task;
  const { clock } = session.context;
  const progress: SnapshotProgress = { records: [], replaced: [], pruned: [], decisions: [] };
  const report = snapshotReport(progress, task);
  await withReport(report, task, async () => {
    const name = renderSnapshotName(inputs.snapshotName, run, clock.now());
    runner.group(`Snapshot "${shortSha(name)}" of ${formatServers(inputs.serverIds)}`);
    const deadline = new Deadline(clock, inputs.timeoutMs);
    const resolved = await resolveServers(inputs.serverIds, session, deadline);
    saveReadable(runner, resolved.readable);
    assertCanStop(resolved, task);
    progress.records.push(...resolved.servers.map((server) => ({ server, name, requested: false, reused: false })));
    if (inputs.dryRun || isRollbackArmed(task)) await warnAboutPermissions(task);
    const there = await listByServer(resolved.servers, session, deadline, 'Nothing was changed.');
    for (const record of progress.records) {
      record.earlierIds = takenBefore(record, there, task);
      if (inputs.onRerun === 'reuse') reuse(record, there, task);
    }
    const onChange = () => {
      saveSnapshots(runner, progress.records);
      setOutputs(report, task);
    };
    // What one server reuses counts after the job, even if another has no room.
    if (!inputs.dryRun) onChange();
    assertRoom(progress.records, there, task);
    if (inputs.dryRun) return plan(progress, resolved.servers, there, task);
    await checkBaseline(task);
    await createAll(progress.records, {
      servers: resolved.servers,
      there,
      settings: {
        origin: originOf(task),
        description: inputs.description,
        rules: { policy: policyOf(task), onLimit: inputs.onLimit },
        stopServer: inputs.stopServer,
        wait: inputs.wait,
        timeoutMs: inputs.timeoutMs,
        maxParallel: inputs.maxParallel,
        apiUrl: inputs.apiUrl,
        nextSteps: inputs.onRerun === 'reuse' ? REUSED_ON_RERUN : CREATED_ON_RERUN,
      },
      events: {
        onChange,
        onStoppedChange: (servers) => saveStopped(runner, servers),
        onReplace: (records) => progress.replaced.push(...records),
      },
      session,
      snapshotPoller: createSnapshotPoller(resolved.servers, session, (waitedMs) =>
        snapshotProgressLine(progress.records, waitedMs),
      ),
      serverPoller: createServerPoller(resolved.servers, session),
    });
    await warnOfLostMarkers(progress.records, task);
    if (inputs.wait) await finishSnapshots({ ...progress, servers: resolved.servers }, task);
    if (!snapshotFailure(progress)) saveSucceeded(runner);
  });
}

/**
 * True if an input is set that only a rollback after the job uses. `rollback_if` alone does not show it, because it is
 * evaluated again after the job.
 */
export function isRollbackArmed({ inputs }: Task): boolean {
  return (
    inputs.rollbackOn.length > 0 ||
    inputs.rollbackIf ||
    inputs.safetySnapshot ||
    inputs.healthCheckUrl !== undefined ||
    inputs.notifyUrl !== undefined ||
    inputs.commitStatus
  );
}

function assertCanStop({ readable }: ResolvedServers, { inputs }: Task): void {
  if (!inputs.stopServer || readable) return;
  throw new ActionError({
    summary: 'stop_server needs to see whether the server is stopped, and this token is not allowed to read servers.',
    state: 'No server was stopped, and no snapshot was created.',
    hint: 'Create a token with the permission servers:*, or set stop_server to false.',
  });
}

/** What the post step would take for this step's own, if the step loses the response to its create. */
function takenBefore({ server }: SnapshotRecord, there: SnapshotsByServer, task: Task): Id[] {
  const own = markerOf(originOf(task), server);
  return snapshotsOf(there, server).snapshots.flatMap((one) => (isOfAttempt(one, own) ? one.key : []));
}

/** An earlier attempt took a snapshot before the deploy that stopped halfway: that is the state to return to. */
function reuse(record: SnapshotRecord, there: SnapshotsByServer, task: Task): void {
  const { session, run } = task;
  const own = markerOf(originOf(task), record.server);
  const { snapshots } = snapshotsOf(there, record.server);
  const { snapshot, log } = decideReuse(snapshots, own, run.attempt, session.context.clock.now());
  for (const line of log) session.log(line);
  if (!snapshot) return;
  record.snapshot = snapshot;
  record.reused = true;
}

/** All servers must have room before the first create. */
function assertRoom(records: readonly SnapshotRecord[], there: SnapshotsByServer, task: Task): void {
  const { inputs, session } = task;
  const nowMs = session.context.clock.now();
  const rules = { policy: policyOf(task), onLimit: inputs.onLimit };
  const missing = records.filter(({ reused }) => !reused);
  const all = missing.map(({ server }) => ({
    server,
    there: snapshotsOf(there, server),
    own: markerOf(originOf(task), server),
  }));
  const full = all.filter((one) => !planRoom(one.there, one.own, rules, 1).isEnough);
  // Whoever follows the advice of an error to set `on_limit` must not run into another error.
  const withoutOffer: RoomRules = { ...rules, onLimit: 'replace_oldest' };
  if (full.length > 0) {
    const replacing: Task = { ...task, inputs: { ...inputs, onLimit: 'replace_oldest' } };
    const isOffered = !inputs.safetySnapshot || records.every((record) => hasRoomForSafety(record, there, replacing));
    throw limitError(full, isOffered ? rules : withoutOffer, nowMs, { needed: inputs.safetySnapshot ? 2 : 1 });
  }
  if (!inputs.safetySnapshot) return;
  const tight = records.filter((record) => !hasRoomForSafety(record, there, task));
  if (tight.length === 0) return;
  const servers = tight.map(({ server }) => {
    return { server, there: snapshotsOf(there, server), own: markerOf(originOf(task), server) };
  });
  throw limitError(servers, withoutOffer, nowMs, {
    problem: `no room for two snapshots (the limit is ${MAX_SNAPSHOTS}). No snapshot was created`,
    more: ' safety_snapshot needs room for this snapshot and for the one before a rollback.',
    needed: 2,
  });
}

/** True if there will be room for a safety snapshot in addition to the snapshot of a record. */
function hasRoomForSafety(record: SnapshotRecord, there: SnapshotsByServer, task: Task): boolean {
  const { left } = forecastOf(record, there, task);
  return hasRoomForSafetySnapshot(record.server, left, record.reused ? 0 : 1, task.run);
}

/**
 * What the snapshot of a record will cost the other snapshots of its server, once it has completed.
 * @param own the marker whose series retention looks at
 */
export function forecastOf(
  { server, snapshot }: Pick<SnapshotRecord, 'server' | 'snapshot'>,
  there: SnapshotsByServer,
  task: Task,
  own: Marker = markerOf(originOf(task), server),
): Forecast {
  const { inputs, session } = task;
  const rules = { policy: policyOf(task), onLimit: inputs.onLimit };
  const now = snapshotsOf(there, server);
  if (!snapshot) return foresee(now, own, rules, { comingAtMs: session.context.clock.now() });
  // One in progress does not count for retention yet, but it will.
  const snapshots = now.snapshots.map((one) => (isSame(one, snapshot) ? { ...one, status: COMPLETED } : one));
  return foresee({ ...now, snapshots }, own, rules, { taken: snapshot.key });
}

/** Says what would be done and why each snapshot would stay or go, and changes nothing. */
function plan(progress: SnapshotProgress, servers: readonly Server[], there: SnapshotsByServer, task: Task): void {
  for (const record of progress.records) {
    const { replaced, decisions } = forecastOf(record, there, task);
    progress.replaced.push(...replaced);
    progress.decisions.push(...decisions);
    for (const { snapshot: target, reason, stays } of decisions) {
      if (!stays) progress.pruned.push({ target, reason, stage: 'checked' });
    }
  }
  const created = servers.filter(({ key }) =>
    progress.records.some(({ server, reused }) => server.key === key && !reused),
  );
  const stopped = task.inputs.stopServer ? created.filter(({ status }) => status !== STOPPED) : [];
  const stops = stopped.map((server) => `Would stop ${describeServer(server)} for its snapshot, and start it again`);
  tellPlan([...snapshotPlan(progress), ...stops], task);
}

/** A check that already fails before the deploy says nothing about a rollback (docs/contract.md, Health check). */
async function checkBaseline({ inputs, session, http, runner }: Task): Promise<void> {
  const { healthCheckUrl: url, healthCheckText: text } = inputs;
  if (url === undefined) return;
  const { isHealthy, result } = await probeOnce({ url, text }, { http, context: session.context });
  if (isHealthy) return;
  runner.notice(
    `health_check_url is not healthy before the deploy (${result}). With this check, a rollback would be reported as unhealthy, whatever the deploy did.`,
  );
}
