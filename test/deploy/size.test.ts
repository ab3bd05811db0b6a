import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { Lock } from '../../scripts/supply-chain.mjs';
import { fileAt, root } from '../house-files.ts';
import { holdMarked } from '../marked.ts';

/** What production takes at most, in MiB: packages as `npm ci --omit=dev` lays them out, and the build. */
const atMostMiB = 200;

/** What a file takes on a disk is whole blocks of so many bytes. */
const block = 4_096;

/** Why the largest are there, by their scope or name. A new one among the five wants its reason, or another package. */
const reasons: Readonly<Record<string, string>> = {
  '@aws-sdk':
    'the clients of EC2, prices, Route 53, Savings Plans and STS, with credentials: EC2 alone is two thirds of it. Bundled, it is 0.7 MiB',
  '@libsql':
    'the embedded store, as a binary for each C library of the machine; a container keeps the one of glibc, 9.6 MiB',
  '@cedar-policy':
    'decides who may do what, in WebAssembly and three times over for three kinds of users; a container keeps the one of Node.js, 4.3 MiB',
  '@slack': 'speaks with Slack, with types and maps of sources that nothing reads at run time. Bundled',
  '@smithy': 'signs, sends and retries what the clients of AWS ask. Bundled',
};

/** Bytes of the files in a folder, but not of packages below it. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + block + bytesIn(path);
    return sum + Math.ceil(statSync(path).size / block) * block;
  }, 0);
}

/** Installed packages of the lock that are not for development alone: those that `--omit=dev` leaves. */
function production(): readonly { readonly name: string; readonly bytes: number }[] {
  const { packages }: Lock = JSON.parse(fileAt('package-lock.json').text);
  return Object.entries(packages).flatMap(([path, { dev, optional }]) => {
    if (path === '' || dev === true) return [];
    const isThere = statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
    if (!isThere && optional !== true) throw new Error(`${path} is not installed; run “npm ci” first`);
    const [, name = ''] = /node_modules\/(@[^/]+|[^/]+)[^]*$/.exec(path) ?? [];
    return isThere ? [{ name, bytes: bytesIn(join(root, path)) }] : [];
  });
}

const sizes = new Map<string, number>();
for (const { name, bytes } of production()) sizes.set(name, (sizes.get(name) ?? 0) + bytes);
const largest = [...sizes].toSorted(([, one], [, other]) => other - one).slice(0, 5);

describe('what production takes on a disk', () => {
  it(`is at most ${atMostMiB} MiB, packages and build`, () => {
    const packages = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    const build = bytesIn(dirname(inject('program'))) + bytesIn(join(root, 'src/core/facts/data'));
    expect(packages / 2 ** 20).toBeGreaterThan(50);
    expect(build / 2 ** 20).toBeGreaterThan(1);
    expect((packages + build) / 2 ** 20).toBeLessThan(atMostMiB);
  });

  it('has a reason for each of its five largest parts, which its page tells', () => {
    expect(largest.map(([name]) => name).toSorted()).toEqual(Object.keys(reasons).toSorted());
    const rows = largest.map(([name]) => `| \`${name}\` | ${reasons[name]} |`);
    holdMarked('docs/deploying.md', 'largest', ['| Part | Why it is there |', '| --- | --- |', ...rows].join('\n'));
  });

  it('is told of node_modules alone, and of all of them', () => {
    expect(sizes.has('typescript')).toBe(false);
    expect(sizes.has('zod')).toBe(true);
  });
});
