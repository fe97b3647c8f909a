import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WorkflowRun } from '../../src/github/workflow-run.ts';
import {
  BEFORE_ROLLBACK,
  defaultSeries,
  formatDescription,
  isLaterRelease,
  isManaged,
  isOfAttempt,
  isOfRun,
  isOfSeries,
  isOfStep,
  markerOf,
  readMarker,
  repositoryHash,
  seriesHash,
  seriesLabel,
} from '../../src/snapshots/marker.ts';
import { descriptionBy, ownMarker, SERVER, type TakenBy, taken } from '../support/marked-snapshot.ts';
import { id, server, snapshot } from '../support/report-data.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';

const OWN = ownMarker();
const LINE = descriptionBy();
const MARKER = LINE.slice(0, LINE.indexOf(']') + 1);
const UUID = 'A11CE5E4-0000-4000-8000-00000001234F';

const describedBy = (description: string) => snapshot(801, { description });

describe('The description', () => {
  test('starts with the marker, and names repository, commit and series for people', () => {
    expect(descriptionBy()).toMatch(
      /^\[vps-snapshot:1:[0-9a-f]{16}:[0-9a-f]{16}:[0-9a-f]{16}:7001:1\] acme\/shop@3f2a9c1 series "deploy\.yml\/deploy"$/u,
    );
  });

  test('has the hashes that earlier versions wrote', () => {
    expect(ownMarker()).toEqual({
      repository: 'f98b3b6642e3acf3',
      series: 'c8d0bd8329618c79',
      step: '57f7548fd0d22d16',
      runId: '7001',
      attempt: 1,
    });
    const run = createWorkflowRun();
    const origin = { run, series: 'deploy.yml/deploy', template: '{sha}' };
    expect(markerOf(origin, { key: id(UUID) }).step).toBe('980a05603cd346f8');
    expect(repositoryHash(createWorkflowRun({ repositoryId: '' }))).toBe('e811270269b7ad3c');
  });

  test("has the user's text on a line of its own", () => {
    expect(descriptionBy({}, 'Before\nthe deploy')).toBe(`${LINE}\nBefore\nthe deploy`);
  });

  test.each([
    ['alone', LINE],
    ['before a text', descriptionBy({}, 'Before the deploy')],
    ['with the lines joined', descriptionBy({}, 'Before the deploy').replaceAll('\n', ' ')],
    ['cut after it', MARKER],
    ['with a text that looks like another marker', `${LINE}\n${descriptionBy({ runId: '1' })}`],
  ])('is read again: %s', (_case, description) => {
    expect(readMarker({ description })).toEqual(OWN);
  });

  test('is read again whatever text follows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readMarker({ description: `${MARKER}${text}` })).toEqual(OWN);
      }),
    );
  });

  test('is read again for every run, attempt and series', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 999 }), fc.string(), (runId, attempt, series) => {
        const by = { runId: String(runId), attempt, series };
        expect(readMarker({ description: descriptionBy(by) })).toEqual(ownMarker(by));
      }),
    );
  });

  test('has attempt 0 if the runner counts none', () => {
    const run = createWorkflowRun({ attempt: undefined });
    expect(markerOf({ run, series: 's', template: 't' }, SERVER).attempt).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['free text', 'Before the deploy'],
    ['a space before it', ` ${LINE}`],
    ['a text before it', `Before the deploy ${LINE}`],
    ['a line before it', `Before the deploy\n${LINE}`],
    ['a cut at its end', MARKER.slice(0, -1)],
    ['a cut within it', LINE.slice(0, 50)],
    ['another version', LINE.replace('vps-snapshot:1:', 'vps-snapshot:2:')],
    ['capitals', LINE.toUpperCase()],
    ['a hash that is too short', LINE.replace(/:[0-9a-f]{16}/u, ':abc')],
    ['a run that is not a number', LINE.replace(':7001:', ':x7001:')],
    ['a run of 21 digits', LINE.replace(':7001:', `:${'1'.repeat(21)}:`)],
    ['an attempt of 10 digits', LINE.replace(':1]', ':1234567890]')],
    ['no attempt', LINE.replace(':1]', ']')],
  ])('has no marker with %s', (_case, description) => {
    expect(readMarker({ description })).toBeUndefined();
    const other = describedBy(description);
    expect([isManaged, isOfSeries, isOfStep, isOfAttempt].map((is) => is(other, OWN))).toEqual(Array(4).fill(false));
  });
});

