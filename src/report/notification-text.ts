import type { ActionError } from '../errors.ts';
import { formatDuration, pluralize } from '../format.ts';
import { MAX_TEXT_LENGTH, sentLength } from '../notify/send-notification.ts';
import { isUnseen, type RestoreRecord, type RestoreStage } from '../restores/record.ts';
import { sanitizeLine, truncate } from '../text.ts';
import { describeServer, nameSnapshot } from '../vps/describe.ts';
import type { ServerRef } from '../vps/schema.ts';
import { inOneLine } from './failures.ts';
import {
  completedOf,
  discardedLine,
  isAccepted,
  isCertainlyDiscarded,
  isRolledBack,
  type RollbackReportData,
  rollbackIcon,
  skippedError,
  verdictOf,
} from './rollback-report.ts';
import type { ReportSettings } from './settings.ts';

/** What a notification also needs to know. */
export interface NotificationSettings extends ReportSettings {
  readonly runUrl: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** More servers than this are counted in a notification. */
const MAX_NOTIFIED = 10;
/** Longest lines, as they are sent: the first one, one of the list, and those below it fit into the text together. */
const MAX_HEAD_LENGTH = 500;
const MAX_ENTRY_LENGTH = 400;
const MAX_END_LENGTH = 300;

/** What the list says about one server. */
interface Entry {
  readonly server: ServerRef;
  readonly hasFailed: boolean;
  readonly text: string;
}

/**
 * The text of a notification: why, what is running now, for how long each server was down, what was discarded, and how
 * to undo it. The failures come first. If it gets too long, the list of servers is cut, and what has failed is still
 * named.
 */
export function notificationText(
  data: RollbackReportData,
  failure: ActionError | undefined,
  { repository, runUrl }: NotificationSettings,
): string {
  const { records, skipped, reason, afterJob } = data;
  const success = `${isRolledBack(data) ? 'rolled back' : 'rollback started'}${afterJob ? ' after the job' : ''}`;
  const head = failure
    ? `❌ ${repository}: the rollback failed${reason === '' ? '' : ` (requested because ${reason})`}. ${failure.parts.summary}`
    : `${rollbackIcon(data)} ${repository}: ${success}${reason === '' ? '' : `, because ${reason}`}: ${verdictOf(data)}.`;
  const entries = [
    ...records.map((record): Entry => {
      return {
        server: record.server,
        hasFailed: record.failure !== undefined,
        text: notifiedLine(record, head, isRolledBack(data)),
      };
    }),
    ...skipped.map((one): Entry => {
      return { server: one.server, hasFailed: true, text: failedLine(one.server, skippedError(one), head) };
    }),
  ].toSorted((a, b) => Number(b.hasFailed) - Number(a.hasFailed));
  const first = cutLine(head, MAX_HEAD_LENGTH);
  const texts = entries.length > 0 ? entries.map(({ text }) => text) : unchangedLines(failure);
  const list = texts.slice(0, MAX_NOTIFIED).map((line) => cutLine(line, MAX_ENTRY_LENGTH));
  const next = nextStep(data, failure);
  const end = [
    ...(records.some(isAccepted) ? [undoLine(data)] : []),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ].map((line) => cutLine(line, MAX_END_LENGTH));
  const compose = (listed: number) =>
    [first, ...list.slice(0, listed), ...restLine(entries.slice(listed)), ...end, runUrl].join('\n');
  let listed = list.length;
  while (listed > 0 && sentLength(compose(listed)) > MAX_TEXT_LENGTH) listed -= 1;
  return compose(listed);
}

/** What is known if there was no server to restore yet. */
function unchangedLines(failure: ActionError | undefined): string[] {
  return [failure ? inOneLine(failure.parts.state) : '', 'What was deployed is still running.'].filter(
    (line) => line !== '',
  );
}

function nextStep(data: RollbackReportData, failure: ActionError | undefined): string | undefined {
  if (failure) {
    const { hint } = failure.parts;
    const commandAt = hint.indexOf(': curl ');
    // A chat can change the quotes and the URL of a command, which people copy.
    return commandAt < 0 ? hint : `${hint.slice(0, commandAt)} the command in the run's error message.`;
  }
  if (isRolledBack(data)) return undefined;
  return 'Check in the VPS.org control panel that the restore has finished before you deploy again.';
}

/** A chat turns a bare URL into a link: only the run's own may become one. Others lose what makes them one. */
function cutLine(line: string, maxLength: number): string {
  const text = sanitizeLine(line)
    .replace(/\bhttps?:\/\//giu, '')
    .replaceAll('://', ': //');
  let length = maxLength;
  while (sentLength(truncate(text, length)) > maxLength) length -= 1;
  return truncate(text, length);
}

/** Counts the servers that the list leaves out, and names those that have failed. */
function restLine(entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const failed = entries.flatMap(({ server, hasFailed }) => (hasFailed ? server.key : []));
  const names = failed.length === 0 ? '' : `, of which these failed: ${failed.join(', ')}`;
  return [cutLine(`… and ${pluralize(entries.length, 'more server')}${names}.`, MAX_END_LENGTH)];
}

/** What became of a server, what it is running now, and what was discarded. */
function notifiedLine(record: RestoreRecord, head: string, isBack: boolean): string {
  const { server, target, stage, serverStatus, downMs, failure } = record;
  const lossVerb = isCertainlyDiscarded(record) ? 'Discarded' : 'Possibly discarded';
  const loss = isAccepted(record) ? ` ${lossVerb}: ${discardedLine(record)}.` : '';
  if (failure) return `${failedLine(server, failure, head)}${loss}`;
  const snapshot = nameSnapshot(target);
  const status = serverStatus === '' ? '' : `, status ${serverStatus}`;
  const downtime = downMs === undefined ? '' : `, down for ${formatDuration(downMs)}`;
  const stages: Record<RestoreStage, string> = {
    checked: 'not restored. It is still running what was deployed.',
    requested: `it is unknown whether its restore from ${snapshot} was started${status}.`,
    started: isBack
      ? `restored from ${snapshot}; this token is not allowed to read its status.`
      : `being restored from ${snapshot}${status}, not confirmed as finished.`,
    restored: isUnseen(record)
      ? `restored from ${snapshot}${status}. No status check showed it being restored: check that it is running the old release.`
      : `restored from ${snapshot}${status}${downtime}.`,
    failed: `its restore from ${snapshot} failed${status}.`,
  };
  return `• ${describeServer(server)}: ${stages[stage]}${loss}`;
}

/**
 * What happened to a server and what is there now.
 * @param head what it says is not repeated
 */
function failedLine(server: ServerRef, failure: ActionError, head: string): string {
  const { summary, state } = failure.parts;
  const subject = describeServer(server);
  const now = inOneLine(state);
  if (head.includes(summary)) return `• ${subject}: ${now}`;
  const isNamed = summary.toLowerCase().includes(subject.toLowerCase());
  return `• ${isNamed ? '' : `${subject}: `}${summary} ${now}`;
}

function undoLine({ safety }: RollbackReportData): string {
  const snapshots = completedOf(safety);
  if (snapshots.length === 0) return 'This rollback cannot be undone: there is no safety snapshot.';
  const ids = snapshots.map(({ key }) => key).join(',');
  const line = `To undo this rollback, run mode: rollback with snapshot_id: ${ids}`;
  // A list that is cut would undo a part of it.
  if (line.length > MAX_END_LENGTH) return 'To undo this rollback, use the safety snapshots in the summary of the run.';
  return line;
}
