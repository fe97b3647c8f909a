// Preloaded into a process that is measured: writes what it has used to USAGE_FILE when it ends. Nothing is imported,
// because that would load more of Node than the process itself does.
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs');

/** On Linux `maxRSS` starts from that of the parent process; the peak of the process's own memory does not. In kB. */
function maxRssKb() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+)/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = {
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    memoryMb: maxRssKb() / 1024,
    elapsedMs: performance.now(),
  };
  writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
});
