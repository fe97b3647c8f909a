import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { CancelledError } from '../../src/errors.ts';
import { Poller, type ReadingTimes } from '../../src/polling/poller.ts';
import { fixed, type Schedule } from '../../src/polling/schedule.ts';
import { CertificateError, InvalidResponseError, RequestError } from '../../src/vps/errors.ts';
import type { ApiRequest } from '../../src/vps/exchange.ts';
import { errorFor } from '../../src/vps/http-status.ts';
import { VirtualClock } from '../properties/virtual-clock.ts';
import { rejectionOf, respond } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const GET: ApiRequest = { method: 'GET', path: '/snapshots/' };
const RESET = new RequestError(GET, 'read ECONNRESET', true);

function statusError(status: number, retryAfterMs?: number) {
  return errorFor(GET, respond(status, {}), retryAfterMs);
}

/** A poller of these readings, each given or thrown, the last one for ever. A reading takes no time. */
function createPoller(readings: readonly (string | Error)[], schedule: Schedule = fixed(5000)) {
  const test = createTestContext();
  const readAtMs: number[] = [];
  const progressMs: number[] = [];
  const errors: unknown[] = [];
  const poller = new Poller<string>(
    {
      read: async () => {
        readAtMs.push(test.clock.monotonicMs());
        const reading = readings[readAtMs.length - 1] ?? readings.at(-1) ?? '';
        if (reading instanceof Error) throw reading;
        return reading;
      },
      schedule,
      onProgress: (waitedMs) => progressMs.push(waitedMs),
      onError: (error) => errors.push(error),
    },
    test.context,
  );
  const until = async (timeoutMs: number) =>
    await poller.until((reading) => reading === 'end', new Deadline(test.clock, timeoutMs));
  return { ...test, poller, readAtMs, progressMs, errors, until };
}

describe('A poller', () => {
  test('pauses, reads, and ends with the first reading that satisfies the waiter', async () => {
    const { until, readAtMs, errors } = createPoller(['on', 'on', 'end']);
    expect(await until(60_000)).toBe(true);
    expect(readAtMs).toEqual([5000, 10_000, 15_000]);
    expect(errors).toEqual([]);
  });

  test('passes the time waited so far to the schedule', async () => {
    const { until, clock, readAtMs } = createPoller(['on', 'on', 'end'], (waitedMs) => 1000 + waitedMs);
    clock.advance(50_000);
    await until(60_000);
    expect(readAtMs).toEqual([51_000, 53_000, 57_000]);
  });

  test('reports how long the wait has taken, and when the reading was requested', async () => {
    const { poller, clock } = createPoller(['on', 'on']);
    const times: ReadingTimes[] = [];
    clock.advance(1000);
    await poller.until((_reading, at) => times.push(at) === 2, new Deadline(clock, 60_000));
    expect(times).toEqual([
      { waitedMs: 5000, requestedMs: 5000 },
      { waitedMs: 10_000, requestedMs: 10_000 },
    ]);
  });

  test('treats a slow reading as being as old as its request', async () => {
    const { context, clock } = createTestContext();
    const read = async () => clock.advance(4000);
    const poller = new Poller({ read, schedule: fixed(5000), onProgress: () => {}, onError: () => {} }, context);
    const times: ReadingTimes[] = [];
    await poller.until((_reading, at) => times.push(at) === 1, new Deadline(clock, 60_000));
    expect(times).toEqual([{ waitedMs: 9000, requestedMs: 5000 }]);
  });

  test('ends at the timeout, after a last reading at that very time', async () => {
    const { until, readAtMs } = createPoller(['on']);
    expect(await until(12_000)).toBe(false);
    expect(readAtMs).toEqual([5000, 10_000, 12_000]);
  });

  test('takes an end that only the last reading shows', async () => {
    expect(await createPoller(['on', 'on', 'end']).until(12_000)).toBe(true);
  });

  test('gives the last reading of a wait that has no time left a chance too', async () => {
    const { until, readAtMs } = createPoller(['on']);
    expect(await until(0)).toBe(false);
    expect(readAtMs).toEqual([0]);
  });

  test('shows a sign of life every 30 s, however rarely it reads', async () => {
    const often = createPoller(['on']);
    await often.until(100_000);
    expect(often.progressMs).toEqual([30_000, 60_000, 90_000]);
    const rarely = createPoller(['on'], fixed(45_000));
    await rarely.until(200_000);
    expect(rarely.progressMs).toEqual([30_000, 60_000, 90_000, 120_000, 150_000, 180_000]);
    expect(rarely.readAtMs).toEqual([45_000, 90_000, 135_000, 180_000, 200_000]);
    const unevenly = createPoller(['on'], fixed(20_000));
    await unevenly.until(130_000);
    expect(unevenly.progressMs).toEqual([30_000, 60_000, 90_000, 120_000]);
  });
});

