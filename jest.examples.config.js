import config from './jest.config.js';

/** The workflows of `examples/` on a real runner, nektos/act, which has to be on the PATH. */
export default { ...config, testMatch: ['<rootDir>/__tests__/examples/**/*.test.ts'], testPathIgnorePatterns: [] };
