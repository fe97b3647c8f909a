import type { Context } from '../context.ts';
import type { Schedule } from '../polling/schedule.ts';
import type { VpsClient } from '../vps/client.ts';
import type { Identity } from '../vps/id.ts';

/** What work against the API needs. */
export interface ApiSession {
  /** Retries GET and DELETE until the timeout. */
  readonly api: VpsClient;
  /** Sends each request once: the next poll is the retry. */
  readonly pollingApi: VpsClient;
  /** Not ended by the cancellation of the job: for the start of a server that must not stay stopped. */
  readonly detachedApi: VpsClient;
  /**
   * True for the source of a restore that a step of this job has started, and whose end none has seen: the restore may
   * still read it, whatever the status of the server shows.
   */
  readonly isRestoreSource: (snapshot: Identity) => boolean;
  readonly context: Context;
  readonly schedule: Schedule;
  /** Writes a line to the log. */
  readonly log: (line: string) => void;
  /** Writes a warning; the same one only once. */
  readonly warn: (text: string) => void;
}
