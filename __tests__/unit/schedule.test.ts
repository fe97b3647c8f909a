import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adaptive, fixed, type Schedule } from '../../src/polling/schedule.ts';

const MAX_JITTER = 1.1;
const withoutJitter = adaptive(() => 0.5);

/** When the polls are sent, from the start, in milliseconds, up to the first at or after `endMs`. */
function pollTimes(schedule: Schedule, endMs: number): number[] {
  const times: number[] = [];
  for (let at = 0; at < endMs; times.push(at)) at += schedule(at);
  return times;
}

describe('The adaptive schedule', () => {
  test.each([
    [0, 5000],
    [99_000, 5000],
    [100_000, 5000],
    [101_000, 5050],
    [200_000, 10_000],
    [300_000, 15_000],
    [3_600_000, 15_000],
  ])('pauses after %d ms for %d ms', (waitedMs, pauseMs) => {
    expect(withoutJitter(waitedMs)).toBeCloseTo(pauseMs);
  });

  test('varies each pause by up to a tenth', () => {
    expect(adaptive(() => 0)(0)).toBeCloseTo(4500);
    expect(adaptive(() => 1)(0)).toBeCloseTo(5500);
    expect(adaptive(() => 0)(3_600_000)).toBeCloseTo(13_500);
    expect(adaptive(() => 1)(3_600_000)).toBeCloseTo(16_500);
  });

  test('takes another jitter for each pause', () => {
    const numbers = [0, 1];
    const schedule = adaptive(() => numbers.shift() ?? 0.5);
    expect([schedule(0), schedule(0), schedule(0)].map(Math.round)).toEqual([4500, 5500, 5000]);
  });

  test('sees any end between 20 s and 60 min within 5% or 5 s, and the jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20_000, max: 3_600_000 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (endMs, random) => {
          const schedule = adaptive(() => random.next().value ?? 0);
          const seenMs = pollTimes(schedule, endMs).at(-1);
          expect(seenMs).toBeLessThanOrEqual(endMs + Math.max(5000, endMs * 0.05) * MAX_JITTER);
        },
      ),
    );
  });

  test('needs at most 80 requests in ten minutes', () => {
    expect(pollTimes(withoutJitter, 600_000).length).toBeLessThanOrEqual(80);
  });
});

test('The fixed schedule always pauses for the same time', () => {
  const schedule = fixed(250);
  expect([schedule(0), schedule(1_000_000)]).toEqual([250, 250]);
});
