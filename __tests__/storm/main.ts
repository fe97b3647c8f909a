import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { type BrokenRule, type StormCount, weather } from './storm.ts';
import { storms } from './weather.ts';

/**
 * Runs the built action through random storms and counts what must never happen:
 * `npm run test:storm -- --runs 500 --seed 7`. Exit code 1 if a rule was broken.
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '500' }, seed: { type: 'string' } } });
const runs = Number(values.runs);
const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
const startedMs = performance.now();
console.log(`seed ${seed}, ${runs} storms`);

const total: StormCount = { servers: 0, restoredOnce: 0, honestRed: 0, green: 0, broken: [] };
for (const [index, storm] of fc.sample(storms, { numRuns: runs, seed }).entries()) {
  const count = await weather(storm);
  total.servers += count.servers;
  total.restoredOnce += count.restoredOnce;
  total.honestRed += count.honestRed;
  total.green += count.green;
  total.broken.push(...count.broken);
  for (const { rule, what } of count.broken)
    console.error(`storm ${index}: ${rule}: ${what}\n${JSON.stringify(storm)}`);
}
const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
const times = (rule: BrokenRule['rule']) => total.broken.filter((one) => one.rule === rule).length;
console.log(
  [
    `${runs} storms in ${seconds} s, seed ${seed}`,
    `  servers: ${total.servers}, restored exactly once: ${total.restoredOnce}, not restored and said so: ${total.honestRed}`,
    `  restored more than once: ${times('restored once')}`,
    `  time over the timeout: ${times('no time over the timeout')}`,
    `  silent greens: ${times('no silent green')} of ${total.green} green post steps`,
    `  other broken rules: ${times('nothing else')}`,
  ].join('\n'),
);
process.exitCode = total.broken.length === 0 ? 0 : 1;
