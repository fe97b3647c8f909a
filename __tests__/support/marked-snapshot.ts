import type { WorkflowRun } from '../../src/github/workflow-run.ts';
import { defaultSeries, formatDescription, type Marker, markerOf } from '../../src/snapshots/marker.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { server, snapshot, TAKEN_MS } from './report-data.ts';
import { createWorkflowRun } from './workflow-run.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** The server of these snapshots. */
export const SERVER = server();

/** Who took a snapshot; what is left out is run 7001 of the job "deploy" of deploy.yml. */
export interface TakenBy extends Partial<WorkflowRun> {
  readonly series?: string;
  readonly template?: string;
}

/** The marker of a step. */
export function ownMarker({ series, template = '{sha}', ...rest }: TakenBy = {}): Marker {
  const run = createWorkflowRun(rest);
  return markerOf({ run, series: series ?? defaultSeries(run), template }, SERVER);
}

/** The description of a snapshot that a step took. */
export function descriptionBy({ series, template = '{sha}', ...rest }: TakenBy = {}, text = ''): string {
  const run = createWorkflowRun(rest);
  return formatDescription({ run, series: series ?? defaultSeries(run), template }, SERVER, text);
}

/** A completed snapshot that a step took a given number of hours before the time of these tests. */
export function taken(
  number: number,
  hoursAgo: number,
  by: TakenBy = { runId: '6000' },
  rest: Partial<Snapshot> = {},
): Snapshot {
  return snapshot(number, { createdAtMs: TAKEN_MS - hoursAgo * HOUR_MS, description: descriptionBy(by), ...rest });
}

/** The ids of snapshots. */
export function keysOf(snapshots: readonly Pick<Snapshot, 'key'>[]): string[] {
  return snapshots.map(({ key }) => key);
}
