import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config/read.ts';
import { version } from '../../src/version.ts';
import { fileAt, root } from '../house-files.ts';
import { evaluated } from './cloudformation.ts';
import { linesOf } from './document.ts';
import { readDockerfile } from './dockerfile.ts';
import { planned } from './terraform.ts';

const lines = linesOf('docs/deploying.md');
const [last] = readDockerfile(fileAt('Dockerfile').text).slice(-1);

/** Lines that the shell of any machine can run. */
const plain = ['mkdir', 'head', 'printf', 'chmod'];
/** What the rest begins with: tools that these tests do without. What such a line names is looked at below, `docker run` in container.test.ts. */
const tools = ['docker', 'kubectl', 'aws', 'terraform'];

const Secrets = z.object({ secrets: z.record(z.string(), z.object({ file: z.string() })) });
const Replicas = z.object({ services: z.object({ quartermaster: z.object({ command: z.array(z.string()) }) }) });
const Example = z.object({ stringData: z.record(z.string(), z.string()) });

/** `NAME=VALUE` after a flag. */
const given = (line: string, flag: RegExp): Readonly<Record<string, string>> =>
  Object.fromEntries([...line.matchAll(flag)].map(([, name = '', value = '']) => [name, value]));

describe('the lines of docs/deploying.md', () => {
  it('are run by a test, or want a tool that is named here', () => {
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) expect([...plain, ...tools], line).toContain(line.split(' ')[0]);
  });

  it('make the secrets that compose.yaml mounts, where nobody else reaches them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
    try {
      const script = lines.filter((line) => plain.includes(line.split(' ')[0] ?? '')).join('\n');
      const { status, stderr } = spawnSync('sh', ['-e', '-c', script], { cwd: folder, encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      const { secrets } = Secrets.parse(parse(fileAt('compose.yaml').text, { merge: true }));
      const wanted = Object.values(secrets);
      const made = await readdir(join(folder, 'secrets'));
      expect(made.map((name) => `./secrets/${name}`).toSorted()).toEqual(wanted.map(({ file }) => file).toSorted());
      expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
      for (const name of made) expect((await stat(join(folder, 'secrets', name))).mode & 0o777).toBe(0o444);
      const { stringData } = Example.parse(parse(fileAt('deploy/kubernetes/secret.example.yaml').text));
      expect(Object.keys(stringData).toSorted()).toEqual(made.toSorted());
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('name the image of this version', () => {
    const images = lines.flatMap((line) => [...line.matchAll(/quartermaster:\d[\w.-]*/g)].map(([image]) => image));
    expect(images.length).toBeGreaterThan(3);
    expect(new Set(images)).toEqual(new Set([`quartermaster:${version}`]));
  });

  it('mount what the image reads and writes, and nothing that may be written besides', () => {
    const mounts = lines.flatMap((line) => [...line.matchAll(/--volume "?([^\s":]+):([^\s":]+)(:ro)?/g)]);
    expect(mounts.length).toBeGreaterThan(2);
    const places = mounts.map(([, , place = '', readOnly]) => ({ place, readOnly: readOnly !== undefined }));
    expect(places).toContainEqual({ place: `${last?.cwd}/quartermaster.yaml`, readOnly: true });
    expect(places.filter(({ readOnly }) => !readOnly).map(({ place }) => place)).toEqual(last?.volumes);
  });

  it('name files that are there', () => {
    const paths = lines.flatMap((line) => [...line.matchAll(/\bdeploy\/[\w./-]+/g)].map(([path]) => path));
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('reach the program, its configuration and its port beside a replica', async () => {
    const beside = lines.filter((line) => / exec /.test(line));
    const doctors = beside.filter((line) => line.endsWith(' doctor'));
    expect(doctors).toHaveLength(2);
    const { services } = Replicas.parse(parse(fileAt('compose.yaml').text, { merge: true }));
    const wanted = [...(last?.entrypoint ?? []), ...services.quartermaster.command, 'doctor'].join(' ');
    for (const line of doctors) expect(line).toContain(wanted);
    const { health } = await readConfig({ cwd: root, env: {}, file: 'deploy/compose/quartermaster.yaml' });
    expect(beside.some((line) => line.includes(`http://127.0.0.1:${health?.port}/readyz`))).toBe(true);
    const [forwarded = ''] = lines.filter((line) => line.includes('port-forward'));
    const there = await readConfig({ cwd: root, env: {}, file: 'deploy/kubernetes/quartermaster.yaml' });
    expect(forwarded).toMatch(new RegExp(` 9464:${there.health?.port}$`));
  });

  it('give the templates parameters that they have', () => {
    const [stack = ''] = lines.filter((line) => line.startsWith('aws '));
    const overrides = given(stack.split('--parameter-overrides')[1] ?? '', /(\w+)=(\S+)/g);
    expect(Object.keys(overrides)).toContain('Principal');
    expect(() => evaluated(fileAt('deploy/cloudformation/roles.yaml').text, overrides)).not.toThrow();
    const [applied = ''] = lines.filter((line) => line.startsWith('terraform ') && line.includes(' apply'));
    const variables = given(applied, /-var (\w+)=(\S+)/g);
    expect(Object.keys(variables)).toContain('principal');
    expect(() => planned(fileAt('deploy/terraform/roles/roles.tf.json').text, variables)).not.toThrow();
  });
});
