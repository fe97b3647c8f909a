import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';
import { filled } from './filled.ts';

/**
 * Makes the tables of inputs and outputs in the README from action.yml, so that the two cannot differ. Without
 * `--write` it only compares, and ends with exit code 1 where the README is not current.
 */
const README = 'README.md';

/** The inputs by what a person wants to do. Each stands in one group. */
const GROUPS: Record<string, readonly string[]> = {
  'What and where': ['mode', 'server_id', 'api_token', 'api_url', 'dry_run'],
  'Taking snapshots': ['snapshot_name', 'description', 'on_limit', 'on_rerun'],
  'Scheduled backups': ['keep'],
  'Rolling back or deleting in a step': ['snapshot_id', 'safety_snapshot'],
  'Rolling back or deleting after the job': ['rollback_on', 'rollback_if', 'delete_on_success', 'job_status'],
  'Proving a rollback': [
    'health_check_url',
    'health_check_text',
    'health_check_timeout_minutes',
    'commit_status',
    'github_token',
  ],
  Waiting: ['wait', 'timeout_minutes', 'poll_interval_seconds'],
};

const Action = v.object({
  inputs: v.record(
    v.string(),
    v.object({
      description: v.string(),
      required: v.optional(v.boolean(), false),
      default: v.optional(v.string(), ''),
    }),
  ),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
});

const { inputs, outputs } = v.parse(Action, parse(readFileSync('action.yml', 'utf8')));

const grouped = Object.values(GROUPS).flat();
const ungrouped = Object.keys(inputs).filter((name) => !grouped.includes(name));
if (ungrouped.length > 0) throw new Error(`These inputs stand in no group of ${import.meta.filename}: ${ungrouped}`);

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function inputRow(name: string): string {
  const input = inputs[name];
  if (!input) throw new Error(`action.yml has no input ${name}`);
  const otherwise = input.required ? 'required' : input.default === '' ? 'empty' : `\`${input.default}\``;
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
const current = filled(readme, sections, 'npm run docs');
if (process.argv.includes('--write')) {
  writeFileSync(README, current);
} else if (current !== readme) {
  console.error(`${README} is not what action.yml says. Run: npm run docs`);
  process.exitCode = 1;
} else {
  console.log(`The tables of ${README} are what action.yml says.`);
}
