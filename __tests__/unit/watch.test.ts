import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { Cancelled } from '../../src/failure.ts';
import { errorFor, NoAnswer, UnreadableAnswer } from '../../src/vps/errors.ts';
import type { Exchange } from '../../src/vps/transport.ts';
import { fixed, type Schedule } from '../../src/waiting/schedule.ts';
import { watch } from '../../src/waiting/watch.ts';
import { HandClock } from '../support/hand-clock.ts';
import { answer } from '../support/run-in-hand.ts';

const GET: Exchange = { method: 'GET', path: '/snapshots/' };
const RESET = new NoAnswer(GET, 'reset', true);

function fault(status: number, afterMs?: number) {
  return errorFor(GET, answer(status, {}), afterMs);
}

/** Watches until the reading is "end"; each reading is given or thrown, the last one for ever. */
function watching(readings: readonly (string | Error)[], ms: number, schedule: Schedule = fixed(5000)) {
  const clock = new HandClock();
  const stop = new AbortController();
  const polledAt: number[] = [];
  const waited: number[] = [];
  const progress: number[] = [];
  const disturbed: unknown[] = [];
  const work = (prepare: (clock: HandClock) => void = () => {}) => {
    prepare(clock);
    return watch<string>(
      {
        read: async () => {
          polledAt.push(clock.passed());
          const reading = readings[polledAt.length - 1] ?? readings.at(-1) ?? '';
          if (reading instanceof Error) throw reading;
          return reading;
        },
        judge: (reading, waitedMs) => {
          waited.push(waitedMs);
          return reading === 'end';
        },
        progress: (waitedMs) => progress.push(waitedMs),
        disturbed: (error) => disturbed.push(error),
      },
      schedule,
      { clock, random: () => 0.5, cancelled: stop.signal },
      new Deadline(clock, ms),
    );
  };
  return { clock, stop, polledAt, waited, progress, disturbed, work };
}

describe('A watch', () => {
  test('pauses, asks and ends as soon as the judge is content', async () => {
    const { work, polledAt, waited, disturbed } = watching(['on', 'on', 'end'], 60_000);
    expect(await work()).toBe(true);
    expect(polledAt).toEqual([5000, 10_000, 15_000]);
    expect(waited).toEqual([5000, 10_000, 15_000]);
    expect(disturbed).toEqual([]);
  });

  test('asks the schedule with the time waited so far', async () => {
    const { work, polledAt } = watching(['on', 'on', 'end'], 60_000, (waitedMs) => 1000 + waitedMs);
    await work();
    expect(polledAt).toEqual([1000, 3000, 7000]);
  });

  test('ends with the deadline, after a last look at that very time', async () => {
    const { work, polledAt } = watching(['on'], 12_000);
    expect(await work()).toBe(false);
    expect(polledAt).toEqual([5000, 10_000, 12_000]);
  });

  test('is content with an end that only the last look sees', async () => {
    const { work } = watching(['on', 'on', 'end'], 12_000);
    expect(await work()).toBe(true);
  });

  test('that begins after the deadline asks nothing', async () => {
    const { work, polledAt } = watching(['end'], 0);
    expect(await work()).toBe(false);
    expect(polledAt).toEqual([]);
  });

  test('counts the time that the requests take', async () => {
    const { work, clock, polledAt } = watching(['on'], 12_000);
    clock.whenSlept = () => clock.advance(4000);
    expect(await work()).toBe(false);
    expect(polledAt).toEqual([9000, 16_000]);
  });

  test('gives a sign of life every 30 s, however seldom it asks', async () => {
    const quick = watching(['on'], 100_000);
    await quick.work();
    expect(quick.progress).toEqual([30_000, 60_000, 90_000]);
    const slow = watching(['on'], 200_000, fixed(45_000));
    await slow.work();
    expect(slow.progress).toEqual([45_000, 90_000, 135_000, 180_000]);
    const uneven = watching(['on'], 130_000, fixed(20_000));
    await uneven.work();
    expect(uneven.progress).toEqual([40_000, 60_000, 100_000, 120_000]);
  });
});

describe('A watch goes on', () => {
  test.each([
    ['a reset', RESET],
    ['an answer that cannot be read', new UnreadableAnswer(GET, 'cut')],
    ['a 408', fault(408)],
    ['a 429', fault(429)],
    ['a 500', fault(500)],
    ['a 503', fault(503)],
  ])('after %s', async (_what, error) => {
    const { work, polledAt, disturbed } = watching([error, error, 'end'], 60_000);
    expect(await work()).toBe(true);
    expect(disturbed).toEqual([error, error]);
    expect(polledAt).toEqual([5000, 10_000, 15_000]);
  });

  test('until the deadline when nothing else comes, with signs of life', async () => {
    const { work, progress } = watching([RESET], 65_000);
    expect(await work()).toBe(false);
    expect(progress).toEqual([30_000, 60_000]);
  });

  test('no sooner than Retry-After asks, and then in its own step again', async () => {
    const { work, polledAt } = watching([fault(429, 20_000), 'on', 'end'], 60_000);
    await work();
    expect(polledAt).toEqual([5000, 25_000, 30_000]);
  });

  test('in its own step where Retry-After asks for less', async () => {
    const { work, polledAt } = watching([fault(503, 1000), 'end'], 60_000);
    await work();
    expect(polledAt).toEqual([5000, 10_000]);
  });

  test('only until the deadline where Retry-After asks for more', async () => {
    const { work, polledAt } = watching([fault(429, 3_600_000)], 60_000);
    expect(await work()).toBe(false);
    expect(polledAt).toEqual([5000, 60_000]);
  });
});

describe('A watch ends', () => {
  test.each([400, 401, 403, 404, 501])('at once with a %d', async (status) => {
    const error = fault(status);
    const { work, polledAt, disturbed } = watching(['on', error, 'end'], 60_000);
    await expect(work()).rejects.toBe(error);
    expect(polledAt).toHaveLength(2);
    expect(disturbed).toEqual([]);
  });

  test('at once with a defect of the action', async () => {
    const error = new TypeError('x');
    await expect(watching([error], 60_000).work()).rejects.toBe(error);
  });

  test('when the job is cancelled in a pause, without another request', async () => {
    const { work, stop, polledAt } = watching(['on'], 60_000);
    const reason = new Cancelled('SIGTERM');
    const ending = work((clock) => {
      clock.whenSlept = (passedMs) => {
        if (passedMs === 15_000) stop.abort(reason);
      };
    });
    await expect(ending).rejects.toBe(reason);
    expect(polledAt).toEqual([5000, 10_000]);
  });
});
