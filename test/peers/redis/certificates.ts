import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files in PEM, in a folder of their own. */
export interface Certificates {
  /** Of an authority of its own. */
  readonly ca: string;
  /** For this machine, vouched for by the authority. */
  readonly certificate: string;
  readonly key: string;
  remove(): Promise<void>;
}

/** Makes them: Node.js makes none, so openssl does. */
export async function certificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-certificates-'));
  const [ca, caKey] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const usual = ['-x509', '-days', '2', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const made = (to: string, itsKey: string, ...how: readonly string[]) =>
    run('openssl', ['req', ...usual, '-out', to, '-keyout', itsKey, ...how]);
  await made(ca, caKey, '-subj', '/CN=an authority');
  const ofThisMachine = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const ofNoAuthority = ['-addext', 'basicConstraints=critical,CA:FALSE'];
  await made(certificate, key, ...ofThisMachine, ...ofNoAuthority, '-CA', ca, '-CAkey', caKey);
  return { ca, certificate, key, remove: () => rm(folder, { recursive: true, force: true }) };
}
