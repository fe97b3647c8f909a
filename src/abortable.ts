/**
 * Awaits a promise, but only until the signal is aborted.
 * @throws what the promise rejects with; the reason for the abort
 */
export async function abortable<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return await new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
