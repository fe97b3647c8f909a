import { describe, expect, test } from '@jest/globals';
import { type Scene, scene, theError } from '../support/scene.ts';

/** The error of a step with inputs that cannot be used: no request was sent, and nothing put out. */
async function refusalOf(inputs: Record<string, string>, env: Record<string, string> = {}): Promise<string> {
  let error = '';
  await scene(async ({ run, requests }: Scene) => {
    const result = await run({ inputs, env });
    error = theError(result);
    expect(requests()).toEqual([]);
    expect(result.outputs).toEqual({});
  });
  expect(error).toContain('No request was sent');
  return error;
}

describe('A step sends no request where', () => {
  test.each([
    ['mode is unknown', { mode: 'restore' }, /mode is "restore"; write one of snapshot, rollback, delete/u],
    ['server_id is empty', { server_id: '' }, /server_id is empty; write the id of the server/u],
    ['server_id is named twice', { server_id: '1,2 1' }, /server_id is "1,2 1"; 1 is named more than once/u],
    ['server_id is 0', { server_id: '0' }, /server_id is "0"; .* a positive integer or a UUID/u],
    ['server_id is negative', { server_id: '-5' }, /server_id is "-5"; .* a positive integer or a UUID/u],
    ['server_id is 1.5', { server_id: '1.5' }, /server_id is "1\.5"; .* a positive integer or a UUID/u],
    [
      'server_id is past 2^53',
      { server_id: '9007199254740993' },
      /server_id is "9007199254740993"; .* a positive integer/u,
    ],
    [
      'server_id is no UUID',
      { server_id: '0f8fad5b-d9cb-469f-a165' },
      /server_id is "0f8fad5b-d9cb-469f-a165"; .* UUID/u,
    ],
    [
      'snapshot_id is no id',
      { mode: 'rollback', snapshot_id: 'latest' },
      /snapshot_id is "latest"; .* a positive integer/u,
    ],
    [
      'snapshot_id is broken JSON',
      { mode: 'rollback', snapshot_id: '[{' },
      /snapshot_id is "\[\{"; .*output `snapshots`/u,
    ],
    [
      'snapshot_name has an unknown field',
      { snapshot_name: 'x-{commit}' },
      /snapshot_name is "x-\{commit\}"; \{commit\} is no field.*\{sha\}/u,
    ],
    ['timeout_minutes is 0', { timeout_minutes: '0' }, /timeout_minutes is "0"; write a number of minutes above 0/u],
    ['timeout_minutes is -1', { timeout_minutes: '-1' }, /timeout_minutes is "-1"; /u],
    ['timeout_minutes is abc', { timeout_minutes: 'abc' }, /timeout_minutes is "abc"; /u],
    ['timeout_minutes is 1e5', { timeout_minutes: '1e5' }, /timeout_minutes is "1e5"; /u],
    ['timeout_minutes is Infinity', { timeout_minutes: 'Infinity' }, /timeout_minutes is "Infinity"; /u],
    [
      'poll_interval_seconds is 0',
      { poll_interval_seconds: '0' },
      /poll_interval_seconds is "0"; write a number of seconds/u,
    ],
    ['wait is neither true nor false', { wait: 'yes' }, /wait is "yes"; write true or false/u],
    [
      'api_url is http',
      { api_url: 'http://vps.example/' },
      /api_url is "http:\/\/vps\.example\/"; write an https address/u,
    ],
    [
      'api_url has credentials',
      { api_url: 'https://u:p@vps.example/' },
      /api_url is .*; write an https address without user/u,
    ],
  ])('%s', async (_case, inputs, words) => {
    const error = await refusalOf(inputs);
    expect(error).toMatch(words);
    expect(error).toContain('One input');
  });

  test('several inputs are wrong, and one message names them all', async () => {
    const error = await refusalOf({ server_id: 'x', mode: 'y', wait: 'z', timeout_minutes: '0', api_token: '' });
    expect(error).toContain('5 inputs');
    for (const name of ['mode', 'server_id', 'api_token', 'wait', 'timeout_minutes']) {
      expect(error).toMatch(new RegExp(`^ *${name} is `, 'mu'));
    }
  });

  test('snapshot_name has a field without a value', async () => {
    await scene(async ({ run, requests }) => {
      const error = theError(await run({ inputs: { snapshot_name: '{ref}' }, env: { GITHUB_REF: '' } }));
      expect(error).toMatch(/snapshot_name is "\{ref\}", but \{ref\} has no value/u);
      expect(requests()).toEqual([]);
    });
  });

  test('the facts of the run are missing', async () => {
    await scene(async ({ run, requests }) => {
      expect(theError(await run({ env: { GITHUB_REPOSITORY: '' } }))).toMatch(/GITHUB_REPOSITORY/u);
      expect(requests()).toEqual([]);
    });
  });
});
