import { Failure, type FailureParts } from '../failure.ts';
import { sentence } from '../text.ts';
import { isCallError } from './errors.ts';

/**
 * The failure that an error of the API comes to.
 * @param doing what failed, as the beginning of a sentence
 * @param now what is known of the server then
 * @returns the error itself where it already is a failure
 * @throws anything else as it is: a cancelled job, or a defect of the action
 */
export function failureFrom(error: unknown, doing: string, now?: FailureParts['now']): Failure {
  if (error instanceof Failure) return error;
  if (!isCallError(error)) throw error;
  const happened = sentence(`${doing} failed: ${error.message}`);
  return new Failure({ happened, next: error.nextStep, ...(now === undefined ? {} : { now }) }, error);
}
