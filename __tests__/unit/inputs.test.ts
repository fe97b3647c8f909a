import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ActionError } from '../../src/errors.ts';
import {
  INPUT_NAMES,
  type Inputs,
  type Mode,
  parseInputs,
  parseInputsAfterJob,
  REREAD_IN_POST,
  SECRET_INPUTS,
  unusedInputs,
} from '../../src/inputs/inputs.ts';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnB';
const NOTIFY_URL = 'https://hooks.chat.example/services/T0AB12CD3/abcDEF123ghi';

type Given = Readonly<Record<string, string>>;

/** What a workflow must give, and beyond that nothing but `given`. */
function rawInputs(given: Given = {}): Record<string, string> {
  return { api_token: TOKEN, server_id: '12345', ...given };
}

function accepted(given: Given = {}): Inputs {
  return parseInputs(rawInputs(given));
}

/** The message that refuses these inputs. */
function refused(given: Given): string {
  try {
    parseInputs(rawInputs(given));
  } catch (error) {
    if (error instanceof ActionError) return error.message;
    throw error;
  }
  throw new Error(`These inputs were accepted: ${JSON.stringify(given)}`);
}

describe('Inputs that are accepted', () => {
  test('have the documented defaults if they are empty', () => {
    expect(accepted()).toEqual({
      mode: 'snapshot',
      serverIds: ['12345'],
      apiToken: TOKEN,
      snapshotIds: [],
      latest: false,
      snapshotName: '{sha}',
      description: '',
      series: undefined,
      wait: true,
      stopServer: false,
      timeoutMs: 3_600_000,
      pollIntervalMs: undefined,
      maxParallel: undefined,
      onLimit: 'fail',
      onRerun: 'reuse',
      keep: undefined,
      keepDaily: undefined,
      keepWeekly: undefined,
      rollbackIf: false,
      rollbackOn: [],
      deleteOnSuccess: false,
      safetySnapshot: false,
      healthCheckUrl: undefined,
      healthCheckText: '',
      healthCheckTimeoutMs: 600_000,
      healthCheckStableMs: 0,
      notifyUrl: undefined,
      commitStatus: false,
      dryRun: false,
      apiUrl: 'https://admin.vps.org/api/v1',
      githubToken: '',
      jobStatus: 'success',
      jobIndex: '',
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
    expect(accepted({ server_id: text }).serverIds).toEqual(ids);
  });

  test.each([
    ['801', [{ id: '801' }]],
    ['801, 802', [{ id: '801' }, { id: '802' }]],
    ['[{"server_id":12345,"snapshot_id":801,"name":"x"}]', [{ id: '801', server: '12345' }]],
    [`[{"server_id":"${UUID}","snapshot_id":"${UUID}"}]`, [{ id: UUID, server: UUID }]],
    ['[{"server_id":1,"snapshot_id":null},{"server_id":2,"snapshot_id":802}]', [{ id: '802', server: '2' }]],
    [
      '[{"server_id":1,"snapshot_id":7},{"server_id":2,"snapshot_id":8}]',
      [
        { id: '7', server: '1' },
        { id: '8', server: '2' },
      ],
    ],
  ])('snapshot_id %s is %j', (text, named) => {
    expect(accepted({ mode: 'rollback', snapshot_id: text })).toMatchObject({ snapshotIds: named, latest: false });
  });

  test('snapshot_id may be latest in a rollback', () => {
    expect(accepted({ mode: 'rollback', snapshot_id: 'latest' })).toMatchObject({ snapshotIds: [], latest: true });
  });

  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('wait: %s is %s', (text, value) => expect(accepted({ wait: text }).wait).toBe(value));

  test.each([
    ['', false],
    ['true', true],
    ['TRUE', true],
    ['false', false],
    ['failure', true],
    ['cancelled', true],
    ['success', false],
    ['skipped', false],
  ])('rollback_if: %j is %s', (text, value) => expect(accepted({ rollback_if: text }).rollbackIf).toBe(value));

  test.each([
    ['', []],
    ['failure', ['failure']],
    ['cancelled', ['cancelled']],
    ['cancelled, failure', ['failure', 'cancelled']],
    ['failure\nfailure', ['failure']],
  ])('rollback_on: %j is %j', (text, conclusions) => {
    expect(accepted({ rollback_on: text }).rollbackOn).toEqual(conclusions);
  });

  test.each([
    ['60', 3_600_000],
    ['1.5', 90_000],
    ['.5', 30_000],
    ['5.', 300_000],
    ['007', 420_000],
    ['7200', 432_000_000],
  ])('timeout_minutes: %s is %d ms', (text, ms) => {
    expect(accepted({ timeout_minutes: text }).timeoutMs).toBe(ms);
  });

  test.each([
    ['0.01', 10],
    ['2.5', 2500],
    ['3600', 3_600_000],
  ])('poll_interval_seconds: %s is %d ms', (text, ms) => {
    expect(accepted({ poll_interval_seconds: text }).pollIntervalMs).toBe(ms);
  });

  test.each([
    ['snapshot', '', 0],
    ['rollback', '', 0],
    ['check', '', 60_000],
    ['check', '0', 0],
    ['snapshot', '2.5', 150_000],
  ])('in mode %s health_check_stable_minutes: %j is %d ms', (mode, text, ms) => {
    const given = { mode, health_check_url: 'https://shop.example', health_check_stable_minutes: text };
    expect(accepted(given).healthCheckStableMs).toBe(ms);
  });

  test.each([
    ['https://vps.example/api', 'https://vps.example/api'],
    ['https://vps.example/api///', 'https://vps.example/api'],
    ['https://VPS.example:8443', 'https://vps.example:8443'],
    ['http://127.0.0.1:8080/api/v1/', 'http://127.0.0.1:8080/api/v1'],
    ['http://127.100.20.3:8080', 'http://127.100.20.3:8080'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ])('api_url %s is %s', (text, url) => expect(accepted({ api_url: text }).apiUrl).toBe(url));

  test.each([
    ['http://shop.example/health?deep=1', 'http://shop.example/health?deep=1'],
    ['https://shop.example', 'https://shop.example/'],
  ])('health_check_url %s is %s', (text, url) => {
    expect(accepted({ health_check_url: text }).healthCheckUrl).toBe(url);
  });

  test.each([NOTIFY_URL, 'http://127.0.0.1:8080/hook'])('notify_url may be %s', (url) => {
    expect(accepted({ notify_url: url }).notifyUrl).toBe(url);
  });

  test.each(['before-deploy', 'x'.repeat(64), '💾'.repeat(64)])('series may be %s', (series) => {
    expect(accepted({ series }).series).toBe(series);
  });

  test.each([
    ['1', 1],
    ['999999', 999_999],
  ])('max_parallel: %s is %d', (text, count) => {
    expect(accepted({ max_parallel: text }).maxParallel).toBe(count);
  });
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
  ])('as an ID: %s', (text) => {
    for (const name of ['server_id', 'snapshot_id']) {
      expect(refused({ mode: 'rollback', [name]: text })).toContain(
        `  ${name} is "${text}": "${text}" is not an ID; use a positive integer or a UUID`,
      );
    }
  });

  test('among several IDs is named alone', () => {
    expect(refused({ server_id: '1, x, 2, 0' })).toContain('"x", "0" are not IDs; use');
  });

  test('because it lists an ID twice', () => {
    expect(refused({ server_id: '1 2 1 3 3 1' })).toContain('1, 3 are listed more than once');
    expect(refused({ server_id: `${UUID} ${UUID.toUpperCase()}` })).toContain(`${UUID} is listed more than once`);
    expect(refused({ snapshot_id: '7,7' })).toContain('7 is listed more than once');
    const output = '[{"server_id":1,"snapshot_id":7},{"server_id":2,"snapshot_id":7}]';
    expect(refused({ snapshot_id: output })).toContain('7 is listed more than once');
  });

  test.each(['', ' ', ',\n,'])('as a server: %j', (text) => {
    expect(refused({ server_id: text })).toMatch(
      /server_id is .*: set one or more server IDs, each a positive integer or/u,
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
    expect(refused({ snapshot_id: text })).toMatch(/snapshot_id is ".*: use snapshot IDs, or the `snapshots` output/u);
  });

  test.each([',', ' , \n,', '[]', '[{"server_id":1,"snapshot_id":null}]'])(
    'as snapshot_id, because it contains no snapshot: %j',
    (text) => {
      expect(refused({ mode: 'rollback', snapshot_id: text })).toMatch(/snapshot_id is .*: it contains no snapshot/u);
    },
  );

  test.each(['wait', 'stop_server', 'delete_on_success', 'safety_snapshot', 'commit_status', 'dry_run'])(
    'as %s, because it is neither true nor false',
    (name) => {
      for (const text of ['yes', '1', 'on', 'tRUE', 'null']) {
        expect(refused({ [name]: text })).toContain(`  ${name} is "${text}": use true or false`);
      }
    },
  );

  test.each(['yes', 'Failure', 'failed', '1', 'neutral'])('as rollback_if: %s', (text) => {
    expect(refused({ rollback_if: text })).toContain(`  rollback_if is "${text}": use true, false, the outcome`);
  });

  test.each(['always', 'success', 'failure,always', 'Failure'])('as rollback_on: %s', (text) => {
    expect(refused({ rollback_on: text })).toContain(`  rollback_on is "${text}": use failure, cancelled, or both`);
  });

  test.each(['0', '0.0', '-1', 'abc', '1e5', 'Infinity', 'NaN', '1,5', '0x1', '.', '1 2', '7201', '½'])(
    'as a timeout: %s',
    (text) => {
      for (const name of ['timeout_minutes', 'health_check_timeout_minutes']) {
        expect(refused({ [name]: text })).toContain(`  ${name} is "${text}": use a number of minutes above 0`);
      }
    },
  );

  test.each(['-1', 'abc', '7201', '.'])('as health_check_stable_minutes: %s', (text) => {
    expect(refused({ health_check_stable_minutes: text })).toContain(
      `  health_check_stable_minutes is "${text}": use a number of minutes from 0`,
    );
  });

  test.each(['0', '0.009', '-5', 'fast', '3600.1', '1e1', '5s'])('as poll_interval_seconds: %s', (text) => {
    expect(refused({ poll_interval_seconds: text })).toContain(
      `  poll_interval_seconds is "${text}": use a number of seconds from 0.01`,
    );
  });

  test.each(['keep', 'keep_daily', 'keep_weekly', 'max_parallel'])(
    'as %s, because it is not a positive integer',
    (name) => {
      for (const text of ['0', '-1', '1.5', 'all', '5x', 'x5', '05', '1000000']) {
        expect(refused({ [name]: text })).toContain(`  ${name} is "${text}": use a whole number of 1 or more`);
      }
    },
  );

  test.each([
    'http://vps.example/api',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://x127.0.0.1',
    'http://10.0.0.1',
    'http://[::2]',
    'ftp://vps.example',
    'ws://127.0.0.1',
    'vps.example',
    '//vps.example',
    "https://vps.example/a'b",
    'https://',
    'javascript:x',
  ])('as api_url: %s', (text) => {
    expect(refused({ api_url: text })).toContain(
      `  api_url is "${text}": use an https URL without a user name, password`,
    );
  });

  test.each([
    ['https://vps.example/?key=SECRET', '"https://vps.example/?***"'],
    ['https://vps.example/#SECRET', '"https://vps.example/#***"'],
    ['https://vps.example/?', '"https://vps.example/?***"'],
    ['https://user@vps.example', '"https://***@vps.example"'],
    ['https://user:SECRET@vps.example', '"https://***@vps.example"'],
    ['https://:SECRET@vps.example', '"https://***@vps.example"'],
    ['https://user:SEC/RET@vps.example', '"https://***@vps.example"'],
    ['https://user:SEC@RET@vps.example', '"https://***@vps.example"'],
    ['user:SECRET@vps.example', '"***@vps.example"'],
    ['https:user:SECRET@vps.example', '"***@vps.example"'],
  ])('as a URL, without repeating what is secret: %s', (text, shown) => {
    const message = refused({ api_url: text });
    expect(message).toContain(`  api_url is ${shown}: use`);
    expect(message).not.toMatch(/SEC|RET|user:/u);
  });

  test.each(['shop.example', 'ftp://shop.example', 'xhttps://shop.example', 'httpsx://shop.example'])(
    'as health_check_url: %s',
    (text) => {
      expect(refused({ health_check_url: text })).toContain(
        `  health_check_url is "${text}": use an http or https URL without a user name or password`,
      );
    },
  );

  test('as health_check_url, because it has a password, which is not repeated', () => {
    expect(refused({ health_check_url: 'https://user:word@shop.example' })).toContain('"https://***@shop.example"');
  });

  test.each(['http://hooks.chat.example/SECRET', 'https://user:SECRET@hooks.chat.example', 'SECRET', 'ftp://SECRET'])(
    'as notify_url, which is not shown: %s',
    (text) => {
      const message = refused({ notify_url: text });
      expect(message).toContain('  notify_url is set but invalid: use the https URL of a webhook');
      expect(message).not.toContain('SECRET');
    },
  );

  test.each(['{commit}', 'x-{}', '{Sha}'])('as snapshot_name: %s', (text) => {
    expect(refused({ snapshot_name: text })).toMatch(
      /snapshot_name is ".*" is not a placeholder; .*\{sha\} \{short_sha\}/u,
    );
  });

  test.each(['x'.repeat(65), 'a\nb', 'a\u0000b', 'a\u202eb'])('as series: %j', (text) => {
    expect(refused({ series: text })).toMatch(/^ {2}series is ".*": use at most 64 characters/mu);
  });

  test.each(['Snapshot', 'restore', 'toString'])('as mode: %s', (text) => {
    expect(refused({ mode: text })).toContain(
      `  mode is "${text}": use one of snapshot, wait, rollback, check, delete, prune`,
    );
  });

  test.each(['abc def', 'abc\ndef', 'abc\u0000d', 'tökén', 'abc\u200bd', '"abc"', "'abc'", 'Bearer abc'])(
    'as api_token, which is not shown: %j',
    (text) => {
      const message = refused({ api_token: text });
      expect(message).toContain('  api_token is set but invalid: it must not contain spaces, newlines or quotes');
      expect(message).not.toMatch(/abc|def|tök/u);
    },
  );

  test('as api_token, because there is none', () => {
    expect(refused({ api_token: '' })).toMatch(/api_token is empty: set a VPS\.org API token.*forks or by Dependabot/u);
  });
});

describe('An API token in another input', () => {
  test.each(['server_id', 'snapshot_id', 'description', 'series', 'github_token', 'health_check_text'])(
    'is refused, once, and not shown: %s',
    (name) => {
      for (const text of [TOKEN, `x${TOKEN}y`, 'vps_AnotherTokenOfLastYear']) {
        const message = refused({ [name]: text });
        expect(message).toContain(`1 invalid input:\n  ${name} contains an API token, which belongs only in api_token`);
        expect(message).not.toContain('vps_');
      }
    },
  );

  test.each([
    ['vps_backup', TOKEN],
    ['vps_backup_of_the_production_server', TOKEN],
    ['12345', '12345'],
    ['', ''],
  ])('is not seen in the description %j', (description, token) => {
    expect(() =>
      parseInputs({
        ...rawInputs(),
        mode: 'check',
        health_check_url: 'https://shop.example',
        description,
        api_token: token,
      }),
    ).not.toThrow();
  });
});

describe('The message', () => {
  test('counts the problems', () => {
    expect(refused({ wait: 'x' })).toMatch(/^1 invalid input:\n/u);
    expect(refused({ wait: 'x', keep: '0' })).toMatch(/^2 invalid inputs:\n/u);
  });

  test('names every problem at once, and says that no request was sent', () => {
    const message = refused({ server_id: 'x', timeout_minutes: '0', wait: 'yes', mode: 'y', keep: 'z' });
    expect(message.match(/^ {2}\w+ is /gmu)).toHaveLength(5);
    for (const name of ['server_id', 'timeout_minutes', 'wait', 'mode', 'keep']) {
      expect(message).toMatch(new RegExp(`^  ${name} is `, 'mu'));
    }
    expect(message).toContain('No request was sent. Fix the inputs under `with:` in your workflow.');
  });

  test('names problems of single inputs and of inputs together', () => {
    const message = refused({ mode: 'delete', timeout_minutes: '0' });
    expect(message).toMatch(/^2 invalid inputs:\n {2}timeout_minutes is .*\n {2}snapshot_id is empty/u);
  });

  test.each(['Check', 'restore'])('names a missing token and a missing server with the invalid mode %s', (mode) => {
    const message = refused({ mode, api_token: ' ', server_id: '' });
    expect(message).toMatch(
      /^3 invalid inputs:\n {2}mode is .*\n {2}server_id is empty: .*\n {2}api_token is empty: /u,
    );
  });

  test('has one short line for each, whatever the text', () => {
    const message = refused({ wait: `::error::x\n${'y'.repeat(500)}` });
    expect(message.split('\n')).toHaveLength(3);
    expect(message.length).toBeLessThan(400);
  });
});

describe('Inputs that do not go together', () => {
  const url = { health_check_url: 'https://shop.example' };
  test.each([
    [{ mode: 'wait' }, 'snapshot_id is empty: `mode: wait` needs the snapshot ID from the step'],
    [{ mode: 'wait', snapshot_id: 'latest' }, 'snapshot_id is "latest", which only `mode: rollback` accepts'],
    [{ mode: 'delete' }, 'snapshot_id is empty: `mode: delete` deletes only the snapshots listed here'],
    [{ mode: 'delete', snapshot_id: 'latest' }, 'snapshot_id is "latest", which only `mode: rollback` accepts'],
    [{ mode: 'prune' }, 'keep is empty: for `mode: prune`, set at least one of keep, keep_daily and keep_weekly'],
    [{ mode: 'check' }, 'health_check_url is empty: `mode: check` requires the URL to check'],
    [{ mode: 'rollback', wait: 'false' }, 'wait cannot be false in a rollback'],
    [{ mode: 'rollback', health_check_text: 'ok' }, 'health_check_text is set, but health_check_url is empty'],
    [{ wait: 'false', keep: '3' }, 'wait cannot be false with keep: older snapshots are deleted only after'],
    [{ wait: 'false', keep_daily: '1', keep_weekly: '1' }, 'wait cannot be false with keep_daily, keep_weekly:'],
    [{ wait: 'false', stop_server: 'true' }, 'wait cannot be false with stop_server'],
    [{ wait: 'false', rollback_on: 'failure' }, 'wait cannot be false with rollback_on'],
    [{ series: 'before-rollback' }, 'series cannot be "before-rollback", which is reserved'],
    [{ mode: 'wait', snapshot_id: '7', series: 'before-rollback' }, 'series cannot be "before-rollback"'],
    [{ delete_on_success: 'true', keep: '1' }, 'delete_on_success cannot be true with keep at 1'],
    [{ delete_on_success: 'true', keep_daily: '1' }, 'delete_on_success cannot be true with keep_daily at 1'],
    [{ keep: '5' }, 'keep: up to 5 snapshots are kept, which leaves no room for the next one: a server can have 5.'],
    [{ keep_daily: '5' }, 'keep_daily: up to 5 snapshots are kept'],
    [{ keep: '3', keep_daily: '3' }, 'keep, keep_daily: up to 5 snapshots are kept'],
    [{ keep: '2', keep_daily: '2', keep_weekly: '3' }, 'up to 5 snapshots are kept'],
    [{ keep_daily: '3', keep_weekly: '3' }, 'up to 5 snapshots are kept'],
    [{ mode: 'wait', snapshot_id: '7', keep: '9' }, 'up to 9 snapshots are kept'],
  ])('are refused: %j', (given, problem) => {
    expect(refused(given)).toContain(`1 invalid input:\n  ${problem.startsWith('up') ? '' : problem}`);
    expect(refused(given)).toContain(problem);
  });

  test.each([
    [{ mode: 'wait', snapshot_id: '7' }],
    [{ mode: 'delete', snapshot_id: '7' }],
    [{ mode: 'prune', keep: '5' }],
    [{ mode: 'prune', keep_weekly: '8', wait: 'false' }],
    [{ mode: 'rollback', series: 'before-rollback', snapshot_id: 'latest' }],
    [{ mode: 'rollback', ...url, health_check_text: 'ok' }],
    [{ mode: 'check', ...url, api_token: '', server_id: '' }],
    [{ wait: 'false' }],
    [{ wait: 'false', delete_on_success: 'true', rollback_if: 'true' }],
    [{ keep: '4' }],
    [{ keep: '5', on_limit: 'replace_oldest' }],
    [{ keep: '2', keep_daily: '2', keep_weekly: '2' }],
    [{ keep_daily: '2', keep_weekly: '3' }],
    [{ delete_on_success: 'true', keep: '2' }],
    [{ stop_server: 'true', rollback_on: 'failure', keep: '2' }],
    // The URL may become known only through the deploy.
    [{ health_check_text: 'ok', rollback_on: 'failure' }],
  ])('are no problem: %j', (given) => {
    expect(() => accepted(given)).not.toThrow();
  });
});

/** What main saves: the inputs without the secrets. */
function saved(given: Given = {}): Record<string, string> {
  return { server_id: '12345', job_status: 'success', ...given };
}

describe('After the job', () => {
  const current = { api_token: TOKEN, job_status: 'failure' };

  test('secrets and what became known are read again, all else is as the step read it', () => {
    const now = {
      ...current,
      server_id: '666',
      mode: 'delete',
      series: 'other',
      github_token: 'ghs_x',
      notify_url: NOTIFY_URL,
      rollback_if: 'failure',
      rollback_on: 'cancelled',
      safety_snapshot: 'true',
      health_check_url: 'https://shop.example/health',
      health_check_text: 'ok',
      health_check_timeout_minutes: '2',
      health_check_stable_minutes: '1',
      commit_status: 'true',
    };
    const { inputs, problems } = parseInputsAfterJob(saved({ series: 'mine', rollback_on: 'failure' }), now);
    expect(problems).toEqual([]);
    expect(inputs).toMatchObject({
      mode: 'snapshot',
      serverIds: ['12345'],
      apiUrl: 'https://admin.vps.org/api/v1',
      series: 'mine',
      apiToken: TOKEN,
      githubToken: 'ghs_x',
      notifyUrl: NOTIFY_URL,
      jobStatus: 'failure',
      rollbackIf: true,
      rollbackOn: ['cancelled'],
      safetySnapshot: true,
      healthCheckUrl: 'https://shop.example/health',
      healthCheckText: 'ok',
      healthCheckTimeoutMs: 120_000,
      healthCheckStableMs: 60_000,
      commitStatus: true,
    });
  });

  test.each([
    ['rollback_if', 'true', 'maybe', { rollbackIf: true }],
    ['rollback_on', 'failure', 'always', { rollbackOn: ['failure'] }],
    ['delete_on_success', 'true', 'yes', { deleteOnSuccess: true }],
    ['safety_snapshot', 'true', 'yes', { safetySnapshot: true }],
    ['health_check_url', 'https://shop.example/', 'shop', { healthCheckUrl: 'https://shop.example/' }],
    ['health_check_timeout_minutes', '3', 'x', { healthCheckTimeoutMs: 180_000 }],
    ['health_check_stable_minutes', '3', 'x', { healthCheckStableMs: 180_000 }],
    ['commit_status', 'true', 'x', { commitStatus: true }],
  ])('%s that is invalid only now is as the step had it, and is named', (name, before, now, expected) => {
    const { inputs, problems } = parseInputsAfterJob(saved({ [name]: before }), { ...current, [name]: now });
    expect(inputs).toMatchObject({ ...expected, apiToken: TOKEN, jobStatus: 'failure' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`After the job, ${name} is "${now}": use`);
    expect(problems[0]).toContain('The value from the step itself is used instead.');
  });

  test('a combination that is invalid only now is as the step had it', () => {
    const { inputs, problems } = parseInputsAfterJob(saved({ keep: '1' }), { ...current, delete_on_success: 'true' });
    expect(inputs.deleteOnSuccess).toBe(false);
    expect(problems).toEqual([expect.stringContaining('delete_on_success cannot be true with keep at 1')]);
  });

  test.each([
    ['https://vps.example/api', 'https://vps.example/api/', true],
    ['', 'https://admin.vps.org/api/v1', true],
    ['https://vps.example/api', 'https://evil.example/api', false],
    ['https://evil.example/api', '', false],
  ])('api_url that was %j in the step and is %j now: the same API is %s', (before, api_url, isSame) => {
    const { isSameApi } = parseInputsAfterJob(saved({ api_url: before }), { ...current, api_url });
    expect(isSameApi).toBe(isSame);
  });

  test('a URL with the token is not used', () => {
    const before = saved({ health_check_url: 'https://shop.example/' });
    const now = { ...current, health_check_url: `https://shop.example/?key=${TOKEN}` };
    const { inputs, problems } = parseInputsAfterJob(before, now);
    expect(inputs.healthCheckUrl).toBe('https://shop.example/');
    expect(problems).toEqual([
      'After the job, health_check_url contains an API token, which belongs only in api_token. The value from the step itself is used instead.',
    ]);
  });

  test('an empty token is no problem before there is work to do', () => {
    const { inputs, problems } = parseInputsAfterJob(saved(), { job_status: 'success' });
    expect(inputs.apiToken).toBe('');
    expect(problems).toEqual([]);
  });

  test.each([
    ['api_token', 'Bearer abc'],
    ['notify_url', 'http://abc.example'],
  ])('%s that is invalid is not used, and not shown', (name, text) => {
    const { inputs, problems } = parseInputsAfterJob(saved(), { job_status: 'failure', [name]: text });
    expect(inputs).toMatchObject({ apiToken: '', notifyUrl: undefined });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^After the job, ${name} is set but invalid: `, 'u'))]);
    expect(problems.join()).not.toContain('abc');
  });

  test.each(['', 'unknown', 'Success'])(
    'with the job status %j no snapshot is deleted, and a sentence says so',
    (text) => {
      const given = { api_token: TOKEN, job_status: text, delete_on_success: 'true', rollback_on: 'failure' };
      const { inputs, problems } = parseInputsAfterJob(saved(), given);
      expect(inputs).toMatchObject({ jobStatus: 'unknown' });
      expect(problems).toEqual([expect.stringContaining(`After the job, job_status is "${text}"`)]);
    },
  );

  test.each(['success', 'failure', 'cancelled'])('the job status %s is known', (text) => {
    const { inputs, problems } = parseInputsAfterJob(saved(), { job_status: text, delete_on_success: 'true' });
    expect(inputs).toMatchObject({ jobStatus: text, deleteOnSuccess: true });
    expect(problems).toEqual([]);
  });

  test('saved inputs that are invalid themselves are an error', () => {
    expect(() => parseInputsAfterJob(saved({ timeout_minutes: 'x' }), current)).toThrow(ActionError);
  });

  test('secrets are among what is read again', () => {
    expect(REREAD_IN_POST).toEqual(expect.arrayContaining([...SECRET_INPUTS]));
  });
});

describe('unusedInputs', () => {
  test.each<[Mode, Given, string[]]>([
    ['snapshot', {}, []],
    ['snapshot', { snapshot_id: '801' }, ['snapshot_id']],
    ['snapshot', { keep: '3', stop_server: 'true', rollback_if: 'true', series: 'x' }, []],
    ['rollback', { keep: '3', stop_server: 'true', series: 'x' }, ['stop_server', 'keep']],
    ['wait', { stop_server: 'true', keep: '3', rollback_on: 'failure' }, ['stop_server']],
    ['delete', { on_limit: 'replace_oldest', notify_url: NOTIFY_URL }, ['on_limit', 'notify_url']],
    ['prune', { description: 'x', on_rerun: 'create', keep_daily: '3' }, ['description', 'on_rerun']],
    ['check', { server_id: '1', timeout_minutes: '5', health_check_text: 'ok' }, ['server_id', 'timeout_minutes']],
  ])('in mode %s with %j are %j', (mode, given, names) => {
    expect(unusedInputs(given, mode)).toEqual(names);
  });
});

describe('action.yml', () => {
  const { inputs } = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));
  const defaults: Record<string, string> = Object.fromEntries(
    Object.entries<{ default?: unknown }>(inputs).map(([name, { default: value }]) => [name, String(value ?? '')]),
  );

  test('declares exactly the inputs that the code reads', () => {
    expect(Object.keys(inputs).sort()).toEqual([...INPUT_NAMES].sort());
  });

  test('has defaults that are not called unused, and mean the same as empty texts', () => {
    for (const mode of ['snapshot', 'wait', 'rollback', 'check', 'delete', 'prune'] as const) {
      expect(unusedInputs(defaults, mode)).toEqual([]);
    }
    const { github_token, job_status, job_index, ...rest } = defaults;
    expect([github_token, job_status, job_index]).toEqual([
      expect.stringContaining('github.token'),
      expect.stringContaining('job.status'),
      expect.stringContaining('strategy.job-index'),
    ]);
    expect(accepted({ ...rest, api_token: TOKEN, server_id: '12345' })).toEqual(accepted());
  });
});
