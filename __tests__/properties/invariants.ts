import type { SnapshotTruth } from '../../emulator/model.ts';
import { ActionError } from '../../src/errors.ts';
import { readMarker } from '../../src/snapshots/marker.ts';
import { keptTimes } from '../support/retention-model.ts';
import type { Creation, Effect, SimulatedAccount, StepRun } from './fixtures.ts';
import { TOKEN, WEBHOOK } from './fixtures.ts';

const MINUTE_MS = 60_000;
/** A restore takes no longer than this in a schedule. */
const LONGEST_RESTORE_MS = 17 * MINUTE_MS;
/** Every list shows what the API accepted this long ago. */
const GRACE_MS = MINUTE_MS;
/** Beyond a timeout the request that is under way may end, and a last one is sent. */
const SLACK_MS = 40_000;
const AFTER_CANCEL_MS = 285_000;

/** What a step was about, besides its inputs. */
export interface StepFacts {
  /** Shown ids of its servers, in the order of `server_id`. */
  readonly servers: readonly string[];
  /** Ids that `snapshot_id` names. */
  readonly named: readonly string[];
  /** Of a post step: its main step. */
  readonly main?: StepRun;
  /** Of a post step: it was given the state of another attempt. */
  readonly hasForeignState?: boolean;
}

type Check = (isTrue: boolean, rule: string) => asserts isTrue;

/** Asserts every rule on a step that has ended (docs/contract.md, What must never happen). */
export function assertStep(account: SimulatedAccount, step: StepRun, facts: StepFacts): void {
  const what = step.part === 'post' ? 'post' : (step.inputs?.mode ?? 'refused');
  const assert: Check = (isTrue, rule) => {
    if (isTrue) return;
    const { workflow, runId, attempt } = step.run;
    throw new Error(`${rule} (${what} of ${workflow} run ${runId} attempt ${attempt ?? '?'})`);
  };
  assertUnderstood(step, assert);
  assertBounded(step, facts, assert);
  assertNoSecrets(step, assert);
  if (step.inputs?.dryRun || facts.hasForeignState || !step.inputs) {
    assert(step.effects.length === 0, 'a step that must change nothing has changed something');
  }
  for (const effect of step.effects) assertPermitted(account, step, effect, facts, assert);
  assertSingleCreates(account, step, facts, assert);
  assertRestoreRequests(account, step, facts, assert);
  if (!step.inputs || step.inputs.dryRun) return;
  if (what === 'snapshot' || what === 'wait') assertSnapshots(account, step, facts, assert);
  if (what === 'snapshot') assertReuse(account, step, facts, assert);
  if (what === 'rollback' && !step.error) assertRestored(account, step, facts.servers, assert);
  if (what === 'delete' && !step.error) {
    for (const id of facts.named) assert(!account.truth(id), `green, and snapshot ${id} still exists (rule 5)`);
  }
  if (what === 'prune' && !step.error) assertPruned(account, step, facts, assert);
  if (what === 'post') assertAfterJob(account, step, facts, assert);
}

function assertUnderstood({ error }: StepRun, assert: Check): void {
  if (error === undefined) return;
  if (!(error instanceof ActionError)) throw error;
  assert(
    !error.message.includes('Unexpected error'),
    `an error that is not understood: ${error.message}\n${error.cause instanceof Error ? error.cause.stack : ''}`,
  );
  assert(error.parts.hint.length > 20, 'an error says what to do next');
}

