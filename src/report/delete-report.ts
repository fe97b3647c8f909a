import type { ActionError } from '../errors.ts';
import { capitalize, formatSize, pluralize } from '../format.ts';
import type { DeleteRecord, RetentionDecision } from '../snapshots/record.ts';
import { allowedInName } from '../vps/allowed-name.ts';
import { describeSnapshot } from '../vps/describe.ts';
import { toJsonId } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { failureCell, serverCell, snapshotCell, takenCell } from './cells.ts';
import { combineFailures } from './failures.ts';
import {
  type Cell,
  type Column,
  cautionBlock,
  details,
  joinSections,
  type Markup,
  markdown,
  page,
  table,
} from './markdown.ts';
import { combineStatus, joinOutputs, toSeconds } from './outputs.ts';
import type { ReportSettings } from './settings.ts';

/** What `mode: delete`, `mode: prune` and `delete_on_success` report on. */
export interface DeleteReportData {
  readonly mode: 'delete' | 'prune';
  readonly records: readonly DeleteRecord[];
  /** What retention decided for each snapshot; shown in a dry run. */
  readonly decisions: readonly RetentionDecision[];
  /** IDs of snapshots that did not exist any more. */
  readonly gone: readonly string[];
}

const TITLE = { delete: 'VPS.org delete', prune: 'VPS.org prune' } as const;

/** The outputs, as far as they are known (docs/contract.md, Outputs). */
export function deleteOutputs(
  { mode, records, gone }: DeleteReportData,
  { dryRun, durationMs }: ReportSettings,
): Record<string, string> {
  const duration_seconds = toSeconds(durationMs);
  if (mode === 'prune') return { pruned_ids: prunedIds(records, dryRun), duration_seconds };
  const statuses = records.map(({ stage }) => (stage === 'deleted' ? stage : ''));
  return {
    snapshot_id: [...records.map(({ target }) => target.key), ...gone].join(','),
    snapshot_name: joinOutputs(records, ({ target }) => allowedInName(target.name)),
    status: combineStatus([...statuses, ...gone.map(() => 'deleted')], 'deleted'),
    duration_seconds,
  };
}

/** The output `pruned_ids`: what was deleted, or in a dry run what would be. */
export function prunedIds(records: readonly DeleteRecord[], dryRun: boolean): string {
  const deleted = records.filter(({ stage }) => stage === 'deleted' || dryRun);
  return JSON.stringify(deleted.map(({ target }) => toJsonId(target.key)));
}

/** What is known about each snapshot, a sentence each, for an error that interrupts the work. */
export function deleteStateLines({ records, gone }: DeleteReportData): string[] {
  const lines = [...records.map(deleteStateLine), ...gone.map(goneLine)];
  return lines.length > 0 ? lines : ['Nothing was deleted.'];
}

/** What is known about one snapshot, in a sentence. */
export function deleteStateLine({ target, stage, failure }: DeleteRecord): string {
  if (failure) return failure.parts.summary;
  const subject = capitalize(describeSnapshot(target));
  if (stage === 'deleted') return `${subject} was deleted.`;
  return stage === 'checked' ? `${subject} was not deleted.` : `${subject} may have been deleted.`;
}

function goneLine(id: string): string {
  return `Snapshot ${id} no longer exists.`;
}

/** What a dry run would do, a line each. */
export function deletePlan({ records, decisions, gone }: DeleteReportData): string[] {
  const decided = new Set(decisions.map(({ snapshot }) => snapshot.key));
  const lines = [
    ...records
      .filter(({ target }) => !decided.has(target.key))
      .map(({ target, reason }) => `Would delete ${describeSnapshot(target)}${reason && `: ${reason}`}`),
    ...decisions.map(decisionLine),
    ...gone.map(goneLine),
  ];
  return ['Dry run: only read requests were sent.', ...(lines.length > 0 ? lines : ['There is nothing to delete.'])];
}

/** Why a snapshot stays or goes, in a line. */
export function decisionLine({ snapshot, stays, reason }: RetentionDecision): string {
  return `Would ${stays ? 'keep' : 'delete'} ${describeSnapshot(snapshot)}: ${reason}`;
}

/** The failures of the snapshots as one error; `undefined` if there is none. */
export function deleteFailure({ records }: DeleteReportData): ActionError | undefined {
  return combineFailures(
    records.map(({ target, failure }) => ({ failure, label: target.key })),
    'snapshot',
    ['could not be deleted', 'could not be deleted'],
    { title: 'Deleted', verb: 'were deleted' },
  );
}

/**
 * The result in one line of the log.
 * @returns empty if a snapshot could not be deleted: the error says so, and only once
 */
