import type { Deadline } from '../clock.ts';
import { ActionError, errorMessage } from '../errors.ts';
import { LIST_GRACE_MS } from '../polling/list-grace.ts';
import { Poller } from '../polling/poller.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeSnapshot } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { List, Snapshot } from '../vps/schema.ts';
import type { DeleteRecord } from './record.ts';

/** A DELETE that was accepted but had no visible effect is sent this many times. */
const MAX_SENDS = 5;
/** A snapshot in one of these is as good as gone. */
const DELETING = ['deleting', 'deleted'];

/**
 * Deletes snapshots one after the other. One that no longer exists counts as deleted; the source of a restore that may
 * still be going on is not deleted. The failure of one does not stop the others; it is kept in its record.
 * @throws the reason for the abort
 */
export async function deleteAll(
  records: readonly DeleteRecord[],
  session: ApiSession,
  deadline: Deadline,
): Promise<void> {
  for (const record of records) {
    const { target } = record;
    try {
      if (session.isRestoreSource(target)) throw inUse(target);
      record.stage = 'requested';
      const result = await deleteOnce(target, session, deadline);
      record.stage = 'deleted';
      session.log(`✓ ${describeSnapshot(target)} ${result === 'gone' ? 'was already deleted' : 'deleted'}`);
    } catch (error) {
      const doing = `Deleting ${describeSnapshot(target)}`;
      record.failure = toActionError(error, doing, 'The snapshot most likely still exists.');
      record.stage = 'failed';
      session.log(`✗ ${record.failure.parts.summary}`);
    }
  }
}

/** The error for the source of a restore that a step of this job has started. */
export function inUse(target: Snapshot): ActionError {
  return new ActionError({
    summary: `${describeSnapshot(target)} was not deleted: a step of this job started to restore the server from it, and the server has not been seen active since.`,
    state: 'The snapshot still exists. VPS.org may still be restoring from it.',
    hint: 'Check the server in the VPS.org control panel; once it is active, delete the snapshot if you no longer need it.',
  });
}

/**
 * Sends a DELETE until it has taken effect. A 404, or a success other than 204, can be a proxy's, so the list decides.
 * @throws ActionError if the list still shows the snapshot
 */
async function deleteOnce(target: Snapshot, session: ApiSession, deadline: Deadline): Promise<'deleted' | 'gone'> {
  for (let send = 1; ; send += 1) {
    const result = await session.api.deleteSnapshot(target, deadline);
    if (result === 'deleted') return 'deleted';
    if (await isGone(target, session, deadline)) return result === 'gone' ? 'gone' : 'deleted';
    if (result === 'accepted' && send < MAX_SENDS && deadline.leftMs() > 0) continue;
    throw new ActionError({
      summary: `${describeSnapshot(target)} was not deleted: DELETE ${result === 'gone' ? 'returned 404' : 'was accepted'}, but the snapshot is still listed.`,
      state: 'The snapshot still exists.',
      hint: 'Check that the token is allowed to delete snapshots, or delete this one in the VPS.org control panel.',
    });
  }
}

/** Whether the list does not show the snapshot any more; it may lag behind by 60 s. */
async function isGone(
  target: Snapshot,
  { api, pollingApi, context, schedule, log }: ApiSession,
  deadline: Deadline,
): Promise<boolean> {
  const isIn = ({ items }: List<Snapshot>) =>
    items.some((one) => isSame(one, target) && !DELETING.includes(one.status));
  let isListed = isIn(await api.listSnapshots(target.server, deadline));
  if (!isListed) return true;
  const poller = new Poller<List<Snapshot>>(
    {
      read: async (until) => await pollingApi.listSnapshots(target.server, until),
      schedule,
      onProgress: () => log(`  ${describeSnapshot(target)} is still listed`),
      onError: (error) => log(`  The list of snapshots cannot be read right now: ${errorMessage(error)}`),
    },
    context,
  );
  await poller.until((list, { requestedMs }) => {
    isListed = isIn(list);
    return !isListed || requestedMs >= LIST_GRACE_MS;
  }, deadline);
  return !isListed;
}
