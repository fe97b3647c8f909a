import { ActionError, type ErrorParts } from '../errors.ts';
import {
  capitalize,
  dateTime,
  formatDiscarded,
  formatDuration,
  formatRoughDuration,
  formatServerIds,
  formatTimeBefore,
  isoTime,
  pluralize,
} from '../format.ts';
import { isUnseen, type RestoreRecord, type RestoreStage } from '../restores/record.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { quote, withFullStop } from '../text.ts';
import { allowedInName } from '../vps/allowed-name.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { toJsonId } from '../vps/id.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';
import { isCompleted, RESTORING } from '../vps/status.ts';
import { displayUrl, failureCell, serverCell, snapshotCell } from './cells.ts';
import { combineFailures } from './failures.ts';
import {
  type Cell,
  type Column,
  cautionBlock,
  concat,
  details,
  type Markup,
  markdown,
  page,
  prose,
  table,
} from './markdown.ts';
import { combineStatus, joinOutputs, toSeconds } from './outputs.ts';
import { rollbackInstructions } from './rollback-instructions.ts';
import type { ReportSettings } from './settings.ts';
import { timeline } from './timeline.ts';

/** A server that was to be rolled back after the job, and was not. */
export interface SkippedServer {
  readonly server: ServerRef;
  /** Why, such as `its snapshot 801 has not completed`. */
  readonly reason: string;
  /** What an earlier step has left there; absent if the server was not changed. */
  readonly leftBy?: Pick<ErrorParts, 'state' | 'hint'>;
}

/** What `mode: rollback` and a rollback after the job report on. */
export interface RollbackReportData {
  readonly records: readonly RestoreRecord[];
  /** The current state of each server, taken before the rollback with `safety_snapshot`. */
  readonly safety: readonly SnapshotRecord[];
  /** Whether the health check passed; `undefined` if there was none. */
  readonly healthy: boolean | undefined;
  readonly healthFailure: ActionError | undefined;
  /** Why the servers are rolled back, such as `the job failed`; empty if the step itself is the reason. */
  readonly reason: string;
  /** Servers that were not rolled back although they should have been: each makes the rollback a failure. */
  readonly skipped: readonly SkippedServer[];
  readonly afterJob: boolean;
  readonly healthCheckUrl: string | undefined;
}

const TITLE = 'VPS.org rollback';
/** More rows than this are folded. */
const MAX_OPEN_ROWS = 10;
/** The outputs, as far as they are known (docs/contract.md, Outputs). */
export function rollbackOutputs(data: RollbackReportData, settings: ReportSettings): Record<string, string> {
  const { records, healthy } = data;
  return {
    snapshot_id: joinOutputs(records, ({ target }) => target.key),
    snapshot_name: joinOutputs(records, ({ target }) => allowedInName(target.name)),
    status: combineStatus(
      records.map(({ target }) => allowedInName(target.status)),
      'completed',
    ),
    created: joinOutputs(records, () => 'false'),
    size_mb: joinOutputs(records, ({ target }) => String(target.sizeMb ?? '')),
    created_at: joinOutputs(records, ({ target }) => createdAt(target)),
    duration_seconds: toSeconds(settings.durationMs),
    rolled_back: String(isRolledBack(data)),
    server_status: joinOutputs(records, ({ serverStatus }) => allowedInName(serverStatus)),
    healthy: String(healthy ?? ''),
    discarded_seconds: joinOutputs(records, (record) =>
      record.discardedMs === undefined || !isAccepted(record) ? '' : toSeconds(record.discardedMs),
    ),
    snapshots: JSON.stringify(
      records.map(({ server, target }) => ({
        server_id: toJsonId(server.key),
        snapshot_id: toJsonId(target.key),
        name: allowedInName(target.name),
        status: allowedInName(target.status),
        size_mb: target.sizeMb,
        created_at: createdAt(target),
        created: false,
      })),
    ),
  };
}

function createdAt({ createdAtMs }: Snapshot): string {
  return createdAtMs === undefined ? '' : isoTime(createdAtMs);
}

