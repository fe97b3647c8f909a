import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../src/failure.ts';
import { allowedInName, changesWithTime, nameFor, unknownFields } from '../../src/snapshots/name.ts';
import { JOB } from '../support/run-in-hand.ts';

const AT = new Date('2025-01-16T03:04:05.678Z');
const ALLOWED = /^[A-Za-z0-9_-]+$/u;

describe('The name of a snapshot', () => {
  test.each([
    ['{sha}', JOB.sha],
    ['{short_sha}', '3f2a9c1'],
    ['{ref}', 'main'],
    ['{run_id}', '7001'],
    ['{run_number}', '42'],
    ['{attempt}', '1'],
    ['{job}', 'deploy'],
    ['{date}', '2025-01-16'],
    ['{time}', '03-04-05'],
    ['before_{short_sha}-{short_sha}', 'before_3f2a9c1-3f2a9c1'],
    ['nightly', 'nightly'],
    ['v1.2 (final)', 'v1-2--final-'],
    ['{sha', '-sha'],
    ['größe💾', 'gr--e-'],
  ])('of the template "%s" is "%s"', (template, name) => {
    expect(nameFor(template, JOB, AT)).toBe(name);
  });

  test.each([
    ['feature/login page', 'feature-login-page'],
    ['v1.2.3', 'v1-2-3'],
    ['$&-{sha}', '----sha-'],
  ])('takes the branch "%s" as "%s"', (ref, name) => {
    expect(nameFor('{ref}', { ...JOB, ref }, AT)).toBe(name);
  });

  test('holds nothing that the API does not allow, whatever the branch', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (ref) => {
        expect(nameFor('{ref}', { ...JOB, ref }, AT)).toMatch(ALLOWED);
      }),
    );
  });

  test('leaves what is allowed as it is', () => {
    expect(allowedInName('Az09_-')).toBe('Az09_-');
  });

  test('cannot be given where a field has no value in the run', () => {
    const give = () => nameFor('{ref}-x', { ...JOB, ref: '' }, AT);
    expect(give).toThrow(Failure);
    expect(give).toThrow(/snapshot_name.*\{ref\} has no value/u);
  });
});

describe('A template', () => {
  test.each([
    ['{sha}-{short_sha}-{ref}-{run_id}-{run_number}-{attempt}-{job}-{date}-{time}', []],
    ['{commit} {sha} {Sha}', ['{commit}', '{Sha}']],
    ['{}', ['{}']],
    ['{ sha }', ['{ sha }']],
    ['{toString}{constructor}', ['{toString}', '{constructor}']],
    ['no field', []],
  ])('"%s" has the unknown fields %j', (template, unknown) => {
    expect(unknownFields(template)).toEqual(unknown);
  });

  test.each(['date', 'time', 'run_id', 'run_number', 'attempt'])('with {%s} gives another name each time', (field) => {
    expect(changesWithTime(`x-{${field}}`)).toBe(true);
  });

  test.each(['sha', 'short_sha', 'ref', 'job'])('with {%s} gives the same name again', (field) => {
    expect(changesWithTime(`x-{${field}}-date`)).toBe(false);
  });
});
