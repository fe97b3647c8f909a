import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fillSections } from '../scripts/fill-sections.ts';
import { type Finding, verdict } from './bound.ts';
import { measureBundle } from './bundle.ts';
import { measureFleets } from './fleets.ts';
import { measureLimits } from './limits.ts';
import { measureLongWait } from './long-wait.ts';
import { measureSeenLate } from './seen-late.ts';
import { measureStartUp } from './start-up.ts';

/**
 * Measures everything that docs/benchmarks.md shows, in one run. Ends with exit code 1 and a line for each bound that is
 * missed; with `--write` it fills the page and draws its plots.
 */
const PAGE = 'docs/benchmarks.md';

function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpu?.model.trim() || 'CPU of unknown make'}, ${cpus().length} cores, ${gigabytes} GB; ${process.platform} ${process.arch}, Node ${process.versions.node}; ${new Date().toISOString().slice(0, 10)}.`;
}

const began = performance.now();
const say = <Result extends Finding>(title: string, finding: Result): Result => {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`\n${title} (${seconds} s)\n\n${finding.section}\n`);
  for (const bound of finding.bounds) console.log(verdict(bound));
  return finding;
};

const startUp = say('Start-up', measureStartUp());
const bundle = measureBundle();
console.log(`\n${bundle}`);
const seenLate = say('Seen late', await measureSeenLate());
console.log(`\n${seenLate.tried}`);
const longWait = say('A long wait', await measureLongWait());
const limits = say('Limits', await measureLimits());
const fleets = say('Fleets', await measureFleets());

const missed = [startUp, seenLate, longWait, limits, fleets].flatMap(({ bounds }) =>
  bounds.filter(({ measured, most }) => measured > most),
);
console.log(missed.length === 0 ? '\nAll bounds are kept.' : `\n${missed.map(verdict).join('\n')}`);
process.exitCode = missed.length === 0 ? 0 : 1;

if (process.argv.includes('--write')) {
  const sections = {
    machine: machine(),
    'start-up': startUp.section,
    bundle,
    'seen late': seenLate.section,
    tried: seenLate.tried,
    fleets: fleets.section,
    limits: limits.section,
    'long wait': longWait.section,
  };
  writeFileSync(PAGE, fillSections(readFileSync(PAGE, 'utf8'), sections, 'npm run bench -- --write'));
  for (const [name, svg] of Object.entries({ ...seenLate.plots, ...fleets.plots }))
    writeFileSync(`docs/benchmarks/${name}.svg`, svg);
}