/**
 * True if every server was seen to be active again after its restore. If the token is not allowed to read servers, the
 * health check proves it.
 */
export function isRolledBack({ records, skipped, healthy }: RollbackReportData): boolean {
  const isBack = ({ stage }: RestoreRecord) => stage === 'restored' || (stage === 'started' && healthy === true);
  return records.length > 0 && skipped.length === 0 && records.every(isBack);
}

/**
 * What a restore discards, such as `writes since 14:03:10 UTC (16 min 45 s)`.
 * @param nowMs for a restore that was not requested yet, milliseconds since the epoch
 */
export function discardedLine({ target, discardedMs }: RestoreRecord, nowMs?: number): string {
  const { createdAtMs } = target;
  const sinceMs = nowMs === undefined || createdAtMs === undefined ? undefined : Math.max(0, nowMs - createdAtMs);
  return formatDiscarded(createdAtMs, discardedMs ?? sinceMs);
}

/** What is known about each server, a sentence each, for an error that interrupts the work. */
export function rollbackStateLines({ records, safety, skipped }: RollbackReportData): string[] {
  const restores = records.map(stateLine);
  return [
    ...safety.flatMap(({ snapshot }) =>
      snapshot ? `The safety snapshot is ${describeSnapshot(snapshot)}, status ${quote(snapshot.status)}.` : [],
    ),
    ...(restores.length > 0 ? restores : ['No restore was started. The servers were not changed.']),
    ...skipped.map(skippedLine),
  ];
}

function stateLine({ server, target, stage, serverStatus, isUncertain, failure }: RestoreRecord): string {
  if (failure) return failure.parts.summary;
  const subject = capitalize(describeServer(server));
  const snapshot = `snapshot ${target.key}`;
  const lines: Record<RestoreStage, string> = {
    checked: `${subject} was not changed: its restore was not started.`,
    requested: `${subject} may be being restored from ${snapshot}: it is unknown whether the restore was started.`,
    started: `${subject} is being restored from ${snapshot}, status ${quote(serverStatus || RESTORING)}; it will be down until that has finished.`,
    restored: `${subject} was restored from ${snapshot} and is ${quote(serverStatus)}.`,
    failed: `The restore of ${describeServer(server)} from ${snapshot} failed.`,
  };
  return lines[stage === 'started' && isUncertain ? 'requested' : stage];
}

function skippedLine({ server, reason }: SkippedServer): string {
  return `${capitalize(describeServer(server))} was not rolled back: ${withFullStop(reason)}`;
}

/** What a dry run would do, a line each. */
export function rollbackPlan(
  { records, safety, skipped }: RollbackReportData,
  { nowMs }: Pick<ReportSettings, 'nowMs'>,
): string[] {
  return [
    'Dry run: only read requests were sent.',
    ...safety.map(({ server }) => `Would first take a snapshot of the current state of ${describeServer(server)}`),
    ...records.flatMap((record) =>
      record.failure
        ? []
        : `Would restore ${describeServer(record.server)} from ${describeSnapshot(record.target)}, discarding ${discardedLine(record, nowMs)}`,
    ),
    ...skipped.map(skippedLine),
  ];
}

/** The failures of the servers, or else that of the health check; `undefined` if there is none. */
export function rollbackFailure({
  records,
  skipped,
  healthy,
  healthFailure,
}: RollbackReportData): ActionError | undefined {
  return (
    combineFailures(
      [
        ...records.map(({ server, target, serverStatus, stage, failure }) => {
          const isPending = stage === 'started' && healthy !== true;
          return { failure, isPending, label: `${server.key} (snapshot ${target.key}, ${serverStatus || stage})` };
        }),
        ...skipped.map((one) => ({ failure: skippedError(one), label: one.server.key })),
      ],
      'server',
      ['was not confirmed as restored', 'were not confirmed as restored'],
    ) ?? healthFailure
  );
}

/** Why a server was not rolled back, and what is there now. */
export function skippedError(skipped: SkippedServer): ActionError {
  return new ActionError({
    summary: skippedLine(skipped),
    ...(skipped.leftBy ?? {
      state: 'The server was not changed and is still running what was deployed.',
      hint: 'Check the server, then roll it back with `mode: rollback` and a completed snapshot, or deploy a fixed release.',
    }),
  });
}