describe('A snapshot', () => {
  test.each<[string, TakenBy, boolean[]]>([
    // Managed, of the series, of the step, of the attempt.
    ['this attempt', {}, [true, true, true, true]],
    ['another attempt', { attempt: 2 }, [true, true, true, false]],
    ['a renamed repository', { repository: 'acme/store' }, [true, true, true, true]],
    ['another ref and commit', { ref: 'other', sha: 'f'.repeat(40) }, [true, true, true, true]],
    ['another run', { runId: '7002' }, [true, true, false, false]],
    ['another leg of the matrix', { jobIndex: '1' }, [true, true, false, false]],
    ['another step', { action: '__vps-snapshot_2' }, [true, true, false, false]],
    ['another name in a composite action', { template: '{ref}' }, [true, true, false, false]],
    ['another job', { job: 'other' }, [true, false, false, false]],
    ['another job of the same series', { job: 'other', series: 'deploy.yml/deploy' }, [true, true, false, false]],
    ['another workflow', { workflow: 'nightly.yml' }, [true, false, false, false]],
    ['another series of this step', { series: 'nightly' }, [true, false, false, false]],
    ['another repository of that name', { repositoryId: '9999' }, [false, false, false, false]],
    ['another GitHub server', { serverUrl: 'https://git.acme.test' }, [false, false, false, false]],
  ])('of %s is told apart', (_case, by, expected) => {
    const other = describedBy(descriptionBy(by));
    expect([isManaged, isOfSeries, isOfStep, isOfAttempt].map((is) => is(other, OWN))).toEqual(expected);
  });

  test('of another server is of another step', () => {
    const run = createWorkflowRun();
    const origin = { run, series: defaultSeries(run), template: '{sha}' };
    const other = describedBy(formatDescription(origin, server(222), ''));
    expect([isOfSeries(other, OWN), isOfStep(other, OWN)]).toEqual([true, false]);
  });

  test('is of the same step if only the case of a UUID differs', () => {
    const run = createWorkflowRun();
    const origin = { run, series: 's', template: '{sha}' };
    expect(markerOf(origin, { key: id(UUID) })).toEqual(markerOf(origin, { key: id(UUID.toLowerCase()) }));
  });

  test('is not of this step because parts of the run give the same text when joined', () => {
    const other = describedBy(descriptionBy({ runId: '700', job: '1deploy', series: 's' }));
    expect(isOfStep(other, ownMarker({ runId: '7001', job: 'deploy', series: 's' }))).toBe(false);
  });

  test('of the same step but another series, as after a change of the workflow, is not of this step', () => {
    expect(isOfStep(describedBy(descriptionBy({ series: 'old' })), ownMarker({ series: 'new' }))).toBe(false);
  });
});

describe('A repository', () => {
  test('without an id is recognized by its name, in any case', () => {
    const named = (repository: string) => repositoryHash(createWorkflowRun({ repositoryId: '', repository }));
    expect(named('Acme/Shop')).toBe(named('acme/shop'));
    expect(named('acme/shop')).not.toBe(named('acme/store'));
  });

  test('is told apart on each GitHub server, in any case of its URL', () => {
    const on = (serverUrl: string) => repositoryHash(createWorkflowRun({ serverUrl }));
    expect(on('https://GitHub.com')).toBe(on('https://github.com'));
    expect(on('https://git.acme.test')).not.toBe(on('https://github.com'));
  });
});

