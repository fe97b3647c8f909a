import { expect, test } from '@jest/globals';
import { Failure } from '../../src/failure.ts';
import { NotFound } from '../../src/vps/errors.ts';
import { failureFrom } from '../../src/vps/trouble.ts';
import { answer } from '../support/run-in-hand.ts';

test('A failure has a line for each of its parts, whatever stands in them', () => {
  const failure = new Failure({ happened: 'a\n::error::b', now: ['c\r\nd', '::e'], next: '\u001b[31mf' });
  expect(failure.message).toBe('a ::error::b\nc  d\n: :e\nf');
});

test('A failure needs no word on the present', () => {
  expect(new Failure({ happened: 'a', next: 'b' }).message).toBe('a\nb');
});

test('An error of the API becomes a failure with its words and its next step', () => {
  const error = new NotFound({ method: 'GET', path: '/servers/' }, answer(404, { detail: 'None' }));
  const failure = failureFrom(error, 'Reading', 'Nothing was sent.');
  expect(failure.message).toBe(`Reading failed: ${error.message}.\nNothing was sent.\n${error.nextStep}`);
  expect(failure.cause).toBe(error);
});

test('A failure stays itself, and an error of another kind is not hidden', () => {
  const failure = new Failure({ happened: 'a', next: 'b' });
  expect(failureFrom(failure, 'Reading')).toBe(failure);
  expect(() => failureFrom(new TypeError('x'), 'Reading')).toThrow(TypeError);
});
