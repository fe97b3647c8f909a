import type { Marker } from './marker.ts';

/**
 * The names to try if another snapshot has this one: first with the run, which people can read, but which the servers
 * of a fleet and the legs of a matrix share; then with what is unique to this step, this server and this second.
 * Neither is much longer than the name.
 */
export function alternativeNames(name: string, { runId, attempt, step }: Marker, nowMs: number): string[] {
  const second = Math.floor(nowMs / 1000).toString(36);
  return [`${name}-${runId}-${attempt}`, `${name}-${step.slice(0, 8)}-${second}`];
}
