import * as core from '@actions/core';
import { wordsOf } from '../failure.ts';
import { cut, escapeMarkup, plain } from '../text.ts';

/** Longest annotation that GitHub shows, in characters. */
const LONGEST_ANNOTATION = 4096;
/** GitHub drops a summary of more than 1 MiB whole; this stays below it in bytes, whatever the text. */
const LONGEST_SUMMARY = 1024 * 1024 - 4096;

/** How serious an annotation is. */
export type Level = 'notice' | 'warning' | 'error';

const ANNOTATE = { notice: core.notice, warning: core.warning, error: core.error };

/** The variables that the runner gives the step. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a step can tell the runner. Below it nothing writes to the log, to the command files or to the page. */
export interface Runner {
  /** One line of the log. */
  line(text: string): void;
  /** A line that shows only where debug logging is on. */
  debug(text: string): void;
  /** A line of the log that is also shown on the page of the run; line ends in it are kept. */
  annotate(level: Level, text: string): void;
  /** Opens a part of the log that can be folded; the one before it ends. */
  group(title: string): void;
  /** Ends the open part of the log. */
  endGroup(): void;
  output(name: string, value: string): void;
  /** Saves a value for the post step. */
  state(name: string, value: string): void;
  /** Tells the later steps of this job, and the post steps, which servers were put back. */
  rolledBack(servers: readonly string[]): void;
  /** Adds Markdown to the summary of the job. */
  summary(markdown: string): Promise<void>;
}

/** Variable of the job that names the servers that a step has put back, so that no post step does it again. */
export const ROLLED_BACK = 'VPS_SNAPSHOT_ROLLED_BACK';

/**
 * The runner behind `@actions/core`. Every text on its way out loses the secrets and whatever could act on the runner
 * (design.md, What must never happen, 6 and 7).
 * @param secrets values that are replaced wherever they turn up
 * @param environment for the servers that earlier steps have put back
 */
export function actionsRunner(secrets: readonly string[], environment: Environment): Runner {
  // A secret with punctuation looks otherwise in the summary, where it can turn up in words of the API.
  const forms = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, escapeMarkup(secret)]);
  const redacted = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '***'), text);
  const line = (text: string) => plain(redacted(text));
  const putOut = new Map<string, string>();
  const rolledBack = rolledBackBefore(environment);
  let grouped = false;
  const endGroup = () => {
    if (grouped) core.endGroup();
    grouped = false;
  };
  return {
    line: (text) => core.info(line(text)),
    debug: (text) => core.debug(line(text)),
    annotate(level, text) {
      endGroup();
      ANNOTATE[level](cut(text.split('\n').map(line).join('\n'), LONGEST_ANNOTATION));
    },
    group(title) {
      endGroup();
      core.startGroup(line(title));
      grouped = true;
    },
    endGroup,
    output(name, value) {
      if (putOut.get(name) === value) return;
      putOut.set(name, value);
      core.setOutput(name, redacted(value));
    },
    state: (name, value) => core.saveState(name, redacted(value)),
    rolledBack(servers) {
      rolledBack.push(...servers);
      core.exportVariable(ROLLED_BACK, rolledBack.join(','));
    },
    async summary(markdown) {
      try {
        await core.summary.addRaw(cutBytes(redacted(markdown), LONGEST_SUMMARY)).write();
      } catch (error) {
        // Some runners have no summary, and what was done is in the log and the outputs.
        core.debug(line(`The summary cannot be written: ${wordsOf(error)}`));
      }
    },
  };
}

/** The servers that earlier steps of this job have put back. */
export function rolledBackBefore(environment: Environment): string[] {
  return (environment[ROLLED_BACK] ?? '').split(',').filter((id) => id !== '');
}

function cutBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const kept = Buffer.from(text).subarray(0, bytes).toString('utf8');
  return `${kept.slice(0, kept.lastIndexOf('\n'))}\n\nThe rest is left out: a summary may not be larger.\n`;
}
