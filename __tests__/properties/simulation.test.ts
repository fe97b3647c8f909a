import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { schedules } from './schedule.ts';
import { simulate } from './simulate.ts';

const RUNS = 250;
/** The same schedules each time; npm run test:properties takes others. */
const SEED = 20_260_301;

test(`breaks no rule in ${RUNS} schedules with faults`, async () => {
  const details = await fc.check(fc.asyncProperty(schedules, simulate), { numRuns: RUNS, seed: SEED });
  // The report has the seed, the path and the shortest schedule that breaks a rule: npm run test:properties takes them.
  expect(
    details.failed ? `${details.errorInstance}\n${await fc.asyncDefaultReportMessage(details)}` : 'no rule was broken',
  ).toBe('no rule was broken');
}, 600_000);
