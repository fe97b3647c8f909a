import { Deadline } from '../clock.ts';
import { unhealthy } from '../health/check.ts';
import { accounted, putOut } from '../report/account.ts';
import { toldToCommit } from '../report/commit-status.ts';
import { serversInWords } from '../report/format.ts';
import { RestoreAccount } from '../report/restores.ts';
import type { Run } from '../run.ts';
import { readServers } from '../snapshots/holdings.ts';
import { putBackAll, requireQuiet, seeBackAll } from '../snapshots/put-back.ts';
import { requireSafetyRoom, takeSafetySnapshots } from '../snapshots/safety.ts';
import { rollbackTargets } from '../snapshots/targets.ts';
import type { Server, Snapshot } from '../vps/schema.ts';

const UNSEEN =
  'This token may not read the servers. The restore has started, but its end cannot be seen: only a look at the server, or a health check, can prove it.';

/**
 * Puts each server back to a snapshot, waits until it runs again, and asks whether it is healthy. Every target is
 * checked before the first server is touched; the failure of one neither stops nor hides the others.
 * @throws Failure unless every server is back and active; another one where they are, but not healthy
 */
export async function rollBack(run: Run): Promise<void> {
  const { inputs, clock, runner } = run;
  const account = new RestoreAccount(run);
  await accounted(account, run, async () => {
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    runner.group(`Rollback of ${serversInWords(inputs.server_id)}`);
    await toldToCommit(account, run, async () => {
      const targets = await rollbackTargets(run, deadline);
      await rollBackTo(targets, account, run, deadline, false);
    });
  });
}

/**
 * The rollback from the point where its targets are known.
 * @param targets one checked snapshot for each server
 * @param deadline for the restore; with a safety snapshot, that has one of its own and the restore a new one after it
 * @param mayGoOn true where a restore that is not over at the deadline only warns
 * @throws Failure where nothing was begun; the failures of single servers and of the health check stand in the account
 */
export async function rollBackTo(
  targets: readonly Snapshot[],
  account: RestoreAccount,
  run: Run,
  deadline: Deadline,
  mayGoOn: boolean,
): Promise<void> {
  const { inputs, runner } = run;
  for (const target of targets) {
    account.records.push({ server: target.server.id, target, stage: 'checked', serverStatus: '' });
  }
  const servers = await readServers(run, deadline, 'No restore was sent; the servers run on as they were.');
  requireQuiet(account.records, servers ?? []);
  if (inputs.dry_run) {
    if (inputs.safety_snapshot) await requireSafetyRoom(targets, run, deadline);
    for (const line of account.plan()) runner.line(line);
    return;
  }
  let restoreDeadline = deadline;
  if (inputs.safety_snapshot) {
    await takeSafetySnapshots(account.safety, targets, run);
    restoreDeadline = new Deadline(run.clock, inputs.timeout_minutes);
  }
  await putBackAll(account.records, run, restoreDeadline);
  putOut(account, run);
  if (inputs.wait) await seeEnd(account, servers, run, restoreDeadline, mayGoOn);
}

async function seeEnd(
  account: RestoreAccount,
  servers: readonly Server[] | undefined,
  run: Run,
  deadline: Deadline,
  mayGoOn: boolean,
): Promise<void> {
  if (servers) await seeBackAll(account.records, run, deadline, mayGoOn);
  else run.runner.annotate('warning', UNSEEN);
  if (account.failure() || run.inputs.health_check_url === undefined) return;
  account.checked(await unhealthy(run, servers !== undefined));
}
