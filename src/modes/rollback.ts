import pMap from 'p-map';
import { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import { accounted, putOut } from '../report/account.ts';
import { RestoreAccount, type RestoreRecord } from '../report/restores.ts';
import type { Run } from '../run.ts';
import { restoreOnce } from '../snapshots/restore.ts';
import { describe } from '../snapshots/status.ts';
import { rollbackTargets } from '../snapshots/targets.ts';
import { isRefusal } from '../vps/errors.ts';
import { retrying } from '../vps/retry.ts';
import { RESTORING, type Server } from '../vps/schema.ts';
import { failureFrom } from '../vps/trouble.ts';
import { waitForServers } from '../waiting/servers.ts';

/** So many restores are sent at a time. */
const CONCURRENCY = 8;
const UNSEEN =
  'This token may not read the servers. The restore has started, but its end cannot be seen: only a look at the server can prove it.';

/**
 * Puts each server back to a snapshot and waits until it runs again. Every target is checked before the first server is
 * touched; the failure of one neither stops nor hides the others.
 * @throws Failure unless every server is back and active
 */
export async function rollBack(run: Run): Promise<void> {
  const { inputs, clock, runner } = run;
  const account = new RestoreAccount(run);
  await accounted(account, run, async () => {
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    runner.group(`Rollback of server ${inputs.server_id.join(', ')}`);
    const targets = await rollbackTargets(run, deadline);
    const servers = await readServers(run, deadline);
    requireQuiet(
      targets.map(({ server }) => server.id),
      servers,
    );
    for (const target of targets) {
      account.records.push({ server: target.server.id, target, stage: 'checked', serverStatus: '' });
    }
    await pMap(account.records, (record) => begin(record, run, deadline), { concurrency: CONCURRENCY });
    putOut(account, run);
    if (!inputs.wait) return;
    if (servers) await untilActive(account.records, run, deadline);
    else runner.annotate('warning', UNSEEN);
  });
}

/** The servers before the restore; `undefined` where the token may not read them (vps-api.md, Servers). */
async function readServers(run: Run, deadline: Deadline): Promise<Server[] | undefined> {
  try {
    return await retrying(() => run.api.listServers(deadline), run, deadline);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw failureFrom(error, 'Reading the servers', 'No restore was sent; the servers run on as they were.');
  }
}

/** A server that is being put back already would take a second restore for its own. */
function requireQuiet(ids: readonly string[], servers: readonly Server[] | undefined): void {
  const busy = (servers ?? []).filter(({ id, status }) => ids.includes(id) && status === RESTORING);
  if (busy.length === 0) return;
  throw new Failure({
    happened: `Server ${busy.map(({ id }) => id).join(', ')} is being restored already. No restore was sent.`,
    now: 'That restore goes on; to which snapshot is not known here.',
    next: 'Wait until the server is active, look at it, then run the rollback again if it is still wanted.',
  });
}

async function begin(record: RestoreRecord, run: Run, deadline: Deadline): Promise<void> {
  const { target } = record;
  record.stage = 'requested';
  try {
    record.serverStatus = await restoreOnce(target, run, deadline);
    record.stage = 'begun';
    run.runner.line(`The restore of ${describe(target)} has begun`);
  } catch (error) {
    record.stage = 'failed';
    record.failure = failureFrom(error, `The restore of ${describe(target)}`, 'The server was not put back.');
  }
}

async function untilActive(records: readonly RestoreRecord[], run: Run, deadline: Deadline): Promise<void> {
  const began = run.clock.now();
  const begun = records.filter(({ stage }) => stage === 'begun');
  if (begun.length === 0) return;
  const recordOf = new Map(begun.map((record) => [record.server, record]));
  try {
    const restores = begun.map(({ target, serverStatus }) => ({ target, status: serverStatus }));
    const ends = await waitForServers(restores, run, deadline, (server, status) => {
      const record = recordOf.get(server);
      if (record) record.serverStatus = status;
    });
    for (const [server, { status, failure }] of ends) {
      const record = recordOf.get(server);
      if (!record) continue;
      record.stage = failure ? 'failed' : 'over';
      record.serverStatus = status;
      record.tookMs = run.clock.now() - began;
      if (failure) record.failure = failure;
    }
  } catch (error) {
    for (const record of begun) {
      const now = 'The restore goes on without being watched. The server is down until it is over.';
      record.failure = failureFrom(error, `The watch over the restore of ${describe(record.target)}`, now);
      record.stage = 'failed';
    }
  }
}