/**
 * The result in one line of the log.
 * @returns empty if a server or the health check failed: the error says so, and only once
 */
export function rollbackVerdict(data: RollbackReportData, { dryRun }: ReportSettings): string {
  const { records } = data;
  const [first, ...others] = records;
  if (!first || rollbackFailure(data)) return '';
  if (dryRun) return '✅ dry run: nothing was changed';
  if (others.length > 0 || !isRolledBack(data)) return `${rollbackIcon(data)} ${verdictOf(data)}`;
  const duration = first.downMs === undefined ? '' : ` in ${formatDuration(first.downMs)}`;
  const restored = `${describeServer(first.server)} restored from snapshot ${first.target.key}${duration}`;
  return `${rollbackIcon(data)} ${restored}${data.healthy ? ', healthy' : ''}; discarded ${discardedLine(first)}`;
}

/** The sign of how it ended, if nothing has failed. */
export function rollbackIcon(data: RollbackReportData): string {
  if (!isRolledBack(data)) return '⏳';
  return data.records.some(isUnseen) ? '⚠️' : '✅';
}

/** How it ended for all servers, if nothing has failed. */
export function verdictOf(data: RollbackReportData): string {
  const { records, healthy } = data;
  if (!isRolledBack(data)) {
    const restored = records.filter(({ stage }) => stage === 'restored').length;
    if (records.length === 1) return 'restore started, not confirmed as finished';
    return `${restored} of ${pluralize(records.length, 'server')} restored, the rest not finished yet`;
  }
  return `${pluralize(records.length, 'server')} restored${healthy ? ', healthy' : ''}`;
}

/** The status for the commit (docs/contract.md, Inputs, `commit_status`). */
export interface CommitStatus {
  readonly state: 'success' | 'failure' | 'pending';
  readonly description: string;
}

/** @param failure what the rollback ended with, if it failed */
export function commitStatusOf(data: RollbackReportData, failure: ActionError | undefined): CommitStatus {
  if (failure) return { state: 'failure', description: failure.parts.summary };
  const [first] = data.records;
  const description =
    first && data.records.length === 1 && isRolledBack(data)
      ? `${capitalize(describeServer(first.server))} restored from snapshot ${first.target.key}${data.healthy ? ', healthy' : ''}`
      : capitalize(verdictOf(data));
  return { state: isRolledBack(data) ? 'success' : 'pending', description };
}

/**
 * The summary of the rollback.
 * @param failure what it ended with, if it failed
 */
export function rollbackSummary(data: RollbackReportData, settings: ReportSettings, failure?: ActionError): string {
  const { records, safety, skipped, healthy, healthCheckUrl } = data;
  const own = rollbackFailure(data);
  const error = failure ?? own;
  const isFleet = records.length + skipped.length > 1;
  const isInTable = isFleet && error?.message === own?.message && error?.message !== data.healthFailure?.message;
  const failed = records.filter((record) => record.failure);
  const others = records.filter((record) => !record.failure);
  const health = isFleet ? undefined : healthCell(healthy, healthCheckUrl);
  const list = recordTable(others, settings, health);
  return page(
    `### ${heading(data, settings, error)}`,
    intro(data, settings),
    prose(unseenWarning(data) ?? ''),
    error && !isInTable ? cautionBlock(error.message) : '',
    isFleet ? failureTable(failed, skipped) : recordTable(failed, settings, health),
    others.length > MAX_OPEN_ROWS || (isFleet && failed.length + skipped.length > 0 && others.length > 0)
      ? details(othersTitle(others), list)
      : list,
    isFleet && healthy !== undefined ? concat(['Health check: ', healthCell(healthy, healthCheckUrl) ?? '']) : '',
    timelineSection(records),
    rollbackInstructions('How to undo this rollback', completedOf(safety), settings),
    rollbackInstructions(
      'How to try the rollback again',
      failed.map(({ target }) => target),
      settings,
    ),
  );
}

