import type { Deadline } from '../clock.ts';
import type { Context } from '../context.ts';
import { errorMessage } from '../errors.ts';
import { delayBeforeRetry, retryDelayMs } from '../vps/backoff.ts';
import {
  type CallError,
  CertificateError,
  InvalidResponseError,
  isCallError,
  isRateLimit,
  RequestError,
  TransientError,
} from '../vps/errors.ts';

/** A POST is sent at most this many times if its responses are lost. */
const MAX_SENDS = 3;

/** Sends one request as soon as there is room for it; while a POST waits to be retried, others are sent. */
export type RequestLimit = <Result>(request: () => Promise<Result>) => Promise<Result>;

/** A POST that must not be applied twice. */
export interface PostOnceOptions<Result> {
  /** Sends it, once. */
  readonly send: () => Promise<Result>;
  /**
   * After a lost response: checks whether the POST was applied, for as long as that takes.
   * @returns `undefined` if it certainly was not
   */
  readonly findApplied: (lost: CallError) => Promise<Result | undefined>;
  /** What a refusal means after a lost response; `undefined` if it is just a refusal. */
  readonly onRefusalAfterLoss: (refusal: CallError) => Promise<Result | undefined>;
  /** For how long, in milliseconds, this refusal is worth a retry, because nothing started; 0 if it is final. */
  readonly retryRefusalForMs: (refusal: CallError) => Promise<number>;
  readonly log: (line: string) => void;
}

/**
 * Sends a POST so that it is applied once: again only if it certainly had no effect, and after a lost response only if a
 * check has shown that it was not applied (docs/contract.md, Retries and polling).
 * @throws the last error of the API; what the options' functions throw; the reason for the abort
 */
export async function postOnce<Result>(
  { send, findApplied, onRefusalAfterLoss, retryRefusalForMs, log }: PostOnceOptions<Result>,
  context: Context,
  deadline: Deadline,
): Promise<Result> {
  let retries = 0;
  let losses = 0;
  let firstRefusalMs: number | undefined;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isCallError(error)) throw error;
      if (wasNotApplied(error)) {
        log(`${errorMessage(error)}; nothing was started, retrying`);
        await delayBeforeRetry(error, retries, context, deadline);
        retries += 1;
      } else if (mayHaveBeenApplied(error)) {
        losses += 1;
        log(`${errorMessage(error)}; checking whether it was started anyway`);
        const result = await findApplied(error);
        if (result !== undefined) return result;
        if (losses === MAX_SENDS) throw error;
        log('it was not started; sending it again');
      } else {
        const result = losses > 0 ? await onRefusalAfterLoss(error) : undefined;
        if (result !== undefined) return result;
        firstRefusalMs ??= context.clock.monotonicMs();
        const refusedForMs = context.clock.monotonicMs() - firstRefusalMs;
        const leftMs = (await retryRefusalForMs(error)) - refusedForMs;
        // A remainder below the resolution of a timer would never pass.
        if (leftMs < 1) throw error;
        const pauseMs = Math.min(leftMs, retryDelayMs(error, retries, context.random, deadline));
        log(`${errorMessage(error)}; nothing was started, retrying`);
        await context.clock.sleep(pauseMs, context.signal);
        retries += 1;
      }
    }
  }
}

/** True for the error of a POST that certainly had no effect. */
export function hadNoEffect(error: unknown): boolean {
  return isCallError(error) && (wasNotApplied(error) || !mayHaveBeenApplied(error));
}

/** Connection refused, name not resolved, or 429. */
function wasNotApplied(error: CallError): boolean {
  return isRateLimit(error) || (error instanceof RequestError && !error.sent && !(error instanceof CertificateError));
}

/** A timeout, a reset, 408, 425, 5xx, or a response that cannot be read. */
function mayHaveBeenApplied(error: CallError): boolean {
  return (
    error instanceof TransientError ||
    error instanceof InvalidResponseError ||
    (error instanceof RequestError && error.sent)
  );
}
