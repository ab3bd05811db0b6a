import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../src/commands/index.ts';
import { createDemoEc2 } from '../src/core/drivers/demo/engine.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { startAwsPeer, type AwsPeer, type Fault, type SeenRequest } from './peers/aws/server.ts';
import { filesUnder } from './house-files.ts';
import { runProgram } from './program.ts';
import { temporaryStore } from './temporary.ts';

/** Every secret that is planted, where. Each can be recognised; they open nothing. */
const planted = {
  environmentKey: 'planted-env-secret-access-key',
  environmentToken: `planted${'EnvironmentT0ken'.repeat(6)}`,
  fileKey: ['pLantedFileKey0', '1234567', 'bPxRfiCYEXAMPLEX'].join('/'),
  fileToken: `IQoJ${'pLantedFi1eToken'.repeat(2)}`,
  containerToken: 'planted-container-authorization',
  webIdentity: ['eyJhbGciOiJSUzI1NiJ9', 'eyJwbGFudGVkIjoid2ViIn0', 'cGxhbnRlZA'].join('.'),
  process: 'planted-in-what-a-process-says',
  endpointPassword: 'planted-endpoint-password',
  proxyPassword: 'planted-proxy-password',
  userData: 'planted-user-data',
  console: 'planted-console-output',
  config: 'planted-in-the-configuration',
  argument: ['pLantedArgument0', '1234567', 'PxRfiCYEXAMPLEX'].join('/'),
} as const;
/** No secrets, but nobody's business in full. */
const keyIds = { environment: 'AKIAPLANTEDINENVIRON', file: 'ASIAPLANTEDINTHEFILE' } as const;

const regions = ['us-east-1', 'eu-west-1'];
const accounts = [
  { name: 'prod', regions },
  { name: 'dev', profile: 'dev', regions },
];

const read = commands.filter(({ effect }) => effect === 'reads').flatMap(({ examples }) => examples.slice(0, 1));

let folder = '';
let home = '';
let peer: AwsPeer;
let closePeer = async () => {};
beforeAll(async () => {
  const { store, remove } = await temporaryStore(systemClock);
  const ec2 = await createDemoEc2({ store, clock: systemClock });
  peer = await startAwsPeer({
    ec2,
    keys: new Map([
      [keyIds.environment, '111122223333'],
      [keyIds.file, '444455556666'],
    ]),
    products: [],
  });
  closePeer = async () => {
    await peer.close();
    await remove();
  };
  home = await mkdtemp(join(tmpdir(), 'quartermaster-home-'));
  await mkdir(join(home, '.aws'));
  await writeFile(
    join(home, '.aws', 'credentials'),
    `[dev]\naws_access_key_id=${keyIds.file}\naws_secret_access_key=${planted.fileKey}\naws_session_token=${planted.fileToken}\n`,
  );
});
afterAll(async () => {
  await closePeer();
  await rm(home, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  peer.fault = () => undefined;
  peer.seen.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

/** What is there for the program to give away. */
const environment = (): Readonly<Record<string, string>> => ({
  HOME: home,
  AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
  AWS_ACCESS_KEY_ID: keyIds.environment,
  AWS_SECRET_ACCESS_KEY: planted.environmentKey,
  AWS_SESSION_TOKEN: planted.environmentToken,
  AWS_CONTAINER_AUTHORIZATION_TOKEN: planted.containerToken,
  AWS_ENDPOINT_URL: peer.url,
  HTTPS_PROXY: `http://deploy:${planted.proxyPassword}@127.0.0.1:9`,
  QUARTERMASTER_ACCOUNTS: JSON.stringify(accounts),
});

async function bytesUnder(path: string): Promise<string> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile() && one.name !== 'quartermaster.yaml');
  const all = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'latin1')));
  return all.join('\n');
}