/** A poller whose reading is its number, at a clock that moves only when every waiter waits. */
function createShared(schedule: Schedule = fixed(5000), readMs = 0) {
  const clock = new VirtualClock();
  const startMs = clock.monotonicMs();
  const { signal } = new AbortController();
  const reads: { readonly atMs: number; readonly leftMs: number }[] = [];
  const poller = new Poller<number>(
    {
      read: async (deadline) => {
        reads.push({ atMs: clock.monotonicMs() - startMs, leftMs: deadline.leftMs() });
        if (readMs > 0) await clock.pass(readMs);
        return reads.length;
      },
      schedule,
      onProgress: () => {},
      onError: () => {},
    },
    { clock, random: () => 0.5, signal },
  );
  /** @returns whether the reading of that number came in time, and when the wait ended */
  const waitFor = async (number: number, timeoutMs = 600_000, afterMs = 0) => {
    if (afterMs > 0) await clock.pass(afterMs);
    const isDone = await poller.until((reading) => reading >= number, new Deadline(clock, timeoutMs));
    return { isDone, endedMs: clock.monotonicMs() - startMs };
  };
  const all = async <Result>(...waits: readonly Promise<Result>[]) => {
    const results = Promise.all(waits);
    await clock.until(results.then(() => undefined));
    return await results;
  };
  return { clock, poller, reads, waitFor, all };
}

describe('Several waiters', () => {
  test('share each reading, and each ends by itself', async () => {
    const { reads, waitFor, all } = createShared();
    const ends = await all(waitFor(3), waitFor(1), waitFor(2));
    expect(ends.map(({ endedMs }) => endedMs)).toEqual([15_000, 5000, 10_000]);
    expect(reads.map(({ atMs }) => atMs)).toEqual([5000, 10_000, 15_000]);
  });

  test('each have their own timeout', async () => {
    const { waitFor, all } = createShared();
    expect(await all(waitFor(9, 12_000), waitFor(4, 60_000))).toEqual([
      { isDone: false, endedMs: 12_000 },
      // One reading more than without the other.
      { isDone: true, endedMs: 17_000 },
    ]);
  });

  test('are read for with the timeout that ends first', async () => {
    const { reads, waitFor, all } = createShared();
    await all(waitFor(9, 20_000), waitFor(9, 60_000), waitFor(9, 30_000));
    expect(reads.slice(0, 2).map(({ leftMs }) => leftMs)).toEqual([15_000, 10_000]);
  });

  test('may join in a long pause: the next reading comes as soon as the new one needs it', async () => {
    const { reads, waitFor, all } = createShared((waitedMs) => (waitedMs === 0 ? 5000 : 40_000));
    const [, second] = await all(waitFor(9, 100_000), waitFor(2, 100_000, 10_000));
    expect(second?.endedMs).toBe(15_000);
    expect(reads.map(({ atMs }) => atMs).slice(0, 2)).toEqual([5000, 15_000]);
  });

  test('are not served by a reading that was requested before they joined', async () => {
    const { waitFor, all } = createShared(fixed(5000), 3000);
    // The first reading is under way from 5 s to 8 s.
    const [first, second] = await all(waitFor(1), waitFor(1, 600_000, 6000));
    expect(first?.endedMs).toBe(8000);
    expect(second?.endedMs).toBe(16_000);
  });

  test('all end with an error that ends the wait', async () => {
    const error = statusError(401);
    const { clock, poller } = createPoller([error]);
    const wait = async () => await rejectionOf(poller.until(() => true, new Deadline(clock, 60_000)));
    expect(await Promise.all([wait(), wait()])).toEqual([error, error]);
  });

  test('can start another wait after an error', async () => {
    const { until } = createPoller([statusError(403), 'end']);
    await rejectionOf(until(60_000));
    expect(await until(60_000)).toBe(true);
  });
});