export function deleteVerdict(data: DeleteReportData, { dryRun }: ReportSettings): string {
  if (data.records.some(({ failure }) => failure)) return '';
  if (dryRun) return '✅ dry run: nothing was changed';
  const [first, ...others] = data.records;
  return `✅ ${first && others.length === 0 ? `${describeSnapshot(first.target)} deleted` : verdict(data)}`;
}

/**
 * The summary of the step.
 * @param failure what the step ended with, if it failed
 */
export function deleteSummary(data: DeleteReportData, { dryRun }: ReportSettings, failure?: ActionError): string {
  const { mode, records, decisions, gone } = data;
  const own = deleteFailure(data);
  const error = failure ?? own;
  return page(
    `### ${error ? '❌' : '✅'} ${TITLE[mode]}: ${headline(data, dryRun, error)}`,
    error && (records.length <= 1 || error.message !== own?.message) ? cautionBlock(error.message) : '',
    deleteSection(records, dryRun, false),
    gone.length > 0 ? markdown`No longer there: ${gone.join(', ')}` : '',
    dryRun ? decisionTable(decisions) : '',
  );
}

function headline(data: DeleteReportData, dryRun: boolean, error: ActionError | undefined): string {
  const { records } = data;
  const failed = records.filter(({ failure }) => failure).length;
  if (!error) return dryRun ? 'dry run, nothing was changed' : verdict(data);
  return records.length > 1 && failed > 0
    ? `${failed} of ${pluralize(records.length, 'snapshot')} not deleted`
    : 'failed';
}

function verdict({ records }: DeleteReportData): string {
  return records.length === 0 ? 'nothing to delete' : `${pluralize(records.length, 'snapshot')} deleted`;
}

const FAILURE_COLUMNS: readonly Column[] = [{ head: 'Server' }, { head: 'Snapshot' }, { head: 'Result' }];
const COLUMNS: readonly Column[] = [
  { head: 'Server' },
  { head: 'Snapshot' },
  { head: 'Taken (UTC)' },
  { head: 'Size', align: 'right' },
  { head: 'Result' },
];

/** More rows than this are folded. */
const MAX_OPEN_ROWS = 10;

/**
 * Deleted snapshots: the failures in a table, then the others.
 * @param isFolded folds the others however few they are
 * @returns empty if there is none
 */
export function deleteSection(records: readonly DeleteRecord[], dryRun: boolean, isFolded: boolean): string {
  const failures = records.flatMap(({ target, failure }): Cell[][] =>
    failure ? [[...names(target), markdown`❌ ${failureCell(failure, describeSnapshot(target))}`]] : [],
  );
  const others = records.filter(({ failure }) => !failure);
  const rows = others.map(({ target, reason, stage }) => [
    ...names(target),
    takenCell(target),
    formatSize(target.sizeMb),
    resultCell(stage, reason, dryRun),
  ]);
  const deleted = others.filter(({ stage }) => stage === 'deleted').length;
  const count = dryRun || deleted === others.length ? '' : `${deleted} of `;
  const title = `${count}${pluralize(others.length, 'snapshot')} ${dryRun ? 'would be deleted' : 'deleted'}`;
  const list = rows.length > 0 ? table(COLUMNS, rows) : '';
  return joinSections(
    failures.length > 0 ? table(FAILURE_COLUMNS, failures) : '',
    rows.length > (isFolded ? 0 : MAX_OPEN_ROWS) ? details(markdown`<b>${title}</b>`, list) : list,
  );
}

function names({ server, ...snapshot }: Snapshot): [Markup, Markup] {
  return [serverCell(server), snapshotCell(snapshot)];
}

function resultCell(stage: DeleteRecord['stage'], reason: string, dryRun: boolean): string {
  const stages = { checked: 'not deleted', requested: 'unknown', deleted: 'deleted', failed: 'failed' } as const;
  const result = dryRun ? 'would be deleted' : stages[stage];
  return reason === '' ? result : `${result}: ${reason}`;
}

const DECISION_COLUMNS: readonly Column[] = [
  { head: 'Server' },
  { head: 'Snapshot' },
  { head: 'Taken (UTC)' },
  { head: 'Retention' },
];

/** What retention would do with each snapshot, and why. Empty if there is none. */
export function decisionTable(decisions: readonly RetentionDecision[]): string {
  if (decisions.length === 0) return '';
  const rows = decisions.map(({ snapshot, stays, reason }) => [
    ...names(snapshot),
    takenCell(snapshot),
    `${stays ? 'stays' : '🗑️ would be deleted'}: ${reason}`,
  ]);
  return table(DECISION_COLUMNS, rows);
}
