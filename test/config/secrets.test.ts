import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config/read.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'quartermaster-config-'));
});
afterAll(() => rm(cwd, { recursive: true }));

async function read(text: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  await writeFile(join(cwd, 'quartermaster.yaml'), text);
  return readConfig({ cwd, env }).then(
    () => 'read',
    (error: unknown) => (error instanceof ConfigError ? error.message : Promise.reject(error)),
  );
}

const password = 'hunter2hunter2';

/** What a password may begin with, and YAML gives a meaning of its own. */
const beginnings = [
  '',
  ...'&*!|>%@`"\'{}[],?:-#~=',
  '!!',
  '!e!',
  '!<',
  '|2',
  '>-x',
  '"\\q',
  '"\\u',
  '- ',
  '? ',
  ': ',
  '*a: ',
  '&a *',
  '&a &',
  '%YAML ',
  '\t',
];
const places: readonly ((value: string) => string)[] = [
  (value) => `password: ${value}\n`,
  (value) => `accounts:\n  - name: prod\n    regions: all\n    secretAccessKey: ${value}\n`,
  (value) => `store:\n  path: x\n  token: ${value}\n`,
  (value) => `secret:\n  ${value}\n`,
  (value) => `{ token: ${value} }\n`,
  (value) => `roles:\n  operator: ${value}\n`,
  (value) => `confirmations:\n  ttlSeconds: ${value}\n`,
];

describe('what is said of a wrong configuration', () => {
  it.each(beginnings)('never has a value in it that begins with %j', async (beginning) => {
    for (const place of places) {
      const said = await read(place(`${beginning}${password}`));
      expect(said, place(beginning)).not.toContain('hunter2');
      expect(said).not.toBe('read');
    }
  });

  it('nor a value of the environment', async () => {
    for (const name of ['ACCOUNTS', 'ROLES', 'CONFIRMATIONS_TTL_SECONDS', 'SLACK_TOKEN', 'PASSWORD']) {
      const said = await read('store: { path: x }', { [`QUARTERMASTER_${name}`]: `[{"name": "${password}"` });
      expect(said).toContain(`QUARTERMASTER_${name}`);
      expect(said).not.toContain('hunter2');
    }
  });

  it('nor a secret that stands where a key should', async () => {
    const accessKey = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
    const said = await read(`store:\n  ${accessKey}: x\n`);
    expect(said).toBe('quartermaster.yaml:2:3 store.[secret]: unknown key; there is path');
  });
});
