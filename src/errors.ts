import { capitalize } from './format.ts';
import { sanitizeLine } from './text.ts';

/** What the on-call engineer needs, in this order. */
export interface ErrorParts {
  /** What happened, to which server and snapshot, with the API's status and message if there are any. */
  readonly summary: string;
  /** The state of the server and the snapshot now, and what is still running there. */
  readonly state?: string | readonly string[];
  /** The one next step. */
  readonly hint: string;
}

/**
 * An error that a person reads. Each part is made harmless before it becomes the message, because names and the API's
 * messages come from outside (docs/contract.md, What must never happen, 9).
 */
export class ActionError extends Error {
  /** As they are shown, with a line of the state in each item. */
  readonly parts: ErrorParts & { readonly state: readonly string[] };

  constructor(given: ErrorParts, cause?: unknown) {
    const { hint } = given;
    const summary = startSentence(given.summary);
    // A line that does not end like a sentence is an item of a list.
    const state = [given.state ?? []].flat().map((line) => (line.endsWith('.') ? startSentence(line) : line));
    super([summary, ...state, hint].map(sanitizeLine).join('\n'), { cause });
    this.name = 'ActionError';
    this.parts = { summary, state, hint };
  }
}

/** The next step after an error that is a defect of the action. */
export const UNEXPECTED_HINT =
  'Check the servers in the VPS.org control panel, then open an issue in the repository of this action, with the log of this step.';

/** A sentence can begin with a server or a snapshot, which are written in lower case within one. */
function startSentence(line: string): string {
  return line.replace(/^ {0,2}(?:server|snapshot)\b/u, (start) => start.replace(/[a-z]/u, capitalize));
}

/** The runner cancelled the job with a signal. */
export class CancelledError extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`The job was cancelled (${signal}).`);
    this.name = 'CancelledError';
  }
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
