/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // What decides what happens to somebody's snapshots and servers: markers, retention, targets, reuse, and what is sent once.
  mutate: [
    'src/snapshots/{create-once,find-own,limit,marker,named,retention,reuse,select}.ts',
    'src/restores/restore-once.ts',
    'src/polling/{poller,post-once}.ts',
    'src/modes/decide-after-job.ts',
  ],
  // Texts are for people; the tests assert the parts that matter.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration'] },
  // TypeScript 7 has no API with which Stryker could rewrite a tsconfig; swc needs none.
  tsconfigFile: 'no-tsconfig.json',
  ignorePatterns: ['.tools', '.github', 'dist', 'docs', 'lib', 'reports'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'jest.unit.config.js', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  // Code that runs once, while a module is loaded, is mutated for all tests at once, in a process of its own for each
  // mutant. Nearly all of it is schemas of inputs, which the tests of inputs cover.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'progress-append-only'],
  thresholds: { high: 95, low: 85, break: 85 },
  tempDirName: '.stryker-tmp',
};
