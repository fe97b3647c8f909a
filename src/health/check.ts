import { Deadline } from '../clock.ts';
import { Failure, wordsOf } from '../failure.ts';
import type { HttpAnswer } from '../http/request.ts';
import { span } from '../report/format.ts';
import type { Run } from '../run.ts';
import { quoted } from '../text.ts';
import { codeOf, isCertificateError } from '../vps/transport.ts';
import { watch } from '../waiting/watch.ts';

/** Longest time for one look, in milliseconds. */
const REQUEST_MS = 10_000;
const LAST_REQUEST_MS = 2000;
const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 5;

/**
 * Asks `health_check_url` until it answers 2xx, and with `health_check_text` until its body holds that text. Redirects
 * are followed; the token is not sent (design.md, Inputs and What must never happen, 6).
 * @param seen whether the servers were seen to be active
 * @returns `undefined` when it is healthy or there is nothing to ask
 * @throws the reason of the abort of a cancelled job
 */
export async function unhealthy(run: Run, seen: boolean): Promise<Failure | undefined> {
  const { health_check_url: url, health_check_text: text, health_check_timeout_minutes: timeoutMs } = run.inputs;
  if (url === undefined) return undefined;
  const deadline = new Deadline(run.clock, timeoutMs);
  let last = 'it was not asked';
  const note = (words: string) => {
    if (words !== last) run.runner.line(`  health check: ${words}`);
    last = words;
  };
  const healthy = await watch<string>(
    {
      read: () => look(url, text, run, Math.max(LAST_REQUEST_MS, Math.min(REQUEST_MS, deadline.left()))),
      judge(words) {
        note(words === '' ? '✓ healthy' : words);
        return words === '';
      },
      progress: (waitedMs) => run.runner.line(`  ${span(waitedMs)} gone: ${last}`),
      disturbed: () => undefined,
    },
    run.schedule,
    run,
    deadline,
  );
  if (healthy) return undefined;
  const { origin, pathname } = new URL(url);
  return new Failure({
    happened: `Restored, but not healthy: ${origin}${pathname} did not answer as it should within ${span(timeoutMs)}; at last ${last}.`,
    now: seen
      ? 'The server was put back and is active. Only the health check failed.'
      : 'The restore was accepted; whether it is over cannot be seen with this token.',
    next: 'Look at the service on the server; if the check itself is wrong, mend the inputs health_check_url and _text.',
  });
}

/** Asks, and follows redirects; nothing secret is sent. */
async function followed(url: string, run: Run, timeoutMs: number): Promise<HttpAnswer> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await run.http({ method: 'GET', url: at, headers: { accept: '*/*' }, body: '' }, timeoutMs);
    const next = REDIRECTS.includes(answer.status) ? URL.parse(answer.location ?? '', at) : null;
    if (!next || !/^https?:$/u.test(next.protocol) || redirects === MOST_REDIRECTS) return answer;
    at = next.href;
  }
}

/** @returns what is wrong, empty where nothing is */
async function look(url: string, text: string, run: Run, timeoutMs: number): Promise<string> {
  try {
    const { status, body } = await followed(url, run, timeoutMs);
    if (status < 200 || status >= 300) return `it answers ${status}`;
    return body.includes(text) ? '' : `it answers ${status}, without the text ${quoted(text)}`;
  } catch (error) {
    run.cancelled.throwIfAborted();
    return isCertificateError(error)
      ? `its certificate is not accepted (${codeOf(error)})`
      : `it does not answer: ${wordsOf(error)}`;
  }
}
