// Preloaded into the action: from the time at which the file in DISK_FULL_SINCE exists, nothing can be appended to a
// file.
import { existsSync } from 'node:fs';

const fs = process.getBuiltinModule('node:fs');
const { appendFileSync } = fs;

fs.appendFileSync = (...args) => {
  if (existsSync(process.env.DISK_FULL_SINCE)) throw new Error('ENOSPC: no space left on device, write');
  appendFileSync(...args);
};
