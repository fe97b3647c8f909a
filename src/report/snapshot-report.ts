import type { ActionError } from '../errors.ts';
import { capitalize, formatDuration, formatSize, formatTaken, isoTime, pluralize } from '../format.ts';
import type { DeleteRecord, RetentionDecision, SnapshotRecord } from '../snapshots/record.ts';
import { quote } from '../text.ts';
import { allowedInName } from '../vps/allowed-name.ts';
import { describeServer, describeSnapshot, quoteName } from '../vps/describe.ts';
import { toJsonId } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { hasFailed, isCompleted, isUnfinished } from '../vps/status.ts';
import { failureCell, nameCell, serverCell, snapshotCell, takenCell } from './cells.ts';
import { decisionLine, decisionTable, deleteSection, deleteStateLine, prunedIds } from './delete-report.ts';
import { combineFailures } from './failures.ts';
import {
  type Cell,
  type Column,
  cautionBlock,
  code,
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

/** What `mode: snapshot` and `mode: wait` report on. */
export interface SnapshotReportData {
  readonly records: readonly SnapshotRecord[];
  /** Deleted before the snapshot, to make room. */
  readonly replaced: readonly DeleteRecord[];
  /** Deleted after it, by `keep*`. */
  readonly pruned: readonly DeleteRecord[];
  /** What retention decided for each snapshot; shown in a dry run. */
  readonly decisions: readonly RetentionDecision[];
}

const TITLE = 'VPS.org snapshot';
/** The end of a snapshot that `mode: wait` did not have to wait for. */
const COMPLETED_BEFORE = 'completed before this step';
/** More rows than this are folded. */
const MAX_OPEN_ROWS = 10;

/** The outputs, as far as they are known (docs/contract.md, Outputs). */
export function snapshotOutputs(data: SnapshotReportData, settings: ReportSettings): Record<string, string> {
  const { records, replaced, pruned } = data;
  const created = ({ snapshot, reused }: SnapshotRecord) => snapshot !== undefined && !reused;
  return {
    snapshot_id: joinOutputs(records, ({ snapshot }) => snapshot?.key ?? ''),
    snapshot_name: joinOutputs(records, ({ snapshot }) => allowedInName(snapshot?.name ?? '')),
    status: combineStatus(
      records.map(({ snapshot }) => allowedInName(snapshot?.status ?? '')),
      'completed',
    ),
    created: joinOutputs(records, (record) => (record.snapshot ? String(created(record)) : '')),
    size_mb: joinOutputs(records, ({ snapshot }) => String(snapshot?.sizeMb ?? '')),
    created_at: joinOutputs(records, ({ snapshot }) => createdAt(snapshot)),
    duration_seconds: toSeconds(settings.durationMs),
    pruned_ids: prunedIds([...replaced, ...pruned], settings.dryRun),
    snapshots: JSON.stringify(
      records.map((record) => ({
        server_id: toJsonId(record.server.key),
        snapshot_id: record.snapshot ? toJsonId(record.snapshot.key) : null,
        name: allowedInName(record.snapshot?.name ?? ''),
        status: allowedInName(record.snapshot?.status ?? ''),
        size_mb: record.snapshot?.sizeMb ?? null,
        created_at: createdAt(record.snapshot),
        created: created(record),
      })),
    ),
  };
}

function createdAt(snapshot: Snapshot | undefined): string {
  return snapshot?.createdAtMs === undefined ? '' : isoTime(snapshot.createdAtMs);
}

/** What is known about each server, a sentence each, for an error that interrupts the work. */
export function snapshotStateLines({ records, replaced, pruned }: SnapshotReportData): string[] {
  return [...replaced.map(deleteStateLine), ...records.map(stateLine), ...pruned.map(deleteStateLine)];
}

function stateLine({ server, name, requested, snapshot, failure }: SnapshotRecord): string {
  if (failure) return failure.parts.summary;
  if (!snapshot) {
    return requested
      ? `A snapshot named ${quoteName(name)} may be in progress on ${describeServer(server)}.`
      : `No snapshot was created on ${describeServer(server)}.`;
  }
  const subject = capitalize(describeSnapshot(snapshot));
  if (isCompleted(snapshot)) return `${subject} has completed.`;
  if (hasFailed(snapshot)) return `${subject} has failed.`;
  return `${subject} is ${quote(snapshot.status)}; VPS.org is still working on it.`;
}

/** What a dry run would do, a line each. */
export function snapshotPlan({ records, replaced, pruned, decisions }: SnapshotReportData): string[] {
  const decided = new Set(decisions.map(({ snapshot }) => snapshot.key));
  const reuse = ({ requested }: SnapshotRecord) => (requested ? 'wait for' : 'reuse');
  return [
    'Dry run: only read requests were sent.',
    ...replaced.map(
      ({ target, reason }) => `Would delete ${describeSnapshot(target)} first, to free a slot: ${reason}`,
    ),
    ...records.flatMap((record) => {
      const { server, name, snapshot, failure } = record;
      if (failure) return [];
      return snapshot
        ? `Would ${reuse(record)} ${describeSnapshot(snapshot)}`
        : `Would create snapshot ${quoteName(name)} on ${describeServer(server)}`;
    }),
    ...pruned
      .filter(({ target }) => !decided.has(target.key))
      .map(({ target, reason }) => `Would then delete ${describeSnapshot(target)}: ${reason}`),
    ...decisions.map(decisionLine),
  ];
}

/** The failures of the servers as one error; `undefined` if there is none. */
export function snapshotFailure({ records }: SnapshotReportData): ActionError | undefined {
  const isUsable = records.some(({ snapshot, failure }) => failure && snapshot && isCompleted(snapshot));
  return combineFailures(
    records.map(({ server, snapshot, failure }) => ({
      failure,
      label: `${server.key} (${snapshot ? `snapshot ${snapshot.key}, ${snapshot.status}` : 'no snapshot'})`,
    })),
    'server',
    isUsable
      ? ['has no usable snapshot or was not started again', 'have no usable snapshot or were not started again']
      : ['has no usable snapshot', 'have no usable snapshot'],
  );
}

/**
 * The result in one line of the log.
 * @returns empty if a server failed: the error says so, and only once
 */
export function snapshotVerdict(data: SnapshotReportData, settings: ReportSettings): string {
  const { records } = data;
  const [first, ...others] = records;
  if (!first || records.some(({ failure }) => failure)) return '';
  if (settings.dryRun) return '✅ dry run: nothing was changed';
  if (others.length > 0) return `${icon(data)} ${verdict(data)}`;
  const { snapshot, server, reused, wasCompleted } = first;
  if (!snapshot) return `⏳ the snapshot on ${describeServer(server)} was requested`;
  const subject = describeSnapshot(snapshot);
  if (!isCompleted(snapshot)) return `⏳ ${subject}, status: ${snapshot.status}; VPS.org is still working on it`;
  const size = formatSize(snapshot.sizeMb);
  const age = reused || wasCompleted ? `, ${formatTaken(snapshot.createdAtMs, settings.nowMs)}` : '';
  return `${icon(data)} ${subject} ${ending(first)}${age}, ${size}`;
}

/**
 * The summary of the step.
 * @param failure what the step ended with, if it failed
 */
export function snapshotSummary(data: SnapshotReportData, settings: ReportSettings, failure?: ActionError): string {
  const { records, replaced, pruned, decisions } = data;
  const failed = records.filter((record) => record.failure);
  // After an error, a server on which nothing was requested has nothing to show.
  const open = records.filter(
    (record) => !record.failure && !isGood(record) && (!failure || record.requested || record.snapshot),
  );
  const good = records.filter((record) => !record.failure && isGood(record));
  const restorable = records.flatMap(({ snapshot }) => (snapshot && isCompleted(snapshot) ? snapshot : []));
  const isFleet = records.length > 1;
  const own = snapshotFailure(data);
  const error = failure ?? own;
  return page(
    heading(data, settings, failure),
    // The table has the errors of a fleet; only another error, such as a cancelled job, is missing there.
    error && (!isFleet || error.message !== own?.message) ? cautionBlock(error.message) : '',
    isFleet && failed.length > 0
      ? table(FAILURE_COLUMNS, failed.map(failureRow))
      : recordTable(
          failed.filter(({ snapshot }) => snapshot),
          settings,
        ),
    recordTable(open, settings),
    good.length > MAX_OPEN_ROWS || (failed.length > 0 && good.length > 0)
      ? details(goodTitle(good), recordTable(good, settings))
      : recordTable(good, settings),
    timelineSection(records),
    deleteSection([...replaced, ...pruned], settings.dryRun, true),
    settings.dryRun ? decisionTable(decisions) : '',
    rollbackInstructions(
      isFleet ? `How to restore ${pluralize(restorable.length, 'snapshot')}` : 'How to restore this snapshot',
      restorable,
      settings,
    ),
  );
}

function isGood({ snapshot }: SnapshotRecord): boolean {
  return snapshot !== undefined && isCompleted(snapshot);
}

function icon({ records, pruned }: SnapshotReportData): string {
  if (!records.every(isGood)) return '⏳';
  return pruned.some(({ failure }) => failure) ? '⚠️' : '✅';
}

function heading(data: SnapshotReportData, settings: ReportSettings, failure: ActionError | undefined): string {
  const failed = data.records.filter((record) => record.failure).length;
  const total = data.records.length;
  if (failure || failed > 0) {
    const what = settings.dryRun ? 'dry run failed' : 'failed';
    const isFleet = total > 1 && failed > 0;
    return `### ❌ ${TITLE}: ${isFleet ? `failed on ${failed} of ${pluralize(total, 'server')}` : what}`;
  }
  if (settings.dryRun) return `### ✅ ${TITLE}: dry run, nothing was changed`;
  const retention = icon(data) === '⚠️' ? ', but retention failed' : '';
  return `### ${icon(data)} ${TITLE}: ${verdict(data)}${retention}`;
}

/** How it ended for all servers, if none has failed. */
function verdict({ records }: SnapshotReportData): string {
  const good = records.filter(isGood).length;
  const [first] = records;
  if (records.length > 1) {
    const snapshots = pluralize(records.length, 'snapshot');
    if (records.every(({ wasCompleted }) => wasCompleted)) return `${snapshots} ${COMPLETED_BEFORE}`;
    if (good === records.length) return `${snapshots} completed${fleetDuration(records)}`;
    return good === 0 ? `${snapshots} started, not completed yet` : `${good} of ${snapshots} completed`;
  }
  if (!first || good === 0) return 'started, not completed yet';
  return ending(first);
}

/** From the first start to the last completion: retention is not part of it. */
function fleetDuration(records: readonly SnapshotRecord[]): string {
  const spans = records.flatMap(({ startedAtMs: start, durationMs }) =>
    start === undefined || durationMs === undefined ? [] : { start, end: start + durationMs },
  );
  if (spans.length === 0) return ', reused from an earlier attempt';
  const startMs = Math.min(...spans.map(({ start }) => start));
  return ` in ${formatDuration(Math.max(...spans.map(({ end }) => end)) - startMs)}`;
}

/** True if the wait ended at the timeout: only then does the error name the input. */
function isTimeout({ parts }: ActionError): boolean {
  return parts.summary.includes('timeout_minutes');
}

/** How one snapshot completed. */
function ending({ reused, wasCompleted, durationMs }: SnapshotRecord): string {
  if (wasCompleted) return COMPLETED_BEFORE;
  if (reused) return 'completed, reused from an earlier attempt';
  return durationMs === undefined ? 'completed' : `completed in ${formatDuration(durationMs)}`;
}

const FAILURE_COLUMNS: readonly Column[] = [{ head: 'Server' }, { head: 'Snapshot' }, { head: 'Result' }];

function failureRow({ server, snapshot, requested, durationMs, failure }: SnapshotRecord): Cell[] {
  const cells = [serverCell(server), snapshot ? code(snapshot.key) : ''];
  if (!failure) return cells;
  if (snapshot && hasFailed(snapshot) && durationMs !== undefined) {
    return [...cells, markdown`❌ <b>failed</b> after ${formatDuration(durationMs)}. ${prose(failure.parts.hint)}`];
  }
  if (snapshot && isUnfinished(snapshot) && durationMs !== undefined && isTimeout(failure)) {
    const elapsed = formatDuration(durationMs);
    return [
      ...cells,
      markdown`⏱️ <b>still in progress</b> after ${elapsed} (${code('timeout_minutes')}). ${prose(failure.parts.hint)}`,
    ];
  }
  const text = failureCell(failure, snapshot ? describeSnapshot(snapshot) : describeServer(server));
  if (!snapshot) return [...cells, markdown`❌ <b>${requested ? 'unknown' : 'no snapshot'}</b>: ${text}`];
  return [...cells, markdown`❌ <b>${isUnfinished(snapshot) ? 'still in progress' : snapshot.status}</b>: ${text}`];
}

const COLUMNS: readonly Column[] = [
  { head: 'Server' },
  { head: 'Snapshot' },
  { head: 'Status' },
  { head: 'Size', align: 'right' },
  { head: 'Taken (UTC)' },
  { head: 'Duration', align: 'right' },
];

function recordTable(records: readonly SnapshotRecord[], { dryRun }: ReportSettings): string {
  if (records.length === 0) return '';
  const hasDowntime = records.some(({ downMs }) => downMs !== undefined);
  const rows = records.map((record) => {
    const { server, name, snapshot, downMs } = record;
    return [
      serverCell(server),
      snapshot ? snapshotCell(snapshot) : nameCell(name),
      statusCell(record, dryRun),
      snapshot ? formatSize(snapshot.sizeMb) : '',
      snapshot ? takenCell(snapshot) : '',
      durationCell(record),
      ...(hasDowntime ? [downMs === undefined ? '' : formatDuration(downMs)] : []),
    ];
  });
  return table(hasDowntime ? [...COLUMNS, { head: 'Downtime', align: 'right' }] : COLUMNS, rows);
}

function durationCell({ reused, durationMs }: SnapshotRecord): string {
  const duration = durationMs === undefined ? '' : formatDuration(durationMs);
  if (!reused) return duration;
  return duration === '' ? 'reused' : `waited ${duration}`;
}

function statusCell({ snapshot, requested, failure }: SnapshotRecord, dryRun: boolean): string {
  if (!snapshot) {
    const status = requested ? 'unknown' : 'not created';
    if (failure) return `❌ ${status}`;
    return dryRun ? 'would be created' : status;
  }
  if (isCompleted(snapshot) && !failure) return `✅ ${snapshot.status}`;
  return `${isUnfinished(snapshot) ? '⏳' : '❌'} ${snapshot.status}`;
}

function goodTitle(records: readonly SnapshotRecord[]): Markup {
  const durations = records.flatMap(({ durationMs }) => durationMs ?? []);
  const slowest = durations.length > 0 ? ` (slowest ${formatDuration(Math.max(...durations))})` : '';
  return markdown`<b>${pluralize(records.length, 'snapshot')} completed</b>${slowest}`;
}

function timelineSection(records: readonly SnapshotRecord[]): string {
  const chart = timeline(
    'Snapshot duration by server',
    records.map(({ server, startedAtMs, durationMs, failure }) => {
      return { server, startedAtMs, durationMs, failed: failure !== undefined };
    }),
  );
  return chart && details(markdown`<b>Timeline</b>`, chart);
}
