import type { Runner } from '../../src/github/runner.ts';

/** A runner that shows nothing and keeps everything. */
export class RecordingRunner implements Runner {
  /** Lines of the log, and the titles of its groups. */
  readonly lines: string[] = [];
  readonly debugLines: string[] = [];
  readonly notices: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  readonly outputs: Record<string, string> = {};
  readonly state: Record<string, string> = {};
  readonly summaries: string[] = [];

  info(text: string): void {
    this.lines.push(text);
  }

  debug(text: string): void {
    this.debugLines.push(text);
  }

  notice(text: string): void {
    this.notices.push(text);
  }

  warning(text: string): void {
    this.warnings.push(text);
  }

  error(text: string): void {
    this.errors.push(text);
  }

  group(title: string): void {
    this.lines.push(title);
  }

  endGroup(): void {}

  setOutput(name: string, value: string): void {
    this.outputs[name] = value;
  }

  saveState(name: string, value: string): void {
    this.state[name] = value;
  }

  async summary(markdown: string): Promise<void> {
    this.summaries.push(markdown);
  }
}
