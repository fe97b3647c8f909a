import { plain } from './text.ts';

/** What a person needs at night, in the order in which it is needed. */
export interface FailureParts {
  /** What happened, to which server and snapshot, with the HTTP status and the API's words where there are any. */
  readonly happened: string;
  /** What is known of the server now, and what still goes on there. */
  readonly now?: string | readonly string[];
  /** The one next step. */
  readonly next: string;
}

/**
 * An end of the action that a person has to read. Every part is made harmless before it becomes the message, because
 * names and the API's words come from outside (design.md, What must never happen, 7).
 */
export class Failure extends Error {
  readonly parts: FailureParts;

  constructor(parts: FailureParts, cause?: unknown) {
    super([parts.happened, parts.now ?? [], parts.next].flat().map(plain).join('\n'), { cause });
    this.name = 'Failure';
    this.parts = parts;
  }
}

/** The job was cancelled: the runner sent a signal (design.md, When a job is cancelled). */
export class Cancelled extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`Cancelled: the runner sent ${signal}.`);
    this.name = 'Cancelled';
  }
}

/** The words of anything that was thrown, for a place within a sentence. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
