import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { truncate } from '../text.ts';
import { Id } from '../vps/id.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';
import type { Runner } from './runner.ts';
import type { WorkflowRun } from './workflow-run.ts';

/**
 * Longest value, in ASCII characters. The runner hands each value to the post step in a variable: on Windows one can have
 * 32,767 characters, on Linux 131,072 bytes, and with a longer one the post step would not start at all.
 */
const MAX_VALUE_LENGTH = 30_000;
/** Bounds what is read. */
const MAX_PIECES = 100;
/** Longest name of a server that is kept for messages, in characters. */
const MAX_NAME_LENGTH = 100;
const MORE = '+';
const LAST = '.';
const UNREADABLE = Symbol('unreadable');

/** Tells whose state it is: the environment can set the state of a step that saved none. */
const StepIdentity = v.object({
  runId: v.string(),
  attempt: v.nullable(v.number()),
  job: v.string(),
  jobIndex: v.string(),
  action: v.string(),
});
type StepIdentity = v.InferOutput<typeof StepIdentity>;

/** What the post step has to know of the snapshot of one server. */
const SavedSnapshot = v.object({
  serverKey: Id,
  serverUuid: v.optional(Id),
  serverName: v.string(),
  name: v.string(),
  /** `null` if the API has not returned it: then the post step looks for the marker. */
  snapshotId: v.nullable(Id),
  /** A create was sent and not refused: without an id, the snapshot may exist all the same. */
  requested: v.boolean(),
  /** What carried the step's marker before: it is not what the step took. */
  earlierIds: v.array(Id),
  /** Milliseconds since the epoch. */
  createdAtMs: v.nullable(v.number()),
  /** Taken by an earlier attempt of the step. */
  reused: v.boolean(),
});
export type SavedSnapshot = v.InferOutput<typeof SavedSnapshot>;

/** What a step knows of the snapshot of one server, as far as it is saved. */
export interface SnapshotToSave {
  readonly server: ServerRef;
  readonly name: string;
  readonly snapshot?: Snapshot;
  readonly requested: boolean;
  readonly earlierIds?: readonly Id[];
  readonly reused: boolean;
}

/** A server that the step stopped. */
const StoppedServer = v.object({ key: Id, uuid: v.optional(Id), name: v.string() });

const State = v.object({
  rawInputs: v.nullable(v.record(v.string(), v.string())),
  earlierRollbacks: v.number(),
  readable: v.boolean(),
  snapshots: v.array(SavedSnapshot),
  stopped: v.array(StoppedServer),
  succeeded: v.boolean(),
});

/** What the main step saved for the post step. */
export interface SavedState {
  /** The inputs as the step read them, without secrets. */
  readonly rawInputs: Readonly<Record<string, string>>;
  /** How many entries the rollback log had before the step: those rollbacks came before its deploy, too. */
  readonly earlierRollbacks: number;
  /** The token could read the servers. */
  readonly readable: boolean;
  /** One for each server, once the servers are known. */
  readonly snapshots: readonly SavedSnapshot[];
  /** The servers that the step stopped and has not started again. */
  readonly stopped: readonly ServerRef[];
  /** The step did what it was asked to do. */
  readonly succeeded: boolean;
}

function identityOf({ runId, attempt, job, jobIndex, action }: WorkflowRun): StepIdentity {
  return { runId, attempt: attempt ?? null, job, jobIndex, action };
}

/**
 * Saves which step the state belongs to, and that nothing has been done yet. Every value is saved at once, because the
 * environment can set what a step has not saved (docs/contract.md, What must never happen, 13).
 * @param earlierRollbacks how many entries the rollback log has
 */
export function saveIdentity(runner: Runner, run: WorkflowRun, earlierRollbacks: number): void {
  save(runner, 'inputs', null);
  save(runner, 'rollbacks', earlierRollbacks);
  saveReadable(runner, false);
  saveSnapshots(runner, []);
  saveStopped(runner, []);
  save(runner, 'succeeded', false);
  save(runner, 'run', identityOf(run));
}

/** @param rawInputs the valid inputs as they were read, without secrets */
export function saveRawInputs(runner: Runner, rawInputs: Readonly<Record<string, string>>): void {
  save(runner, 'inputs', rawInputs);
}

