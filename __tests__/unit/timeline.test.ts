import { describe, expect, test } from '@jest/globals';
import { type TimelineEntry, timeline } from '../../src/report/timeline.ts';
import { server } from '../support/report-data.ts';

const AT_MS = Date.parse('2025-01-16T12:00:00Z');

function entry(id: number, rest: Partial<TimelineEntry> = {}): TimelineEntry {
  return { server: server(id), startedAtMs: AT_MS, durationMs: 372_000, failed: false, ...rest };
}

function bars(...entries: TimelineEntry[]): string[] {
  return timeline('Title', entries).split('\n').slice(6, -1);
}

describe('The timeline', () => {
  test('has a bar for each server, from its start to its end', () => {
    const second = entry(2, { startedAtMs: AT_MS + 1400, durationMs: 500_000, failed: true });
    expect(timeline('Snapshot duration by server', [entry(1), second])).toBe(
      [
        '```mermaid',
        'gantt',
        '  title Snapshot duration by server (UTC)',
        '  dateFormat YYYY-MM-DDTHH:mm:ss',
        '  axisFormat %H:%M:%S',
        '  todayMarker off',
        '  1 web-1 · 6 min 12 s :done, 2025-01-16T12:00:00, 2025-01-16T12:06:12',
        '  2 web-2 · 8 min 20 s :crit, 2025-01-16T12:00:01, 2025-01-16T12:08:21',
        '```',
      ].join('\n'),
    );
  });

  test('leaves out what was not started, or whose end was not seen', () => {
    const entries = [entry(1), entry(2, { startedAtMs: undefined }), entry(3, { durationMs: undefined }), entry(4)];
    expect(bars(...entries).map((line) => line.trim().split(' ')[0])).toEqual(['1', '4']);
  });

  test('is missing for a single server', () => {
    expect(timeline('Title', [entry(1), entry(2, { durationMs: undefined })])).toBe('');
  });

  test('lets no name act on Mermaid, on the page or on the width', () => {
    const hostile = [
      'a:crit, 0, 1\n  b',
      '```\n<img src=x>',
      '%%{init: {}}%%',
      'click x href "javascript:1"',
      'section',
      'x'.repeat(900),
    ];
    const lines = bars(...hostile.map((name, index) => entry(index + 1, { server: server(index + 1, name) })));
    expect(lines).toHaveLength(hostile.length);
    for (const line of lines) expect(line).toMatch(/^ {2}\d+ [\w-]{1,40} · 6 min 12 s :done, [\d:T-]+, [\d:T-]+$/u);
  });

  test('has the id alone of a server without a name', () => {
    expect(bars(entry(1, { server: server(1, '') }), entry(2))[0]).toContain('  1 · 6 min 12 s :');
  });

  test('shows the 100 slowest of a large fleet, below the length that GitHub draws', () => {
    const fleet = Array.from({ length: 1000 }, (_, index) =>
      entry(index + 1, { server: server(index + 1, 'n'.repeat(255)), durationMs: 60_000 + index * 1000 }),
    );
    const chart = timeline('Title', fleet);
    const ids = chart
      .split('\n')
      .slice(6, -1)
      .map((line) => Number(line.trim().split(' ')[0]));
    expect(ids).toEqual(Array.from({ length: 100 }, (_, index) => 901 + index));
    expect(chart).toContain('title Title (UTC, the 100 slowest of 1000)');
    expect(chart.length).toBeLessThan(50_000);
  });
});
