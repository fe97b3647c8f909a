import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { scene, theError } from '../support/scene.ts';

describe('An API', () => {
  test.each<[string, Fault, RegExp]>([
    ['that accepts and says nothing', { kind: 'silence', effect: false }, /got no answer: it did not end within/u],
    ['that stalls within the body', { kind: 'stall', effect: false }, /got no answer: it did not end within/u],
    ['that sends without end', { kind: 'endless' }, /cannot be read: it is larger than 8 MiB/u],
  ])('%s ends the step in time, with an error that says so', async (_how, fault, words) => {
    await scene(async (set) => {
      set.api.setFaults(() => fault);
      const began = performance.now();
      const result = await set.run({ inputs: { timeout_minutes: '1' } });
      expect(theError(result)).toMatch(words);
      expect(theError(result)).toContain('the servers run on as they were');
      // A minute is a second here; starting and ending take their time too.
      expect(performance.now() - began).toBeLessThan(6000);
      expect(set.requests()).not.toContain('POST /snapshots/');
    });
  });
});
