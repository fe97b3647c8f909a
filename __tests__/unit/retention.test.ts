import { describe, expect, test } from '@jest/globals';
import { provenanceLine } from '../../src/snapshots/provenance.ts';
import { beyondKeep, replaceable } from '../../src/snapshots/retention.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { id, JOB, snapshotOf } from '../support/run-in-hand.ts';

const OURS = provenanceLine(JOB, id('12345'));
const THEIRS = provenanceLine({ ...JOB, repository: 'acme/other' }, id('12345'));

/** A snapshot of a day of January. */
function taken(number: number, day: number, description = OURS, status = 'completed'): Snapshot {
  return { ...snapshotOf(number, status), description, createdAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z` };
}

const numbers = (snapshots: readonly Snapshot[]) => snapshots.map((snapshot) => snapshot.id);

describe('keep', () => {
  const held = [taken(5, 5), taken(1, 1), taken(3, 3), taken(2, 2), taken(4, 4)];

  test.each([
    [1, ['1', '2', '3', '4']],
    [2, ['1', '2', '3']],
    [4, ['1']],
    [5, []],
    [9, []],
    [Number.POSITIVE_INFINITY, []],
  ])('%d deletes the older ones, the oldest first', (keep, gone) => {
    expect(numbers(beyondKeep(held, keep, JOB))).toEqual(gone);
  });

  test('never deletes the one just made, though its time says that it is old', () => {
    expect(numbers(beyondKeep(held, 1, JOB, id('1')))).toEqual(['2', '3', '4', '5']);
    expect(numbers(beyondKeep(held, 2, JOB, id('1')))).toEqual(['2', '3', '4']);
  });

  test('keeps as many as asked where the one just made is not listed yet', () => {
    expect(numbers(beyondKeep(held, 2, JOB, id('99')))).toEqual(['1', '2', '3']);
  });

  test('neither deletes nor counts what is foreign, another repository’s or not complete', () => {
    const others = [
      taken(10, 10, 'by hand'),
      taken(11, 11, THEIRS),
      taken(12, 12, OURS, 'in_progress'),
      taken(13, 13, OURS, 'failed'),
    ];
    expect(numbers(beyondKeep([...others, ...held], 2, JOB))).toEqual(['1', '2', '3']);
  });

  test('takes the lower id for the older where times are alike', () => {
    expect(numbers(beyondKeep([taken(8, 1), taken(7, 1)], 1, JOB))).toEqual(['7']);
  });
});

describe('replace_oldest', () => {
  test('takes the oldest complete one of ours', () => {
    const held = [taken(3, 3), taken(1, 1, 'by hand'), taken(2, 2), taken(9, 1, OURS, 'failed')];
    expect(replaceable(held, JOB)?.id).toBe('2');
  });

  test('takes none where the only complete one is ours', () => {
    expect(replaceable([taken(1, 1), taken(2, 2, OURS, 'in_progress')], JOB)).toBeUndefined();
  });

  test('takes ours where somebody else’s complete one stays', () => {
    expect(replaceable([taken(1, 1), taken(2, 2, 'by hand')], JOB)?.id).toBe('1');
  });

  test('takes none where none is ours', () => {
    expect(replaceable([taken(1, 1, 'by hand'), taken(2, 2, THEIRS)], JOB)).toBeUndefined();
  });
});