function heading(data: RollbackReportData, { dryRun }: ReportSettings, error: ActionError | undefined): string {
  const { records, skipped, healthFailure } = data;
  if (!error)
    return dryRun ? `✅ ${TITLE}: dry run, nothing was changed` : `${rollbackIcon(data)} ${TITLE}: ${verdictOf(data)}`;
  const total = records.length + skipped.length;
  const failed = records.filter(({ failure }) => failure).length + skipped.length;
  if (failed === 0 && healthFailure) return `❌ ${TITLE}: ${pluralize(total, 'server')} restored, not healthy`;
  if (dryRun) return `❌ ${TITLE}: dry run failed`;
  return `❌ ${TITLE}: failed${total > 1 && failed > 0 ? ` on ${failed} of ${pluralize(total, 'server')}` : ''}`;
}

/** Why there is a rollback, and what was discarded. */
function intro(data: RollbackReportData, settings: ReportSettings): Markup {
  const { records, reason } = data;
  const sentences: Markup[] = [];
  if (reason !== '') {
    const start = isRolledBack(data) ? 'Rolled back because' : 'Rollback requested because';
    sentences.push(prose(`${start} ${reason.replace(/^rollback_if\b/u, '`$&`')}.`));
  }
  const discarded = records.filter((record) => settings.dryRun || isAccepted(record) || record.stage === 'requested');
  const [first, ...others] = discarded;
  if (first) sentences.push(others.length > 0 ? fleetLoss(discarded, settings) : loss(first, settings));
  return concat(sentences, ' ');
}

function lostMs({ target, discardedMs }: RestoreRecord, { dryRun, nowMs }: ReportSettings): number | undefined {
  const { createdAtMs } = target;
  if (!dryRun || createdAtMs === undefined) return discardedMs;
  return Math.max(0, nowMs - createdAtMs);
}

function loss(record: RestoreRecord, settings: ReportSettings): Markup {
  const { createdAtMs } = record.target;
  const ms = lostMs(record, settings);
  const end = lossEnd([record], settings);
  if (createdAtMs === undefined || ms === undefined) {
    return markdown`Everything written to the server since the snapshot was taken ${end}`;
  }
  const since = formatTimeBefore(createdAtMs, ms);
  return markdown`Everything written to the server after **${since}** (${formatRoughDuration(ms)} before the rollback) ${end}`;
}

function fleetLoss(records: readonly RestoreRecord[], settings: ReportSettings): Markup {
  const spans = records.flatMap((record) => lostMs(record, settings) ?? []);
  const upTo = spans.length > 0 ? ` (up to ${formatRoughDuration(Math.max(...spans))} before the rollback)` : '';
  return markdown`Everything written to the servers since their snapshots were taken${upTo} ${lossEnd(records, settings)}`;
}

function lossEnd(records: readonly RestoreRecord[], { dryRun }: ReportSettings): string {
  if (dryRun) return 'would be discarded.';
  return records.every(isCertainlyDiscarded) ? 'was discarded.' : 'may have been discarded.';
}

/** False if it is unknown whether the restore was started. */
export function isCertainlyDiscarded(record: RestoreRecord): boolean {
  return isAccepted(record) && !(record.isUncertain && record.failure);
}

/** True if the API accepted the restore, even if it failed afterwards: only then is a downtime measured. */
export function isAccepted({ wasAccepted }: RestoreRecord): boolean {
  return wasAccepted === true;
}

function healthCell(healthy: boolean | undefined, url: string | undefined): Markup | undefined {
  if (healthy === undefined || url === undefined) return undefined;
  return markdown`${healthy ? '✅ healthy' : '❌ restored, but not healthy'}: ${displayUrl(url)}`;
}

const FAILURE_COLUMNS: readonly Column[] = [{ head: 'Server' }, { head: 'Snapshot' }, { head: 'Result' }];

