import * as fc from 'fast-check';
import type {
  DescriptionRule,
  Dialect,
  FieldOptions,
  ListOrder,
  NextForm,
  VpsModelOptions,
} from '../../emulator/model.ts';

/** What becomes of one request. `effect` says whether the API carries it out all the same. */
export type Fault =
  | { readonly kind: 'none' | 'lost-before' | 'lost-after' | 'never-connected' | 'half' }
  | { readonly kind: 'html' | 'too-late'; readonly effect: boolean }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly effect: boolean;
      readonly detail?: string;
      readonly retryAfter?: string;
    };

/** For a while every read fails. */
export interface Outage {
  /** From the start of the step on, in seconds. */
  readonly fromS: number;
  readonly forS: number;
  readonly fault: Fault;
}

/** How a created snapshot proceeds, all times in seconds. */
export interface SnapshotCourse {
  readonly seconds: number;
  readonly end: 'completed' | 'failed' | 'disappears' | 'odd-then-completed' | 'stuck';
  readonly hidden: number;
  readonly dropsDescription: boolean;
}

/** How a restore proceeds, all times in seconds. */
export interface RestoreCourse {
  readonly seconds: number;
  readonly end: 'active' | 'stopped' | 'suspended' | 'stopped-then-active';
  readonly hidden: number;
  /** The API says for this long that the server is in no valid state. */
  readonly refusedFor: number;
  readonly refusal: 400 | 409 | 423;
  /** The response names another server. */
  readonly namesOther: boolean;
}

/** What goes wrong during one step. */
export interface Conditions {
  /** What becomes of its requests, one after the other; all further ones go well. */
  readonly faults: Readonly<Record<'GET' | 'POST' | 'DELETE', readonly Fault[]>>;
  readonly outage: Outage | undefined;
  /** Seconds after which the runner sends a signal; 0: never. */
  readonly signalAfterS: number;
  /** Another repository takes a snapshot of the same name before the request of that number; 0: never. */
  readonly intruderAt: number;
}

/** A workflow with one job, as its file says. */
export interface Workflow {
  readonly series: '' | 'shared' | 'nightly';
  readonly template: '{sha}' | '{ref}' | 'before-{run_id}-{attempt}';
  readonly keep: number;
  readonly keepDaily: number;
  readonly keepWeekly: number;
  readonly onLimit: 'fail' | 'replace_oldest';
  readonly onRerun: 'reuse' | 'create';
  readonly wait: boolean;
  readonly stopServer: boolean;
  readonly rollbackOn: '' | 'failure' | 'cancelled' | 'failure, cancelled';
  readonly rollbackIf: 'false' | 'true' | 'failure' | 'skipped';
  readonly deleteOnSuccess: boolean;
  readonly safetySnapshot: boolean;
  readonly health: 'none' | 'healthy' | 'unhealthy';
  readonly notifies: boolean;
  readonly timeoutMinutes: number;
  readonly pollSeconds: number;
  readonly maxParallel: number;
  /** Which servers it works on. */
  readonly servers: readonly number[];
  /** Legs of its matrix, all on the same servers, one after the other or at once. */
  readonly legs: 1 | 2;
  readonly legsAtOnce: boolean;
  /** The job has a second snapshot step with another name, in a composite action: the runner gives both one name. */
  readonly isTwice: boolean;
}

/** Something that happens on the account. */
export interface Occurrence {
  /** Minutes after the previous occurrence. */
  readonly afterMinutes: number;
  readonly kind: 'run' | 'rerun' | 'rollback' | 'prune' | 'delete' | 'outsider';
  readonly workflow: number;
  /** Which of the earlier runs a re-run, a rollback or a delete is about; counts from the newest. */
  readonly back: number;
  readonly jobStatus: 'success' | 'failure' | 'cancelled';
  readonly deployMinutes: number;
  /** The next occurrence happens while the deploy runs. */
  readonly overlaps: boolean;
  /** The job rolls back by a step of its own. */
  readonly rollsBackInJob: 'no' | 'ids' | 'run';
  /** What a rollback in a workflow of its own names. */
  readonly target: 'ids' | 'json' | 'run' | 'latest';
  readonly dryRun: boolean;
  /** The post step gets the state of another attempt. */
  readonly hasForeignState: boolean;
  readonly outsider: 'creates' | 'deletes' | 'restores' | 'stops' | 'suspends' | 'starts';
  /** For each step of the job. */
  readonly conditions: readonly Conditions[];
  readonly snapshots: readonly SnapshotCourse[];
  readonly restores: readonly RestoreCourse[];
}

