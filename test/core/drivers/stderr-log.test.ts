import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../../house-files.ts';

const script = `
import { stderrLog } from '${root}/src/core/drivers/stderr-log.ts';
import { createRedactor, secretsIn } from '${root}/src/core/secrets.ts';
import { underRequest } from '${root}/src/core/under-request.ts';
const redactor = createRedactor(secretsIn(process.env));
const log = stderrLog(redactor);
log.info({ request: 'r-1' }, 'is chatter');
log.warn({ request: 'r-1', sessionToken: 'x', error: 'Error: planted-token\\u001b[31m' }, 'planted-token is over');
log.error({ deep: { of: ['planted-token'] } }, 'ends');
const all = stderrLog(redactor, 'debug');
underRequest('r-2', () => setImmediate(() => all.debug({ awsRequestId: 'a-1' }, 'AWS was asked')));
if (log.debug !== undefined) throw new Error('details are made that nobody reads');
`;

it('the log is JSON lines on stderr without secrets and control characters, warnings and worse', async () => {
  const { stdout, stderr } = await new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script],
      { env: { ...process.env, SOME_TOKEN: 'planted-token' } },
      (_, out, err) => resolve({ stdout: out, stderr: err }),
    );
  });
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
  expect(stdout).toBe('');
  expect(lines).toHaveLength(3);
  expect(lines).toMatchObject([
    {
      level: 40,
      request: 'r-1',
      sessionToken: '[secret]',
      error: 'Error: [secret]\uFFFD[31m',
      msg: '[secret] is over',
    },
    { level: 50, deep: { of: ['[secret]'] }, msg: 'ends' },
    { level: 20, request: 'r-2', awsRequestId: 'a-1', msg: 'AWS was asked' },
  ]);
});
