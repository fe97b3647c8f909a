import type { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import type { SnapshotOrder } from '../vps/client.ts';
import type { CallError } from '../vps/errors.ts';
import type { Id } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { lookAfterLoss, sendOnce } from './once.ts';
import { isOfThisAttempt, provenanceOf, readProvenance } from './provenance.ts';

/**
 * Makes one snapshot, and never two because an answer was lost (design.md, What must never happen, 1): after a lost
 * answer the list is read until it shows the snapshot; only when it could be read for 60 s and did not, the create is
 * sent again.
 * @param before ids of all snapshots that were on the server before
 * @throws Failure where that cannot be decided; an error of the API for a create that was refused; the reason of the
 *   abort of a cancelled job
 */
export async function createOnce(
  order: SnapshotOrder,
  before: ReadonlySet<Id>,
  run: Run,
  deadline: Deadline,
): Promise<Snapshot> {
  const look = (lost: CallError) =>
    lookAfterLoss(
      {
        server: order.server,
        read: () => run.api.listSnapshots(order.server, deadline),
        find: (list) => newSnapshotOf(order, before, list, run),
        undecided: (then) => undecided(order, lost, then),
      },
      run,
      deadline,
    );
  const send = () => run.api.createSnapshot(order, deadline);
  // The refusal can be the work of the lost create itself: it may have filled the last place, or taken the name.
  return await sendOnce({ server: order.server, send, look, refusedAfterLoss: look }, run, deadline);
}

/**
 * The one snapshot that a lost create can have made: new on the server, with this step's marker, else with our name and
 * no marker of anyone (design.md, What must never happen, 1).
 * @throws Failure where several could be it
 */
function newSnapshotOf(
  order: SnapshotOrder,
  before: ReadonlySet<Id>,
  list: readonly Snapshot[],
  { job }: Run,
): Snapshot | undefined {
  const own = provenanceOf(job, order.server);
  const fresh = list.filter(({ id }) => !before.has(id));
  const marked = fresh.filter(({ description }) => isOfThisAttempt(description, own));
  const named = fresh.filter(({ name, description }) => name === order.name && !readProvenance(description));
  const matches = marked.length > 0 ? marked : named;
  if (matches.length <= 1) return matches[0];
  const names = matches.map(({ id, name, status }) => `${id} "${name}" (${status})`).join(', ');
  throw new Failure({
    happened: `The answer to a create on server ${order.server} was lost, and more than one new snapshot can be its: ${names}.`,
    now: 'The server runs on as it was. None of them was taken over, and nothing more was sent.',
    next: 'Keep one, delete the others by `mode: delete` or in the VPS.org panel, then run the job again.',
  });
}

function undecided(order: SnapshotOrder, lost: CallError, then: string): Failure {
  return new Failure(
    {
      happened: `Whether snapshot "${order.name}" of server ${order.server} was begun is not known: ${lost.message}; then ${then}.`,
      now: 'It may be under way. It was not sent again, so that there are not two.',
      next: 'Run the job again: this step takes over what it finds, and makes a snapshot where there is none.',
    },
    lost,
  );
}
