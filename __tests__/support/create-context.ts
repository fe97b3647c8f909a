import type { RequestLimit } from '../../src/polling/post-once.ts';
import { fixed, type Schedule } from '../../src/polling/schedule.ts';
import type { ApiSession } from '../../src/servers/session.ts';
import { VpsClient } from '../../src/vps/client.ts';
import { type ApiRequest, type ApiResponse, pathOf } from '../../src/vps/exchange.ts';
import { withRetry } from '../../src/vps/with-retry.ts';
import { withStatus } from '../../src/vps/with-status.ts';
import { createTestContext } from './fake-clock.ts';
import { RecordingRunner } from './recording-runner.ts';

/** Lets every request through at once. */
export const UNLIMITED: RequestLimit = async (request) => await request();

/**
 * Creates a session whose API is a function, and that polls every 5 s.
 * @param reply what the API returns for a request after that many milliseconds; it may throw
 */
export function createSession(
  reply: (request: ApiRequest, passedMs: number) => ApiResponse,
  schedule: Schedule = fixed(5000),
) {
  const test = createTestContext();
  const { clock, context } = test;
  const runner = new RecordingRunner();
  const requests: string[] = [];
  const send = withStatus(async (request) => {
    requests.push(`${request.method} ${pathOf(request)}`);
    return reply(request, clock.monotonicMs());
  });
  const session: ApiSession = {
    api: new VpsClient(withRetry(send, context, (line) => runner.info(`  ${line}`))),
    pollingApi: new VpsClient(send),
    detachedApi: new VpsClient(send),
    isRestoreSource: () => false,
    context,
    schedule,
    log: (line) => runner.info(line),
    warn: (text) => runner.warning(text),
  };
  return {
    ...test,
    session,
    runner,
    /** Each request so far, such as `GET /snapshots/?server_id=12345&page_size=100`. */
    requests,
    /** How many requests of a method were sent. */
    count: (method: ApiRequest['method']) => requests.filter((request) => request.startsWith(method)).length,
  };
}
