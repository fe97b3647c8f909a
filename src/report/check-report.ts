import { formatDuration } from '../format.ts';
import { displayUrl } from './cells.ts';
import { markdown, page } from './markdown.ts';
import { toSeconds } from './outputs.ts';

/** What `mode: check` reports on. */
export interface CheckReportData {
  readonly url: string;
  readonly healthy: boolean;
  /** What the last request returned, for people. */
  readonly lastResult: string;
  readonly durationMs: number;
}

/** The outputs (docs/contract.md, Outputs). */
export function checkOutputs({ healthy, durationMs }: CheckReportData): Record<string, string> {
  return { healthy: String(healthy), duration_seconds: toSeconds(durationMs) };
}

/** The summary of the step. */
export function checkSummary({ url, healthy, lastResult, durationMs }: CheckReportData): string {
  const verdict = healthy ? '✅ VPS.org health check: healthy after' : '❌ VPS.org health check: not healthy within';
  return page(`### ${verdict} ${formatDuration(durationMs)}`, markdown`${displayUrl(url)}, last result: ${lastResult}`);
}
