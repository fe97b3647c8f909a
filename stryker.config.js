/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // What the project exists for: waiting, adoption, provenance, retention, inputs, retries.
  mutate: [
    'src/waiting/*.ts',
    'src/snapshots/{create,name,once,provenance,restore,retention}.ts',
    'src/inputs/*.ts',
    'src/vps/retry.ts',
  ],
  // Texts are for people; the tests hold their parts that matter.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration'] },
  // TypeScript 7 has no API with which Stryker could rewrite a tsconfig; swc needs none.
  tsconfigFile: 'no-tsconfig.json',
  ignorePatterns: ['.tools', '.github', 'dist', 'docs', 'lib', 'reports'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'jest.unit.config.js', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  // What runs once while a module is loaded is changed for all tests at once, each in a process of its own: 9% of the
  // mutants would take most of the time. Nearly all are schemas of inputs, which the tests of inputs hold.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'progress-append-only'],
  thresholds: { high: 95, low: 85, break: 85 },
  tempDirName: '.stryker-tmp',
};
