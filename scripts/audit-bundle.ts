import { readBundle } from './bundled-packages.ts';

/**
 * Prints what the bundle in `dist` consists of and where it comes from: each package with its version, license, size and the
 * digest in package-lock.json that npm verified on download. Exits with an error if a package in the bundle is not
 * locked.
 */
const { packages, ownBytes } = readBundle();

const rows = packages.map(({ path, name, version, license, integrity, bytes }) => [
  name,
  version,
  license,
  String(bytes),
  integrity ?? `a folder of this repository: ${path}`,
]);
const table = [
  ['Package', 'Version', 'License', 'Bytes', 'Integrity'],
  ...rows,
  ['the action itself', '', 'MIT', String(ownBytes), ''],
];
const widths = table.reduce<readonly number[]>(
  (sofar, row) => row.map((cell, column) => Math.max(cell.length, sofar[column] ?? 0)),
  [],
);
for (const row of table) {
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
