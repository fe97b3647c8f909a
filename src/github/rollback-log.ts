import { appendFileSync, closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Id, isSameId } from '../vps/id.ts';
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
  }),
);

/** A server, and the snapshot that it was restored from. */
export interface RollbackEntry {
  readonly serverKey: Id;
  readonly snapshotKey: Id;
}

/** Tells the later steps of a job, and the post steps, what was rolled back, so that none does it again. */
export interface RollbackLog {
  record(entry: RollbackEntry): void;
  /** True if a step of this attempt of the run restored this server from this snapshot. */
  wasRestored(serverKey: Id, snapshotKey: Id): boolean;
}

/**
 * The log in a file of the job's folder for temporary files (docs/contract.md, After the job). It never throws: if the
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
    wasRestored(serverKey, snapshotKey) {
      const others = path === undefined ? [] : readEntries(path);
      const ofThisAttempt = others.filter((entry) => entry.runId === runId && entry.attempt === attempt);
      return [...own, ...ofThisAttempt].some(
        (entry) => isSameId(entry.serverKey, serverKey) && isSameId(entry.snapshotKey, snapshotKey),
      );
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