/** Rule 10: the timeouts bound every step, and a signal ends it within 2 s. */
function assertBounded(step: StepRun, { servers }: StepFacts, assert: Check): void {
  const { inputs, startedMs, endedMs, signalledMs } = step;
  if (signalledMs !== undefined) {
    assert(endedMs - signalledMs <= 2000, `it went on for ${endedMs - signalledMs} ms after the signal (rule 10)`);
  }
  if (!inputs) return;
  const { timeoutMs, maxParallel, stopServer, safetySnapshot, healthCheckUrl, jobStatus } = inputs;
  const parallel = maxParallel ?? (stopServer ? 1 : servers.length);
  const turns = Math.ceil(servers.length / parallel);
  const phases = {
    // Reading; each turn; retention.
    snapshot: timeoutMs * (2 + turns) + (stopServer ? turns * 15 * MINUTE_MS : 0),
    wait: timeoutMs * (2 + turns),
    rollback: timeoutMs * (1 + turns),
    check: 0,
    delete: timeoutMs,
    prune: timeoutMs,
  };
  const rollback =
    phases.rollback + (safetySnapshot ? timeoutMs * (1 + turns) : 0) + (healthCheckUrl ? 11 * MINUTE_MS : 0);
  const slackMs = SLACK_MS * (2 + turns);
  let allowedMs = (inputs.mode === 'rollback' ? rollback : phases[inputs.mode]) + slackMs;
  if (step.part === 'post') {
    allowedMs = jobStatus === 'cancelled' ? AFTER_CANCEL_MS : rollback + 10 * MINUTE_MS + slackMs;
  }
  assert(endedMs - startedMs <= allowedMs, `it took ${endedMs - startedMs} ms of ${allowedMs} ms (rule 10)`);
}

/** Rule 8. */
function assertNoSecrets({ texts, outputs, state }: StepRun, assert: Check): void {
  const all = [...texts, ...outputs.values(), ...state.values()].join('\n');
  const base64 = Buffer.from(TOKEN).toString('base64');
  for (const secret of [TOKEN, base64]) {
    for (let at = 0; at + 12 <= secret.length; at += 4) {
      assert(!all.includes(secret.slice(at, at + 12)), 'a part of the token was written (rule 8)');
    }
  }
  assert(!all.includes(new URL(WEBHOOK).pathname), 'the URL of the webhook was written (rule 8)');
}

function isMarked(truth: SnapshotTruth | undefined): boolean {
  return truth !== undefined && readMarker(truth) !== undefined;
}

/** Identity of the step that took a snapshot: all that the marker is made of. */
function isSameStep(a: StepRun, b: StepRun): boolean {
  const of = ({ run, rawInputs }: StepRun) => [
    run.repositoryId,
    run.runId,
    run.job,
    run.jobIndex,
    run.action,
    rawInputs.snapshot_name || '{sha}',
    rawInputs.series || `${run.workflow}/${run.job}`,
  ];
  return of(a).join('\n') === of(b).join('\n');
}

/**
 * What another run created of the same series on the server after this snapshot, seen by every list at a time.
 * @param before what was there when it was looked for, and may be gone since
 */
function laterRelease(
  account: SimulatedAccount,
  own: Creation,
  seenAtMs: number,
  before: readonly SnapshotTruth[] = [],
): Creation | undefined {
  const hasTimes = account.schedule.api.fields?.timeForm !== 'unreadable';
  return [...account.creations.values()].find((other) => {
    const isLater = other.step.run.runId !== own.step.run.runId && other.atMs > own.atMs + 1000;
    const isSameSeries = other.serverId === own.serverId && other.series === own.series;
    const isTold = hasTimes || Number(other.step.run.runId) > Number(own.step.run.runId);
    if (!isLater || !isSameSeries || !isTold || other.atMs + GRACE_MS > seenAtMs) return false;
    const truth = before.find(({ id }) => String(id) === other.snapshotId) ?? account.truth(other.snapshotId);
    // A step without a snapshot deploys nothing.
    return truth?.status !== 'failed' && isMarked(truth) && isMarked(account.truth(own.snapshotId));
  });
}

function assertPermitted(
  account: SimulatedAccount,
  step: StepRun,
  effect: Effect,
  facts: StepFacts,
  assert: Check,
): void {
  const { kind, serverId } = effect;
  const mode = step.inputs?.mode;
  const rollsBack = mode === 'rollback' || step.part === 'post';
  assert(facts.servers.includes(serverId), `${kind} on server ${serverId}, which is not named`);
  switch (kind) {
    case 'create': {
      const { isSafety } = account.creations.get(effect.snapshotId) ?? { isSafety: false };
      const isAllowed = isSafety
        ? rollsBack && step.inputs?.safetySnapshot === true
        : step.part === 'main' && mode === 'snapshot';
      assert(isAllowed, 'a create that nobody asked for');
      return;
    }
    case 'restore':
      assert(rollsBack, 'a restore in a step that does not roll back');
      return;
    case 'delete':
      assertPermittedDelete(account, step, effect, facts, assert);
      return;
    case 'stop':
      assert(step.part === 'main' && step.inputs?.stopServer === true, 'a stop that nobody asked for');
      return;
    case 'start':
      return;
    default:
      assert(false, `the power action ${kind}`);
  }
}