/** What is on each server beforehand. */
export type ExistingKind = 'manual' | 'other-repository' | 'same-name' | 'hostile';

/** An account with its workflows and all that happens on it over some days. */
export interface Schedule {
  readonly api: Omit<VpsModelOptions, 'token' | 'now' | 'baseUrl'>;
  readonly serverCount: number;
  /** Workflows name servers by the UUID if the API shows both forms. */
  readonly namesByUuid: boolean;
  /** False as on runners that count no attempts. */
  readonly countsAttempts: boolean;
  readonly existing: readonly ExistingKind[];
  readonly hasUnreadableItem: boolean;
  readonly workflows: readonly Workflow[];
  readonly occurrences: readonly Occurrence[];
  readonly random: number;
}

const lost: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom('lost-before', 'lost-after', 'never-connected', 'half').map((kind) => ({ kind }) as const),
  fc.record({ kind: fc.constantFrom('html', 'too-late'), effect: fc.boolean() }),
);

const failing: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('status' as const),
  status: fc.constantFrom(500, 502, 503, 504, 520, 522, 524, 530, 408),
  effect: fc.boolean(),
});

const refusal = (status: number, detail: string): Fault => ({ kind: 'status', status, effect: false, detail });

const rateLimit: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('status' as const),
  status: fc.constant(429),
  effect: fc.constant(false),
  retryAfter: fc.constantFrom('0', '7', '45', 'Sun, 01 Mar 2026 12:00:40 GMT', 'soon'),
});

const misdirected = fc.constantFrom(404, 302, 409, 423, 425).map((status) => refusal(status, 'Not now.'));
const invalidState = fc.constant(refusal(400, 'Server is not in a valid state for restore.'));
const final = fc.constantFrom(400, 401, 403, 405).map((status) => refusal(status, 'No.\r\n::error::and no command'));

const readFault = fc.oneof(
  { weight: 16, arbitrary: fc.constant<Fault>({ kind: 'none' }) },
  { weight: 6, arbitrary: lost },
  { weight: 4, arbitrary: failing },
  { weight: 2, arbitrary: rateLimit },
  { weight: 3, arbitrary: misdirected },
  { weight: 1, arbitrary: final },
);
const writeFault = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fault>({ kind: 'none' }) },
  { weight: 6, arbitrary: lost },
  { weight: 4, arbitrary: failing },
  { weight: 2, arbitrary: rateLimit },
  { weight: 2, arbitrary: misdirected },
  { weight: 1, arbitrary: invalidState },
  { weight: 1, arbitrary: final },
);

const outage = fc.record({
  fromS: fc.integer({ min: 0, max: 300 }),
  forS: fc.integer({ min: 5, max: 1200 }),
  fault: fc.oneof(lost, failing),
});

const conditions: fc.Arbitrary<Conditions> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constant<Conditions>({
      faults: { GET: [], POST: [], DELETE: [] },
      outage: undefined,
      signalAfterS: 0,
      intruderAt: 0,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      faults: fc.record({
        GET: fc.array(readFault, { maxLength: 24 }),
        POST: fc.array(writeFault, { maxLength: 6 }),
        DELETE: fc.array(writeFault, { maxLength: 5 }),
      }),
      outage: fc.option(outage, { nil: undefined, freq: 6 }),
      signalAfterS: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 900 }) },
      ),
      intruderAt: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) },
      ),
    }),
  },
);

