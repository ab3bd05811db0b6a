import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.ts';

/** The whole program with a file of access rules beside its configuration. */
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

/** Prints which WebAssembly was compiled, when the process ends. */
const watching = `data:text/javascript,${encodeURIComponent(`
  const { Module } = WebAssembly;
  let compiled = 0;
  WebAssembly.Module = class extends Module { constructor(...parts) { super(...parts); compiled += 1; } };
  process.on('exit', () => process.stderr.write('compiled ' + compiled));
`)}`;

describe('the program does not start', () => {
  it.each([
    [
      'with bad rules',
      {
        'access.cedar':
          '// ours\npermit (principal, action == Action::"stop", resource)\nwhen { resource.nme == "x" };',
      },
      'quartermaster: access.cedar:3:8: attribute `nme` on entity type `Instance` not found; did you mean name?\n',
    ],
    [
      'without rules that are named',
      { 'quartermaster.yaml': 'access: { file: who.cedar }' },
      'quartermaster: the access rules who.cedar do not exist\n',
    ],
    [
      'with access.changes, and says what to write instead',
      { 'quartermaster.yaml': 'access: { changes: [ops] }' },
      'quartermaster: quartermaster.yaml:1:11 access.changes: is no longer read: access rules say who may change what, and those that come with Quartermaster know the role operator. Give it to these persons under roles:, as operator: [os:NAME]. For other roles add rules to a copy of those in docs/access.md: permit (principal in Role::"ops", action in [Action::"change", Action::"settings"], resource);\n',
    ],
  ])(
    '%s',
    async (_, files, err) => {
      for (const [name, text] of Object.entries(files)) await write(name, text);
      expect(await runProgram(folder, ['--once', 'price m5.large'], [])).toMatchObject({ code: 2, out: '', err });
    },
    30_000,
  );
});

describe('Cedar is loaded', () => {
  const price = () =>
    runProgram(folder, ['--once', 'price m5.large'], [], { env: { NODE_OPTIONS: `--import=${watching}` } });

  it('by no start without a file, and once for a file that is new', async () => {
    expect(await price()).toMatchObject({ code: 0, err: 'compiled 0' });
    await write('access.cedar', 'permit (principal, action, resource);');
    expect(await price()).toMatchObject({ code: 0, err: 'compiled 1' });
    expect(await price()).toMatchObject({ code: 0, err: 'compiled 0' });
  }, 60_000);
});
