import type { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { BadRequest, type CallError } from '../vps/errors.ts';
import { RESTORING, type Snapshot } from '../vps/schema.ts';
import { lookAfterLoss, sendOnce } from './once.ts';
import { describe } from './status.ts';

/**
 * Begins a restore, once. After a lost answer the state of the server tells whether it has begun; a server that then
 * refuses because it is "not in a valid state" is taken to have begun (design.md, Errors and retries).
 * @param target checked before: complete, and of the server that is meant
 * @returns the state of the server as the API gave it; empty where it is not known, though the restore has begun
 * @throws Failure where it cannot be decided; an error of the API for a restore that was refused; the reason of the
 *   abort of a cancelled job
 */
export async function restoreOnce(target: Snapshot, run: Run, deadline: Deadline): Promise<string> {
  const { id: server } = target.server;
  return await sendOnce(
    {
      server,
      send: () => run.api.restoreSnapshot(target, deadline),
      look: (lost) =>
        lookAfterLoss(
          {
            server,
            read: () => run.api.listServers(deadline),
            find: (servers) => servers.find(({ id, status }) => id === server && status === RESTORING)?.status,
            undecided: (then) => undecided(target, lost, then),
          },
          run,
          deadline,
        ),
      refusedAfterLoss: async (refusal) => (isBusy(refusal) ? '' : undefined),
    },
    run,
    deadline,
  );
}

/** The words of the API for a server that is being restored, among others (vps-api.md, Restore). */
function isBusy(refusal: CallError): boolean {
  return refusal instanceof BadRequest && /\bvalid state\b/iu.test(refusal.words);
}

function undecided(target: Snapshot, lost: CallError, then: string): Failure {
  return new Failure(
    {
      happened: `Whether the restore of ${describe(target)} was begun is not known: ${lost.message}; then ${then}.`,
      now: 'The server may be stopped and on its way back, or still as it was.',
      next: 'Look at the server in the VPS.org panel; if it runs and is not being restored, run the rollback again.',
    },
    lost,
  );
}
