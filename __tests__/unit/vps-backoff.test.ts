import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.ts';
import { backoffMs, delayBeforeRetry, retryAfterMs } from '../../src/vps/backoff.ts';
import { errorFor } from '../../src/vps/http-status.ts';
import { rejectionOf, respond } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

describe('The backoff', () => {
  test('doubles from 1 s and stays at 30 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 5000].map((retry) => backoffMs(retry, () => 1))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  test('has full jitter: it may be nothing at all', () => {
    expect(backoffMs(4, () => 0)).toBe(0);
    expect(backoffMs(4, () => 0.25)).toBe(4000);
  });
});

describe('Retry-After', () => {
  // The API's clock is years off the runner's, which must not matter.
  const date = 'Fri, 16 Jan 2032 12:00:00 GMT';

  test.each([
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['Fri, 16 Jan 2032 12:00:30 GMT', 30_000],
    ['Friday, 16-Jan-32 12:01:00 GMT', 60_000],
    ['Fri, 16 Jan 2032 11:00:00 GMT', 0],
  ])('of "%s" is a pause of %d ms', (retryAfter, ms) => {
    expect(retryAfterMs(respond(429, '', { retryAfter, date }))).toBe(ms);
  });

  test.each([undefined, '', '-1', '1.5', 'soon', '2032-01-16', 'Fri, no date', '9'.repeat(20)])(
    'of "%s" says nothing',
    (retryAfter) => {
      expect(retryAfterMs(respond(429, '', { retryAfter, date }))).toBeUndefined();
    },
  );

  test.each([undefined, '', 'now'])('as a date says nothing if the API gives its own as "%s"', (own) => {
    expect(retryAfterMs(respond(429, '', { retryAfter: 'Fri, 16 Jan 2032 12:00:30 GMT', date: own }))).toBeUndefined();
  });
});

describe('The pause before a retry', () => {
  const GET = { method: 'GET', path: '/snapshots/' } as const;
  const error = (afterMs?: number) => errorFor(GET, respond(429), afterMs);

  test.each([
    ['the backoff', undefined, 4000],
    ['what the API asks for', 90_000, 90_000],
    ['the backoff if the API asks for less', 1, 4000],
  ])('is %s', async (_what, afterMs, ms) => {
    const { context, clock, deadline } = createTestContext();
    await delayBeforeRetry(error(afterMs), 3, context, deadline());
    expect(clock.pauses).toEqual([ms]);
  });

  test.each([undefined, 60_000, 7_200_000])(
    'is cut so that one more try fits in before the deadline if the API asks for %s ms',
    async (afterMs) => {
      const { context, clock, deadline } = createTestContext();
      await delayBeforeRetry(error(afterMs), 3, context, deadline(5000));
      expect(clock.pauses).toEqual([3000]);
    },
  );

  test('is not made if no time is left for another try', async () => {
    const { context, clock, deadline } = createTestContext();
    const limit = error();
    expect(await rejectionOf(delayBeforeRetry(limit, 3, context, deadline(2000)))).toBe(limit);
    expect(clock.pauses).toEqual([]);
  });

  test('ends with the signal', async () => {
    const { context, abort, clock, deadline } = createTestContext();
    clock.onPause = () => abort.abort(new CancelledError('SIGTERM'));
    expect(await rejectionOf(delayBeforeRetry(error(), 0, context, deadline()))).toBeInstanceOf(CancelledError);
  });
});
