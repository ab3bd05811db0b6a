import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a program is given of this environment: nothing that says who runs it, or where AWS and the chats are. */
export function environment(folder: string): Readonly<Record<string, string | undefined>> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(AWS_|QUARTERMASTER_|SLACK_|DISCORD_|REDIS_|FORCE_COLOR)/.test(name),
    ),
  );
  return {
    ...inherited,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
  };
}

/** The program as it is built, as a process of its own, in a folder of its own. @param under A command that runs it, such as a shell that limits what it may do. @param program That of the test run if left out. */
export function startProgram(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  under: readonly string[] = [],
  program = inject('program'),
) {
  const [command = '', ...rest] = [...under, process.execPath, program, ...args];
  const child = spawn(command, rest, {
    cwd: folder,
    env: { ...environment(folder), ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += String(part)));
  child.stderr.on('data', (part) => (err += String(part)));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended, seen: () => out };
}

/** Runs it with these lines on its standard input. */
export function runProgram(
  folder: string,
  args: readonly string[],
  lines: readonly string[],
  {
    env,
    under,
    program,
  }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly under?: readonly string[];
    readonly program?: string | undefined;
  } = {},
): Promise<Ended> {
  const { child, ended } = startProgram(folder, args, env, under, program);
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return ended;
}
