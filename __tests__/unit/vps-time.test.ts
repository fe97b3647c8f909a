import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTime } from '../../src/vps/time.ts';

const MS = Date.parse('2025-01-15T18:30:00Z');

describe('A time of the API', () => {
  test.each([
    ['in UTC', '2025-01-15T18:30:00Z'],
    ['with lower case', '2025-01-15t18:30:00z'],
    ['without a zone', '2025-01-15T18:30:00'],
    ['without seconds', '2025-01-15T18:30'],
    ['with a space', '2025-01-15 18:30:00'],
    ['with a space before the zone', '2025-01-15 18:30:00 +00:00'],
    ['with an offset', '2025-01-15T20:30:00+02:00'],
    ['with an offset without a colon', '2025-01-15T14:00:00-0430'],
    ['with an offset of hours', '2025-01-15T19:30:00+01'],
    ['with microseconds', '2025-01-15T18:30:00.000000Z'],
    ['with spaces around', ' 2025-01-15T18:30:00Z\n'],
    ['in seconds', MS / 1000],
    ['in seconds with a fraction', `${MS / 1000}.000`],
    ['in seconds as text', String(MS / 1000)],
    ['in milliseconds', MS],
    ['in milliseconds as text', String(MS)],
  ])('is read %s', (_how, time) => {
    expect(parseTime(time)).toBe(MS);
  });

  test.each([
    '',
    'yesterday',
    '2025-01-15',
    '2025-13-45T18:30:00Z',
    '2025-01-15T25:00:00Z',
    '2025-01-15T18:30:00+2',
    'Wed, 15 Jan 2025 18:30:00 GMT',
    '9'.repeat(30),
    // In microseconds and in nanoseconds.
    1_736_965_800_000_000,
    '1736965800000000000',
    '9999-01-15T18:30:00Z',
    1e300,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    -1,
    0,
    '0',
  ])('is unknown if it is %j', (time) => {
    expect(parseTime(time)).toBeUndefined();
  });

  test('is unknown, or one that can be shown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.integer().map(String)), (time) => {
        const ms = parseTime(time);
        if (ms !== undefined) expect(() => new Date(ms).toISOString()).not.toThrow();
      }),
    );
  });

  test('is unknown without delay if it has megabytes', () => {
    expect(parseTime('1'.repeat(8_000_000))).toBeUndefined();
    expect(parseTime(`2025-01-15T18:30:00.${'1'.repeat(8_000_000)}`)).toBeUndefined();
  });
});