/** Rule 3. */
function assertPermittedDelete(
  account: SimulatedAccount,
  step: StepRun,
  { snapshotId, before, restoreSource }: Effect,
  { named, main }: StepFacts,
  assert: Check,
): void {
  const deleted = `snapshot ${snapshotId} was deleted`;
  const isSource = restoreSource?.snapshotId === snapshotId && restoreSource.startedMs + GRACE_MS <= step.startedMs;
  const isSeen = step.refusedReads === 0 && account.schedule.api.mayReadServers !== false;
  assert(!(isSource && isSeen), `${deleted} while it was being restored (rule 3)`);
  if (step.part === 'main' && step.inputs?.mode === 'delete') {
    assert(named.includes(snapshotId), `${deleted} and not named (rule 3)`);
    return;
  }
  const target = before.find(({ id }) => String(id) === snapshotId);
  const creation = account.creations.get(snapshotId);
  assert(target !== undefined && creation !== undefined, `${deleted}, which this repository has not created (rule 3)`);
  const isOfPost = step.part === 'post' && !creation.isSafety;
  if (isOfPost && main) {
    const isOwn = savedSnapshots(main).some((one) => one.snapshotId === snapshotId);
    const isWanted = step.inputs?.jobStatus === 'success' && step.inputs.deleteOnSuccess;
    assert(isOwn && isWanted, `${deleted} after the job`);
    return;
  }
  assert(isMarked(target), `${deleted}, whose marker is lost (rule 3)`);
  const isSafetyStep = step.inputs?.mode === 'rollback' || step.part === 'post';
  const series = seriesOf(account, step, named);
  if (isSafetyStep) assert(creation.isSafety, `${deleted} to make room for a safety snapshot (rule 3)`);
  else if (series !== undefined) assert(creation.series === series, `${deleted} of series ${creation.series} (rule 3)`);
  else assert(!creation.isSafety, `${deleted}, a safety snapshot (rule 3)`);
  if (target.status === 'failed') {
    assert((target.sizeMb ?? 0) === 0 && step.inputs?.mode !== 'prune', `${deleted}, a failed one with a size`);
    return;
  }
  assert(target.status === 'completed', `${deleted} while ${target.status} (rule 3)`);
  assert(account.schedule.api.fields?.timeForm !== 'unreadable', `${deleted}, whose age is unknown (rule 3)`);
  if (isSafetyStep) return;
  assert(creation.step.run.runId !== step.run.runId, `${deleted}, which this run took (rule 3)`);
  const isNewest = !before.some((other) => {
    const of = account.creations.get(String(other.id));
    const isSame = of?.series === creation.series && other.status === 'completed' && isMarked(other);
    return (
      isSame && Math.floor(other.createdAt / 1000) >= Math.floor(target.createdAt / 1000) && other.id !== target.id
    );
  });
  assert(!isNewest, `${deleted}, the newest of its series (rule 3)`);
}

/** The one series that retention of a step may touch; `undefined`: each but that of safety snapshots. */
function seriesOf(account: SimulatedAccount, { inputs, run }: StepRun, named: readonly string[]): string | undefined {
  if (inputs?.mode === 'prune') return inputs.series;
  if (inputs?.mode === 'wait') return account.creations.get(named[0] ?? '')?.series;
  return inputs?.series ?? `${run.workflow}/${run.job}`;
}

/** Rule 1: one create for each server; another only if the one before it has disappeared. */
function assertSingleCreates(account: SimulatedAccount, step: StepRun, { servers }: StepFacts, assert: Check): void {
  for (const server of servers) {
    for (const isSafety of [false, true]) {
      const creates = step.effects.filter(({ kind, serverId, snapshotId }) => {
        return kind === 'create' && serverId === server && account.creations.get(snapshotId)?.isSafety === isSafety;
      });
      creates.slice(1).forEach((effect, index) => {
        const isThere = effect.before.some(({ id }) => String(id) === creates[index]?.snapshotId);
        assert(!isThere, `${creates.length} snapshots of server ${server} from one step (rule 1)`);
      });
    }
    const restores = step.effects.filter(({ kind, serverId }) => kind === 'restore' && serverId === server);
    assert(restores.length <= 1, `${restores.length} restores of server ${server} in one step (rule 2)`);
  }
}

