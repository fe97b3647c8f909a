/**
 * The architecture of `src`, as docs/architecture.md explains it: a module imports only from the rows below its own.
 * Modules that share a row do not import each other, except in the last one. A name is a folder of `src`, or a file
 * without its `.ts`.
 */
const ROWS = [
  ['main', 'post'],
  ['index'],
  ['modes'],
  ['report'],
  ['restores'],
  ['snapshots'],
  ['servers'],
  ['health', 'notify'],
  ['polling'],
  ['inputs'],
  ['github'],
  ['vps'],
  ['http'],
];
const GROUND = ['errors', 'clock', 'context', 'abortable', 'format', 'text', 'redact'];

const pathOf = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

/** Nothing in a row imports from the rows above it or from its neighbours. */
const oneWay = [...ROWS, GROUND].flatMap((row, index, rows) => {
  const above = rows.slice(0, index).flat();
  const upward = {
    name: `${row === GROUND ? 'ground' : row.join('-or-')}-imports-upward`,
    severity: 'error',
    from: { path: pathOf(row) },
    to: { path: pathOf(above) },
  };
  const sideways = row.map((name) => ({
    name: `${name}-imports-its-neighbour`,
    severity: 'error',
    from: { path: pathOf([name]) },
    to: { path: pathOf(row.filter((neighbour) => neighbour !== name)) },
  }));
  return [...(above.length > 0 ? [upward] : []), ...(row.length > 1 && row !== GROUND ? sideways : [])];
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...oneWay,
    {
      name: 'has-no-row',
      comment: 'Add the new folder or file to ROWS or GROUND.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: pathOf([...ROWS.flat(), ...GROUND]) },
    },
    { name: 'circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'is-never-imported',
      comment: 'Neither entry reaches this file: delete it.',
      severity: 'error',
      from: { path: '^src/(main|post)\\.ts$' },
      to: { path: '^src/', pathNot: pathOf(['main', 'post']), reachable: false },
    },
    {
      name: 'leaves-src',
      severity: 'error',
      from: {},
      to: { path: '^(?!src/|node_modules/)', dependencyTypes: ['local'] },
    },
    { name: 'does-not-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'is-not-a-dependency',
      comment:
        'What the bundle contains is a dependency in package.json, not a development dependency or something that another one pulls in.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API. swc's parser also sees imports of types.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
  },
};
