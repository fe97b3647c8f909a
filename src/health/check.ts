import { Deadline } from '../clock.ts';
import type { Context } from '../context.ts';
import { errorMessage } from '../errors.ts';
import { formatDuration, shortSha } from '../format.ts';
import type { Http, HttpResponse } from '../http/request.ts';
import { Poller } from '../polling/poller.ts';
import type { Schedule } from '../polling/schedule.ts';
import { quote } from '../text.ts';

/** A probe, its redirects included, takes at most this long, in milliseconds. */
const PROBE_MS = 10_000;
/** The last probe before the timeout still gets this long, in milliseconds. */
const LAST_PROBE_MS = 2000;
const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;

/** What has to be healthy. */
export interface HealthCheck {
  readonly url: string;
  /** The body must contain it; empty: any body. */
  readonly text: string;
  /** How long it may take to become healthy, in milliseconds. */
  readonly timeoutMs: number;
  /** For how long it must stay healthy, in milliseconds. */
  readonly stableMs: number;
}

/** How a health check ended. */
export interface HealthResult {
  readonly isHealthy: boolean;
  /** What the last probe found, such as `200` or `it returned 502`. */
  readonly lastResult: string;
  readonly durationMs: number;
}

/** What a health check needs. */
export interface HealthProbe {
  readonly http: Http;
  readonly context: Context;
  readonly schedule: Schedule;
  readonly log: (line: string) => void;
  /** Called after each probe with the result so far, which is not healthy until the check has ended. */
  readonly onProbe?: (result: HealthResult) => void;
}

/** What one probe found. */
interface ProbeResult {
  readonly isHealthy: boolean;
  readonly result: string;
}

/** A URL for logs and errors: its query can contain a secret. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/**
 * Polls `health_check_url` until it returns 2xx with the text in its body, and has kept doing so for `stableMs`
 * (docs/contract.md, Health check). The API token is not sent.
 * @throws the reason for the abort
 */
export async function checkHealth(check: HealthCheck, probe: HealthProbe): Promise<HealthResult> {
  const { context, schedule, log, onProbe } = probe;
  const { clock } = context;
  const startedMs = clock.monotonicMs();
  const deadline = new Deadline(clock, check.timeoutMs + check.stableMs);
  let lastResult = 'no response yet';
  let healthySinceMs: number | undefined;
  const isStable = ({ isHealthy, result }: ProbeResult, requestedMs: number) => {
    if (result !== lastResult) log(`  health check: ${isHealthy ? '✓ healthy' : result}`);
    lastResult = result;
    onProbe?.({ isHealthy: false, lastResult, durationMs: clock.monotonicMs() - startedMs });
    if (!isHealthy) healthySinceMs = undefined;
    else healthySinceMs ??= requestedMs;
    return healthySinceMs !== undefined && requestedMs - healthySinceMs >= check.stableMs;
  };
  const read = () => probeOnce(check, probe, Math.max(LAST_PROBE_MS, Math.min(PROBE_MS, deadline.leftMs())));
  const poller = new Poller<ProbeResult>(
    {
      read,
      schedule,
      onProgress: (waitedMs) => log(`  health check: ${formatDuration(waitedMs)} elapsed, last result: ${lastResult}`),
      onError: () => undefined,
    },
    context,
  );
  const isHealthy =
    isStable(await read(), 0) ||
    (await poller.until((result, { requestedMs }) => isStable(result, requestedMs), deadline));
  return { isHealthy, lastResult, durationMs: clock.monotonicMs() - startedMs };
}

/**
 * Probes `health_check_url` once.
 * @returns whether it is healthy, and what it returned
 * @throws the reason for the abort
 */
export async function probeOnce(
  { url, text }: Pick<HealthCheck, 'url' | 'text'>,
  { http, context }: Pick<HealthProbe, 'http' | 'context'>,
  timeoutMs = PROBE_MS,
): Promise<ProbeResult> {
  try {
    const response = await follow(url, http, new Deadline(context.clock, timeoutMs));
    if (typeof response === 'string') return { isHealthy: false, result: response };
    const { status, body } = response;
    if (status < 200 || status >= 300) return { isHealthy: false, result: `it returned ${status}` };
    if (!body.includes(text)) {
      return { isHealthy: false, result: `it returned ${status} without the text ${quote(shortSha(text))}` };
    }
    return { isHealthy: true, result: String(status) };
  } catch (error) {
    context.signal.throwIfAborted();
    return { isHealthy: false, result: `no response: ${errorMessage(error)}` };
  }
}

/** @returns the response after redirects on the same host, or why a redirect is not followed */
async function follow(url: string, http: Http, deadline: Deadline): Promise<HttpResponse | string> {
  let at = new URL(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const request = { method: 'GET', url: at.href, headers: { accept: '*/*' }, body: '' } as const;
    const response = await http(request, Math.max(1, deadline.leftMs()));
    if (!REDIRECTS.includes(response.status)) return response;
    const next = URL.parse(response.headers.location ?? '', at.href);
    if (!next) return response;
    if (!staysOnHost(at, next))
      return `it redirects to another host (${quote(next.host)}); the redirect was not followed`;
    at = next;
  }
  return `it redirects more than ${MAX_REDIRECTS} times`;
}

/** A redirect may change the path and switch to https; another host may be one that only the runner can reach. */
function staysOnHost(from: URL, to: URL): boolean {
  if (to.hostname !== from.hostname || !['http:', 'https:'].includes(to.protocol)) return false;
  return to.port === from.port || (from.port === '' && to.port === '');
}
