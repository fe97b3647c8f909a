import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';
import { fillSections } from './fill-sections.ts';

/**
 * Generates the tables of inputs and outputs in the README from action.yml, so that the two cannot differ. Without
 * `--write` it only compares them and exits with code 1 if the README is out of date.
 */
const README = 'README.md';

/** The inputs grouped by task. Each one belongs to exactly one group. */
const GROUPS: Record<string, readonly string[]> = {
  'Mode and target': ['mode', 'server_id', 'api_token', 'api_url', 'dry_run'],
  'Taking a snapshot': ['snapshot_name', 'description', 'stop_server', 'on_limit', 'on_rerun'],
  'Waiting and timeouts': ['wait', 'timeout_minutes', 'poll_interval_seconds', 'max_parallel'],
  'Keeping and deleting older snapshots': ['series', 'keep', 'keep_daily', 'keep_weekly'],
  'Choosing a snapshot': ['snapshot_id', 'safety_snapshot'],
  'After the job': ['rollback_if', 'rollback_on', 'delete_on_success'],
  'Health check': [
    'health_check_url',
    'health_check_text',
    'health_check_timeout_minutes',
    'health_check_stable_minutes',
  ],
  'Notifications about a rollback': ['notify_url', 'commit_status', 'github_token'],
  'Internal (do not set)': ['job_status', 'job_index'],
};

/** Required in every mode except `check`, which action.yml cannot express. */
const REQUIRED = ['server_id', 'api_token'];

const Action = v.object({
  inputs: v.record(
    v.string(),
    v.object({
      description: v.string(),
      default: v.optional(v.string(), ''),
    }),
  ),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
});

const { inputs, outputs } = v.parse(Action, parse(readFileSync('action.yml', 'utf8')));

const grouped = Object.values(GROUPS).flat();
const ungrouped = Object.keys(inputs).filter((name) => !grouped.includes(name));
if (ungrouped.length > 0)
  throw new Error(`Add these inputs to a group in scripts/readme-tables.ts: ${ungrouped.join(', ')}`);

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function inputRow(name: string): string {
  const input = inputs[name];
  if (!input) throw new Error(`action.yml has no input ${name}`);
  const otherwise = REQUIRED.includes(name) ? 'required' : input.default === '' ? 'empty' : `\`${input.default}\``;
  return `| \`${name}\` | ${otherwise} | ${cell(input.description)} |`;
}

const sections = {
  inputs: Object.entries(GROUPS)
    .map(([title, names]) =>
      [`**${title}**`, '', '| Input | Default | Meaning |', '| --- | --- | --- |', ...names.map(inputRow)].join('\n'),
    )
    .join('\n\n'),
  outputs: [
    '| Output | Meaning |',
    '| --- | --- |',
    ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`),
  ].join('\n'),
};

const readme = readFileSync(README, 'utf8');
const current = fillSections(readme, sections, 'npm run docs');
if (process.argv.includes('--write')) {
  writeFileSync(README, current);
} else if (current !== readme) {
  console.error(`${README} does not match action.yml. Run: npm run docs`);
  process.exitCode = 1;
} else {
  console.log(`The tables of ${README} match action.yml.`);
}
