import type { Snapshot } from '../vps/schema.ts';
import { codeBlock, details, joinSections, markdown } from './markdown.ts';
import type { ReportSettings } from './settings.ts';

const CURL = 'curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN"';

/**
 * How to restore these snapshots, folded: a step for a workflow, and a request for a shell if GitHub is down. The token
 * appears as a variable, never with its value.
 * @param title of the folded section
 * @returns empty if there are no snapshots
 */
export function rollbackInstructions(
  title: string,
  snapshots: readonly Snapshot[],
  { apiUrl, uses }: Pick<ReportSettings, 'apiUrl' | 'uses'>,
): string {
  if (snapshots.length === 0) return '';
  const step = [
    `- uses: ${uses}`,
    '  with:',
    '    mode: rollback',
    `    server_id: '${snapshots.map(({ server }) => server.key).join(',')}'`,
    `    snapshot_id: '${snapshots.map(({ key }) => key).join(',')}'`,
    '    api_token: $' + '{{ secrets.VPS_API_TOKEN }}',
  ].join('\n');
  return details(
    markdown`<b>${title}</b>`,
    joinSections(
      'Add this step to a workflow in this repository:',
      codeBlock('yaml', step),
      `If GitHub is down, set VPS_API_TOKEN to your API token and run this in any shell. The restore starts immediately and overwrites the ${snapshots.length === 1 ? 'server' : 'servers'}:`,
      codeBlock('sh', restoreCommands(snapshots, apiUrl)),
    ),
  );
}

function restoreCommands(snapshots: readonly Snapshot[], apiUrl: string): string {
  const [first, ...others] = snapshots.map(({ key }) => key);
  if (others.length === 0) return `${CURL} '${apiUrl}/snapshots/${first}/restore/'`;
  return [
    `for id in ${[first, ...others].join(' ')}; do`,
    `  ${CURL} '${apiUrl}/snapshots/'"$id"'/restore/'`,
    'done',
  ].join('\n');
}
