import { statSync } from 'node:fs';
import { readBundle } from '../scripts/bundled-packages.ts';
import { table } from './threshold.ts';

/** What the bundle is made of, by package, before the build leaves out what nothing uses; and its size after that. */
export function measureBundle(): string {
  const { packages, ownBytes } = readBundle();
  const rows = [
    ['the action itself', ownBytes] as const,
    ...packages.map(({ name, bytes }) => [`\`${name}\``, bytes] as const),
  ]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, bytes]) => [name, formatKilobytes(bytes)]);
  const built = ['dist/index.js', 'dist/octokit.js'].map((path) => [
    `\`${path}\`, without unused code`,
    formatKilobytes(statSync(path).size),
  ]);
  return table(['Part of the bundle', 'Size with unused code'], [...rows, ...built]);
}

function formatKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}
