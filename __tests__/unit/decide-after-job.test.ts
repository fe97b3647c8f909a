import { describe, expect, test } from '@jest/globals';
import type { AfterJobInputs } from '../../src/inputs/inputs.ts';
import { type AfterJobDecision, decideAfterJob, type MainResult } from '../../src/modes/decide-after-job.ts';

const NOTHING: AfterJobInputs = {
  mode: 'snapshot',
  dryRun: false,
  rollbackIf: false,
  rollbackOn: [],
  deleteOnSuccess: false,
  jobStatus: 'success',
};
const SUCCEEDED = { succeeded: true };
const FAILED = { succeeded: false };

const BOTH = [false, true];
const STATUSES = ['success', 'failure', 'cancelled'] as const;
const CONCLUSIONS = [[], ['failure'], ['cancelled'], ['failure', 'cancelled']] as const;
const MAIN_RESULTS: readonly MainResult[] = [SUCCEEDED, FAILED, 'unstarted', 'missing'];

/** Every combination of what the decision goes by. */
const ALL = (['snapshot', 'wait', 'rollback', 'check', 'delete', 'prune'] as const).flatMap((mode) =>
  BOTH.flatMap((dryRun) =>
    BOTH.flatMap((rollbackIf) =>
      CONCLUSIONS.flatMap((rollbackOn) =>
        BOTH.flatMap((deleteOnSuccess) =>
          STATUSES.flatMap((jobStatus) =>
            MAIN_RESULTS.map((main) => ({
              inputs: { mode, dryRun, rollbackIf, rollbackOn, deleteOnSuccess, jobStatus },
              main,
            })),
          ),
        ),
      ),
    ),
  ),
);

/** The combinations that fulfil a condition, as a table. */
function where(condition: (inputs: AfterJobInputs, main: MainResult) => boolean) {
  const found = ALL.filter(({ inputs, main }) => condition(inputs, main));
  expect(found).not.toEqual([]);
  return found.map(({ inputs, main }) => ({ inputs, main, decision: decideAfterJob(inputs, main) }));
}

function acts({ mode, dryRun }: AfterJobInputs): boolean {
  return (mode === 'snapshot' || mode === 'wait') && !dryRun;
}

function includes(list: AfterJobInputs['rollbackOn'], status: AfterJobInputs['jobStatus']): boolean {
  return list.some((conclusion) => conclusion === status);
}

function isSucceeded(main: MainResult): boolean {
  return typeof main === 'object' && main.succeeded;
}

/** The decisions other than these, each with the combination it was made for. */
function others(rows: ReturnType<typeof where>, ...actions: AfterJobDecision['action'][]) {
  return rows.filter(({ decision }) => !actions.includes(decision.action));
}

describe('In every combination', () => {
  test('a mode that takes no snapshot does nothing', () => {
    expect(
      others(
        where(({ mode }) => mode !== 'snapshot' && mode !== 'wait'),
        'none',
      ),
    ).toEqual([]);
  });

  test('a dry run does nothing', () => {
    expect(
      others(
        where(({ dryRun }) => dryRun),
        'none',
      ),
    ).toEqual([]);
  });

  test('rollback_if rolls back, however the job and the step ended', () => {
    const asked = where((inputs, main) => acts(inputs) && inputs.rollbackIf && typeof main === 'object');
    expect(others(asked, 'rollback')).toEqual([]);
  });

  test('rollback_if is an error without the state of the step', () => {
    const asked = where((inputs, main) => acts(inputs) && inputs.rollbackIf && typeof main === 'string');
    expect(others(asked, 'fail')).toEqual([]);
  });

  test('rollback_on rolls back a step that succeeded, for what it lists', () => {
    const asked = where((inputs, main) => {
      return acts(inputs) && includes(inputs.rollbackOn, inputs.jobStatus) && isSucceeded(main);
    });
    expect(others(asked, 'rollback')).toEqual([]);
  });

  test('rollback_on only warns after a step that did not succeed', () => {
    const undeployed = where((inputs, main) => {
      const isUndeployed = main === 'unstarted' || (typeof main === 'object' && !main.succeeded);
      return acts(inputs) && !inputs.rollbackIf && includes(inputs.rollbackOn, inputs.jobStatus) && isUndeployed;
    });
    expect(others(undeployed, 'warn')).toEqual([]);
  });

  test('rollback_on is an error if nobody knows what the step did', () => {
    const unknown = where((inputs, main) => {
      return acts(inputs) && includes(inputs.rollbackOn, inputs.jobStatus) && main === 'missing';
    });
    expect(others(unknown, 'fail')).toEqual([]);
  });

  test('nothing is rolled back unless it was asked for', () => {
    const unasked = where((inputs) => !inputs.rollbackIf && !includes(inputs.rollbackOn, inputs.jobStatus));
    expect(others(unasked, 'none', 'warn', 'delete')).toEqual([]);
  });

  test('a job that was cancelled warns if rollback_on lists only failure', () => {
    const cancelled = where((inputs) => {
      return (
        acts(inputs) && !inputs.rollbackIf && inputs.jobStatus === 'cancelled' && `${inputs.rollbackOn}` === 'failure'
      );
    });
    expect(others(cancelled, 'warn')).toEqual([]);
  });

  test('a job that failed does nothing if rollback_on does not list it', () => {
    const failed = where((inputs) => {
      return !inputs.rollbackIf && inputs.jobStatus === 'failure' && !includes(inputs.rollbackOn, 'failure');
    });
    expect(others(failed, 'none')).toEqual([]);
  });

  test('delete_on_success deletes after a job that succeeded, and never otherwise', () => {
    for (const { inputs, main, decision } of where(() => true)) {
      const isDue = acts(inputs) && !inputs.rollbackIf && inputs.deleteOnSuccess && inputs.jobStatus === 'success';
      expect({ inputs, main, deletes: decision.action === 'delete' }).toEqual({
        inputs,
        main,
        deletes: isDue && typeof main === 'object',
      });
    }
  });

  test('delete_on_success warns if nobody knows the snapshots', () => {
    const unknown = where((inputs, main) => {
      const isDue = acts(inputs) && !inputs.rollbackIf && inputs.deleteOnSuccess && inputs.jobStatus === 'success';
      return isDue && main === 'missing';
    });
    expect(others(unknown, 'warn')).toEqual([]);
  });

  test('a job that succeeded without delete_on_success does nothing', () => {
    const succeeded = where((inputs) => {
      return !inputs.rollbackIf && inputs.jobStatus === 'success' && !inputs.deleteOnSuccess;
    });
    expect(others(succeeded, 'none')).toEqual([]);
  });

  test('what was saved makes no difference to a job that needs nothing', () => {
    for (const { inputs, decision } of where((inputs) => !inputs.rollbackIf && inputs.rollbackOn.length === 0)) {
      if (inputs.deleteOnSuccess && inputs.jobStatus === 'success') continue;
      expect(decision.action).toBe('none');
    }
  });
});

