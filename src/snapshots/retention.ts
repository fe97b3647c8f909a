import type { Job } from '../job.ts';
import type { Id } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { isOurs, provenanceOf } from './provenance.ts';
import { byAge, isComplete } from './status.ts';

/** Complete snapshots of this repository among those of a server, the oldest first: no other is ever deleted unasked. */
function oursComplete(held: readonly Snapshot[], job: Job): Snapshot[] {
  return held
    .filter((snapshot) => isComplete(snapshot) && isOurs(snapshot.description, provenanceOf(job, snapshot.server.id)))
    .sort(byAge);
}

/**
 * What `keep` deletes on one server: of the complete snapshots of this repository all but the newest `keep`; never the
 * one just made (design.md, What must never happen, 3). As `keep` is at least 1, one complete always stays.
 * @param held what the list shows of the server now
 * @param justMade id of the snapshot of this step, which counts as the newest whatever the times say
 */
export function beyondKeep(held: readonly Snapshot[], keep: number, job: Job, justMade?: Id): Snapshot[] {
  const ours = oursComplete(held, job);
  const others = ours.filter(({ id }) => id !== justMade);
  const kept = keep - (ours.length - others.length);
  return others.slice(0, Math.max(0, others.length - kept));
}

/**
 * What `on_limit: replace_oldest` deletes on a full server: the oldest complete snapshot of this repository, unless it
 * is the last complete one there (design.md, What must never happen, 3).
 */
export function replaceable(held: readonly Snapshot[], job: Job): Snapshot | undefined {
  const [oldest] = oursComplete(held, job);
  return held.filter(isComplete).length > 1 ? oldest : undefined;
}
