import type { Deadline } from '../clock.ts';
import { Failure, wordsOf } from '../failure.ts';
import { signOfLife, span, type Usual } from '../report/format.ts';
import type { Run } from '../run.ts';
import { describe } from '../snapshots/status.ts';
import type { Id } from '../vps/id.ts';
import type { Server, Snapshot } from '../vps/schema.ts';
import { LIST_GRACE_MS, MISSES } from './grace.ts';
import { watch } from './watch.ts';

/** A server that runs again (vps-api.md, Servers). */
const ACTIVE = 'active';
/** Ends of a restore that leave the server down; every other state is taken for a step on the way. */
const DOWN = ['stopped', 'suspended', 'failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted'];
/** vps-api.md, Snapshots. */
const USUAL: Usual = { words: '5 to 15 min', mostMs: 15 * 60_000 };

/** A restore that the API has accepted. */
export interface BegunRestore {
  readonly target: Snapshot;
  /** State of the server as the API gave it with the acceptance; empty where it is not known. */
  readonly status: string;
}

/** How the wait for one server ended: with its last state, and a failure unless that is `active`. */
export interface RestoreEnd {
  readonly status: string;
  /** When its end was seen, in milliseconds of the wait. */
  readonly endedMs: number;
  readonly failure?: Failure;
  /** True where the deadline passed while the restore went on. */
  readonly late: boolean;
}

interface Awaited {
  readonly target: Snapshot;
  status: string;
  /** The list has shown the server on its way: only then `active` is the end and not the state before. */
  seenUnderWay: boolean;
  misses: number;
  over: boolean;
  /** When it was seen to be over, in milliseconds of the wait. */
  endedMs?: number;
  failure?: Failure;
}

/**
 * Waits until every server runs again. The end of a restore is read from the server list, one poll for all
 * (vps-api.md, Servers; design.md, Rollback).
 * @param changed called with each new state of a server
 * @returns for each server's id its end
 * @throws errors of the API that do not pass, 401 and 403 among them; the reason of the abort of a cancelled job
 */
export async function waitForServers(
  restores: readonly BegunRestore[],
  run: Run,
  deadline: Deadline,
  changed: (server: Id, status: string) => void,
): Promise<Map<Id, RestoreEnd>> {
  const all: Awaited[] = restores.map(({ target, status }) => {
    return { target, status, seenUnderWay: false, misses: 0, over: false };
  });
  const began = run.clock.now();
  const pending = () => all.filter(({ over }) => !over);
  const over = await watch<Server[]>(
    {
      read: () => run.api.listServers(deadline),
      judge(servers, waitedMs, askedMs) {
        const byId = new Map(servers.map((server) => [server.id, server]));
        for (const one of pending()) takeIn(one, byId.get(one.target.server.id), run, { waitedMs, askedMs }, changed);
        return pending().length === 0;
      },
      progress(waitedMs) {
        const rest = pending();
        const done = all.length === 1 ? `${rest[0]?.status}` : `${all.length - rest.length} of ${all.length} over`;
        run.runner.line(signOfLife(waitedMs, USUAL, done));
      },
      disturbed: (error) => run.runner.line(`  The servers cannot be read now, the wait goes on: ${wordsOf(error)}`),
    },
    run.schedule,
    run,
    deadline,
  );
  const waited = run.clock.now() - began;
  if (!over) for (const one of pending()) fail(one, run, tooLate(one, waited));
  return new Map(
    all.map(({ target, status, failure, over, endedMs = waited }) => [
      target.server.id,
      { status, endedMs, late: !over, ...(failure ? { failure } : {}) },
    ]),
  );
}

function takeIn(
  one: Awaited,
  seen: Server | undefined,
  run: Run,
  { waitedMs, askedMs }: { readonly waitedMs: number; readonly askedMs: number },
  changed: (server: Id, status: string) => void,
): void {
  const { id } = one.target.server;
  if (!seen) {
    one.misses += 1;
    if (one.misses < MISSES) return;
    end(one, waitedMs);
    fail(one, run, vanished(one, waitedMs));
    return;
  }
  one.misses = 0;
  const isNew = seen.status !== one.status;
  one.status = seen.status;
  one.seenUnderWay ||= seen.status !== ACTIVE && !DOWN.includes(seen.status);
  if (isNew) changed(id, seen.status);
  // A list that lags behind the restore still shows the state before it.
  const mayBeStale = !one.seenUnderWay && askedMs < LIST_GRACE_MS;
  if (seen.status === ACTIVE && !mayBeStale) {
    run.runner.line(`✓ server ${id} is active again after ${span(waitedMs)}`);
    end(one, waitedMs);
  } else if (DOWN.includes(seen.status) && !mayBeStale) {
    end(one, waitedMs);
    fail(one, run, endedDown(one, waitedMs));
  } else if (isNew) {
    run.runner.line(
      `  server ${id} is ${seen.status}${mayBeStale ? ', as before the restore; the list may lag behind' : ''}`,
    );
  }
}

function end(one: Awaited, waitedMs: number): void {
  one.over = true;
  one.endedMs = waitedMs;
}

function fail(one: Awaited, { runner }: Run, failure: Failure): void {
  one.failure = failure;
  runner.line(`✗ ${failure.parts.happened}`);
}

function endedDown({ target, status }: Awaited, waitedMs: number): Failure {
  return new Failure({
    happened: `The restore of ${describe(target)} ended after ${span(waitedMs)} with the server "${status}", not active.`,
    now: 'The server does not run. What is on its disk is not known to be whole.',
    next: 'Start the server in the VPS.org panel and look at it; if it does not come up, restore the snapshot again.',
  });
}

function vanished({ target, status }: Awaited, waitedMs: number): Failure {
  return new Failure({
    happened: `Server ${target.server.id} is no longer in the list, ${span(waitedMs)} after the restore of ${describe(target)} began; it was last "${status}".`,
    now: 'Whether the restore goes on is not known.',
    next: 'Look for the server in the VPS.org panel.',
  });
}

function tooLate({ target, status }: Awaited, waitedMs: number): Failure {
  return new Failure({
    happened: `The restore of ${describe(target)} is not over after ${span(waitedMs)}; the server is "${status}".`,
    now: 'VPS.org goes on with the restore. The server is down until it is over.',
    next: 'Look at the server in the VPS.org panel before anything is deployed to it; do not restore it again meanwhile.',
  });
}