/** Runs it, and finds none of the planted in what it says, writes and logs. */
async function keepsSecrets(
  args: readonly string[],
  lines: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const ended = await runProgram(folder, args, lines, { env: { ...environment(), ...env } });
  const kept = await bytesUnder(folder);
  for (const [where, text] of Object.entries({ stdout: ended.out, stderr: ended.err, files: kept })) {
    for (const [name, secret] of [...Object.entries(planted), ...Object.entries(keyIds)]) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
        expect(text.includes(form), `${name} in ${where} of ${args.join(' ')}: ${around(text, form)}`).toBe(false);
    }
  }
  return { ...ended, kept };
}

const around = (text: string, part: string): string => {
  const at = text.indexOf(part);
  return at < 0 ? '' : text.slice(Math.max(0, at - 80), at + 20);
};

/** EC2 never tells these with instances; whoever answers in its place may. */
const tellsTooMuch = {
  rewrites: (text: string) =>
    text.replaceAll(
      '<instanceId>',
      `<userData><value>${planted.userData}</value></userData><output>${planted.console}</output><instanceId>`,
    ),
} as const satisfies Fault;

const asked = z.object({ actions: z.array(z.object({ say: z.string() })) });
const keyOf = (out: string): string => {
  const last = asked.parse(JSON.parse(out.trim().split('\n').at(-1) ?? ''));
  return last.actions.map(({ say }) => /^confirm (\w+)/.exec(say)?.[1]).find((key) => key !== undefined) ?? '';
};

