import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { Id, type Identity, IdFromApi, isOther, isSame, toJsonId } from '../../src/vps/id.ts';
import { id, OTHER_UUID, UUID } from '../support/api-responses.ts';

describe('An id', () => {
  test.each(['1', '12345', String(Number.MAX_SAFE_INTEGER), UUID, UUID.toUpperCase()])('is %s', (text) => {
    expect(v.is(Id, text)).toBe(true);
  });

  test.each(['', '0', '-1', '01', '1.5', '1e3', ' 1', '9007199254740993', 'web-1', UUID.slice(1), `${UUID}0`])(
    'is not "%s"',
    (text) => {
      expect(v.is(Id, text)).toBe(false);
    },
  );

  test('of the API may be a number or text', () => {
    expect(v.parse(IdFromApi, 12345)).toBe('12345');
    expect(v.parse(IdFromApi, ' 12345 ')).toBe('12345');
    expect(v.is(IdFromApi, 2 ** 53)).toBe(false);
  });

  test('goes to the API as a number or text', () => {
    expect(toJsonId(id(12345))).toBe(12345);
    expect(toJsonId(id(UUID))).toBe(UUID);
  });
});

describe('Two identities', () => {
  const integer: Identity = { key: id(1) };
  const uuid: Identity = { key: id(UUID) };
  const both: Identity = { key: id(1), uuid: id(UUID) };

  test.each([
    ['integer and integer', integer, integer],
    ['UUIDs in different case', uuid, { key: id(UUID.toUpperCase()) }],
    ['both forms and the integer', both, integer],
    ['both forms and the UUID', both, uuid],
  ])('are the same: %s', (_which, a, b) => {
    expect([isSame(a, b), isSame(b, a), isOther(a, b), isOther(b, a)]).toEqual([true, true, false, false]);
  });

  test.each([
    ['integers', integer, { key: id(2) }],
    ['UUIDs', uuid, { key: id(OTHER_UUID) }],
    ['both forms and an integer', both, { key: id(2) }],
    ['both forms and a UUID', both, { key: id(OTHER_UUID) }],
  ])('are different: %s', (_which, a, b) => {
    expect([isSame(a, b), isSame(b, a), isOther(a, b), isOther(b, a)]).toEqual([false, false, true, true]);
  });

  test('cannot be told apart without a form in common', () => {
    expect([isSame(integer, uuid), isOther(integer, uuid)]).toEqual([false, false]);
  });
});
