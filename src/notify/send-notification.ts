import { errorMessage } from '../errors.ts';
import type { Http } from '../http/request.ts';
import { sanitizeLine, truncate } from '../text.ts';

const REQUEST_MS = 10_000;
const MAX_RESPONSE_BYTES = 64 * 1024;
/** In UTF-16 units: Discord refuses more, and Slack and Mattermost take more. */
export const MAX_TEXT_LENGTH = 2000;
/** Characters that could turn text from outside into a mention or a link. */
const ACTING = /[<>@]|\](?=\()/gu;
const REPLACEMENTS = new Map([
  ['<', '‹'],
  ['>', '›'],
  ['@', '@\u200b'],
  [']', '] '],
]);

/**
 * Posts `{"text": …}` to a webhook, as Slack, Mattermost and Discord's `/slack` take it (docs/contract.md, Inputs,
 * `notify_url`). It never throws: whether somebody was told does not change the rollback.
 * @param url a secret
 * @param text newlines are kept; whatever in it could mention somebody is made harmless
 * @param redact replaces the secrets in a text, which the runner's masks do not reach
 * @returns why it failed, without the URL; `undefined` if it was accepted
 */
export async function sendNotification(
  url: string,
  text: string,
  http: Http,
  redact: (text: string) => string,
): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json', accept: '*/*' };
  const body = JSON.stringify({ text: truncate(sanitize(text, redact), MAX_TEXT_LENGTH) });
  try {
    const request = { method: 'POST', url, headers, body } as const;
    const { status } = await http(request, REQUEST_MS, { maxBytes: MAX_RESPONSE_BYTES });
    return status >= 200 && status < 300 ? undefined : `The webhook returned ${status}.`;
  } catch (error) {
    return redact(errorMessage(error));
  }
}

/** The length of a text as it is sent, in UTF-16 units: what makes it harmless adds characters. */
export function sentLength(text: string): number {
  return sanitize(text, (line) => line).length;
}

function sanitize(text: string, redact: (text: string) => string): string {
  const lines = redact(text).split('\n').map(sanitizeLine);
  return redact(lines.join('\n')).replace(ACTING, (mark) => REPLACEMENTS.get(mark) ?? '');
}
