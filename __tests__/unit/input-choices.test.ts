import { describe, expect, test } from '@jest/globals';
import { wordsOf } from '../../src/failure.ts';
import { inputsOf } from '../support/run-in-hand.ts';

function problems(given: Readonly<Record<string, string>>): string {
  try {
    inputsOf(given);
  } catch (error) {
    return wordsOf(error);
  }
  throw new Error(`${JSON.stringify(given)} was taken`);
}

describe('rollback_on', () => {
  test.each([
    ['', []],
    ['failure', ['failure']],
    ['cancelled', ['cancelled']],
    ['cancelled, failure', ['failure', 'cancelled']],
    ['failure\nfailure', ['failure']],
  ])('%j is %j', (text, ends) => expect(inputsOf({ rollback_on: text }).rollback_on).toEqual(ends));

  test.each(['always', 'success', 'failure,always', 'Failure'])('refuses %s', (text) => {
    expect(problems({ rollback_on: text })).toContain(
      `rollback_on is "${text}"; write failure, cancelled, both, or leave it empty`,
    );
  });
});

describe('health_check_url', () => {
  test.each([
    ['', undefined],
    ['http://shop.example/health?deep=1', 'http://shop.example/health?deep=1'],
    ['https://shop.example', 'https://shop.example/'],
  ])('%j is %j', (text, url) => expect(inputsOf({ health_check_url: text }).health_check_url).toBe(url));

  test.each(['shop.example', 'ftp://shop.example', 'xhttps://shop.example', 'httpsx://shop.example'])(
    'refuses %s',
    (text) => {
      expect(problems({ health_check_url: text })).toContain(
        `health_check_url is "${text}"; write an http or https address without user and password`,
      );
    },
  );

  test.each([
    ['https://user@shop.example', '"https://***@shop.example"'],
    ['https://:word@shop.example', '"https://***@shop.example"'],
    ['https://user:word@shop.example/a@b', '"https://***@shop.example/a@b"'],
  ])('refuses %s without repeating who or the password', (text, shown) => {
    expect(problems({ health_check_url: text })).toContain(`health_check_url is ${shown}; write`);
  });
});

describe('keep', () => {
  test.each([
    ['', undefined],
    ['1', 1],
    ['5', 5],
    ['10', 10],
    ['999999', 999_999],
  ])('%j is %j', (text, count) => expect(inputsOf({ keep: text }).keep).toBe(count));

  test.each(['0', '-1', '1.5', 'all', '5x', 'x5', '05', '1000000'])('refuses %s', (text) => {
    expect(problems({ keep: text })).toContain(`keep is "${text}"; write a whole number of 1 or more`);
  });
});

describe('snapshot_id', () => {
  test.each([',', ' , \n', '[]', '[{"server_id":1,"snapshot_id":null}]'])('refuses %j, which names nothing', (text) => {
    expect(problems({ snapshot_id: text })).toMatch(/snapshot_id is .*it names no snapshot/u);
  });

  test('takes an output of several servers', () => {
    const text = '[{"server_id":1,"snapshot_id":7},{"server_id":2,"snapshot_id":8}]';
    expect(inputsOf({ snapshot_id: text }).snapshot_id).toEqual([
      { id: '7', server: '1' },
      { id: '8', server: '2' },
    ]);
  });

  test('refuses an output in which a snapshot stands twice', () => {
    const text = '[{"server_id":1,"snapshot_id":7},{"server_id":2,"snapshot_id":8},{"server_id":3,"snapshot_id":8}]';
    expect(problems({ snapshot_id: text })).toContain('8 is named more than once');
  });
});

describe('api_url', () => {
  test.each(['http://x127.0.0.1', 'ws://127.0.0.1', 'ftp://localhost'])('refuses %s', (text) => {
    expect(problems({ api_url: text })).toContain(`api_url is "${text}"; write an https address`);
  });

  test('may be any loopback address by http', () => {
    expect(inputsOf({ api_url: 'http://127.100.20.3:8080' }).api_url).toBe('http://127.100.20.3:8080');
  });

  test('is not repeated with a password', () => {
    expect(problems({ api_url: 'https://user:word@vps.example' })).toContain('"https://***@vps.example"');
  });
});

describe('The number of problems', () => {
  test('is said in words when it is one', () => {
    expect(problems({ wait: 'x' })).toMatch(/^One input of the action cannot be used:/u);
    expect(problems({ wait: 'x', keep: '0' })).toMatch(/^2 inputs of the action cannot be used:/u);
  });
});

describe('Inputs that need each other', () => {
  test.each([
    [{ mode: 'delete' }, /snapshot_id is empty; `mode: delete`/u],
    [{ mode: 'prune' }, /keep is empty; `mode: prune`/u],
    [{ keep: '3', wait: 'false' }, /wait is false, but keep/u],
    [
      { mode: 'rollback', wait: 'false', health_check_url: 'https://shop.example' },
      /wait is false, but health_check_url/u,
    ],
    [{ health_check_text: 'ok' }, /health_check_text is given, but health_check_url is empty/u],
  ])('are refused as %j', (given, words) => expect(problems(given)).toMatch(words));

  test.each([
    [{ mode: 'delete', snapshot_id: '7' }],
    [{ mode: 'prune', keep: '3' }],
    [{ mode: 'prune', keep: '3', wait: 'false' }],
    [{ keep: '3' }],
    [{ wait: 'false' }],
    [{ mode: 'rollback', wait: 'false' }],
    [{ mode: 'rollback', health_check_url: 'https://shop.example' }],
    [{ wait: 'false', rollback_on: 'failure', health_check_url: 'https://shop.example' }],
    [{ health_check_url: 'https://shop.example', health_check_text: 'ok' }],
  ])('are taken as %j', (given) => expect(inputsOf(given)).toMatchObject({ wait: !('wait' in given) }));
});