const snapshotCourse: fc.Arbitrary<SnapshotCourse> = fc.record({
  seconds: fc.integer({ min: 1, max: 900 }),
  end: fc.constantFrom(
    'completed',
    'completed',
    'completed',
    'completed',
    'failed',
    'disappears',
    'odd-then-completed',
    'stuck',
  ),
  // With the lag of a replica below the 60 s of grace: what is hidden for longer may be created again.
  hidden: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 35 })),
  dropsDescription: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const restoreCourse: fc.Arbitrary<RestoreCourse> = fc.record({
  seconds: fc.integer({ min: 180, max: 900 }),
  end: fc.constantFrom('active', 'active', 'active', 'stopped', 'suspended', 'stopped-then-active'),
  hidden: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 35 })),
  refusedFor: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 700 }) },
  ),
  refusal: fc.constantFrom(400, 409, 423),
  namesOther: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const often = (value: boolean, weight = 4) =>
  fc.oneof({ weight, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) });

const workflow: fc.Arbitrary<Workflow> = fc.record({
  series: fc.constantFrom('', '', 'shared', 'nightly'),
  template: fc.constantFrom('{sha}', '{ref}', 'before-{run_id}-{attempt}'),
  keep: fc.integer({ min: 0, max: 2 }),
  keepDaily: fc.constantFrom(0, 0, 1, 2),
  keepWeekly: fc.constantFrom(0, 0, 1, 2),
  onLimit: fc.constantFrom('fail', 'replace_oldest'),
  onRerun: fc.constantFrom('reuse', 'reuse', 'reuse', 'create'),
  wait: often(true),
  stopServer: often(false),
  rollbackOn: fc.constantFrom('', 'failure', 'cancelled', 'failure, cancelled', 'failure, cancelled'),
  rollbackIf: fc.constantFrom('false', 'false', 'false', 'true', 'failure', 'skipped'),
  deleteOnSuccess: often(false),
  safetySnapshot: often(false),
  health: fc.constantFrom('none', 'none', 'none', 'healthy', 'unhealthy'),
  notifies: often(false),
  timeoutMinutes: fc.constantFrom(0.5, 3, 20, 60),
  pollSeconds: fc.constantFrom(0, 0, 0, 5, 20),
  maxParallel: fc.constantFrom(0, 0, 1, 2),
  servers: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  legs: fc.constantFrom(1, 1, 1, 2),
  legsAtOnce: fc.boolean(),
  isTwice: often(false, 6),
});

const occurrence: fc.Arbitrary<Occurrence> = fc.record({
  afterMinutes: fc.oneof(
    fc.integer({ min: 0, max: 10 }),
    fc.integer({ min: 10, max: 180 }),
    fc.integer({ min: 180, max: 4 * 1440 }),
    fc.integer({ min: 0, max: 40 }).map((days) => days * 1440),
  ),
  kind: fc.constantFrom('run', 'run', 'run', 'run', 'rerun', 'rerun', 'rollback', 'prune', 'delete', 'outsider'),
  workflow: fc.integer({ min: 0, max: 2 }),
  back: fc.integer({ min: 0, max: 3 }),
  jobStatus: fc.constantFrom('success', 'success', 'failure', 'failure', 'cancelled'),
  deployMinutes: fc.integer({ min: 0, max: 90 }),
  overlaps: often(false),
  rollsBackInJob: fc.constantFrom('no', 'no', 'no', 'ids', 'run'),
  target: fc.constantFrom('ids', 'json', 'run', 'latest'),
  dryRun: often(false, 15),
  hasForeignState: often(false, 15),
  outsider: fc.constantFrom('creates', 'creates', 'deletes', 'restores', 'stops', 'suspends', 'starts'),
  conditions: fc.array(conditions, { maxLength: 4 }),
  snapshots: fc.array(snapshotCourse, { maxLength: 3 }),
  restores: fc.array(restoreCourse, { maxLength: 3 }),
});

const SERVER_FORMS = {
  docs: ['object-id', 'bare-id', 'server_id'],
  clients: ['object-uuid', 'bare-uuid', 'server_uuid'],
  both: ['object-id', 'object-uuid', 'object-both', 'bare-id', 'bare-uuid', 'server_id', 'server_uuid'],
} as const satisfies Record<Dialect, readonly FieldOptions['serverForm'][]>;

