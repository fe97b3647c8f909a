import type { WorkflowRun } from '../../src/github/workflow-run.ts';

/** The facts of a workflow run, with what a test is about. */
export function createWorkflowRun(given: Partial<WorkflowRun> = {}): WorkflowRun {
  return {
    repository: 'acme/shop',
    repositoryId: '4711',
    serverUrl: 'https://github.com',
    sha: '3f2a9c1d5e7b80f46a2c9d1e3b5f7a8c0d2e4f61',
    ref: 'main',
    runId: '7001',
    runNumber: '42',
    attempt: 1,
    workflow: 'deploy.yml',
    job: 'deploy',
    jobIndex: '0',
    action: '__vps-snapshot',
    uses: 'acme/vps-snapshot@v1',
    runUrl: 'https://github.com/acme/shop/actions/runs/7001',
    ...given,
  };
}
