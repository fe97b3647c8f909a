import { appendFileSync, closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Id, type Identity, isNamedBy, isSameId } from '../vps/id.ts';
import type { WorkflowRun } from './workflow-run.ts';

const FILE_NAME = 'vps-snapshot-rollbacks.json';
/** At most this much is read, in bytes; thousands of entries fit. */
const MAX_BYTES = 1024 * 1024;

/** One line of the file. */
const Entry = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    runId: v.string(),
    attempt: v.nullable(v.number()),
    serverKey: Id,
    snapshotKey: Id,
    startedAtMs: v.fallback(v.nullable(v.number()), null),
    outcome: v.fallback(v.picklist(['started', 'restored', 'failed']), 'started'),
    // Other steps can write the file, so only what looks like a status is shown.
    serverStatus: v.fallback(v.pipe(v.string(), v.regex(/^[a-z][a-z _-]{0,63}$/u)), ''),
  }),
);

/** How a restore went: `started` was accepted, and its end was not seen. */
export type RestoreOutcome = v.InferOutput<typeof Entry>['outcome'];

/** A server, and the snapshot that it was restored from. */
export interface RollbackEntry {
  readonly serverKey: Id;
  readonly snapshotKey: Id;
  /** When it was requested, in milliseconds since the epoch; `null` if that is unknown. */
  readonly startedAtMs: number | null;
  readonly outcome: RestoreOutcome;
  /** Status of the server when it was last seen; empty if it is unknown. */
  readonly serverStatus: string;
}

/** Tells the later steps of a job, and the post steps, what was rolled back, so that none does it again. */
export interface RollbackLog {
  /** Called when a restore has started, and again when its outcome is known. */
  record(entry: RollbackEntry): void;
  /** How many entries there are by now. It tells, without a clock, what came before a step. */
  count(): number;
  /**
   * What became of the last restore of this server from this snapshot by a step of this attempt of the run, if any.
   * @param since how many entries there were before those that count
   */
  find(serverKey: Id, snapshotKey: Id, since: number): RollbackEntry | undefined;
  /**
   * True if a step of this attempt has started a restore from this snapshot, and none has seen the server active since.
   */
  isSource(snapshot: Identity): boolean;
}

/**
 * The log, in a file in the job's folder for temporary files (docs/contract.md, After the job). It never throws: if the
 * file cannot be written or read, a rollback may be done twice, which is better than not at all.
 * @param folder `RUNNER_TEMP`; without one, what this process records is all that is known
 */
export function createRollbackLog(
  folder: string | undefined,
  run: Pick<WorkflowRun, 'runId' | 'attempt'>,
): RollbackLog {
  const { runId } = run;
  const attempt = run.attempt ?? null;
  const path = folder ? join(folder, FILE_NAME) : undefined;
  const own: RollbackEntry[] = [];
  const entries = (): RollbackEntry[] => {
    const others = path === undefined ? [] : readEntries(path);
    const ofThisAttempt = others.filter((entry) => entry.runId === runId && entry.attempt === attempt);
    // What this step has recorded came last.
    return [...ofThisAttempt, ...own];
  };
  return {
    record(entry) {
      own.push(entry);
      if (path === undefined) return;
      try {
        // Opening a pipe that nobody reads would block forever.
        if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return;
        appendFileSync(path, `${JSON.stringify({ runId, attempt, ...entry })}\n`);
      } catch {
        // The restore itself must not fail because of this.
      }
    },
    count: () => entries().length,
    find: (serverKey, snapshotKey, since) =>
      entries()
        .slice(since)
        .findLast((entry) => isSameId(entry.serverKey, serverKey) && isSameId(entry.snapshotKey, snapshotKey)),
    isSource(snapshot) {
      const all = entries();
      return all.some(({ snapshotKey, serverKey }, index) => {
        if (!isNamedBy(snapshot, snapshotKey)) return false;
        return !all.slice(index).some((one) => one.outcome === 'restored' && isSameId(one.serverKey, serverKey));
      });
    },
  };
}

function readEntries(path: string): v.InferOutput<typeof Entry>[] {
  return readStart(path)
    .split('\n')
    .flatMap((line) => {
      const entry = v.safeParse(Entry, line);
      return entry.success ? entry.output : [];
    });
}

/** The first `MAX_BYTES` of a file; empty if it cannot be read. */
function readStart(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return '';
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(stats.size, MAX_BYTES));
      return buffer.toString('utf8', 0, readSync(file, buffer));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