describe('no secret is told, logged or kept', () => {
  it.each([[[]], [['--json']]])(
    'by what every command answers %j',
    async (flags) => {
      peer.fault = () => tellsTooMuch;
      const { out, kept } = await keepsSecrets(flags, [...read, 'stop web-1', 'audit']);
      expect(out).toContain('web-1');
      expect(kept).toContain('SQLite format 3');
      const tokens = new Set(peer.seen.map(({ token }) => token));
      expect(tokens).toEqual(new Set([planted.environmentToken, planted.fileToken]));
    },
    120_000,
  );

  it('by doctor', async () => {
    const { out } = await keepsSecrets(['doctor']);
    expect(out).toContain('Everything works');
    peer.fault = ({ service }) => (service === 'sts' ? undefined : { echoes: 'SomethingNew' });
    expect((await keepsSecrets(['doctor'])).out).toContain('SomethingNew');
  }, 120_000);

  it.each<[string, Fault]>([
    ['a refusal that has words of ours', { echoes: 'UnauthorizedOperation' }],
    ['a refusal that nobody knows', { echoes: 'SomethingNew' }],
    ['a session that is over', { echoes: 'ExpiredToken' }],
    ['a page of a proxy', { status: 502, page: `<p>no way to http://deploy:${planted.proxyPassword}@proxy</p>` }],
  ])(
    'where AWS answers with %s',
    async (_, fault) => {
      peer.fault = ({ service, action }) => (service === 'sts' && action === 'GetCallerIdentity' ? undefined : fault);
      const { out } = await keepsSecrets(
        ['--json'],
        ['list', 'addresses', 'price m5.large', 'show i-0123456789abcdef0'],
      );
      expect(out).toMatch(/cloud-(refused|away)/);
      expect(peer.seen.some(({ token }) => token === planted.fileToken)).toBe(true);
    },
    120_000,
  );

  it('by a change that is refused with all that it was asked with, nor by the audit of it', async () => {
    const key = keyOf((await keepsSecrets(['--json', '--once', 'stop web-1'])).out);
    peer.fault = ({ action, dryRun }: SeenRequest) =>
      action === 'StopInstances' && !dryRun ? { echoes: 'SomethingNew' } : undefined;
    const { out, kept } = await keepsSecrets(['--json', '--once', `confirm ${key}`]);
    expect(out).toContain('SomethingNew');
    expect(out).toContain('[secret]');
    expect(kept).toContain('SomethingNew');
    expect((await keepsSecrets([], ['audit'])).out).toContain('web-1');
  }, 120_000);

  it('where whoever gives a container its credentials tells what it was asked with', async () => {
    let came = '';
    const server = createServer(({ headers }, response) => {
      came = headers.authorization ?? '';
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ Code: 'Refused', Message: `Authorization: ${came} is not known` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const env = {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_SESSION_TOKEN: '',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/`,
    };
    try {
      expect((await keepsSecrets(['--once', 'list'], [], env)).out).toContain('There are no AWS credentials for');
      expect(came).toBe(planted.containerToken);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }, 120_000);

  it('where a web identity is refused and quoted', async () => {
    const file = join(home, 'identity');
    await writeFile(file, planted.webIdentity);
    const message = `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>No provider for ${planted.webIdentity}</Message></Error></ErrorResponse>`;
    peer.fault = ({ action }) =>
      action === 'AssumeRoleWithWebIdentity' ? { page: message, status: 400, type: 'text/xml' } : undefined;
    const { out, err } = await keepsSecrets(['--once', 'list'], [], {
      AWS_ACCESS_KEY_ID: '',
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/quartermaster',
    });
    expect(peer.seen.map(({ action }) => action)).toContain('AssumeRoleWithWebIdentity');
    expect(`${out}${err}`).toContain('prod');
  }, 120_000);

  it('where the process of a profile says too much, and fails', async () => {
    const [script, config] = [join(home, 'process.cjs'), join(home, '.aws', 'config')];
    await writeFile(script, `console.log('${planted.process}'); console.error('${planted.process}'); process.exit(1);`);
    await writeFile(config, `[profile told]\ncredential_process = "${process.execPath}" "${script}"\n`);
    const { code, err } = await keepsSecrets(['--once', 'list'], [], {
      AWS_CONFIG_FILE: config,
      QUARTERMASTER_ACCOUNTS: JSON.stringify([{ name: 'told', profile: 'told', regions }]),
    });
    expect(code).toBe(2);
    expect(err).toContain('There are no AWS credentials for account told.');
  }, 120_000);

  it.each([`http://deploy:${planted.endpointPassword}@127.0.0.1:9`, `http://deploy:${planted.endpointPassword}@:x`])(
    'where the endpoint holds one, as %s, and does not answer',
    async (url) => {
      const { code } = await keepsSecrets([], ['list', 'price m5.large'], { AWS_ENDPOINT_URL: url });
      expect(code).not.toBe(0);
      await keepsSecrets(['doctor'], [], { AWS_ENDPOINT_URL: url });
    },
    120_000,
  );

  it.each<[string, readonly string[], string, string]>([
    ['a key of the configuration', [], `store:\n  secretAccessKey: ${planted.config}\n`, 'store.secretAccessKey'],
    ['a value that is no YAML', [], `password: >${planted.config}\n`, 'not YAML'],
    ['an alias', [], `password: *${planted.config}\n`, 'aliases'],
    ['a word of the command line', [planted.argument], '', 'is no flag'],
    ['a flag with a value', [`--secret-access-key=${planted.argument}`], '', 'secret-access-key'],
    ['a flag', [`--${planted.argument}`], '', 'There is no flag'],
    ['a file that is not there', ['--config', `${planted.argument}.yaml`], '', 'does not exist'],
    ['a path with what the environment holds', ['--config', `${planted.proxyPassword}/x.yaml`], '', '[secret]/x.yaml'],
    ['a name', ['--as', `${planted.argument} `], '', '--as takes a name'],
  ])(
    'by an error of the start: %s',
    async (_, args, config, says) => {
      if (config !== '') await writeFile(join(folder, 'quartermaster.yaml'), config);
      const { code, err } = await keepsSecrets(args);
      expect(code).toBe(2);
      expect(err).toContain(says);
    },
    30_000,
  );
});

describe('what instances know of themselves', () => {
  it.each(filesUnder('src/core/drivers', '.ts'))('is asked for by nothing: $path', ({ text }) => {
    expect(text.replaceAll(/\/\*\*?[^]*?\*\/|\/\/.*/g, '')).not.toMatch(
      /userData|GetConsoleOutput|GetConsoleScreenshot|GetPasswordData|GetLaunchTemplateData|DescribeLaunchTemplateVersions/i,
    );
  });
});
