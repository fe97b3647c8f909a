import { Deadline } from '../clock.ts';
import { accounted } from '../report/account.ts';
import { DeleteAccount } from '../report/deletes.ts';
import { counted } from '../report/format.ts';
import type { Run } from '../run.ts';
import { holdings } from '../snapshots/holdings.ts';
import { removeAsked, toDelete } from '../snapshots/remove.ts';
import { beyondKeep } from '../snapshots/retention.ts';

/**
 * Keeps the newest `keep` complete snapshots of this repository on each server and deletes its older ones; snapshots of
 * anyone else are not looked at twice.
 * @throws Failure unless all are gone that had to go
 */
export async function pruneSnapshots(run: Run): Promise<void> {
  const { inputs, clock, runner, job } = run;
  const { keep = Number.POSITIVE_INFINITY, server_id: servers } = inputs;
  const account = new DeleteAccount(inputs);
  await accounted(account, run, async () => {
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    runner.group(`Prune of server ${servers.join(', ')} to ${counted(keep, 'snapshot')} of this repository`);
    const held = await holdings(servers, run, deadline);
    account.records.push(...[...held.values()].flatMap((there) => beyondKeep(there, keep, job).map(toDelete)));
    await removeAsked(account.records, run, deadline);
  });
}