/** Saves whether the token may read servers: if it may, a refusal after the job has some other cause. */
export function saveReadable(runner: Runner, readable: boolean): void {
  save(runner, 'readable', readable);
}

/** Saves what the step knows about each server: a rollback must not skip one without a snapshot silently. */
export function saveSnapshots(runner: Runner, records: readonly SnapshotToSave[]): void {
  save(runner, 'snapshots', records.map(toSaved));
}

function toSaved({ server, name, snapshot, requested, earlierIds = [], reused }: SnapshotToSave): SavedSnapshot {
  return {
    serverKey: server.key,
    ...(server.uuid === undefined ? {} : { serverUuid: server.uuid }),
    serverName: truncate(server.name, MAX_NAME_LENGTH),
    name: snapshot?.name || name,
    snapshotId: snapshot?.key ?? null,
    requested,
    earlierIds: [...earlierIds],
    createdAtMs: snapshot?.createdAtMs ?? null,
    reused,
  };
}

/** Saves which servers the step has stopped and not started again; to be called before a stop is sent. */
export function saveStopped(runner: Runner, servers: readonly ServerRef[]): void {
  const saved = servers.map(({ key, uuid, name }) => ({
    key,
    ...(uuid === undefined ? {} : { uuid }),
    name: truncate(name, MAX_NAME_LENGTH),
  }));
  save(runner, 'stopped', saved);
}

/** Saves that the step did what it was asked to do: from then on something may have been deployed. */
export function saveSucceeded(runner: Runner): void {
  save(runner, 'succeeded', true);
}

/**
 * Reads what the main step saved.
 * @param getState the value that was saved under a name; empty if there is none
 * @param run the run of the post step
 * @returns `unstarted` if the step ended before its inputs were known to be valid; `missing` if nothing was saved, if it
 *   cannot be read, or if it belongs to another run, attempt, job or step
 */
export function readState(getState: (name: string) => string, run: WorkflowRun): SavedState | 'unstarted' | 'missing' {
  const state = v.safeParse(State, {
    rawInputs: load(getState, 'inputs'),
    earlierRollbacks: load(getState, 'rollbacks'),
    readable: load(getState, 'readable'),
    snapshots: load(getState, 'snapshots'),
    stopped: load(getState, 'stopped'),
    succeeded: load(getState, 'succeeded'),
  });
  if (!state.success || !isOfStep(load(getState, 'run'), run)) return 'missing';
  const { rawInputs, stopped, ...rest } = state.output;
  return rawInputs === null ? 'unstarted' : { ...rest, rawInputs, stopped: stopped.map(toServerRef) };
}

function isOfStep(identity: unknown, run: WorkflowRun): boolean {
  const saved = v.safeParse(StepIdentity, identity);
  return saved.success && isDeepStrictEqual(saved.output, identityOf(run));
}

function toServerRef({ key, uuid, name }: v.InferOutput<typeof StoppedServer>): ServerRef {
  return uuid === undefined ? { key, name } : { key, uuid, name };
}

/** Saves a value as JSON in ASCII, in as many pieces as it needs. */
function save(runner: Runner, name: string, value: unknown): void {
  const json = JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  const count = Math.max(1, Math.ceil(json.length / MAX_VALUE_LENGTH));
  // The first piece is written last: until then, the previous value is intact.
  for (let index = count - 1; index >= 0; index -= 1) {
    const piece = json.slice(index * MAX_VALUE_LENGTH, (index + 1) * MAX_VALUE_LENGTH);
    runner.saveState(pieceName(name, index), `${index === count - 1 ? LAST : MORE}${piece}`);
  }
}

/** @returns `undefined` if there is no value, `UNREADABLE` if it is not JSON */
function load(getState: (name: string) => string, name: string): unknown {
  const pieces: string[] = [];
  for (let index = 0; index < MAX_PIECES; index += 1) {
    const piece = getState(pieceName(name, index));
    pieces.push(piece.slice(1));
    if (!piece.startsWith(MORE)) break;
  }
  const json = pieces.join('');
  try {
    return json === '' ? undefined : JSON.parse(json);
  } catch {
    return UNREADABLE;
  }
}

function pieceName(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index}`;
}
