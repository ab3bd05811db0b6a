import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';
import { billOf, type Bill } from '../../scripts/sbom.mjs';
import type { Lock, Manifest } from '../../scripts/supply-chain.mjs';
import { bundledFolders, thirdParty } from '../../scripts/third-party.mjs';
import { fileAt, root } from '../house-files.ts';

let inputs: readonly string[] = [];
let lock: Lock;
let bill: Bill;
beforeAll(async () => {
  const { metafile } = await build({
    ...bundle,
    absWorkingDir: root,
    entryPoints: ['src/entry.ts'],
    outdir: 'dist',
    metafile: true,
    write: false,
  });
  inputs = Object.keys(metafile.inputs);
  lock = JSON.parse(fileAt('package-lock.json').text);
  const manifest: Manifest = JSON.parse(fileAt('package.json').text);
  bill = billOf(lock, manifest);
});

/** Folders of bundled packages, as the lock names them. */
const bundled = () => bundledFolders(inputs).map((folder) => folder.slice(folder.indexOf('node_modules/')));

describe('the bill of materials', () => {
  it('names every package that is bundled, in its version, and the one beside the bundle', () => {
    const refs = new Set(bill.components.map((component) => component['bom-ref']));
    expect(bundled().length).toBeGreaterThan(30);
    for (const folder of [...bundled(), 'node_modules/libsql']) {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      expect(refs, folder).toContain(`${name}@${lock.packages[folder]?.version}`);
    }
  });

  it('names nothing that only development needs', () => {
    const names = bill.components.map(({ name }) => name);
    for (const name of ['vitest', 'esbuild', 'typescript', 'lightningcss']) expect(names).not.toContain(name);
  });

  it('says of each what it needs, and nothing that it does not name', () => {
    const refs = new Set(bill.dependencies.map(({ ref }) => ref));
    expect(refs.size).toBe(bill.components.length + 1);
    for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  });

  it('is the same for the same lock, in whatever order that is', () => {
    const turned: Lock = { packages: Object.fromEntries(Object.entries(lock.packages).toReversed()) };
    const manifest: Manifest = JSON.parse(fileAt('package.json').text);
    expect(JSON.stringify(billOf(turned, manifest))).toBe(JSON.stringify(bill));
    expect(JSON.stringify(bill)).not.toMatch(/timestamp|urn:uuid/);
  });

  it('writes names with a scope as package URLs', () => {
    expect(bill.components.find(({ name }) => name === '@smithy/core')?.purl).toMatch(/^pkg:npm\/%40smithy\/core@\d/);
  });
});

describe('the licences that go with the bundle', () => {
  it('are told of every bundled package, with the texts of all licences', async () => {
    const text = await thirdParty(root, inputs);
    for (const folder of bundled()) {
      // An alias is told by the name of what it stands for.
      const name =
        lock.packages[folder]?.name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      expect(text).toContain(`${name} ${lock.packages[folder]?.version} (${lock.packages[folder]?.license})`);
    }
    for (const begins of [/Permission is hereby granted, free of charge/, /Apache License\s+Version 2.0/, /Blue Oak/])
      expect(text).toMatch(begins);
  });

  it('are taken of a package within a package too, and ours are not', () => {
    expect(
      bundledFolders([
        'src/entry.ts',
        'node_modules/@a/b/x.js',
        'node_modules/c/node_modules/d/e/f.js',
        'node_modules/c/g.js',
      ]),
    ).toEqual(['node_modules/@a/b', 'node_modules/c', 'node_modules/c/node_modules/d']);
  });
});
