// Preloaded into the built action: at its end it writes to a file, as JSON, the most memory that the process ever had,
// and the size of what is still in use, both in bytes.
import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');
process.on('exit', () => {
  const peak = process.resourceUsage().maxRSS * 1024;
  collectGarbage();
  writeFileSync(process.env.PEAK_MEMORY_FILE, JSON.stringify({ peak, inUse: process.memoryUsage().heapUsed }));
});
