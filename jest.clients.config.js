import config from './jest.config.js';

/** The provider's own API clients against the emulator, to see that it behaves as they expect. */
export default { ...config, testMatch: ['<rootDir>/__tests__/clients/**/*.test.ts'], testPathIgnorePatterns: [] };
