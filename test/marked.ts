import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { fileAt, root } from './house-files.ts';

/** Whether this run rewrites what documents show: `npm run record`. */
export const recording = process.env['RECORD'] === '1';

/**
 * Holds the part of a document between `<!-- NAME:start -->` and `<!-- NAME:end -->` to what it must be; rewrites it
 * in a recording run.
 */
export function holdMarked(path: string, name: string, content: string): void {
  const { text } = fileAt(path);
  const [start, end] = [`<!-- ${name}:start -->\n`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start) + start.length, text.indexOf(end)];
  expect(from, `${path} has the marks of ${name}`).toBeGreaterThanOrEqual(start.length);
  expect(to, `${path} has the marks of ${name}`).toBeGreaterThanOrEqual(from);
  const wanted = `${content.trim()}\n`;
  if (recording) writeFileSync(join(root, path), text.slice(0, from) + wanted + text.slice(to));
  else expect(text.slice(from, to), `${path}: run “npm run record” to rewrite it`).toBe(wanted);
}
