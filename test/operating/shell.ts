import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, inject } from 'vitest';
import { environment, type Ended } from '../program.ts';
import type { Typed } from './page.ts';

/** A shell in the folder of an operator, where `quartermaster` is found under its name. */
export interface Shell {
  /** Types a command as it stands, and waits for its end. @param names What is typed for a name of the page: `{ 'THE-ID': … }`. */
  types(typed: Typed, names?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The same, and holds the answer to the one that the page shows. */
  shows(typed: Typed, names?: Readonly<Record<string, string>>): Promise<Ended>;
}

/** What differs between shells. */
export interface ShellParts {
  /** What the program is given in its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the program tells how it is, as `127.0.0.1:PORT`: curl finds it under the port that the page names. */
  readonly health?: string;
}

/** @param folder Where the program runs. */
export async function openShell(folder: string, { env = {}, health }: ShellParts = {}): Promise<Shell> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'quartermaster'), `#!/bin/sh\nexec "${process.execPath}" "${inject('program')}" "$@"\n`);
  await chmod(join(bin, 'quartermaster'), 0o700);
  // The usual port may be somebody else's on the machine of a test.
  if (health !== undefined) await writeFile(join(bin, '.curlrc'), `connect-to = "127.0.0.1:9464:${health}"\n`);
  const all = {
    ...environment(folder),
    ...env,
    CURL_HOME: bin,
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  const types: Shell['types'] = ({ text }, names = {}) => {
    let commands = text;
    for (const [name, is] of Object.entries(names)) commands = commands.replaceAll(name, is);
    return new Promise((resolve, reject) => {
      const child = spawn('sh', ['-e', '-c', commands], { cwd: folder, env: all, stdio: ['ignore', 'pipe', 'pipe'] });
      let [out, err] = ['', ''];
      child.stdout.on('data', (part) => (out += String(part)));
      child.stderr.on('data', (part) => (err += String(part)));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out, err }));
    });
  };
  return {
    types,
    async shows(typed, names) {
      const ended = await types(typed, names);
      if (typed.shows === undefined) throw new Error(`the page shows no answer to “${typed.text}”`);
      expect(ended.out === '' ? ended.err : ended.out, typed.text).toMatch(shown(typed.shows));
      return ended;
    },
  };
}

/** Fits what a block shows, from the beginning to the end, with `…` for anything. */
function shown(block: string): RegExp {
  const parts = block.trim().split('…');
  return new RegExp(
    `^${parts.map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('[^]*?')}\n*$`,
  );
}
