import type { Inputs } from '../inputs/inputs.ts';
import type { Job } from '../job.ts';
import type { Id } from '../vps/id.ts';
import type { Snapshot } from '../vps/schema.ts';
import { code, page } from './markdown.ts';

/**
 * How to go back to these snapshots: the step to paste, and a `curl` for each for when GitHub is down. The token stands
 * there as a variable, never with its value.
 */
export function wayBack(snapshots: readonly Snapshot[], { api_url }: Inputs, { uses }: Job): string | undefined {
  if (snapshots.length === 0) return undefined;
  const list = (ids: readonly Id[]) => ids.join(',');
  const step = [
    `- uses: ${uses}`,
    '  with:',
    '    mode: rollback',
    `    server_id: '${list(snapshots.map(({ server }) => server.id))}'`,
    `    snapshot_id: '${list(snapshots.map(({ id }) => id))}'`,
    '    api_token: $' + '{{ secrets.VPS_API_TOKEN }}',
  ].join('\n');
  const curls = snapshots.map(
    ({ id }) =>
      `curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" '${api_url}/snapshots/${id}/restore/'`,
  );
  return page(
    '**The way back**: this step, in a workflow of this repository.',
    code('yaml', step),
    'When GitHub is down: the same from any shell. It overwrites the server at once.',
    code('sh', curls.join('\n')),
  ).trimEnd();
}
