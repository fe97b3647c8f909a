import * as fc from 'fast-check';
import type { Fault } from '../../emulator/fault-kinds.ts';

/** What goes wrong in one run of a job: its snapshots, and after the job its rollback. */
export interface Storm {
  readonly dialect: 'docs' | 'clients' | 'both';
  readonly servers: number;
  /** What becomes of the requests, in turn; the rest goes well. */
  readonly faults: readonly (Fault | undefined)[];
  readonly snapshotMinutes: number;
  readonly restoreMinutes: number;
  /** This many servers stay stopped after their restore. */
  readonly staysStopped: number;
  /** This many servers refuse their restore as busy for a minute. */
  readonly busy: number;
  /** Every other reading of a list is this old, in milliseconds. */
  readonly lagMs: number;
  readonly jobStatus: 'failure' | 'cancelled';
  /** The API resets every connection for this long after the deploy has failed, in milliseconds. */
  readonly outageMs: number;
  /** The wall clock of the runner jumps by 2 h this long after the post step has started, in milliseconds; 0: never. */
  readonly jumpAfterMs: number;
  /** Every command file of the post step is on a full disk. */
  readonly isDiskFull: boolean;
  /** Both lists have an item that cannot be read. */
  readonly hasUnreadable: boolean;
  /** This many servers are being restored by somebody else after the deploy. */
  readonly restoredByOthers: number;
}

const detail = '{"detail": "A storm."}';

/** Without faults that need real time: those are tested one by one. */
const fault: fc.Arbitrary<Fault | undefined> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom<Fault[]>({ kind: 'lost-before' }, { kind: 'lost-after' }, { kind: 'half' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('response' as const),
      status: fc.constantFrom(408, 500, 502, 503, 504),
      body: fc.constantFrom(detail, '<html>Bad gateway</html>', ''),
      effect: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('response' as const),
      status: fc.constant(429),
      body: fc.constant(detail),
      headers: fc.constantFrom<Record<string, string>[]>({}, { 'retry-after': '7' }, { 'retry-after': '40' }),
      effect: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('response' as const),
      status: fc.constantFrom(409, 423, 425),
      body: fc.constant(detail),
      effect: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('redirect' as const),
      status: fc.constantFrom(302, 307),
      location: fc.constant('https://login.example/'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('proxy-page' as const),
      status: fc.constantFrom(520, 522, 524, 530),
      effect: fc.boolean(),
    }),
  },
);

/** Storms of all kinds. */
export const storms: fc.Arbitrary<Storm> = fc.record({
  dialect: fc.constantFrom('docs', 'clients', 'both'),
  servers: fc.constantFrom(1, 3, 20, 20),
  faults: fc.array(fault, { maxLength: 120, size: 'max' }),
  snapshotMinutes: fc.integer({ min: 1, max: 12 }),
  restoreMinutes: fc.integer({ min: 3, max: 15 }),
  staysStopped: fc.integer({ min: 0, max: 2 }),
  busy: fc.integer({ min: 0, max: 2 }),
  lagMs: fc.constantFrom(0, 0, 20_000),
  jobStatus: fc.constantFrom('failure', 'failure', 'cancelled'),
  outageMs: fc.constantFrom(0, 0, 0, 30_000, 600_000),
  jumpAfterMs: fc.constantFrom(0, 0, 1000, 300_000),
  isDiskFull: fc.constantFrom(false, false, true),
  hasUnreadable: fc.constantFrom(false, false, false, true),
  restoredByOthers: fc.constantFrom(0, 0, 0, 0, 0, 1),
});
