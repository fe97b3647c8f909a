import { describe, expect, test } from '@jest/globals';
import { scene, theError } from '../support/scene.ts';

describe('What people write first', () => {
  test.each([
    ['server_id', '12345, 12345', '12345 is named more than once; name each once'],
    ['keep', 'all', 'write a whole number of 1 or more'],
    ['wait', 'yes', 'write true or false'],
    ['mode', 'restore', 'write one of snapshot, rollback, delete, prune'],
    ['mode', 'Snapshot', 'write one of snapshot, rollback, delete, prune'],
    ['timeout_minutes', '10m', 'write a number of minutes above 0, at most 7200, such as 60 or 1.5'],
    ['snapshot_name', '{SHA}', '{SHA} is no field; write text and any of {sha}'],
    ['rollback_on', 'always', 'write failure, cancelled, both, or leave it empty'],
    ['rollback_if', 'failure()', 'write true or false, or an expression that gives one of them'],
    ['health_check_url', 'shop.example.com', 'such as https://shop.example.com/health'],
    ['snapshot_id', 'latest', '"latest" is not an id: write a positive integer or a UUID'],
    ['api_url', 'http://admin.vps.org/api/v1', 'write an https address'],
  ])('as %s: %s is answered by what to write', async (name, text, words) => {
    await scene(async (set) => {
      const error = theError(await set.run({ inputs: { [name]: text } }));
      expect(error).toContain(`${name} is "${text}"; `);
      expect(error).toContain(words);
      expect(set.requests()).toEqual([]);
    });
  });
});
