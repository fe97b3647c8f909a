import { Deadline } from '../clock.ts';
import { accounted } from '../report/account.ts';
import { DeleteAccount } from '../report/deletes.ts';
import type { Run } from '../run.ts';
import { describe } from '../snapshots/status.ts';
import { deleteTargets } from '../snapshots/targets.ts';
import { retrying } from '../vps/retry.ts';
import { failureFrom } from '../vps/trouble.ts';

/**
 * Deletes the snapshots that are named, and nothing else. All are checked before the first is deleted.
 * @throws Failure unless all are gone
 */
export async function deleteSnapshots(run: Run): Promise<void> {
  const account = new DeleteAccount();
  await accounted(account, run, async () => {
    const deadline = new Deadline(run.clock, run.inputs.timeout_minutes);
    run.runner.group(`Delete of snapshot ${run.inputs.snapshot_id.map(({ id }) => id).join(', ')}`);
    for (const target of await deleteTargets(run, deadline)) account.records.push({ target, stage: 'checked' });
    for (const record of account.records) {
      const { target } = record;
      record.stage = 'requested';
      try {
        await retrying((retry) => run.api.deleteSnapshot(target.id, retry > 0, deadline), run, deadline);
        record.stage = 'deleted';
        run.runner.line(`✓ ${describe(target)} is deleted`);
      } catch (error) {
        record.stage = 'failed';
        record.failure = failureFrom(error, `The delete of ${describe(target)}`, 'It is most likely still there.');
      }
    }
  });
}
