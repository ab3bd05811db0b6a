import { describe, expect, it } from 'vitest';
import {
  faults,
  licenceExceptions,
  type Lock,
  type LockedPackage,
  type Manifest,
} from '../../scripts/supply-chain.mjs';
import { fileAt } from '../house-files.ts';

const hash = (letter: string) => `sha512-${letter.repeat(86)}==`;
const registry = 'https://packages.example/';

/** Four packages in order: one that another needs in a version of its own, one with an install script, one with an exception. */
const sound: Lock['packages'] = {
  '': { version: '1.0.0', dependencies: { one: '1.2.3' } },
  'node_modules/one': { version: '1.2.3', license: 'MIT', integrity: hash('a'), dependencies: { two: '^1.0.0' } },
  'node_modules/one/node_modules/two': { version: '1.0.0', license: 'ISC', integrity: hash('b') },
  'node_modules/@some/built': {
    version: '2.0.0-rc.1',
    license: '0BSD',
    integrity: hash('c'),
    dev: true,
    hasInstallScript: true,
  },
  'node_modules/odd': { version: '1.0.0', license: 'MPL-2.0', integrity: hash('d'), dev: true },
};
const manifest: Manifest = {
  dependencies: { one: '1.2.3' },
  devDependencies: { '@some/built': '2.0.0-rc.1' },
  allowScripts: { '@some/built': false },
};
const exceptions = { odd: { licence: 'MPL-2.0', development: true, why: 'in tests alone' } };

const told = (packages: Lock['packages'], own: Manifest = manifest) =>
  faults({ lock: { packages }, manifest: own }, exceptions);
/** The sound lock with one package otherwise. */
const but = (path: string, change: LockedPackage) => ({ ...sound, [path]: { ...sound[path], ...change } });
const without = (path: string) => Object.fromEntries(Object.entries(sound).filter(([one]) => one !== path));
const everywhere = (url: (path: string) => string) =>
  Object.fromEntries(
    Object.entries(sound).map(([path, one]) => [path, path === '' ? one : { ...one, resolved: url(path) }]),
  );

const one = 'node_modules/one';
const two = 'node_modules/one/node_modules/two';
const built = 'node_modules/@some/built';
const odd = 'node_modules/odd';

describe('the supply chain', () => {
  it('is in order where it is, with addresses of packages and without', () => {
    expect(told(sound)).toEqual([]);
    expect(told(everywhere((path) => `${registry}${path}.tgz`))).toEqual([]);
  });

  it.each<[string, Lock['packages'], string]>([
    ['a package that is missing', without(two), `${one} needs two, which the lock file does not have`],
    ['no hash', but(one, { integrity: '' }), `${one} has no SHA-512 hash`],
    ['a weak hash', but(one, { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }), `${one} has no SHA-512 hash`],
    ['a folder', but(two, { link: true }), `${two} is no package of a registry`],
    ['a version that is none', but(two, { version: 'file:../two' }), `${two} is no package of a registry`],
    ...[
      'git+ssh://git@packages.example/two.git#0123',
      'file:../two.tgz',
      'http://packages.example/two.tgz',
      'https://elsewhere.example/two.tgz',
      'https://packages.example.elsewhere.example/two.tgz',
      'two.tgz',
    ].map((url): [string, Lock['packages'], string] => [
      url,
      everywhere((path) => (path === two ? url : registry)),
      `${two} is not fetched by https from where the others are`,
    ]),
    ['a licence', but(two, { license: 'GPL-3.0-only' }), `${two} has the licence GPL-3.0-only, which is not allowed`],
    [
      'a choice of licences',
      but(two, { license: 'MIT OR GPL-3.0' }),
      `${two} has the licence MIT OR GPL-3.0, which is not allowed`,
    ],
    [
      'another licence than the exception’s',
      but(odd, { license: 'EPL-2.0' }),
      `${odd} has the licence EPL-2.0, which is not allowed`,
    ],
    ['an exception that is shipped', but(odd, { dev: false }), `${odd} is for development alone: in tests alone`],
    ['an exception that is not needed', without(odd), 'odd is an exception of licences that nothing needs'],
    [
      'an install script',
      but(one, { hasInstallScript: true }),
      'one has an install script, of which allowScripts in package.json says nothing',
    ],
    [
      'a script that is gone',
      but(built, { hasInstallScript: false }),
      'allowScripts in package.json names @some/built, which has no install script',
    ],
    ['a lock that is behind', but(one, { version: '1.2.2' }), 'one is 1.2.3 in package.json and 1.2.2 in the lock'],
  ])('is not with %s', (_, packages, says) => {
    expect(told(packages)).toEqual([says]);
  });

  it('is not where there is no licence', () => {
    const { license: _, ...bare } = sound[two] ?? {};
    expect(told({ ...sound, [two]: bare })).toEqual([`${two} has the licence (none), which is not allowed`]);
  });

  it.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '>=1.2.3', 'github:some/one', 'file:one', ''])(
    'is not where package.json asks for %j',
    (version) => {
      expect(told(sound, { ...manifest, dependencies: { one: version } })).toEqual([
        `one in package.json is ${version}, which is no exact version`,
      ]);
    },
  );
});

describe('our own supply chain', () => {
  it('is in order', () => {
    const lock: Lock = JSON.parse(fileAt('package-lock.json').text);
    const own: Manifest = JSON.parse(fileAt('package.json').text);
    expect(faults({ lock, manifest: own })).toEqual([]);
  });

  it('has a reason for each exception', () => {
    for (const { why } of Object.values(licenceExceptions)) expect(why.length).toBeGreaterThan(20);
  });
});