function wasDeleted(account: SimulatedAccount, snapshotId: string): boolean {
  return account.creations.has(snapshotId) && account.truth(snapshotId) === undefined;
}

/** Rules 2 and 7. */
function assertRestoreRequests(account: SimulatedAccount, step: StepRun, facts: StepFacts, assert: Check): void {
  const { inputs } = step;
  const isUnread = step.warnings.some((text) => text.includes('could not be read before the rollback'));
  const isBlind = isUnread || step.refusedReads > 0 || account.schedule.api.mayReadServers === false;
  for (const { snapshotId, serverId, status, restoringSinceMs, atMs } of step.restoreRequests) {
    const requested = `a restore of ${snapshotId} was requested`;
    // A list that lags behind still shows what was deleted.
    if (
      serverId === undefined &&
      step.before.every(({ id }) => String(id) !== snapshotId) &&
      wasDeleted(account, snapshotId)
    )
      continue;
    assert(serverId !== undefined && facts.servers.includes(serverId), `${requested}, of server ${serverId} (rule 2)`);
    assert(status === 'completed', `${requested}, which is ${status} (rule 2)`);
    const restoringMs = step.restoringBefore.get(serverId);
    const isSeenRestoring =
      restoringMs !== undefined && restoringMs === restoringSinceMs && restoringMs + GRACE_MS <= step.startedMs;
    assert(isBlind || !isSeenRestoring, `${requested}, while somebody else restores the server (rule 2)`);
    // Reads may still show what was before the end of a restore.
    const wasRestored = account.steps.some(({ effects }) => effects.some(({ kind }) => kind === 'restore'));
    const isStale = wasRestored || (account.schedule.api.replicaLagsMs ?? []).length > 1;
    const isSuspended = step.statusBefore.get(serverId) === 'suspended' && !isStale;
    assert(isBlind || !isSuspended, `${requested}, of a suspended server (rule 2)`);
    const creation = account.creations.get(snapshotId);
    if (facts.main) {
      const isOwn = savedSnapshots(facts.main).some((one) => one.snapshotId === snapshotId);
      // A lost response can leave the id open: then the marker showed it.
      const isOfStep = creation !== undefined && isSameStep(creation.step, facts.main);
      assert(isOwn || isOfStep, `${requested} after the job, which is not of this step (rule 13)`);
    } else if (facts.named.length > 0) {
      assert(facts.named.includes(snapshotId), `${requested}, which is not named (rule 2)`);
    } else if (creation === undefined || creation.isSafety !== (inputs?.series === 'before-rollback')) {
      assert(false, `${requested}, which is no target (rule 2)`);
    } else if (!inputs?.latest) {
      assert(creation.step.run.runId === step.run.runId, `${requested}, which this run has not taken (rule 2)`);
    }
    const later = creation && laterRelease(account, creation, step.startedMs);
    if (!later || !account.truth(later.snapshotId)) continue;
    const isExplicit = step.part === 'main' && (facts.named.length > 0 || inputs?.latest === true);
    assert(isExplicit, `${requested}, which undoes the release of run ${later.step.run.runId} (rule 7)`);
    const isNamed = step.warnings.some((text) => text.includes('will undo that release'));
    assert(
      isNamed || inputs?.latest === true,
      `${requested} without a warning that it undoes another release (rule 7)`,
    );
    assert(atMs >= step.startedMs, 'time runs backwards');
  }
  if (step.part === 'post' || step.restoreRequests.length === 0) return;
  // All targets are checked before the first restore.
  for (const id of facts.named) {
    const before = step.before.find((snapshot) => String(snapshot.id) === id);
    assert(
      before?.status === 'completed' || (!before && wasDeleted(account, id)),
      `a restore was requested although snapshot ${id} is ${before?.status} (rule 2)`,
    );
  }
}

