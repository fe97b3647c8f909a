import { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import type { ApiSession } from '../servers/session.ts';
import { ofServer, readSnapshots } from '../snapshots/list.ts';
import { laterRelease } from '../snapshots/marker.ts';
import { describeLaterRelease } from '../snapshots/select.ts';
import { describeServer, describeSnapshot } from '../vps/describe.ts';
import { isCallError } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { List, Snapshot } from '../vps/schema.ts';
import { isCompleted } from '../vps/status.ts';

/** What was checked longer ago than this is checked again before a restore, in milliseconds. */
export const RECHECK_MS = 30_000;
/** The check is repeated for this long while it cannot be made, in milliseconds. */
const MAX_RECHECK_MS = 30_000;
/** A list that lacks the target is read again after this pause, in milliseconds. */
const PAUSE_MS = 5000;
const CHOOSE_ANOTHER = 'Set snapshot_id to a completed snapshot of this server, then re-run the rollback.';

/** How long a check may take: most of the time is left for the restore. */
export function recheckDeadline({ context }: ApiSession, deadline: Deadline): Deadline {
  return new Deadline(context.clock, Math.min(MAX_RECHECK_MS, deadline.leftMs() / 4));
}

/**
 * Checks again a target whose restore had to wait: meanwhile it may have been deleted, or another run may have released
 * something (docs/contract.md, What must never happen, 2 and 7). If the list cannot be read, the target counts as
 * checked.
 * @param mayUndoRelease a later release only warns, because the user has named the snapshot
 * @throws ActionError if the target must not be restored any more; the reason for the abort
 */
export async function recheckTarget(
  target: Snapshot,
  mayUndoRelease: boolean,
  session: ApiSession,
  deadline: Deadline,
): Promise<void> {
  const list = await readUntilListed(target, session, recheckDeadline(session, deadline));
  if (!list) return;
  const now = list.items.find((one) => isSame(one, target));
  // An item that cannot be read may be the target.
  if (!now && list.unreadable === 0) {
    throw notRestored(`${describeSnapshot(target)} is no longer listed, so it was not restored`, CHOOSE_ANOTHER);
  }
  if (now && !isCompleted(now)) {
    throw notRestored(
      `${describeSnapshot(target)} was not restored: its status is now "${now.status}"`,
      CHOOSE_ANOTHER,
    );
  }
  const later = laterRelease(target, ofServer(list.items, target.server));
  if (!later) return;
  if (mayUndoRelease) return session.warn(describeLaterRelease(later, target));
  throw notRestored(
    `${describeSnapshot(target)} was not restored: while its restore had to wait, another run took ${describeSnapshot(later)} in the same series; rolling back would undo that run's release`,
    `Check what the server is running now; to roll back anyway, use \`mode: rollback\` with snapshot_id: ${target.key}.`,
  );
}

function notRestored(what: string, hint: string): ActionError {
  return new ActionError({
    summary: `${what}.`,
    state: 'No restore was started. This rollback did not change the server.',
    hint,
  });
}

/** A replica may not list the target for a moment. @returns `undefined` if the list cannot be read */
async function readUntilListed(
  target: Snapshot,
  session: ApiSession,
  deadline: Deadline,
): Promise<List<Snapshot> | undefined> {
  const { clock, signal } = session.context;
  const { server } = target;
  try {
    for (;;) {
      const list = await readSnapshots([server], session.api, deadline);
      const isListed = list.unreadable > 0 || list.items.some((one) => isSame(one, target));
      if (isListed || deadline.leftMs() <= PAUSE_MS) return list;
      await clock.sleep(PAUSE_MS, signal);
    }
  } catch (error) {
    if (!isCallError(error)) throw error;
    session.log(`  ${describeServer(server)}: its snapshots cannot be checked again, restoring it anyway`);
    return undefined;
  }
}
