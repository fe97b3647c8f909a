import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fillSections } from '../scripts/fill-sections.ts';
import { measureAccountSize } from './account-size.ts';
import { measureAddedMinutes } from './added-minutes.ts';
import { measureBundle } from './bundle.ts';
import { measureDetectionLatency } from './detection-latency.ts';
import { measureFleets } from './fleets.ts';
import { measureLimits } from './limits.ts';
import { measureLongWait } from './long-wait.ts';
import { measureStartUp } from './start-up.ts';
import { formatThreshold, type Result } from './threshold.ts';
import { measureWholeRun } from './whole-run.ts';

/**
 * Measures everything that docs/benchmarks.md shows, in one run. Exits with 1 and a line for each threshold that was
 * exceeded; with `--write` it fills the page and draws its plots.
 */
const PAGE = 'docs/benchmarks.md';

function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpu?.model.trim() || 'CPU of unknown make'}, ${cpus().length} cores, ${gigabytes} GB; ${process.platform} ${process.arch}, Node ${process.versions.node}; ${new Date().toISOString().slice(0, 10)}.`;
}

const startedMs = performance.now();
function show<Measured extends Result>(title: string, result: Measured): Measured {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(`\n${title} (${seconds} s)\n\n${result.section}\n`);
  for (const threshold of result.thresholds) console.log(formatThreshold(threshold));
  return result;
}

// First, while the heap of this process is small.
const longWait = show('A long wait', await measureLongWait());
const addedMinutes = show('Minutes added to a deploy', await measureAddedMinutes());
const accountSize = show('Requests by the size of the account', await measureAccountSize());
const startUp = show('Start-up', await measureStartUp());
const bundle = measureBundle();
console.log(`\n${bundle}`);
const wholeRun = show('A whole run', await measureWholeRun());
const latency = show('Detection latency', await measureDetectionLatency());
console.log(`\n${latency.tried}`);
const limits = show('Rate limits', await measureLimits());
const fleets = show('Fleets', await measureFleets());

const exceeded = [addedMinutes, accountSize, startUp, wholeRun, latency, longWait, limits, fleets]
  .flatMap(({ thresholds }) => thresholds)
  .filter(({ measured, max }) => measured > max);
console.log(exceeded.length === 0 ? '\nNo threshold was exceeded.' : `\n${exceeded.map(formatThreshold).join('\n')}`);
process.exitCode = exceeded.length === 0 ? 0 : 1;

if (process.argv.includes('--write')) {
  const sections = {
    machine: machine(),
    'added minutes': addedMinutes.section,
    'account size': accountSize.section,
    'start-up': startUp.section,
    bundle,
    'whole run': wholeRun.section,
    'detection latency': latency.section,
    'schedules tried': latency.tried,
    fleets: fleets.section,
    'rate limits': limits.section,
    'long wait': longWait.section,
  };
  writeFileSync(PAGE, fillSections(readFileSync(PAGE, 'utf8'), sections, 'npm run bench -- --write'));
  for (const [name, svg] of Object.entries({ ...latency.plots, ...fleets.plots }))
    writeFileSync(`docs/benchmarks/${name}.svg`, svg);
}
