import { Deadline } from '../clock.ts';
import { accounted } from '../report/account.ts';
import { DeleteAccount } from '../report/deletes.ts';
import type { Run } from '../run.ts';
import { removeAsked, toDelete } from '../snapshots/remove.ts';
import { deleteTargets } from '../snapshots/targets.ts';

/**
 * Deletes the snapshots that are named, and nothing else. All are checked before the first is deleted.
 * @throws Failure unless all are gone
 */
export async function deleteSnapshots(run: Run): Promise<void> {
  const { inputs, clock, runner } = run;
  const account = new DeleteAccount(inputs);
  await accounted(account, run, async () => {
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    runner.group(`Delete of snapshot ${inputs.snapshot_id.map(({ id }) => id).join(', ')}`);
    account.records.push(...(await deleteTargets(run, deadline)).map(toDelete));
    await removeAsked(account.records, run, deadline);
  });
}
