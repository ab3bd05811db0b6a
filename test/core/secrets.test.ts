import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRedactor,
  holdsSecret,
  isSecretName,
  secretsIn,
  withoutForms,
  withoutSecrets,
} from '../../src/core/secrets.ts';

/** Made up here; they open nothing. Put together so that no scanner takes this file for a leak. */
const accessKey = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
const sessionToken = `IQoJb3JpZ2luX2VjE${'AbC9'.repeat(40)}==`;
const webIdentity = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJtZSJ9', 'c2lnbmF0dXJl'].join('.');
const slack = ['xoxb', '123456789012', 'AbCdEfGh'].join('-');

describe('a secret is taken out of a text', () => {
  it.each([
    ['a secret access key', `key ${accessKey} is wrong`, 'key [secret] is wrong'],
    ['a session token', `"${sessionToken}"`, '"[secret]"'],
    ['a web identity', `token ${webIdentity}, expired`, 'token [secret], expired'],
    ['a token of Slack', slack, '[secret]'],
    ['who signs in an address', 'http://ana:hunter2@proxy:3128/x', 'http://[secret]@proxy:3128/x'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- after', '[secret] after'],
    ['what was signed', 'AWS4-HMAC-SHA256 Credential=AKIA/1/2, Signature=ab', 'AWS4-HMAC-SHA256 [secret]'],
    ['a header', 'authorization: Bearer abcdefghi\nhost: x', 'authorization: [secret]\nhost: x'],
    ['a header in JSON', '{"Authorization":"abc def"}', '{"Authorization":"[secret]"}'],
    [
      'a header in JSON in JSON',
      String.raw`{\"Authorization\":\"abc def\"}`,
      String.raw`{\"Authorization\":\"[secret]\"}`,
    ],
    ['a header with a token', 'x-amz-security-token: abcdef', 'x-amz-security-token: [secret]'],
    ['a password', 'password=hunter2&user=ana', 'password=[secret]&user=ana'],
    ['an answer of STS', '<SecretAccessKey>abc</SecretAccessKey>', '<SecretAccessKey>[secret]</SecretAccessKey>'],
    ['a token of no known form', `token ${'Ab1'.repeat(60)} is wrong`, 'token [secret] is wrong'],
    ['an id of an access key', 'AKIAIOSFODNN7EXAMPLE', 'AKIA…MPLE'],
  ])('%s', (_, text, becomes) => {
    expect(withoutSecrets(text)).toBe(becomes);
    expect(withoutSecrets(becomes)).toBe(becomes);
  });

  it.each([
    'The security token included in the request is invalid.',
    'commit 2f1e3d4c5b6a798897a6b5c4d3e2f1a0b9c8d7e6 of a tree',
    'arn:aws:iam::111122223333:role/Quartermaster',
    'i-0123456789abcdef0 in eu-west-1, vol-6c4e64aaafcb585be, ami-0abcdef1234567890',
    'at run (file:///srv/quartermaster/dist/main.mjs:1:2)',
    'https://ec2.eu-west-1.amazonaws.com/',
    `Encoded authorization failure message: ${'aGVsbG8td29ybGQ_'.repeat(20)}`,
    `at run (file:///${'srv/quartermaster/'.repeat(10)}main.mjs:1:2)`,
  ])('and nothing of %j', (text) => {
    expect(withoutSecrets(text)).toBe(text);
    expect(holdsSecret(text)).toBe(false);
  });

  it('and of a sentence of our own what it says of a key stays', () => {
    const sentence = 'quartermaster.yaml:2:9 slack.botToken: expected text';
    expect(withoutForms(sentence)).toBe(sentence);
    expect(withoutForms(`${accessKey}: unknown key`)).toBe('[secret]: unknown key');
  });

  it('wherever it stands, and what is around it stays', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(word, fc.constantFrom(accessKey, sessionToken, webIdentity, slack), word, (before, secret, after) => {
        expect(withoutSecrets(`${before} ${secret} ${after}`)).toBe(`${before} [secret] ${after}`);
        expect(holdsSecret(`${before} ${secret} ${after}`)).toBe(true);
      }),
    );
  });

  it('in time that grows with its length', () => {
    // Each would keep a pattern that tries every beginning busy for minutes.
    for (const part of ['a', 'A1a/', 'eyJ', 'authorization:', '-----BEGIN ', 'token', 'x://', '<', ' '])
      expect(withoutSecrets(part.repeat(20_000 / part.length))).toBeDefined();
  });
});

describe('a name says that its value is a secret', () => {
  it.each([
    ['secretAccessKey', true],
    ['AWS_SESSION_TOKEN', true],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN', true],
    ['signingSecret', true],
    ['proxy_password', true],
    ['privateKey', true],
    ['AWS_WEB_IDENTITY_TOKEN_FILE', false],
    ['AWS_ACCESS_KEY_ID', false],
    ['account', false],
    ['request', false],
    ['key', false],
  ])('%s: %s', (name, is) => {
    expect(isSecretName(name)).toBe(is);
  });
});

describe('facts of a log line', () => {
  const { facts, text } = createRedactor(
    secretsIn({
      AWS_SESSION_TOKEN: 'plain-words',
      HTTPS_PROXY: 'http://someuser:somepassword@proxy',
      SHORT_SECRET: 'a',
    }),
  );

  it('lose what is known to be a secret, what is called one and what looks like one, however deep', () => {
    expect(
      facts({
        request: 'r-1',
        times: 3,
        sessionToken: 'anything',
        error: `Error: plain-words of someuser with somepassword, ${accessKey}`,
        deep: [{ password: ['x'], list: ['plain-words', undefined, null] }],
      }),
    ).toEqual({
      request: 'r-1',
      times: 3,
      sessionToken: '[secret]',
      error: 'Error: [secret] of [secret] with [secret], [secret]',
      deep: [{ password: '[secret]', list: ['[secret]', undefined, null] }],
    });
    expect(text('plain-words, a')).toBe('[secret], a');
  });

  it('lose what could move a cursor or turn the reading direction, but for the ends of lines', () => {
    expect(facts({ error: 'a\u001b[31m\u202E\n  at b' })).toEqual({ error: 'a\uFFFD[31m\uFFFD\n  at b' });
  });

  it('tell an error by its words, and end where a thing holds itself', () => {
    const loop: Record<string, unknown> = { error: new Error('plain-words') };
    loop['again'] = loop;
    const told = JSON.stringify(facts(loop));
    expect(told).toContain('Error: [secret]');
    expect(told).not.toContain('plain-words');
  });
});
