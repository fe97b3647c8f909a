import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { schedules } from './schedule.ts';
import { live } from './search.ts';

/** Searches for a bad day that breaks a rule: `npm run test:chaos -- --runs 20000 --seed 7 --path 12:3`. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
const began = performance.now();
console.log(`seed ${seed}, ${values.runs} runs`);
const details = await fc.check(fc.asyncProperty(schedules, live), {
  numRuns: Number(values.runs),
  seed,
  ...(values.path === undefined ? {} : { path: values.path }),
});
const seconds = ((performance.now() - began) / 1000).toFixed(1);
if (details.failed) {
  console.error(details.errorInstance, await fc.asyncDefaultReportMessage(details));
  process.exitCode = 1;
}
console.log(
  `${details.numRuns} runs in ${seconds} s, seed ${seed}: ${details.failed ? 'a rule was broken' : 'no rule was broken'}`,
);
