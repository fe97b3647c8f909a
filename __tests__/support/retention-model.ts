/**
 * What retention may keep, as plainly as it can be written: restic's rules, each by itself (docs/contract.md, Series).
 */

export interface ModelPolicy {
  readonly keep: number;
  readonly keepDaily: number;
  readonly keepWeekly: number;
}

/** The Monday of a time's week, 00:00 UTC: weeks that have the same Monday are the same ISO week. */
function mondayOf(atMs: number): string {
  const day = new Date(atMs);
  day.setUTCHours(0, 0, 0, 0);
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString();
}

function midnightOf(atMs: number): string {
  const day = new Date(atMs);
  day.setUTCHours(0, 0, 0, 0);
  return day.toISOString();
}

/**
 * The times that a policy keeps.
 * @param times of the completed snapshots of one series, all different
 */
export function keptTimes(times: readonly number[], { keep, keepDaily, keepWeekly }: ModelPolicy): Set<number> {
  const newestFirst = times.toSorted((a, b) => b - a);
  const kept = new Set(newestFirst.slice(0, 1));
  let left = keep;
  let leftDays = keepDaily;
  let leftWeeks = keepWeekly;
  let day = '';
  let week = '';
  for (const time of newestFirst) {
    if (left > 0) {
      kept.add(time);
      left -= 1;
    }
    if (leftDays > 0 && midnightOf(time) !== day) {
      kept.add(time);
      day = midnightOf(time);
      leftDays -= 1;
    }
    if (leftWeeks > 0 && mondayOf(time) !== week) {
      kept.add(time);
      week = mondayOf(time);
      leftWeeks -= 1;
    }
  }
  return kept;
}