interface SavedSnapshot {
  readonly serverId: string;
  readonly snapshotId: string | null;
}

/** What a step says it has of each server, by its output. */
export function savedSnapshots(step: StepRun): SavedSnapshot[] {
  const output: unknown = JSON.parse(step.outputs.get('snapshots') || '[]');
  if (!Array.isArray(output)) throw new Error('The output snapshots is no list.');
  return output.map((one) => ({
    serverId: String(one.server_id),
    snapshotId: one.snapshot_id === null ? null : String(one.snapshot_id),
  }));
}

/** Rules 4 and 5 for snapshots, and outputs that are true. */
function assertSnapshots(account: SimulatedAccount, step: StepRun, { servers }: StepFacts, assert: Check): void {
  const saved = savedSnapshots(step);
  for (const [index, { serverId, snapshotId }] of saved.entries()) {
    const server = servers[index] ?? '';
    assert(account.isSameServer(serverId, server), `output ${index} is of server ${serverId}`);
    if (snapshotId === null) continue;
    const creation = account.creations.get(snapshotId);
    const ownServer = creation?.serverId === server;
    const isNew = step.effects.some((effect) => effect.kind === 'create' && effect.snapshotId === snapshotId);
    if (step.inputs?.mode === 'snapshot') {
      const creates = (step.outputs.get('created') ?? '').split(',');
      // Without its marker nobody can tell a snapshot of that name from another.
      const isTold = isMarked(account.truth(snapshotId));
      if (!isTold) continue;
      assert(creation !== undefined && ownServer, `the output names ${snapshotId} for server ${serverId} (rule 1)`);
      assert(isSameStep(creation.step, step), `the output names ${snapshotId} of another step (rule 1)`);
      assert(creates[index] === String(isNew), `created is ${creates[index]} for ${snapshotId}`);
    }
  }
  if (step.error) return;
  for (const server of servers) {
    const id = saved.find(({ serverId }) => account.isSameServer(serverId, server))?.snapshotId ?? '';
    const truth = account.truth(id);
    const isWaited = step.inputs?.wait || step.inputs?.mode === 'wait';
    // What is not waited for may have disappeared again.
    const of = truth ? String(truth.serverId) : isWaited ? undefined : account.creations.get(id)?.serverId;
    assert(of === server, `green, and server ${server} has no snapshot (rule 5)`);
    if (isWaited) {
      assert(truth?.status === 'completed', `green, and snapshot ${id} is ${truth?.status} (rule 4)`);
    }
  }
}

const REUSE_MS = { completed: 120 * MINUTE_MS, in_progress: 60 * MINUTE_MS };

/** Whether a re-run reuses what it should, and only that (docs/contract.md, Snapshot). */
function assertReuse(account: SimulatedAccount, step: StepRun, { servers }: StepFacts, assert: Check): void {
  const { attempt } = step.run;
  const hasTimes = account.schedule.api.fields?.timeForm !== 'unreadable';
  for (const { snapshotId } of savedSnapshots(step)) {
    const creation = account.creations.get(snapshotId ?? '');
    if (!creation || creation.step === step || !isMarked(account.truth(creation.snapshotId))) continue;
    assert(step.inputs?.onRerun === 'reuse', `${snapshotId} was reused in spite of on_rerun: create`);
    assert(creation.atMs + REUSE_MS.completed > step.startedMs - MINUTE_MS, `${snapshotId} was reused and is too old`);
    assert(!laterRelease(account, creation, step.startedMs), `${snapshotId} was reused in spite of a later release`);
  }
  // One that cannot be read, or that may be another server's, may be the earlier attempt's.
  const isUnclear = step.warnings.some((text) => /items that cannot be read|form of ID than server_id/u.test(text));
  if (step.inputs?.onRerun !== 'reuse' || !hasTimes || isUnclear) return;
  for (const { kind, serverId, atMs } of step.effects) {
    if (kind !== 'create' || !servers.includes(serverId)) continue;
    const reusable = step.before.find((truth) => {
      const creation = account.creations.get(String(truth.id));
      if (!creation || creation.serverId !== serverId || !isSameStep(creation.step, step)) return false;
      // The marker names the server, whose form of ID is another if it could not be read.
      if (isBlind(creation.step) !== isBlind(step)) return false;
      // A safety snapshot has the bad state.
      if (creation.isSafety || !isMarked(truth)) return false;
      if (attempt !== undefined && (creation.step.run.attempt ?? 0) >= attempt) return false;
      const status = truth.status === 'completed' ? 'completed' : 'in_progress';
      const isYoung = atMs - creation.atMs < REUSE_MS[status];
      const isSeen = creation.atMs + GRACE_MS <= step.startedMs;
      const isThere = account.truth(String(truth.id)) !== undefined && truth.status !== 'failed';
      return isYoung && isSeen && isThere && !laterRelease(account, creation, Number.POSITIVE_INFINITY, step.before);
    });
    assert(!reusable, `another attempt took a second snapshot although ${reusable?.id} could be reused (rule 1)`);
  }
}

