import type { Deadline } from '../clock.ts';
import { Failure, wordsOf } from '../failure.ts';
import { span } from '../report/format.ts';
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
const USUAL = 'usual are 5 to 15 min';

/** A restore that the API has accepted. */
export interface BegunRestore {
  readonly target: Snapshot;
  /** State of the server as the API gave it with the acceptance; empty where it is not known. */
  readonly status: string;
}

/** How the wait for one server ended: with its last state, and a failure unless that is `active`. */
export interface RestoreEnd {
  readonly status: string;
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
        run.runner.line(`  ${span(waitedMs)} gone: ${done}; ${USUAL}`);
      },
      disturbed: (error) => run.runner.line(`  The servers cannot be read now, the wait goes on: ${wordsOf(error)}`),
    },
    run.schedule,
    run,
    deadline,
  );
  if (!over) for (const one of pending()) one.failure = tooLate(one, run.clock.now() - began);
  return new Map(
    all.map(({ target, status, failure, over }) => [
      target.server.id,
      { status, late: !over, ...(failure ? { failure } : {}) },
    ]),
  );
}

function takeIn(
  one: Awaited,
  seen: Server | undefined,
  { runner }: Run,
  { waitedMs, askedMs }: { readonly waitedMs: number; readonly askedMs: number },
  changed: (server: Id, status: string) => void,
): void {
  const { id } = one.target.server;
  if (!seen) {
    one.misses += 1;
    if (one.misses >= MISSES) end(one, vanished(one, waitedMs));
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
    runner.line(`✓ server ${id} is active again after ${span(waitedMs)}`);
    end(one);
  } else if (DOWN.includes(seen.status) && !mayBeStale) {
    end(one, endedDown(one, waitedMs));
  } else if (isNew) {
    runner.line(
      `  server ${id} is ${seen.status}${mayBeStale ? ', as before the restore; the list may lag behind' : ''}`,
    );
  }
}

function end(one: Awaited, failure?: Failure): void {
  one.over = true;
  if (failure) one.failure = failure;
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
