import type { ActionError } from '../errors.ts';
import { cautionBlock, page } from './markdown.ts';

/** The summary of a step whose inputs are invalid, so that it sent no request. */
export function inputErrorSummary(error: ActionError): string {
  return page('### ❌ VPS.org snapshot action: invalid inputs', cautionBlock(error.message));
}
