import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  capitalize,
  clockTime,
  dateTime,
  formatAge,
  formatDiscarded,
  formatDuration,
  formatRoughDuration,
  formatServers,
  formatSize,
  formatTaken,
  formatTimeBefore,
  isoTime,
  pluralize,
  progressBar,
  shortSha,
} from '../../src/format.ts';
import { describeServer, describeSnapshot, nameSnapshot } from '../../src/vps/describe.ts';
import { SHA, server, snapshot } from '../support/report-data.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOON_MS = Date.parse('2025-01-16T12:00:00.900Z');

describe('A duration', () => {
  test.each([
    [0, '0.0 s'],
    [1240, '1.2 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [372_000, '6 min 12 s'],
    [3_599_499, '59 min 59 s'],
    [3_599_500, '1 h 0 min'],
    [90 * MINUTE_MS, '1 h 30 min'],
    [48 * HOUR_MS - MINUTE_MS, '47 h 59 min'],
    [48 * HOUR_MS, '2 d 0 h'],
    [76 * HOUR_MS, '3 d 4 h'],
  ])('of %d ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  test.each([
    [0, '0 s'],
    [59_000, '59 s'],
    [14.9 * MINUTE_MS, '14 min'],
    [5 * HOUR_MS, '5 h'],
    [72 * HOUR_MS, '3 d'],
  ])('of %d ms is roughly %s', (ms, words) => {
    expect(formatRoughDuration(ms)).toBe(words);
  });
});

describe('An age', () => {
  const now = Date.parse('2025-01-16T12:00:00Z');
  test.each([
    ['2025-01-16T12:00:00Z', '0 min ago'],
    ['2025-01-16T12:00:05Z', '0 min ago'],
    ['2025-01-16T11:18:00Z', '42 min ago'],
    ['2025-01-16T11:00:00Z', '1 h ago'],
    ['2025-01-14T12:00:01Z', '48 h ago'],
    ['2025-01-14T12:00:00Z', '2 d ago'],
  ])('since %s is %s', (createdAt, words) => {
    expect(formatAge(Date.parse(createdAt), now)).toBe(words);
  });

  test('that is unknown says so', () => {
    expect(formatAge(undefined, now)).toBe('of unknown age');
    expect(formatTaken(undefined, now)).toBe('taken at an unknown time');
    expect(formatTaken(now - 3_600_000, now)).toBe('taken 1 h ago');
  });
});

test('A size groups its thousands, and one that is unknown says so', () => {
  expect([0, 999, 5120, 12_345_678, 1234.5678].map(formatSize)).toEqual([
    '0 MB',
    '999 MB',
    '5,120 MB',
    '12,345,678 MB',
    '1,234.5678 MB',
  ]);
  expect(formatSize(null)).toBe('size unknown');
});

test('A noun agrees with its number', () => {
  expect([0, 1, 2, 1000].map((count) => pluralize(count, 'server'))).toEqual([
    '0 servers',
    '1 server',
    '2 servers',
    '1,000 servers',
  ]);
});

test('Servers are listed in a title up to five, and counted beyond', () => {
  expect(formatServers(['1'])).toBe('server 1');
  expect(formatServers(['1', '2', '3', '4', '5'])).toBe('servers 1, 2, 3, 4, 5');
  expect(formatServers(['1', '2', '3', '4', '5', '6'])).toBe('6 servers');
});

describe('A progress bar', () => {
  const expected = { words: '3–15 min', maxMs: 15 * MINUTE_MS };
  test.each([
    [0, '░░░░░░░░░░░░░░░░░░░░'],
    [0.75 * MINUTE_MS, '█░░░░░░░░░░░░░░░░░░░'],
    [7.5 * MINUTE_MS, '██████████░░░░░░░░░░'],
    [15 * MINUTE_MS, '████████████████████'],
    [60 * MINUTE_MS, '████████████████████'],
  ])('after %d ms is %s', (elapsedMs, bar) => {
    expect(progressBar(elapsedMs, expected, 'status: in_progress')).toBe(
      `  ${bar} ${formatDuration(elapsedMs)} elapsed, status: in_progress (usually takes 3–15 min)`,
    );
  });

  test('stays one line whatever the status is', () => {
    expect(progressBar(0, expected, 'status: a\n::error::b')).not.toContain('\n');
  });
});

test('Times are in UTC, to the second or the minute', () => {
  expect(isoTime(NOON_MS)).toBe('2025-01-16T12:00:00Z');
  expect(dateTime(NOON_MS)).toBe('2025-01-16 12:00');
  expect(clockTime(NOON_MS)).toBe('12:00 UTC');
});

describe('What a restore discards', () => {
  const takenMs = Date.parse('2025-01-16T14:03:10Z');
  test.each([
    [takenMs, 16 * MINUTE_MS + 45_000, 'writes since 14:03:10 UTC (16 min 45 s)'],
    [takenMs, 12 * HOUR_MS, 'writes since 2025-01-16 14:03:10 UTC (12 h 0 min)'],
    [takenMs, undefined, 'writes since 2025-01-16 14:03:10 UTC'],
    [undefined, undefined, 'all writes since the snapshot (time unknown)'],
  ])('from %p for %p ms is "%s"', (createdAtMs, discardedMs, words) => {
    expect(formatDiscarded(createdAtMs, discardedMs)).toBe(words);
  });

  test('has a date if the time of day alone is ambiguous', () => {
    expect(formatTimeBefore(takenMs, 12 * HOUR_MS - 1)).toBe('14:03 UTC');
    expect(formatTimeBefore(takenMs, 12 * HOUR_MS)).toBe('2025-01-16 14:03 UTC');
  });
});

describe('A commit SHA in a name', () => {
  test.each([
    [SHA, '3f2a9c1'],
    [`before-${SHA}-2`, 'before-3f2a9c1-2'],
    [`${SHA}0`, `${SHA}0`],
    ['release-1.2', 'release-1.2'],
  ])('shortens %s to %s', (name, short) => {
    expect(shortSha(name)).toBe(short);
  });

  test('is searched in linear time', () => {
    const startedMs = performance.now();
    shortSha('a'.repeat(2_000_000));
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});

describe('A server and a snapshot', () => {
  test('are described by id and name', () => {
    expect(describeServer(server(12345, 'web-1'))).toBe('server 12345 (web-1)');
    expect(describeSnapshot(snapshot(801, { server: server(12345, 'web-1') }))).toBe(
      'snapshot 801 "3f2a9c1" on server 12345 (web-1)',
    );
    expect(nameSnapshot(snapshot(801))).toBe('snapshot 801 "3f2a9c1"');
  });

  test('are described by id alone without a name', () => {
    expect(describeSnapshot(snapshot(801, { name: '', server: server(12345, '') }))).toBe(
      'snapshot 801 on server 12345',
    );
  });

  test('stay on one line of bounded length whatever their names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const text = describeSnapshot(snapshot(801, { name, server: server(1, name) }));
        expect(text).not.toMatch(/[\r\n\u2028\u2029]/u);
        expect(text.length).toBeLessThan(260);
      }),
    );
  });
});

test('A sentence starts with a capital', () => {
  expect([capitalize('server 1'), capitalize('')]).toEqual(['Server 1', '']);
});
