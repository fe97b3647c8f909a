import type { Deadline } from '../clock.ts';
import type { ApiSession } from '../servers/session.ts';
import { describeSnapshot } from '../vps/describe.ts';
import { toActionError } from '../vps/errors.ts';
import type { DeleteRecord } from './record.ts';

/**
 * Deletes snapshots one after the other. One that no longer exists counts as deleted. The failure of one does not stop
 * the others; it is kept in its record.
 * @throws the reason of the abort
 */
export async function deleteAll(
  records: readonly DeleteRecord[],
  { api, log }: ApiSession,
  deadline: Deadline,
): Promise<void> {
  for (const record of records) {
    const { target } = record;
    record.stage = 'requested';
    try {
      const result = await api.deleteSnapshot(target, deadline);
      record.stage = 'deleted';
      log(`✓ ${describeSnapshot(target)} ${result === 'gone' ? 'was already deleted' : 'deleted'}`);
    } catch (error) {
      const doing = `Deleting ${describeSnapshot(target)}`;
      record.failure = toActionError(error, doing, 'It most likely still exists.');
      record.stage = 'failed';
      log(`✗ ${record.failure.parts.summary}`);
    }
  }
}
