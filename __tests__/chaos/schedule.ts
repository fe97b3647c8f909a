import * as fc from 'fast-check';

/** What becomes of one request. */
export type Fault =
  | { readonly kind: 'none' | 'lost-before' | 'lost-after' | 'never-connected' | 'half' | 'html' | 'too-late' }
  | { readonly kind: 'status'; readonly status: number; readonly effect: boolean; readonly retryAfter?: string };

/** How a snapshot goes on that is made in the search, all times in seconds of API time. */
export interface Course {
  readonly seconds: number;
  readonly end: 'completed' | 'failed' | 'vanishes' | 'odd-then-completed';
  readonly hidden: number;
  readonly dropsDescription: boolean;
}

/** What stands on a server before. */
export type Kind = 'own' | 'own-named' | 'foreign' | 'other-repository' | 'incomplete' | 'failed' | 'foreign-named';

/** One thing that a workflow does. */
export type Step = 'snapshot' | 'snapshot-again' | 'rollback' | 'rollback-newest' | 'delete' | 'prune' | 'post';

/** A whole bad day. */
export interface Schedule {
  readonly uuids: boolean;
  readonly servers: number;
  readonly contents: readonly Kind[];
  readonly steps: readonly Step[];
  /** What becomes of the requests, one after the other; the rest goes well. */
  readonly faults: Readonly<Record<'GET' | 'POST' | 'DELETE', readonly Fault[]>>;
  /** Another repository takes a snapshot of the same name on the first server, before the request of that number. */
  readonly intruder: number;
  /** Somebody is putting the servers back already. */
  readonly restoring: boolean;
  readonly rollbackOn: string;
  readonly courses: readonly Course[];
  readonly restoreSeconds: number;
  readonly restoreEnd: 'active' | 'stopped';
  readonly listLag: number;
  readonly keep: number;
  readonly onLimit: 'fail' | 'replace_oldest';
  readonly timeoutMinutes: number;
  readonly pollSeconds: number;
  readonly signalAfter: number;
  readonly jobStatus: 'success' | 'failure' | 'cancelled';
  readonly random: number;
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: 'none' } as const) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('lost-before', 'lost-after', 'never-connected', 'half', 'html', 'too-late')
      .map((kind) => ({ kind }) as const),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom(500, 502, 503, 504, 408),
      effect: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constant(429),
      effect: fc.constant(false),
      retryAfter: fc.constantFrom('0', '7', '45', 'Sun, 01 Mar 2026 12:00:40 GMT', 'soon'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom(400, 401, 403, 404, 409, 301),
      effect: fc.constant(false),
    }),
  },
);

const course: fc.Arbitrary<Course> = fc.record({
  seconds: fc.integer({ min: 1, max: 900 }),
  end: fc.constantFrom('completed', 'completed', 'completed', 'failed', 'vanishes', 'odd-then-completed'),
  // Below the 60 s of grace: what is hidden for longer may be made again, as the design says.
  hidden: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 55 })),
  dropsDescription: fc.boolean(),
});

const content = fc.constantFrom<Kind[]>(
  'own',
  'own-named',
  'foreign',
  'other-repository',
  'incomplete',
  'failed',
  'foreign-named',
);

/** Bad days of all kinds. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  uuids: fc.boolean(),
  servers: fc.integer({ min: 1, max: 5 }),
  // A full server is as likely as any other.
  contents: fc.oneof(fc.array(content, { maxLength: 4 }), fc.array(content, { minLength: 5, maxLength: 5 })),
  steps: fc.oneof(
    fc.constantFrom<Step[][]>(
      ['snapshot'],
      ['snapshot', 'rollback'],
      ['snapshot', 'snapshot-again'],
      ['snapshot', 'post'],
      ['snapshot', 'rollback', 'post'],
      ['snapshot', 'delete'],
      ['rollback-newest'],
      ['snapshot', 'rollback-newest'],
      ['prune'],
      ['snapshot', 'snapshot-again', 'post'],
    ),
  ),
  faults: fc.record({
    GET: fc.array(fault, { maxLength: 30 }),
    POST: fc.array(fault, { maxLength: 8 }),
    DELETE: fc.array(fault, { maxLength: 6 }),
  }),
  intruder: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 })),
  restoring: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  rollbackOn: fc.constantFrom('', 'failure', 'cancelled', 'failure, cancelled'),
  courses: fc.array(course, { minLength: 1, maxLength: 6 }),
  restoreSeconds: fc.integer({ min: 180, max: 900 }),
  restoreEnd: fc.constantFrom('active', 'active', 'active', 'stopped'),
  listLag: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  keep: fc.integer({ min: 0, max: 3 }),
  onLimit: fc.constantFrom('fail', 'replace_oldest'),
  timeoutMinutes: fc.constantFrom(0.5, 3, 20, 60),
  pollSeconds: fc.constantFrom(0, 0, 1, 20),
  signalAfter: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 600 }) },
  ),
  jobStatus: fc.constantFrom('success', 'failure', 'cancelled'),
  random: fc.integer({ min: 1, max: 1_000_000 }),
});