function failureTable(failed: readonly RestoreRecord[], skipped: readonly SkippedServer[]): string {
  const rows: Cell[][] = failed.flatMap(({ server, target, failure }) =>
    failure ? [[serverCell(server), snapshotCell(target), markdown`❌ ${failureCell(failure, '')}`]] : [],
  );
  for (const one of skipped) {
    rows.push([serverCell(one.server), '', markdown`❌ ${failureCell(skippedError(one), describeServer(one.server))}`]);
  }
  return rows.length > 0 ? table(FAILURE_COLUMNS, rows) : '';
}

function recordTable(records: readonly RestoreRecord[], settings: ReportSettings, health: Markup | undefined): string {
  if (records.length === 0) return '';
  const { dryRun } = settings;
  const isRestored = records.every(({ stage }) => stage === 'restored');
  const columns: Column[] = [
    { head: 'Server' },
    { head: isRestored ? 'Restored from' : 'Snapshot' },
    { head: dryRun ? 'Result' : 'Server status' },
    ...(health ? [{ head: 'Health check' }] : []),
    ...(dryRun ? [] : [{ head: 'Downtime', align: 'right' } as const]),
  ];
  const rows = records.map((record): Cell[] => [
    serverCell(record.server),
    targetCell(record, settings),
    dryRun ? 'would be restored' : statusCell(record),
    ...(health ? [health] : []),
    ...(dryRun ? [] : [record.downMs === undefined ? '' : formatDuration(record.downMs)]),
  ]);
  return table(columns, rows);
}

function targetCell(record: RestoreRecord, settings: ReportSettings): Markup {
  const { createdAtMs } = record.target;
  const name = snapshotCell(record.target);
  if (createdAtMs === undefined) return markdown`${name}, taken at an unknown time`;
  const ms = lostMs(record, settings);
  const taken = ms === undefined ? `${dateTime(createdAtMs)} UTC` : formatTimeBefore(createdAtMs, ms);
  return markdown`${name}, taken ${taken}`;
}

/** Why a rollback that counts as done is not certain; `undefined` if each server was seen restoring. */
export function unseenWarning({ records }: Pick<RollbackReportData, 'records'>): string | undefined {
  const unseen = records.filter(isUnseen);
  if (unseen.length === 0) return undefined;
  const servers = formatServerIds(unseen.map(({ server }) => server.key));
  const [them, they] = unseen.length === 1 ? ['it', 'it is running'] : ['them', 'they are running'];
  return `VPS.org accepted the restore of ${servers}, but no status check showed ${them} being restored. Check that ${they} the old release.`;
}

/** How far a restore has got, for people. */
const RESTORE_STAGES: Record<RestoreStage, string> = {
  checked: 'not restored',
  requested: 'unknown whether the restore was started',
  started: 'restore in progress',
  restored: 'restored',
  failed: 'not confirmed as restored',
};

function statusCell({ stage, serverStatus, failure }: RestoreRecord): string {
  if (failure) return `❌ ${serverStatus || RESTORE_STAGES[stage]}`;
  if (stage === 'restored') return `✅ ${serverStatus}`;
  return `${stage === 'checked' ? '' : '⏳ '}${serverStatus || RESTORE_STAGES[stage]}`;
}

function othersTitle(records: readonly RestoreRecord[]): Markup {
  const restored = records.filter(({ stage }) => stage === 'restored').length;
  const downtimes = records.flatMap(({ downMs }) => downMs ?? []);
  const longest = downtimes.length > 0 ? ` (longest downtime ${formatDuration(Math.max(...downtimes))})` : '';
  const count = restored === records.length ? '' : `${restored} of `;
  return markdown`<b>${count}${pluralize(records.length, 'server')} restored</b>${longest}`;
}

function timelineSection(records: readonly RestoreRecord[]): string {
  const chart = timeline(
    'Restore duration by server',
    records.map(({ server, startedAtMs, downMs, failure }) => {
      return { server, startedAtMs, durationMs: downMs, failed: failure !== undefined };
    }),
  );
  return chart && details(markdown`<b>Timeline</b>`, chart);
}

/** The snapshots that can be restored. */
export function completedOf(records: readonly SnapshotRecord[]): Snapshot[] {
  return records.flatMap(({ snapshot }) => (snapshot && isCompleted(snapshot) ? snapshot : []));
}