const api = fc
  .record({
    dialect: fc.constantFrom<Dialect[]>('docs', 'clients', 'both', 'both'),
    ids: fc.constantFrom('integer', 'integer', 'uuid'),
    caseSensitiveUuids: fc.boolean(),
    form: fc.nat({ max: 20 }),
    idForm: fc.constantFrom('number', 'number', 'text'),
    statusForm: fc.constantFrom('lower', 'lower', 'upper'),
    sizeForm: fc.constantFrom('number', 'text'),
    timeForm: fc.constantFrom('utc', 'utc', 'microseconds', 'without-zone', 'offset', 'epoch-seconds', 'unreadable'),
    lists: fc.record({
      bare: often(false, 8),
      next: fc.constantFrom<NextForm[]>(
        'absolute',
        'http',
        'other-host',
        'relative',
        'query',
        'empty',
        'loop',
        'omitted',
      ),
      extraCount: fc.constantFrom(0, 0, 1),
      overlap: fc.constantFrom(0, 0, 1),
      order: fc.constantFrom<ListOrder[]>('newest-first', 'oldest-first', { shuffle: 7 }),
      ignoresServerFilter: often(false, 8),
    }),
    pageSize: fc.constantFrom(2, 3, 100, 100),
    lagMs: fc.constantFrom(0, 0, 0, 20_000),
    quotaLagMs: fc.constantFrom(0, 0, 60_000),
    limitCountsFailed: often(false),
    description: fc.constantFrom<DescriptionRule[]>(
      'kept',
      'kept',
      'kept',
      'kept',
      'joined',
      'dropped',
      { cutAt: 255 },
      { cutAt: 60 },
    ),
    uniqueNames: fc.constantFrom(undefined, undefined, 'per-server', 'per-account'),
    mayReadServers: often(true, 12),
    alreadyThere: fc.constantFrom<('accept' | 400 | 409)[]>('accept', 400, 409),
    stopDelayS: fc.constantFrom(0, 0, 40, 100),
    refusesStop: often(false, 10),
  })
  .map((given): Schedule['api'] => {
    const { dialect, form, lagMs, uniqueNames, alreadyThere, stopDelayS, refusesStop } = given;
    const forms = SERVER_FORMS[dialect];
    // An id that is a UUID has no integer form.
    const serverForm = forms[form % forms.length];
    return {
      dialect,
      ids: given.ids,
      caseSensitiveUuids: given.caseSensitiveUuids,
      fields: {
        ...(serverForm === undefined ? {} : { serverForm }),
        idForm: given.idForm,
        statusForm: given.statusForm,
        sizeForm: given.sizeForm,
        timeForm: given.timeForm,
      },
      lists: given.lists,
      pageSize: given.pageSize,
      replicaLagsMs: lagMs === 0 ? [0] : [0, lagMs],
      quotaLagMs: given.quotaLagMs,
      limitCountsFailed: given.limitCountsFailed,
      description: given.description,
      ...(uniqueNames === undefined ? {} : { uniqueNames }),
      mayReadServers: given.mayReadServers,
      power: {
        alreadyThere,
        timelines: {
          stop: [
            { atMs: 0, status: stopDelayS === 0 ? 'stopping' : 'active' },
            { atMs: stopDelayS * 1000 + 30_000, status: 'stopped' },
          ],
        },
        ...(refusesStop ? { refuse: { stop: { status: 403 } } } : {}),
      },
    };
  });

/** Accounts of all kinds, with some days each. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  api,
  serverCount: fc.integer({ min: 1, max: 3 }),
  namesByUuid: fc.boolean(),
  countsAttempts: often(true, 6),
  existing: fc.array(fc.constantFrom<ExistingKind[]>('manual', 'other-repository', 'same-name', 'hostile'), {
    maxLength: 4,
  }),
  hasUnreadableItem: often(false, 8),
  workflows: fc.array(workflow, { minLength: 3, maxLength: 3 }),
  occurrences: fc.array(occurrence, { minLength: 1, maxLength: 7 }),
  random: fc.integer({ min: 1, max: 1_000_000 }),
});
