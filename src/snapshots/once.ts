import type { Deadline } from '../clock.ts';
import { type Failure, wordsOf } from '../failure.ts';
import { span } from '../report/format.ts';
import type { Run } from '../run.ts';
import { type CallError, isCallError, NoAnswer, PassingFault, UnreadableAnswer } from '../vps/errors.ts';
import type { Id } from '../vps/id.ts';
import { passes, pauseBeforeRetry } from '../vps/retry.ts';
import { LIST_GRACE_MS } from '../waiting/grace.ts';
import { watch } from '../waiting/watch.ts';

/** A POST is sent at most so often after answers were lost; more would not tell more. */
const MOST_SENDS = 3;
/** A POST that never reached the API is sent again so often; after 429 the deadline alone bounds it. */
const MOST_RETRIES = 5;
const RATE_LIMITED = 429;

/** How to see whether a POST was carried out whose answer was lost. */
export interface Look<Reading, Result> {
  readonly server: Id;
  /** Asks the API once. */
  readonly read: () => Promise<Reading>;
  /** The proof that it was carried out, if the reading has one. */
  readonly find: (reading: Reading) => Result | undefined;
  /** The failure where it cannot be decided, because of what stands in `then`. */
  readonly undecided: (then: string) => Failure;
}

/**
 * Reads until the proof is there.
 * @returns `undefined` when the API could be read for 60 s and showed none
 * @throws what `undecided` gives when the API refuses to be read or the deadline passes first
 */
export async function lookAfterLoss<Reading, Result>(
  { server, read, find, undecided }: Look<Reading, Result>,
  run: Run,
  deadline: Deadline,
): Promise<Result | undefined> {
  let found: Result | undefined;
  let firstAskedMs: number | undefined;
  const judge = (reading: Reading, _waitedMs: number, askedMs: number) => {
    found = find(reading);
    firstAskedMs ??= askedMs;
    return found !== undefined || askedMs - firstAskedMs >= LIST_GRACE_MS;
  };
  const progress = (waitedMs: number) => run.runner.line(`  server ${server}: no sign of it after ${span(waitedMs)}`);
  const disturbed = (error: unknown) => run.runner.line(`  server ${server}: ${wordsOf(error)}`);
  try {
    if (await watch({ read, judge, progress, disturbed }, run.schedule, run, deadline)) return found;
  } catch (error) {
    if (!isCallError(error)) throw error;
    throw undecided(error.message);
  }
  throw undecided('the time of timeout_minutes was over');
}

/** A POST that must not be carried out twice. */
export interface Effect<Result> {
  readonly server: Id;
  /** Sends it, once. */
  readonly send: () => Promise<Result>;
  /**
   * After a lost answer: looks whether it was carried out, for as long as that takes.
   * @returns `undefined` where it surely was not
   */
  readonly look: (lost: CallError) => Promise<Result | undefined>;
  /** What a refusal means after an answer was lost; `undefined` where it is a refusal and no more. */
  readonly refusedAfterLoss: (refusal: CallError) => Promise<Result | undefined>;
}

/**
 * Sends a POST so that it is carried out once: again only where it surely was not carried out, and after a lost answer
 * only when a look has shown that it was not (design.md, Errors and retries).
 * @throws the last error of the API; what `look` throws; the reason of the abort of a cancelled job
 */
export async function sendOnce<Result>(
  { server, send, look, refusedAfterLoss }: Effect<Result>,
  run: Run,
  deadline: Deadline,
): Promise<Result> {
  let retries = 0;
  let losses = 0;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isCallError(error)) throw error;
      if (neverBegun(error)) {
        if (!isRateLimit(error) && retries === MOST_RETRIES) throw error;
        run.runner.line(`  server ${server}: ${wordsOf(error)}; nothing was begun, so it is sent again`);
        await pauseBeforeRetry(error, retries, run, deadline);
        retries += 1;
      } else if (mayHaveBegun(error)) {
        losses += 1;
        run.runner.line(`  server ${server}: ${wordsOf(error)}; now to see whether it was begun all the same`);
        const result = await look(error);
        if (result !== undefined) return result;
        if (losses === MOST_SENDS) throw error;
        run.runner.line(`  server ${server}: it was not begun, so it is sent again`);
      } else {
        const result = losses > 0 ? await refusedAfterLoss(error) : undefined;
        if (result === undefined) throw error;
        return result;
      }
    }
  }
}

function isRateLimit(error: CallError): boolean {
  return error instanceof PassingFault && error.status === RATE_LIMITED;
}

/** Connection refused, name not resolved, or 429. */
function neverBegun(error: CallError): boolean {
  return isRateLimit(error) || (error instanceof NoAnswer && !error.sent && passes(error));
}

/** A time-out, a reset, 408, 5xx, or an answer that cannot be read. */
function mayHaveBegun(error: CallError): boolean {
  return (
    error instanceof PassingFault || error instanceof UnreadableAnswer || (error instanceof NoAnswer && error.sent)
  );
}
