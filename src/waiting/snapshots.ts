import type { Deadline } from '../clock.ts';
import { Failure, wordsOf } from '../failure.ts';
import { signOfLife, size, span, type Usual } from '../report/format.ts';
import type { Run } from '../run.ts';
import { describe, hasFailed, inShort, isComplete, isUnknown } from '../snapshots/status.ts';
import type { Id } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { LIST_GRACE_MS, MISSES } from './grace.ts';
import { watch } from './watch.ts';

/** vps-api.md, Snapshots. */
const USUAL: Usual = { words: '3 to 15 min', mostMs: 15 * 60_000 };

/** A snapshot on its way to being complete. */
interface Awaited {
  snapshot: Snapshot;
  listed: boolean;
  misses: number;
  /** When it was seen to be complete, or to have failed, in milliseconds of the wait. */
  endedMs?: number;
  failure?: Failure;
}

/** How the wait for one snapshot ended: complete, or with a failure. */
export interface SnapshotEnd {
  readonly snapshot: Snapshot;
  /** When its end was seen, in milliseconds of the wait. */
  readonly endedMs: number;
  readonly failure?: Failure;
}

/**
 * Waits until every snapshot is complete or has failed. One poll serves all: with one server the list filtered by it,
 * with several the whole list (design.md, Waiting). One that was complete is still watched while others are not.
 * @param snapshots as the API showed them when they were made
 * @param changed called with each new state of a snapshot
 * @returns for each id its end: an unknown status is not complete; failed, vanished and the deadline are failures
 * @throws errors of the API that do not pass, 401 and 403 among them; the reason of the abort of a cancelled job
 */
export async function waitForSnapshots(
  snapshots: readonly Snapshot[],
  run: Run,
  deadline: Deadline,
  changed: (snapshot: Snapshot) => void,
): Promise<Map<Id, SnapshotEnd>> {
  const all: Awaited[] = snapshots.map((snapshot) => ({ snapshot, listed: false, misses: 0 }));
  const began = run.clock.now();
  const servers = new Set(snapshots.map(({ server }) => server.id));
  const [onlyServer] = servers;
  // One that was complete and is missing now may be shown again, or has vanished: the next poll tells.
  const pending = () => all.filter((one) => !one.failure && !(isComplete(one.snapshot) && one.misses === 0));

  for (const one of all) if (one.snapshot.status !== 'in_progress') judgeStatus(one, run, 0);
  const over =
    pending().length === 0 ||
    (await watch<Snapshot[]>(
      {
        read: () => run.api.listSnapshots(servers.size === 1 ? onlyServer : undefined, deadline),
        judge(list, waitedMs, askedMs) {
          const byId = new Map(list.map((snapshot) => [snapshot.id, snapshot]));
          for (const one of all)
            if (!one.failure) takeIn(one, byId.get(one.snapshot.id), run, { waitedMs, askedMs }, changed);
          return pending().length === 0;
        },
        progress(waitedMs) {
          const rest = pending();
          const done =
            snapshots.length === 1 ? rest[0]?.snapshot.status : `${all.length - rest.length} of ${all.length} over`;
          run.runner.line(signOfLife(waitedMs, USUAL, `${done}`));
        },
        disturbed: (error) => run.runner.line(`  The list cannot be read now, the wait goes on: ${wordsOf(error)}`),
      },
      run.schedule,
      run,
      deadline,
    ));
  const waited = run.clock.now() - began;
  if (!over) for (const one of pending()) fail(one, run, tooLate(one.snapshot, waited), waited);
  return new Map(
    all.map(({ snapshot, endedMs = waited, failure }) => [
      snapshot.id,
      failure ? { snapshot, endedMs, failure } : { snapshot, endedMs },
    ]),
  );
}

function takeIn(
  one: Awaited,
  seen: Snapshot | undefined,
  run: Run,
  { waitedMs, askedMs }: { readonly waitedMs: number; readonly askedMs: number },
  changed: (snapshot: Snapshot) => void,
): void {
  if (!seen) {
    one.misses += 1;
    if (one.listed ? one.misses >= MISSES : askedMs > LIST_GRACE_MS) fail(one, run, vanished(one, waitedMs), waitedMs);
    return;
  }
  const before = one.snapshot.status;
  one.snapshot = seen;
  one.listed = true;
  one.misses = 0;
  if (seen.status !== before) judgeStatus(one, run, waitedMs);
  changed(seen);
}

function judgeStatus(one: Awaited, run: Run, waitedMs: number): void {
  const { snapshot } = one;
  const { runner } = run;
  if (isComplete(snapshot)) {
    one.endedMs = waitedMs;
    runner.line(`✓ ${inShort(snapshot)} is complete, ${size(snapshot.sizeMb)}, seen after ${span(waitedMs)}`);
  } else if (hasFailed(snapshot)) {
    fail(one, run, ended(snapshot, waitedMs), waitedMs);
  } else {
    const unknown = isUnknown(snapshot) ? ', a status that the API does not document; it counts as unfinished' : '';
    runner.line(`  ${inShort(snapshot)} is ${snapshot.status}${unknown}`);
  }
}

function fail(one: Awaited, { runner }: Run, failure: Failure, waitedMs: number): void {
  runner.line(`✗ ${failure.parts.happened}`);
  one.failure = failure;
  one.endedMs = waitedMs;
}

function ended(snapshot: Snapshot, waitedMs: number): Failure {
  return new Failure({
    happened: `${describe(snapshot)} ended as "${snapshot.status}" after ${span(waitedMs)}.`,
    now: 'The server runs on as it was. This snapshot cannot be restored.',
    next: 'Look at the server in the VPS.org panel, then run the job again for a new snapshot.',
  });
}

function vanished({ snapshot, listed }: Awaited, waitedMs: number): Failure {
  return new Failure({
    happened: listed
      ? `${describe(snapshot)} has vanished from the list after ${span(waitedMs)}; it was last "${snapshot.status}".`
      : `${describe(snapshot)} was accepted, but the list has not shown it for ${span(waitedMs)}.`,
    now: 'The server runs on as it was. There is no snapshot of this step to go back to.',
    next: 'Look in the VPS.org panel whether someone deleted it, then run the job again for a new snapshot.',
  });
}

function tooLate(snapshot: Snapshot, waitedMs: number): Failure {
  return new Failure({
    happened: `${describe(snapshot)} is not complete after ${span(waitedMs)} (timeout_minutes); it is "${snapshot.status}".`,
    now: 'VPS.org goes on with it, and it may still become complete.',
    next: 'Run the job again: this step then takes that snapshot over. For a slow server raise timeout_minutes.',
  });
}
