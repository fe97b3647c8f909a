import config from './jest.config.js';

/** The tests that import the source, for npm run coverage and npm run test:mutation: the others run the built bundle. */
export default {
  ...config,
  testMatch: ['<rootDir>/__tests__/unit/**/*.test.ts'],
  collectCoverageFrom: ['src/**/*.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text', 'lcov'],
};
