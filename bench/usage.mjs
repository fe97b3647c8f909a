// Preloaded into the built action: writes down what the process has used when it ends.
import { readFileSync, writeFileSync } from 'node:fs';

/** On Linux `maxRSS` starts from that of the process that began this one; the peak of its own memory does not. In kB. */
function maxRSS() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+)/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

process.on('exit', () =>
  writeFileSync(process.env.USAGE_FILE, JSON.stringify({ ...process.resourceUsage(), maxRSS: maxRSS() })),
);
