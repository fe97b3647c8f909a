import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/failure.ts';
import { parseInputs } from '../../src/inputs/inputs.ts';
import { inputsOf, inputTexts } from '../support/run-in-hand.ts';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** The message for inputs that cannot be used. */
function problems(given: Record<string, string>): string {
  try {
    parseInputs(inputTexts(given));
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  throw new Error(`These inputs were taken: ${JSON.stringify(given)}`);
}

describe('Inputs that are taken', () => {
  test('where they are empty have the documented defaults', () => {
    expect(inputsOf()).toMatchObject({
      mode: 'snapshot',
      server_id: ['12345'],
      snapshot_id: [],
      snapshot_name: '{sha}',
      description: '',
      wait: true,
      timeout_minutes: 3_600_000,
      poll_interval_seconds: undefined,
      api_url: 'https://admin.vps.org/api/v1',
    });
  });

  test.each([
    ['1', ['1']],
    ['9007199254740991', ['9007199254740991']],
    [UUID, [UUID]],
    ['1,2', ['1', '2']],
    ['3 2\n1', ['3', '2', '1']],
    [`\n1,\n ${UUID} ,,2\r\n`, ['1', UUID, '2']],
  ])('server_id %j is %j', (text, ids) => {
    expect(inputsOf({ server_id: text }).server_id).toEqual(ids);
  });

  test.each([
    ['801', [{ id: '801' }]],
    ['801, 802', [{ id: '801' }, { id: '802' }]],
    ['[{"server_id":12345,"snapshot_id":801,"name":"x"}]', [{ id: '801', server: '12345' }]],
    [`[{"server_id":"${UUID}","snapshot_id":"${UUID}"}]`, [{ id: UUID, server: UUID }]],
    ['[{"server_id":1,"snapshot_id":null},{"server_id":2,"snapshot_id":802}]', [{ id: '802', server: '2' }]],
  ])('snapshot_id %s is %j', (text, named) => {
    expect(inputsOf({ snapshot_id: text }).snapshot_id).toEqual(named);
  });

  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('wait: %s is %s', (text, flag) => expect(inputsOf({ wait: text }).wait).toBe(flag));

  test.each([
    ['60', 3_600_000],
    ['1.5', 90_000],
    ['.5', 30_000],
    ['5.', 300_000],
    ['007', 420_000],
    ['7200', 432_000_000],
  ])('timeout_minutes: %s is %d ms', (text, ms) => {
    expect(inputsOf({ timeout_minutes: text }).timeout_minutes).toBe(ms);
  });

  test.each([
    ['0.01', 10],
    ['2.5', 2500],
    ['3600', 3_600_000],
  ])('poll_interval_seconds: %s is %d ms', (text, ms) => {
    expect(inputsOf({ poll_interval_seconds: text }).poll_interval_seconds).toBe(ms);
  });

  test.each([
    ['https://vps.example/api', 'https://vps.example/api'],
    ['https://vps.example/api///', 'https://vps.example/api'],
    ['https://VPS.example:8443', 'https://vps.example:8443'],
    ['http://127.0.0.1:8080/api/v1/', 'http://127.0.0.1:8080/api/v1'],
    ['http://127.9.8.7', 'http://127.9.8.7'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ])('api_url %s is %s', (text, url) => expect(inputsOf({ api_url: text }).api_url).toBe(url));
});

describe('An input that is refused', () => {
  test.each([
    ['0'],
    ['-1'],
    ['+1'],
    ['1.5'],
    ['01'],
    ['1e3'],
    ['0x10'],
    ['١٢'],
    ['9007199254740992'],
    ['99999999999999999999'],
    [`${UUID}0`],
    [UUID.slice(1)],
    [UUID.replaceAll('-', '')],
    [UUID.replace('0f', '0g')],
    ['web-server-01'],
    ['null'],
  ])('as an id: %s', (text) => {
    for (const name of ['server_id', 'snapshot_id']) {
      expect(problems({ [name]: text })).toContain(
        `${name} is "${text}"; "${text}" is not an id: write a positive integer or a UUID`,
      );
    }
  });

  test('among several ids is named alone', () => {
    expect(problems({ server_id: '1, x, 2, 0' })).toContain('"x", "0" is not an id');
  });

  test('named twice is an error, each once', () => {
    expect(problems({ server_id: '1 2 1 3 3 1' })).toContain('1, 3 is named more than once');
    expect(problems({ snapshot_id: '7,7' })).toContain('7 is named more than once');
  });

  test.each(['', ' ', ',\n,'])('as a server: %j', (text) => {
    expect(problems({ server_id: text })).toMatch(
      /server_id is .*write the id of the server, a positive integer or a UUID/u,
    );
  });

  test.each([
    '[',
    '[]x',
    '[1]',
    '[{"snapshot_id":801}]',
    '[{"server_id":1}]',
    '[{"server_id":1,"snapshot_id":0}]',
    '[{"server_id":1,"snapshot_id":9007199254740993}]',
    '["801"]',
  ])('as the output `snapshots`: %s', (text) => {
    expect(problems({ snapshot_id: text })).toMatch(/snapshot_id is ".*write ids, or the output `snapshots`/u);
  });

  test.each(['yes', '1', 'on', 'tRUE', 'null'])('as wait: %s', (text) => {
    expect(problems({ wait: text })).toContain(`wait is "${text}"; write true or false`);
  });

  test.each(['0', '0.0', '-1', 'abc', '1e5', 'Infinity', 'NaN', '1,5', '0x1', '.', '1 2', '7201', '½'])(
    'as timeout_minutes: %s',
    (text) => {
      expect(problems({ timeout_minutes: text })).toContain(
        `timeout_minutes is "${text}"; write a number of minutes above 0`,
      );
    },
  );

  test.each(['0', '0.009', '-5', 'fast', '3600.1', '1e1', '5s'])('as poll_interval_seconds: %s', (text) => {
    expect(problems({ poll_interval_seconds: text })).toContain(
      `poll_interval_seconds is "${text}"; write a number of seconds from 0.01`,
    );
  });

  test.each([
    'http://vps.example/api',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://10.0.0.1',
    'http://[::2]',
    'ftp://vps.example',
    'vps.example',
    '//vps.example',
    'https://vps.example/?a=1',
    'https://vps.example/#a',
    'https://',
    'javascript:x',
  ])('as api_url: %s', (text) => {
    expect(problems({ api_url: text })).toContain(`api_url is "${text}"; write an https address without user`);
  });

  test.each(['https://user@vps.example', 'https://user:word@vps.example', 'https://:word@vps.example'])(
    'as api_url because it names a user: %s',
    (text) => {
      expect(problems({ api_url: text })).toMatch(/api_url is .*write an https address without user/u);
    },
  );

  test.each(['{commit}', 'x-{}', '{Sha}'])('as snapshot_name: %s', (text) => {
    expect(problems({ snapshot_name: text })).toMatch(
      /snapshot_name is ".*is no field; .*\{sha\} \{short_sha\} \{ref\}/u,
    );
  });

  test.each(['Snapshot', 'restore', 'toString'])('as mode: %s', (text) => {
    expect(problems({ mode: text })).toMatch(
      new RegExp(`mode is "${text}"; write one of snapshot, rollback, delete`, 'u'),
    );
  });

  test('as snapshot_id: none with mode delete', () => {
    expect(problems({ mode: 'delete' })).toMatch(/snapshot_id is empty; .*delete.* only the ids that are named/u);
  });

  test.each(['abc def', 'abc\ndef', 'abc\u0000', 'tökén', 'abc\u200b'])(
    'as api_token: %j, and is not shown',
    (text) => {
      const message = problems({ api_token: text });
      expect(message).toMatch(/api_token is given but wrong; a token has no space, line end or special/u);
      expect(message).not.toMatch(/abc|def|tök/u);
    },
  );

  test('as api_token: nothing', () => {
    expect(problems({ api_token: '' })).toMatch(/api_token is empty; give a VPS\.org API token/u);
  });
});

describe('Several inputs that are refused', () => {
  test('are named in one message, which says that no request was sent', () => {
    const message = problems({ server_id: 'x', timeout_minutes: '0', wait: 'yes', mode: 'y', api_token: '' });
    expect(message).toMatch(/^5 inputs of the action cannot be used/u);
    for (const name of ['server_id', 'timeout_minutes', 'wait', 'mode', 'api_token']) {
      expect(message).toMatch(new RegExp(`^  ${name} is `, 'mu'));
    }
    expect(message).toContain('No request was sent');
  });

  test('are shown on one line each, and cut', () => {
    const message = problems({ wait: `::error::x\n${'y'.repeat(500)}` });
    expect(message.split('\n')).toHaveLength(3);
    expect(message.length).toBeLessThan(400);
  });
});
