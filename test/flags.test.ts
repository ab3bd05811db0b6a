import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlagError, flagHelp, readFlags } from '../src/flags.ts';

const none = { terminal: false, json: false, help: false, version: false };

describe('flags are read', () => {
  it.each([
    { argv: [], is: none },
    { argv: ['--once', 'price m5.large'], is: { ...none, once: 'price m5.large' } },
    { argv: ['--once=help'], is: { ...none, once: 'help' } },
    { argv: ['--once', 'help', '--json'], is: { ...none, once: 'help', json: true } },
    { argv: ['--config', 'a.yaml', '--config', 'b.yaml'], is: { ...none, config: 'b.yaml' } },
    {
      argv: ['--as', 'ana', '--roles', 'operator, reader'],
      is: { ...none, as: 'ana', roles: ['operator', 'reader'] },
    },
    {
      argv: [
        'iam-policy',
        '--tag',
        'team=web',
        '--principal',
        'arn:aws:iam::111122223333:role/qm',
        '--external-id',
        'x-1',
      ],
      is: {
        ...none,
        program: 'iam-policy',
        tag: { key: 'team', value: 'web' },
        principal: 'arn:aws:iam::111122223333:role/qm',
        externalId: 'x-1',
      },
    },
    { argv: ['audit', 'verify'], is: { ...none, program: 'audit verify' } },
    {
      argv: ['audit', 'export', '--since', '7d', '--config', 'a.yaml'],
      is: { ...none, program: 'audit export', since: { agoMs: 604_800_000 }, config: 'a.yaml' },
    },
    { argv: ['manifest', 'slack'], is: { ...none, program: 'manifest slack' } },
    {
      argv: ['manifest', 'slack', '--url', 'https://bot.example.com:8443/qm'],
      is: { ...none, program: 'manifest slack', url: 'https://bot.example.com:8443/qm' },
    },
    { argv: ['preview', '--port', '0'], is: { ...none, program: 'preview', port: 0 } },
    { argv: ['preview', '--port=65535'], is: { ...none, program: 'preview', port: 65_535 } },
    { argv: ['--terminal'], is: { ...none, terminal: true } },
    { argv: ['-h'], is: { ...none, help: true } },
    { argv: ['--help', '--version'], is: { ...none, help: true, version: true } },
  ])('$argv', ({ argv, is }) => {
    expect(readFlags(argv)).toEqual(is);
  });
});

describe('what is no flag is refused in one sentence', () => {
  it.each([
    { argv: ['--jsno'], says: 'There is no flag --jsno; did you mean --json?' },
    { argv: ['--qqqqqqqqqq'], says: 'There is no flag --qqqqqqqqqq; --help lists all.' },
    { argv: ['--once'], says: '--once needs a value; --help shows which.' },
    { argv: ['--config='], says: '--config needs a value; --help shows which.' },
    { argv: ['--tag', 'team'], says: '--tag takes a tag as KEY=VALUE.' },
    { argv: ['audit'], says: '“audit” is no flag; to run one line, write --once "audit".' },
    {
      argv: ['audit', 'verify', 'now'],
      says: '“audit verify now” is no flag; to run one line, write --once "audit verify now".',
    },
    {
      argv: ['audit', 'export', '--since', 'soon'],
      says: '--since takes a span as 30m, 2h, 3d or 1w, a day as 2026-11-24, or a time in UTC as 2026-11-24T10:00.',
    },
    { argv: ['manifest'], says: '“manifest” is no flag; to run one line, write --once "manifest".' },
    ...['-1', '65536', '80a', '1e3', '999999'].map((port) => ({
      argv: ['preview', `--port=${port}`],
      says: '--port takes a number from 0 to 65535.',
    })),
    ...[
      'http://a.b',
      'https://',
      'https://u@a.b',
      'https://a.b?x',
      'https://a.b#x',
      'bot.example.com',
      'https://a b',
    ].map((url) => ({
      argv: ['manifest', 'slack', '--url', url],
      says: '--url takes an https address without a user or a query, such as https://bot.example.com.',
    })),
    { argv: ['--terminal=yes'], says: '--terminal takes no value.' },
    { argv: ['--json=yes'], says: '--json takes no value.' },
    { argv: ['--as', 'a b'], says: '--as takes a name of letters, digits, dots, dashes and underscores.' },
    {
      argv: ['price', 'm5.large'],
      says: '“price m5.large” is no flag; to run one line, write --once "price m5.large".',
    },
  ])('$argv', ({ argv, says }) => {
    expect(() => readFlags(argv)).toThrow(new FlagError(says));
  });

  it('whatever was typed', () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom('--once', '--json', '--roles=', '--', '-h', '--__proto__', '--toString=1'),
    );
    fc.assert(
      fc.property(fc.array(words), (argv) => {
        try {
          readFlags(argv);
        } catch (error) {
          expect(error).toBeInstanceOf(FlagError);
        }
      }),
    );
  });
});

describe('the help of flags', () => {
  it.each(['config', 'once', 'as', 'roles', 'since', 'terminal', 'port', 'url', 'json', 'help', 'version'])(
    'names --%s',
    (name) => {
      expect(flagHelp).toContain(`--${name}`);
    },
  );

  it('says where --terminal makes a difference', () => {
    for (const line of [/^Without flags: .+$/m, /^ +--terminal .+$/m])
      expect(line.exec(flagHelp)?.[0]).toContain('where slack: or discord: is configured');
  });
});
