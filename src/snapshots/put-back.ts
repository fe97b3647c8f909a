import pMap from 'p-map';
import type { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { RESTORING, type Server } from '../vps/schema.ts';
import { failureFrom } from '../vps/trouble.ts';
import { waitForServers } from '../waiting/servers.ts';
import type { RestoreRecord } from './record.ts';
import { restoreOnce } from './restore.ts';
import { describe } from './status.ts';

/** So many restores are sent at a time. */
const CONCURRENCY = 8;

/**
 * Makes sure that none of the servers is being put back already: a second restore would be taken for the first.
 * @throws Failure naming those that are
 */
export function requireQuiet(records: readonly RestoreRecord[], servers: readonly Server[]): void {
  const busy = servers.filter(
    ({ id, status }) => status === RESTORING && records.some((record) => record.server === id),
  );
  if (busy.length === 0) return;
  throw new Failure({
    happened: `Server ${busy.map(({ id }) => id).join(', ')} is being restored already. No restore was sent.`,
    now: 'That restore goes on; to which snapshot is not known here.',
    next: 'Wait until the server is active, look at it, then run the rollback again if it is still wanted.',
  });
}

/**
 * Begins the restore of each record; the failure of one neither stops nor hides the others and stands in its record.
 * @throws the reason of the abort of a cancelled job
 */
export async function putBackAll(records: readonly RestoreRecord[], run: Run, deadline: Deadline): Promise<void> {
  await pMap(records, (record) => putBack(record, run, deadline), { concurrency: CONCURRENCY });
}

async function putBack(record: RestoreRecord, run: Run, deadline: Deadline): Promise<void> {
  const { target } = record;
  record.stage = 'requested';
  record.beganAt = run.clock.now();
  try {
    record.serverStatus = await restoreOnce(target, run, deadline);
    record.stage = 'begun';
    run.runner.rolledBack([record.server]);
    run.runner.line(`The restore of ${describe(target)} has begun`);
  } catch (error) {
    record.failure = failureFrom(error, `The restore of ${describe(target)}`, 'The server was not put back.');
    record.stage = 'failed';
  }
}

/**
 * Watches the restores that have begun until every server is active; a failure stands in its record.
 * @param mayGoOn true where a restore that is not over at the deadline only warns
 * @throws the reason of the abort of a cancelled job
 */
export async function seeBackAll(
  records: readonly RestoreRecord[],
  run: Run,
  deadline: Deadline,
  mayGoOn: boolean,
): Promise<void> {
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
    for (const [server, { status, endedMs, failure, late }] of ends) {
      const record = recordOf.get(server);
      if (!record) continue;
      if (failure && late && mayGoOn) {
        run.runner.annotate('warning', failure.message);
        continue;
      }
      record.stage = failure ? 'failed' : 'over';
      record.serverStatus = status;
      record.tookMs = began + endedMs - (record.beganAt ?? began);
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
