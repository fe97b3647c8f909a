import { ActionError } from '../errors.ts';
import { formatDuration } from '../format.ts';
import { checkHealth, type HealthResult, withoutQuery } from '../health/check.ts';
import { checkOutputs, checkSummary } from '../report/check-report.ts';
import type { Task } from './task.ts';
import { withReport } from './with-report.ts';

/**
 * Polls `health_check_url` until it has been healthy for long enough, so that a release which exits 0 and leaves the site
 * down fails the job (docs/contract.md, Health check).
 * @throws ActionError if it does not become healthy in time
 */
export async function checkRelease(task: Task): Promise<void> {
  const { inputs, run, session, runner, http } = task;
  const { healthCheckUrl: url = '' } = inputs;
  const shownUrl = withoutQuery(url);
  const text = inputs.healthCheckText.replaceAll('{sha}', run.sha);
  let result: HealthResult = { isHealthy: false, lastResult: 'not requested yet', durationMs: 0 };
  const data = () => ({ url, healthy: result.isHealthy, lastResult: result.lastResult, durationMs: result.durationMs });
  const report = {
    outputs: () => checkOutputs(data()),
    stateLines: () => [`Last result: ${result.lastResult}.`],
    afterCancel: 'A health check changes nothing. Re-run the job if you still need the result.',
    failure: () => undefined,
    verdict: () => `✅ healthy for ${formatDuration(inputs.healthCheckStableMs)}: ${shownUrl}`,
    summary: () => checkSummary(data()),
  };
  await withReport(report, task, async () => {
    runner.group(`Health check of ${shownUrl}`);
    const check = { url, text, timeoutMs: inputs.healthCheckTimeoutMs, stableMs: inputs.healthCheckStableMs };
    const { context, schedule, log } = session;
    const onProbe = (soFar: HealthResult) => {
      result = soFar;
    };
    result = await checkHealth(check, { http, context, schedule, log, onProbe });
    if (result.isHealthy) return;
    const stay = check.stableMs > 0 ? `stay healthy for ${formatDuration(check.stableMs)}` : 'become healthy';
    throw new ActionError({
      summary: `${shownUrl} did not ${stay} within ${formatDuration(result.durationMs)}; last result: ${result.lastResult}.`,
      hint: 'The release is not healthy. Roll it back, or fix health_check_url or health_check_text if the check is wrong.',
    });
  });
}