describe('The reason for a rollback', () => {
  test('is rollback_if, even if rollback_on would do it', () => {
    const inputs = { ...NOTHING, rollbackIf: true, rollbackOn: ['failure'], jobStatus: 'failure' } as const;
    expect(decideAfterJob(inputs, SUCCEEDED)).toEqual({ action: 'rollback', reason: 'rollback_if is true' });
  });

  test.each([
    ['failure', 'the job failed'],
    ['cancelled', 'the job was cancelled'],
  ] as const)('says how the job ended: %s', (jobStatus, reason) => {
    const inputs = { ...NOTHING, rollbackOn: [jobStatus], jobStatus };
    expect(decideAfterJob(inputs, SUCCEEDED)).toEqual({ action: 'rollback', reason });
  });
});

describe('What is said if nothing is done', () => {
  test.each<[string, Partial<AfterJobInputs>, MainResult, string]>([
    [
      'the mode',
      { mode: 'prune', jobStatus: 'failure' },
      SUCCEEDED,
      'The job failed; mode prune does nothing after the job.',
    ],
    ['the dry run', { dryRun: true }, SUCCEEDED, 'The job succeeded; a dry run does nothing after the job.'],
    ['success', {}, SUCCEEDED, 'The job succeeded; no post-job action needed.'],
    ['no request', { jobStatus: 'cancelled' }, FAILED, 'The job was cancelled; no rollback is configured for this.'],
    [
      'no snapshot to delete',
      { deleteOnSuccess: true },
      'unstarted',
      'The step stopped before it took a snapshot, so there is none to delete.',
    ],
  ])('names %s', (_, inputs, main, message) => {
    expect(decideAfterJob({ ...NOTHING, ...inputs }, main)).toEqual({ action: 'none', message });
  });

  test.each<[string, Partial<AfterJobInputs>, MainResult, string]>([
    [
      'rollback_if, which rolls back all the same',
      { rollbackOn: ['failure'], jobStatus: 'failure' },
      FAILED,
      'use its outcome in rollback_if',
    ],
    [
      'how the job ended',
      { rollbackOn: ['cancelled'], jobStatus: 'cancelled' },
      FAILED,
      'although the job was cancelled',
    ],
    [
      'the timeout of the job',
      { rollbackOn: ['failure'], jobStatus: 'cancelled' },
      SUCCEEDED,
      'exceeded its timeout-minutes',
    ],
    ['the snapshots that stay', { deleteOnSuccess: true }, 'missing', 'snapshots were not deleted'],
  ])('warns of %s', (_, inputs, main, message) => {
    const decision = decideAfterJob({ ...NOTHING, ...inputs }, main);
    expect(decision).toEqual({ action: 'warn', message: expect.stringContaining(message) });
  });

  test.each<[MainResult, string]>([
    [
      'missing',
      'No rollback although rollback_if is true: the state that this step saved is missing or cannot be read',
    ],
    ['unstarted', 'No rollback although rollback_if is true: this step stopped before it took a snapshot.'],
  ])('is an error that says why: %s', (main, message) => {
    const decision = decideAfterJob({ ...NOTHING, rollbackIf: true }, main);
    expect(decision).toEqual({ action: 'fail', message: expect.stringContaining(message) });
  });
});
