import type { ActionError } from '../errors.ts';
import { formatDuration, pluralize } from '../format.ts';
import type { RestoreRecord } from '../restores/record.ts';
import { describeServer, nameSnapshot } from '../vps/describe.ts';
import {
  completedOf,
  discardedLine,
  isAccepted,
  isRolledBack,
  RESTORE_STAGES,
  type RollbackReportData,
  rollbackIcon,
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

/**
 * The text of a notification: why, what runs now, for how long it was down, what was discarded, and how to undo it.
 */
export function notificationText(
  data: RollbackReportData,
  failure: ActionError | undefined,
  { repository, runUrl }: NotificationSettings,
): string {
  const { records, reason, afterJob } = data;
  const success = `${isRolledBack(data) ? 'rolled back' : 'rollback started'}${afterJob ? ' after the job' : ''}`;
  const head = failure
    ? `❌ ${repository}: the rollback failed${reason === '' ? '' : ` (requested because ${reason})`}. ${failure.parts.summary}`
    : `${rollbackIcon(data)} ${repository}: ${success}${reason === '' ? '' : `, because ${reason}`}: ${verdictOf(data)}.`;
  const left = records.length - MAX_NOTIFIED;
  const lines = [
    head,
    ...records.slice(0, MAX_NOTIFIED).map(notifiedLine),
    ...(left > 0 ? [`… and ${pluralize(left, 'more server')}.`] : []),
    ...(records.some(isAccepted) ? [undoLine(data)] : []),
    ...(failure ? [`Next: ${failure.parts.hint}`] : []),
  ];
  // A chat makes a link of a bare URL: only the run's own may be one.
  return [...lines.map((line) => line.replaceAll('://', ': //')), runUrl].join('\n');
}

function notifiedLine(record: RestoreRecord): string {
  const { server, target, stage, serverStatus, downMs, failure } = record;
  const subject = `• ${describeServer(server)}`;
  const status = serverStatus === '' ? '' : `, status ${serverStatus}`;
  if (stage === 'restored') {
    const loss = `Discarded: ${discardedLine(record)}.`;
    const downtime = downMs === undefined ? '' : `, down for ${formatDuration(downMs)}`;
    return `${subject}: restored from ${nameSnapshot(target)}${status}${downtime}. ${loss}${failure ? ` ${failure.parts.summary}` : ''}`;
  }
  if (failure) return `${subject}: ${failure.parts.summary}`;
  return `${subject}: ${RESTORE_STAGES[stage]} (snapshot ${target.key})${status}.`;
}

function undoLine({ safety }: RollbackReportData): string {
  const snapshots = completedOf(safety);
  if (snapshots.length === 0) return 'This rollback cannot be undone: there is no safety snapshot.';
  const ids = snapshots.map(({ key }) => key).join(',');
  return `To undo this rollback, run mode: rollback with snapshot_id: ${ids}`;
}
