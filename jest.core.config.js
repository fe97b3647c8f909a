import config from './jest.config.js';

/** What runs the source itself, and not the built file: the tests that see a mutation of the source. */
export default {
  ...config,
  testMatch: ['<rootDir>/__tests__/unit/**/*.test.ts', '<rootDir>/__tests__/chaos/**/*.test.ts'],
};