/** True for a step whose token is not allowed to read servers, if only for a moment. */
function isBlind(step: StepRun): boolean {
  return step.warnings.some((text) => text.includes('is not allowed to read servers'));
}

function restoredWhile(step: StepRun, other: StepRun, server: string): boolean {
  return other.effects.some(({ kind, serverId, atMs }) => {
    return kind === 'restore' && serverId === server && atMs >= step.startedMs - GRACE_MS && atMs <= step.endedMs;
  });
}

/** Rules 4 and 5 for rollbacks. */
function assertRestored(account: SimulatedAccount, step: StepRun, servers: readonly string[], assert: Check): void {
  const isUnseen = isBlind(step);
  for (const server of servers) {
    const own = step.effects.find(({ kind, serverId }) => kind === 'restore' && account.isSameServer(serverId, server));
    // Two legs of a matrix on one server: nobody can tell whose restore it is.
    const isByOther = account.steps.some(
      (other) => other !== step && restoredWhile(step, other, server) && other.run.runId === step.run.runId,
    );
    if (isByOther) continue;
    assert(own !== undefined, `green, and server ${server} was not restored (rule 5)`);
    // A list that lags behind still shows the restore before this one.
    const isAfterAnother = own.atMs - (own.previousRestoreMs ?? 0) < LONGEST_RESTORE_MS + GRACE_MS;
    if (isAfterAnother) continue;
    const others = account.steps.some(
      (other) =>
        other !== step &&
        other.effects.some(
          ({ kind, serverId, atMs }) =>
            kind !== 'create' && kind !== 'delete' && serverId === server && atMs >= own.atMs,
        ),
    );
    if (isUnseen || others || step.inputs?.jobStatus === 'cancelled') continue;
    const status = account.model.serverStatus(server);
    assert(status === 'active', `green, and server ${server} is ${status} (rule 4)`);
  }
}

/** Retention by a plain model: nothing that has to go is left. */
function assertPruned(account: SimulatedAccount, step: StepRun, { servers }: StepFacts, assert: Check): void {
  const { inputs } = step;
  const { fields, replicaLagsMs = [] } = account.schedule.api;
  if (!inputs || fields?.timeForm === 'unreadable' || replicaLagsMs.length > 1) return;
  if (step.warnings.some((text) => text.includes('items that cannot be read'))) return;
  // Nobody can tell whose the snapshots are if they name their servers by the other form of ID.
  if (step.warnings.some((text) => text.includes('is not allowed to read servers')) && servers.length > 1) return;
  const { keep = 0, keepDaily = 0, keepWeekly = 0 } = inputs;
  for (const server of servers) {
    const left = account.model.snapshots().filter((truth) => {
      const creation = account.creations.get(String(truth.id));
      const isListed = creation !== undefined && creation.atMs + GRACE_MS <= step.startedMs;
      return isListed && creation.serverId === server && truth.status === 'completed' && isMarked(truth);
    });
    const groups = Map.groupBy(left, ({ id }) => account.creations.get(String(id))?.series ?? '');
    for (const [series, all] of groups) {
      if (inputs.series === undefined ? series === 'before-rollback' : series !== inputs.series) continue;
      const kept = keptTimes(
        all.map(({ createdAt }) => createdAt),
        { keep, keepDaily, keepWeekly },
      );
      for (const { id, createdAt } of all) {
        const isOfRun = account.creations.get(String(id))?.step.run.runId === step.run.runId;
        assert(kept.has(createdAt) || isOfRun, `snapshot ${id} of ${series} was left by prune (rule 5)`);
      }
    }
  }
}

