import { allowedInName } from '../snapshots/name.ts';
import type { Id } from '../vps/id.ts';
import { span } from './format.ts';
import { code } from './markdown.ts';

/** Longer names of servers would leave no room for the bars. */
const LONGEST_NAME = 40;
/** Times without a zone, which Mermaid shows to everyone alike. */
const FORMAT = ['  dateFormat YYYY-MM-DDTHH:mm:ss', '  axisFormat %H:%M:%S', '  todayMarker off'];
const SECONDS = '2025-01-16T12:00:00'.length;

/** What took its time on one server. */
export interface Stretch {
  readonly server: Id;
  /** Name of the server, as the API gives it. */
  readonly name: string;
  /** Milliseconds since the epoch; unknown where it did not begin. */
  readonly beganAt?: number | undefined;
  /** Milliseconds; unknown where its end was not seen. */
  readonly tookMs?: number | undefined;
  readonly failed: boolean;
}

/**
 * A Gantt chart of several servers in Mermaid, which GitHub draws; empty for fewer than two, where the table says it
 * all.
 * @param title what is known to be without marks that Mermaid knows
 */
export function timeline(title: string, stretches: readonly Stretch[]): string {
  const lines = stretches.flatMap(({ server, name, beganAt, tookMs, failed }) => {
    if (beganAt === undefined || tookMs === undefined) return [];
    // What the API may say of a name is narrowed to marks that mean nothing to Mermaid; before it stands the id, so that
    // no name is taken for a word of Mermaid's.
    const label = [server, allowedInName(name).slice(0, LONGEST_NAME), '·', span(tookMs)].filter((part) => part !== '');
    const [from, to] = [beganAt, beganAt + tookMs].map((ms) => new Date(ms).toISOString().slice(0, SECONDS));
    return `  ${label.join(' ')} :${failed ? 'crit' : 'done'}, ${from}, ${to}`;
  });
  if (lines.length < 2) return '';
  return code('mermaid', ['gantt', `  title ${title} (UTC)`, ...FORMAT, ...lines].join('\n'));
}
