import type { Marker } from './marker.ts';

/**
 * The names to try if another snapshot has this one: for people with the run, which the servers of a fleet and the legs of a
 * matrix share; then with what only this step has for this server, at this second. Neither is much longer than the name.
 */
export function alternativeNames(name: string, { runId, attempt, step }: Marker, nowMs: number): string[] {
  const second = Math.floor(nowMs / 1000).toString(36);
  return [`${name}-${runId}-${attempt}`, `${name}-${step.slice(0, 8)}-${second}`];
}
