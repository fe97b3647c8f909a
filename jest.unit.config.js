import config from './jest.config.js';

/** The tests that run the source itself in their hand, for npm run test:mutation: the built file knows no mutation. */
export default { ...config, testMatch: ['<rootDir>/__tests__/unit/**/*.test.ts'] };
