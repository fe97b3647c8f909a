/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // These need act: npm run test:runner.
  testPathIgnorePatterns: ['<rootDir>/__tests__/runner/'],
  // These tests mostly wait for child processes: on two cores Jest alone would take one worker.
  maxWorkers: 2,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/lib/', '<rootDir>/.stryker-tmp/'],
};
