import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate for this machine that signs for itself: Node.js makes none, so openssl does. */
export async function certificateIn(folder: string): Promise<{ readonly key: string; readonly certificate: string }> {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const ofThisMachine = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate];
  await run('openssl', ['req', '-x509', '-days', '2', ...ofThisMachine, ...made]);
  return { key, certificate };
}