/** Rules 5 to 7 and 13 for what is done after the job. */
function assertAfterJob(account: SimulatedAccount, step: StepRun, { main }: StepFacts, assert: Check): void {
  const { inputs, error } = step;
  if (!inputs || !main) return;
  const { rollbackIf, rollbackOn, jobStatus, deleteOnSuccess } = inputs;
  const hasSucceeded = main.error === undefined;
  const isFailure = jobStatus !== 'success' && jobStatus !== 'unknown' && rollbackOn.includes(jobStatus);
  const isWanted = rollbackIf || (isFailure && hasSucceeded);
  const wasStopped = (main.state.get('stopped') ?? '').length > 5;
  if (isFailure && !hasSucceeded && !rollbackIf) {
    const isWarned = step.warnings.some((text) => text.includes('rollback_if'));
    assert(isWarned, 'no warning names rollback_if after a step that failed (rule 6)');
  }
  if (!isWanted) {
    assert(step.restoreRequests.length === 0, 'a restore after the job that nobody asked for (rule 6)');
    const isDone = error === undefined || wasStopped || step.signalledMs !== undefined;
    assert(isDone, `red after the job without a rollback: ${error}`);
  }
  if (
    jobStatus === 'cancelled' &&
    !isWanted &&
    rollbackOn.length === 1 &&
    rollbackOn[0] === 'failure' &&
    hasSucceeded
  ) {
    const isWarned = step.warnings.some((text) => text.includes('failure, cancelled'));
    assert(isWarned, 'no warning says that a job which was cancelled is not rolled back');
  }
  if (!deleteOnSuccess || isWanted) {
    const deletes = step.effects.filter(
      ({ kind, snapshotId }) => kind === 'delete' && !account.creations.get(snapshotId)?.isSafety,
    );
    assert(deletes.length === 0, 'a delete after the job that nobody asked for');
  }
  const wasRestored = (server: string, snapshot: string | null) =>
    step.restoredBefore.some(({ serverKey, snapshotKey }) => serverKey === server && snapshotKey === snapshot);
  const saved = savedSnapshots(main);
  for (const { serverId, snapshotId } of saved) {
    if (!wasRestored(serverId, snapshotId)) continue;
    const isAgain = step.restoreRequests.some((request) => request.snapshotId === snapshotId);
    assert(!isAgain, `server ${serverId} was rolled back twice by one job`);
  }
  if (!isWanted || error !== undefined) return;
  for (const { serverId, snapshotId } of saved) {
    const earlier = step.restoredBefore.findLast(
      ({ serverKey, snapshotKey }) => serverKey === serverId && snapshotKey === snapshotId,
    );
    assert(earlier?.outcome !== 'failed', `green, and the earlier restore of server ${serverId} failed (rule 5)`);
  }
  assert(saved.length > 0, 'green, and the rollback after the job did not happen (rule 5)');
  const open = saved.filter(({ serverId, snapshotId }) => !wasRestored(serverId, snapshotId));
  assertRestored(
    account,
    step,
    open.map(({ serverId }) => serverId),
    assert,
  );
}

/**
 * Rule 12, when no job is at work any more.
 * @param steps of all jobs since a time when none was at work, in order
 */
export function assertRunning(account: SimulatedAccount, steps: readonly StepRun[]): void {
  const stopped = new Set(
    steps.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'stop').map(({ serverId }) => serverId)),
  );
  for (const server of stopped) {
    if (account.model.serverStatus(server) !== 'stopped' || account.down.has(server)) continue;
    // A restore can leave a server stopped by itself.
    if (steps.some(({ effects }) => effects.some(({ kind, serverId }) => kind === 'restore' && serverId === server)))
      continue;
    const wasStopped = steps[0]?.statusBefore.get(server) === 'stopped';
    const isTold = steps.some(
      ({ error, texts }) => error !== undefined && texts.some((text) => text.includes('/power/')),
    );
    if (!wasStopped && !isTold) throw new Error(`server ${server} was left stopped without a word (rule 12)`);
  }
}
