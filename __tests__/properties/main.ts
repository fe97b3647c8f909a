import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { schedules } from './schedule.ts';
import { simulate } from './simulate.ts';

/** Searches for a schedule that breaks a rule: `npm run test:properties -- --runs 60000 --seed 7 --path 12:3`. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
const startedMs = performance.now();
console.log(`seed ${seed}, ${values.runs} runs`);
const details = await fc.check(fc.asyncProperty(schedules, simulate), {
  numRuns: Number(values.runs),
  seed,
  ...(values.path === undefined ? {} : { path: values.path }),
});
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
if (details.failed) {
  console.error(details.errorInstance, await fc.asyncDefaultReportMessage(details));
  process.exitCode = 1;
}
console.log(
  `${details.numRuns} runs in ${seconds} s, seed ${seed}: ${details.failed ? 'a rule was broken' : 'no rule was broken'}`,
);