describe('A series', () => {
  test('is by default that of the workflow file and the job', () => {
    expect(defaultSeries(createWorkflowRun())).toBe('deploy.yml/deploy');
  });

  test.each(['deploy.yml/deploy', 'with "quotes" and \\', 'größe 💾', 'two  spaces'])(
    '%j has its name as label',
    (series) => {
      expect(seriesLabel({ description: descriptionBy({ series }) })).toBe(`"${series}"`);
    },
  );

  test.each([
    ['is cut off', MARKER],
    ['is not the one in the marker', LINE.replace('deploy.yml/deploy', 'nightly')],
    ['cannot be read', LINE.replace('"deploy.yml/deploy"', '"\\x"')],
    ['has no quotes', LINE.replaceAll('"', '')],
  ])('has its hash as label if the name %s', (_case, description) => {
    expect(seriesLabel({ description })).toBe(seriesHash('deploy.yml/deploy'));
  });

  test('has no label without a marker', () => {
    expect(seriesLabel({ description: 'by hand' })).toBe('');
  });

  test('of safety snapshots is not one that a job has by default', () => {
    const run: WorkflowRun = createWorkflowRun({ workflow: '', job: BEFORE_ROLLBACK });
    expect(seriesHash(defaultSeries(run))).not.toBe(seriesHash(BEFORE_ROLLBACK));
  });
});

describe('A later release', () => {
  const own = taken(801, 2, {});

  test.each<[string, ReturnType<typeof taken>, boolean]>([
    ['another run after it', taken(802, 1, { runId: '7002' }), true],
    ['an older run, re-run after it', taken(802, 1, { runId: '6000' }), true],
    ['another run before it', taken(802, 3, { runId: '7002' }), false],
    ['another run at the same time', taken(802, 2, { runId: '7002' }), false],
    ['this run after it', taken(802, 1, { attempt: 2 }), false],
    ['another job of this run', taken(802, 1, { job: 'other', series: 'deploy.yml/deploy' }), false],
    ['another series', taken(802, 1, { runId: '7002', series: 'nightly' }), false],
    ['another repository', taken(802, 1, { runId: '7002', repositoryId: '1' }), false],
    ['another run whose snapshot failed', { ...taken(802, 1, { runId: '7002' }), status: 'failed' }, false],
    ['another run whose snapshot is in progress', { ...taken(802, 1, { runId: '7002' }), status: 'in_progress' }, true],
    ['nobody', snapshot(802, { createdAtMs: own.createdAtMs ?? 0 }), false],
  ])('by %s', (_case, other, expected) => {
    expect(isLaterRelease(other, own, OWN)).toBe(expected);
  });

  test.each([
    ['of the other', { createdAtMs: 1 }, { createdAtMs: undefined }],
    ['of this one', { createdAtMs: undefined }, { createdAtMs: 1 }],
    ['of both', { createdAtMs: undefined }, { createdAtMs: undefined }],
  ])('is recognized by the ids of the runs if the time %s is unknown', (_case, mine, other) => {
    const by = (runId: string) => isLaterRelease(taken(802, 1, { runId }, other), { ...own, ...mine }, OWN);
    expect([by('7002'), by('7000'), by('10000'), by('999')]).toEqual([true, false, true, false]);
  });
});

describe('A snapshot of this run', () => {
  test.each([
    ['this step', {}, true],
    ['another job of the run', { job: 'build' }, true],
    ['another series of the run', { series: 'other' }, true],
    ['another run', { runId: '1' }, false],
    ['another repository', { repositoryId: '1' }, false],
  ])('is one by %s', (_by, by: TakenBy, expected) => {
    expect(isOfRun(taken(1, 1, by), OWN)).toBe(expected);
  });

  test('is none without a marker', () => {
    expect(isOfRun(snapshot(1), OWN)).toBe(false);
  });
});
