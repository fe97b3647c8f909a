import { ActionError } from '../errors.ts';
import { formatServerIds } from '../format.ts';
import type { WorkflowRun } from '../github/workflow-run.ts';
import type { ServerPoller } from '../servers/power.ts';
import type { ApiSession } from '../servers/session.ts';
import { createAll } from '../snapshots/create-all.ts';
import { limitError, planRoom, type RoomRules } from '../snapshots/limit.ts';
import { type ServerSnapshots, type SnapshotsByServer, snapshotsOf } from '../snapshots/list.ts';
import { BEFORE_ROLLBACK, markerOf, type SnapshotOrigin } from '../snapshots/marker.ts';
import { BEFORE_ROLLING_BACK } from '../snapshots/next-steps.ts';
import type { DeleteRecord, SnapshotRecord } from '../snapshots/record.ts';
import type { CreateSettings } from '../snapshots/take-snapshot.ts';
import type { SnapshotPoller } from '../snapshots/wait.ts';
import { allowedInName } from '../vps/allowed-name.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import type { Server, ServerRef, Snapshot } from '../vps/schema.ts';

/**
 * Safety snapshots are never pruned, but a new one may replace the oldest, even if this run took it: a rollback that is
 * tried again must not fail because of what its first try has saved (docs/contract.md, Series).
 */
function rulesFor(sources: readonly Snapshot[]): RoomRules {
  return {
    policy: { keep: undefined, keepDaily: undefined, keepWeekly: undefined },
    onLimit: 'replace_oldest',
    mayReplaceAny: true,
    sources,
  };
}

/** What a safety snapshot needs. */
export interface SafetyJob {
  readonly run: WorkflowRun;
  readonly servers: readonly Server[];
  readonly there: SnapshotsByServer;
  /** The snapshots about to be restored: they must not be deleted to make room. */
  readonly targets: readonly Snapshot[];
  readonly settings: Pick<CreateSettings, 'timeoutMs' | 'maxParallel' | 'apiUrl'>;
  readonly session: ApiSession;
  readonly serverPoller: ServerPoller;
  readonly snapshotPoller: SnapshotPoller;
  readonly onReplace: (records: readonly DeleteRecord[]) => void;
}

/** The safety snapshots that a rollback to these targets takes. */
export function safetyRecords(targets: readonly Snapshot[], { runId, attempt = 0 }: WorkflowRun): SnapshotRecord[] {
  return targets.map(({ server, key }) => ({
    server,
    name: allowedInName(`before-rollback-to-${key}-run-${runId}-${attempt}`),
    requested: false,
    reused: false,
  }));
}

/** Who takes safety snapshots: a series and a step of their own, so that a re-run never mistakes one for its own. */
export function safetyOrigin(run: WorkflowRun): SnapshotOrigin {
  return { run, series: BEFORE_ROLLBACK, template: BEFORE_ROLLBACK };
}

/** How much room safety snapshots need. */
export interface SafetyRoom {
  readonly run: WorkflowRun;
  readonly there: SnapshotsByServer;
  /** The snapshots about to be restored. */
  readonly targets: readonly Snapshot[];
}

/**
 * Makes sure that each server has room for a safety snapshot.
 * @throws ActionError that lists what each server without room has
 */
export function assertRoomForSafetySnapshots(
  servers: readonly ServerRef[],
  { run, there, targets }: SafetyRoom,
  nowMs: number,
): void {
  const rules = rulesFor(targets);
  const all = servers.map((server) => ({
    server,
    there: snapshotsOf(there, server),
    own: markerOf(safetyOrigin(run), server),
  }));
  const full = all.filter((one) => !planRoom(one.there, one.own, rules, 1).isEnough);
  if (full.length > 0) throw limitError(full, rules, nowMs);
}

/**
 * True if a rollback after the job will find room for its safety snapshot.
 * @param left what the server has then
 * @param coming how many snapshots will have been taken by then
 */
export function hasRoomForSafetySnapshot(
  server: ServerRef,
  left: ServerSnapshots,
  coming: number,
  run: WorkflowRun,
): boolean {
  return planRoom(left, markerOf(safetyOrigin(run), server), rulesFor([]), 1 + coming).isEnough;
}

/**
 * Takes a snapshot of the current state of each server, so that the rollback can be undone (docs/contract.md, Inputs,
 * `safety_snapshot`).
 * @param records from `safetyRecords`; they are kept up to date, with the failure of each server
 */
export async function takeSafetySnapshots(records: readonly SnapshotRecord[], job: SafetyJob): Promise<void> {
  const { run, servers, there, targets, settings, session } = job;
  for (const { server, name } of records) {
    session.log(`Saving the current state of ${describeServer(server)} first, as snapshot "${name}"`);
  }
  await createAll(records, {
    servers,
    there,
    settings: {
      ...settings,
      origin: safetyOrigin(run),
      description: '',
      rules: rulesFor(targets),
      stopServer: false,
      wait: true,
      nextSteps: BEFORE_ROLLING_BACK,
    },
    events: { onChange: () => undefined, onStoppedChange: () => undefined, onReplace: job.onReplace },
    session,
    snapshotPoller: job.snapshotPoller,
    serverPoller: job.serverPoller,
  });
}

/** Why no restore may be sent; `undefined` if all safety snapshots have completed. */
export function safetyFailure(records: readonly SnapshotRecord[]): ActionError | undefined {
  const failures = records.flatMap(({ failure }) => failure ?? []);
  const [first, ...others] = failures;
  if (!first) return undefined;
  const servers = formatServerIds(records.filter(({ failure }) => failure).map(({ server }) => server.key));
  const failed = `The safety snapshot${others.length === 0 ? '' : 's'} of ${servers} failed, so no restore was started.`;
  const { summary, state, hint } = first.parts;
  return new ActionError(
    {
      // A table of several servers shows the summary alone, so it has the cause.
      summary: others.length === 0 ? `${failed} ${summary}` : failed,
      state: [
        'What was deployed is still running.',
        ...(others.length === 0 ? [...state, hint] : failures.map(({ message }) => message.replaceAll('\n', ' '))),
        ...records.flatMap(({ snapshot, failure }) =>
          snapshot && !failure ? `${describeSnapshot(snapshot)} completed.` : [],
        ),
      ],
      hint: 'If rolling back is more important than keeping the current state, re-run the rollback without safety_snapshot.',
    },
    first,
  );
}
