import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOfThisStep, isOurs, provenanceLine, provenanceOf, readProvenance } from '../../src/snapshots/provenance.ts';
import { id, JOB } from '../support/run-in-hand.ts';

const SERVER = id('12345');
const OWN = provenanceOf(JOB, SERVER);
const LINE = provenanceLine(JOB, SERVER);
const THEIRS = provenanceLine({ ...JOB, repository: 'evil/shop' }, SERVER);

describe('The provenance line', () => {
  test('tells people repository, commit, run and attempt', () => {
    expect(LINE).toMatch(/^acme\/shop@3f2a9c1 run 7001 attempt 1 \[vps-snapshot:1:[0-9a-f]{16}:[0-9a-f]{16}\]$/u);
  });

  test.each([
    ['alone', LINE],
    ['behind a description', `Before the deploy\n${LINE}`],
    ['behind a description on the same line', `Before the deploy ${LINE}`],
    ['with blanks behind', `${LINE} \r\n`],
  ])('is read again: %s', (_case, description) => {
    expect(readProvenance(description)).toEqual(OWN);
    expect(isOurs(description, OWN)).toBe(true);
    expect(isOfThisStep(description, OWN)).toBe(true);
  });

  test('is read again whatever description stands in front', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readProvenance(`${text}\n${LINE}`)).toEqual(OWN);
      }),
    );
  });

  test('has at most 200 characters and a whole marker, however long the name of the repository', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 140 }),
        fc.integer({ min: 1, max: 100 }),
        fc.maxSafeNat(),
        (a, b, runId) => {
          const job = { ...JOB, repository: `${'o'.repeat(a)}/${'r'.repeat(b)}`, runId };
          const line = provenanceLine(job, SERVER);
          expect(line.length).toBeLessThanOrEqual(200);
          expect(line).toContain('@3f2a9c1 run ');
          expect(readProvenance(line)).toEqual(provenanceOf(job, SERVER));
        },
      ),
    );
  });

  test.each([
    ['nothing', ''],
    ['free text', 'Before the deploy'],
    ['a line that is cut', LINE.slice(0, -1)],
    ['a line that is cut within the hash', LINE.slice(0, -9)],
    ['text behind the marker', `${LINE} and more`],
    ['another version of the format', LINE.replace('vps-snapshot:1:', 'vps-snapshot:2:')],
    ['a hash in capitals', LINE.toUpperCase()],
    ['a marker without run and attempt', LINE.replace(/^.*(?=\[)/u, '')],
    ['a marker within a word', LINE.replace(' run', 'run')],
  ])('is not read from %s', (_case, description) => {
    expect(readProvenance(description)).toBeUndefined();
    expect(isOurs(description, OWN)).toBe(false);
    expect(isOfThisStep(description, OWN)).toBe(false);
  });
});

describe('A snapshot', () => {
  test('of another repository is not ours', () => {
    expect(isOurs(THEIRS, OWN)).toBe(false);
    expect(isOfThisStep(THEIRS, OWN)).toBe(false);
  });

  test('of the same repository on another GitHub server is not ours', () => {
    expect(isOurs(provenanceLine({ ...JOB, serverUrl: 'https://git.acme.test' }, SERVER), OWN)).toBe(false);
  });

  test('is ours however the name of the repository is capitalised', () => {
    expect(isOurs(provenanceLine({ ...JOB, repository: 'Acme/Shop' }, SERVER), OWN)).toBe(true);
  });

  test('of theirs is not ours because a description forges our marker in front of theirs', () => {
    expect(isOurs(`${LINE}\n${THEIRS}`, OWN)).toBe(false);
  });

  test('of ours stays ours where a description forges their marker in front of ours', () => {
    expect(readProvenance(`${THEIRS}\n${LINE}`)).toEqual(OWN);
  });

  test('of another attempt is of this step', () => {
    const line = provenanceLine({ ...JOB, attempt: 2 }, SERVER);
    expect(readProvenance(line)).toEqual({ ...OWN, attempt: 2 });
    expect(isOfThisStep(line, OWN)).toBe(true);
  });

  test.each([
    ['run', { runId: 7002 }, SERVER],
    ['job', { name: 'other' }, SERVER],
    ['step', { step: '__vps-snapshot_2' }, SERVER],
    ['server', {}, id('222')],
  ])('of another %s is ours, but not of this step', (_what, change, server) => {
    const line = provenanceLine({ ...JOB, ...change }, server);
    expect(isOurs(line, OWN)).toBe(true);
    expect(isOfThisStep(line, OWN)).toBe(false);
  });

  test('is not of this step because parts of the run come to the same text when joined', () => {
    const line = provenanceLine({ ...JOB, runId: 700, name: '1deploy' }, SERVER);
    expect(isOfThisStep(line, provenanceOf({ ...JOB, runId: 7001, name: 'deploy' }, SERVER))).toBe(false);
  });
});
