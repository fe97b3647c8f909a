/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // These need tools that .ci/install-tools.sh installs: npm run test:examples, npm run test:clients.
  testPathIgnorePatterns: ['<rootDir>/__tests__/(examples|clients)/'],
  // Most of these tests wait for child processes. On two cores Jest alone would start a single worker.
  maxWorkers: 2,
  // Each file leaves its modules behind in the worker, which becomes slower and slower.
  workerIdleMemoryLimit: '500MB',
  // On a busy machine a process takes seconds to start; a test that hangs is ended by this alone.
  testTimeout: 300_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/stubs/', '<rootDir>/.stryker-tmp/', '<rootDir>/.tools/'],
};
