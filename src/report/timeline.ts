import { formatDuration } from '../format.ts';
import { allowedInName } from '../vps/allowed-name.ts';
import type { ServerRef } from '../vps/schema.ts';
import { codeBlock } from './markdown.ts';

/** Longer names would leave no room for the bars, in characters. */
const MAX_NAME_LENGTH = 40;
/** A chart of more bars cannot be read, and GitHub draws none with more than 50,000 characters. */
const MAX_BARS = 100;
/** Times without a zone, which Mermaid shows to everyone alike. */
const FORMAT = ['  dateFormat YYYY-MM-DDTHH:mm:ss', '  axisFormat %H:%M:%S', '  todayMarker off'];
const SECONDS_LENGTH = '2025-01-16T12:00:00'.length;

/** The operation on one server. */
export interface TimelineEntry {
  readonly server: ServerRef;
  /** Milliseconds since the epoch; `undefined` if it was not started. */
  readonly startedAtMs: number | undefined;
  /** Milliseconds; `undefined` if its end was not seen. */
  readonly durationMs: number | undefined;
  readonly failed: boolean;
}

interface Bar extends TimelineEntry {
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/**
 * A Gantt chart in Mermaid, which GitHub draws. Of more than 100 servers, it shows the slowest.
 * @param title without characters that have a meaning in Mermaid
 * @returns empty for fewer than two servers, because the table already says everything
 */
export function timeline(title: string, entries: readonly TimelineEntry[]): string {
  const bars = entries.flatMap(({ startedAtMs, durationMs, ...rest }): Bar[] =>
    startedAtMs === undefined || durationMs === undefined ? [] : [{ ...rest, startedAtMs, durationMs }],
  );
  if (bars.length < 2) return '';
  const slowest = new Set(bars.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, MAX_BARS));
  const note = bars.length > MAX_BARS ? `, the ${MAX_BARS} slowest of ${bars.length}` : '';
  const lines = bars.filter((bar) => slowest.has(bar)).map(barLine);
  return codeBlock('mermaid', ['gantt', `  title ${title} (UTC${note})`, ...FORMAT, ...lines].join('\n'));
}

function barLine({ server, startedAtMs, durationMs, failed }: Bar): string {
  // The name is reduced to characters without a meaning in Mermaid. The id stands before it, so that no name is taken
  // for a keyword.
  const name = allowedInName(server.name).slice(0, MAX_NAME_LENGTH);
  const label = [server.key, name, '·', formatDuration(durationMs)].filter((part) => part !== '').join(' ');
  const [from, to] = [startedAtMs, startedAtMs + durationMs].map(secondsTime);
  return `  ${label} :${failed ? 'crit' : 'done'}, ${from}, ${to}`;
}

function secondsTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, SECONDS_LENGTH);
}
