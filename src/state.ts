import * as v from 'valibot';
import type { Runner } from './report/runner.ts';
import type { SnapshotRecord } from './snapshots/record.ts';
import { IdText } from './vps/id.ts';

/** What the post step has to know of one server's snapshot. */
const SavedSnapshot = v.object({
  server: IdText,
  name: v.string(),
  /** `null` until the API has answered: then the post step looks for the marker. */
  id: v.nullable(IdText),
});
export type SavedSnapshot = v.InferOutput<typeof SavedSnapshot>;

const Saved = v.object({
  /** The inputs as the main step read them, without secrets. */
  texts: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())),
  /** Empty where the step sent no create. */
  snapshots: v.optional(v.pipe(v.string(), v.parseJson(), v.array(SavedSnapshot)), '[]'),
});
export type Saved = v.InferOutput<typeof Saved>;

/** Marks the step as begun: the same bundle, run again with this state, is its post step. */
export function saveStage(runner: Runner): void {
  runner.state('stage', 'post');
}

/** True in the post step. */
export function isPost(getState: (name: string) => string): boolean {
  return getState('stage') === 'post';
}

/** Saves the inputs as they were read, when they are known to be good. */
export function saveTexts(runner: Runner, texts: Readonly<Record<string, string>>): void {
  runner.state('texts', JSON.stringify(texts));
}

/** Saves which snapshots the step has requested or taken over. */
export function saveSnapshots(runner: Runner, records: readonly SnapshotRecord[]): void {
  const saved = records
    .filter(({ requested, snapshot }) => requested || snapshot)
    .map(({ server, name, snapshot }): SavedSnapshot => ({ server, name, id: snapshot?.id ?? null }));
  runner.state('snapshots', JSON.stringify(saved));
}

/** Reads what the main step saved; `undefined` where it ended before its inputs were known to be good. */
export function readSaved(getState: (name: string) => string): Saved | undefined {
  const texts = getState('texts');
  if (texts === '') return undefined;
  return v.parse(Saved, { texts, snapshots: getState('snapshots') || undefined });
}