describe('A wait continues', () => {
  test.each([
    ['a reset', RESET],
    ['a refused connection', new RequestError(GET, 'connect ECONNREFUSED', false)],
    ['an unreadable response', new InvalidResponseError(GET, 'cut off')],
    ...[408, 409, 423, 425, 429, 500, 501, 502, 503, 504, 505, 520, 522, 524, 530, 599].map(
      (status) => [`a ${status}`, statusError(status)] as const,
    ),
  ])('after %s', async (_what, error) => {
    const { until, readAtMs, errors } = createPoller([error, error, error, error, error, 'end']);
    expect(await until(60_000)).toBe(true);
    expect(errors).toEqual(Array(5).fill(error));
    expect(readAtMs).toEqual([5000, 10_000, 15_000, 20_000, 25_000, 30_000]);
  });

  test.each([301, 302, 307, 308, 404])('after a %d three times in a row, and not four times', async (status) => {
    const error = statusError(status);
    const three = createPoller(['on', error, error, error, 'on', error, error, error, 'end']);
    expect(await three.until(60_000)).toBe(true);
    const four = createPoller(['on', error, error, error, error, 'end']);
    expect(await rejectionOf(four.until(60_000))).toBe(error);
    expect(four.errors).toHaveLength(3);
  });

  test('no sooner than a second after a 404, however short the polls are', async () => {
    const error = statusError(404);
    const { until, readAtMs } = createPoller(['on', error, error, error, 'end'], fixed(10));
    expect(await until(60_000)).toBe(true);
    expect(readAtMs).toEqual([10, 20, 1020, 2020, 3020]);
  });

  test('until the timeout if nothing else comes, with signs of life', async () => {
    const { until, progressMs } = createPoller([RESET]);
    expect(await until(65_000)).toBe(false);
    expect(progressMs).toEqual([30_000, 60_000]);
  });

  test('no sooner than Retry-After asks, and then at its own pace again', async () => {
    const { until, readAtMs } = createPoller([statusError(429, 20_000), 'on', 'end']);
    await until(60_000);
    expect(readAtMs).toEqual([5000, 25_000, 30_000]);
  });

  test('at its own pace if Retry-After asks for less', async () => {
    const { until, readAtMs } = createPoller([statusError(503, 1000), 'end']);
    await until(60_000);
    expect(readAtMs).toEqual([5000, 10_000]);
  });

  test('only until the timeout if Retry-After asks for more', async () => {
    const { until, readAtMs } = createPoller([statusError(429, 3_600_000)]);
    expect(await until(60_000)).toBe(false);
    expect(readAtMs).toEqual([5000, 60_000]);
  });
});

describe('A wait ends', () => {
  test.each([400, 401, 403, 405, 410, 422])('at once with a %d', async (status) => {
    const error = statusError(status);
    const { until, readAtMs, errors } = createPoller(['on', error, 'end']);
    expect(await rejectionOf(until(60_000))).toBe(error);
    expect(readAtMs).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  test('at once with a certificate that is not trusted', async () => {
    const error = new CertificateError(GET, 'CERT_HAS_EXPIRED', undefined);
    expect(await rejectionOf(createPoller([error, 'end']).until(60_000))).toBe(error);
  });

  test('at once with a defect of the action', async () => {
    const error = new TypeError('x');
    expect(await rejectionOf(createPoller([error, 'end']).until(60_000))).toBe(error);
  });

  test('with a defect of the waiter itself', async () => {
    const { poller, clock } = createPoller(['on']);
    const error = new TypeError('x');
    const wait = poller.until(() => {
      throw error;
    }, new Deadline(clock, 60_000));
    expect(await rejectionOf(wait)).toBe(error);
  });

  test('when the job is cancelled in a pause, without another request', async () => {
    const { until, clock, abort, readAtMs } = createPoller(['on']);
    const reason = new CancelledError('SIGTERM');
    clock.onPause = () => {
      if (clock.monotonicMs() === 15_000) abort.abort(reason);
    };
    expect(await rejectionOf(until(60_000))).toBe(reason);
    expect(readAtMs).toEqual([5000, 10_000]);
  });

  test('when the job is cancelled during a request, with the reason and not with what that throws', async () => {
    const { context, clock, abort } = createTestContext();
    const reason = new CancelledError('SIGTERM');
    const read = async () => {
      abort.abort(reason);
      throw RESET;
    };
    const poller = new Poller({ read, schedule: fixed(5000), onProgress: () => {}, onError: () => {} }, context);
    expect(await rejectionOf(poller.until(() => true, new Deadline(clock, 60_000)))).toBe(reason);
  });
});
