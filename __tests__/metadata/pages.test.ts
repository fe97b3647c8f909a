import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read('src', name))
  .join('\n');

describe('docs/troubleshooting.md', () => {
  const texts = [...read('docs', 'troubleshooting.md').matchAll(/^\| (`[^|]*`[^|]*) \|/gmu)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, text = '']) => text),
  );

  test('names many texts', () => {
    expect(texts.length).toBeGreaterThan(25);
  });

  // These are names of inputs, and words of Node and of the API.
  const FROM_ELSEWHERE = /^(?:api_token|server_id|snapshot_id|tunneling socket could not be established)$/u;

  test.each(texts.filter((text) => !FROM_ELSEWHERE.test(text)))('has “%s” as the action says it', (text) => {
    const parts = text.split('…').map((part) => part.trim());
    expect(parts.filter((part) => !source.includes(part))).toEqual([]);
  });
});

const pages = ['*.md', 'docs/*.md', 'examples/*.md'].flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();

describe('Links between the pages', () => {
  test('are in many pages', () => {
    expect(pages.length).toBeGreaterThan(10);
  });

  test.each(pages)('of %s lead to files that are there', (page) => {
    const targets = linksOf(page).flatMap(({ file }) => (file === '' ? [] : file));
    expect(targets.filter((target) => !existsSync(join(ROOT, page, '..', target)))).toEqual([]);
  });

  test.each(pages)('of %s lead to headings that are there', (page) => {
    const dead = linksOf(page).filter(({ file, anchor }) => {
      const target = file === '' ? page : join(page, '..', file);
      return anchor !== '' && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});

describe('The tests that a page names', () => {
  const named = pages.flatMap((page) =>
    [...withoutCode(page).matchAll(/`([\w./*-]+\.test\.ts)`/gu)].map(([, path = '']) => [page, path] as const),
  );

  test('are many', () => {
    expect(named.length).toBeGreaterThan(40);
  });

  test.each(named)('%s: %s is there', (_page, path) => {
    const inTests = path.replace(/^__tests__\//u, '');
    expect(globSync(inTests, { cwd: join(ROOT, '__tests__') })).not.toEqual([]);
  });

  test.each(pages)('are not missing from %s', (page) => {
    expect(read(page)).not.toMatch(/TODO/u);
  });
});

/** A page without blocks of code. */
function withoutCode(page: string): string {
  return read(page).replace(/^ *```[\s\S]*?^ *```$/gmu, '');
}

/** The links of a page to other files and headings of the project. */
function linksOf(page: string): { file: string; anchor: string }[] {
  const links = withoutCode(page).matchAll(/\]\(\s*(?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?[^)]*\)/gu);
  return [...links].map(([, file = '', anchor = '']) => ({ file, anchor }));
}

/** The anchors that GitHub gives the headings of a page, and those that it sets itself. */
function anchorsOf(page: string): string[] {
  const text = withoutCode(page);
  const headings = [...text.matchAll(/^#+ +(.*)$/gmu)].map(([, title = '']) =>
    title
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/(?:id|name)="([^"]+)"/gu)].map(([, id = '']) => id)];
}
