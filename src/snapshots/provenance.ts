import { createHash } from 'node:crypto';
import type { Job } from '../job.ts';
import type { Id } from '../vps/id.ts';

/** Length of the longest provenance line (design.md, Provenance). */
const LONGEST_LINE = 200;
const MARKED =
  /(?:^|\s)run (?<run>\d+) attempt (?<attempt>\d+) \[vps-snapshot:1:(?<repository>[0-9a-f]{16}):(?<step>[0-9a-f]{16})\]\s*$/u;

/** What a snapshot's description says of who took it. */
export interface Provenance {
  readonly runId: number;
  readonly attempt: number;
  /** Hash of the repository. */
  readonly repository: string;
  /** Hash of what makes the step of the run unique on the server: run id, job, step, server. */
  readonly step: string;
}

function hash(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** The provenance of what this job's step takes of a server. */
export function provenanceOf(job: Job, server: Id): Provenance {
  return {
    runId: job.runId,
    attempt: job.attempt,
    repository: hash(job.serverUrl.toLowerCase(), job.repository.toLowerCase()),
    step: hash(job.runId, job.name, job.step, server),
  };
}

/**
 * The line at the end of a description, for people and machines, of at most 200 characters. A long repository name is
 * cut; the marker behind it never is.
 */
export function provenanceLine(job: Job, server: Id): string {
  const { runId, attempt, repository, step } = provenanceOf(job, server);
  const marker = `run ${runId} attempt ${attempt} [vps-snapshot:1:${repository}:${step}]`;
  const origin = `${job.repository}@${job.sha.slice(0, 7)}`;
  return `${origin.slice(-(LONGEST_LINE - marker.length - 1))} ${marker}`;
}

/** Reads the provenance from a description; `undefined` where the marker is lost, cut or of another format. */
export function readProvenance(description: string): Provenance | undefined {
  const groups = MARKED.exec(description)?.groups;
  if (!groups) return undefined;
  const { run = '', attempt = '', repository = '', step = '' } = groups;
  return { runId: Number(run), attempt: Number(attempt), repository, step };
}

/** True for a snapshot of this repository: only those are ours (design.md, Provenance). */
export function isOurs(description: string, own: Provenance): boolean {
  return readProvenance(description)?.repository === own.repository;
}

/** True for a snapshot that this very step of this run took in this attempt. */
export function isOfThisAttempt(description: string, own: Provenance): boolean {
  return isOfThisStep(description, own) && readProvenance(description)?.attempt === own.attempt;
}

/** True for a snapshot of this very step of this run, in whatever attempt. */
export function isOfThisStep(description: string, own: Provenance): boolean {
  const theirs = readProvenance(description);
  return theirs?.repository === own.repository && theirs.step === own.step;
}
