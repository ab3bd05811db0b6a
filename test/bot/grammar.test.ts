import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bot/grammar.ts';
import { terminalWords } from '../../src/bot/terminal/words.ts';
import { commands } from '../../src/commands/index.ts';
import { line, quoted } from '../../src/commands/reply/reply.ts';
import { filter, printClause } from '../../src/commands/options/filter.ts';
import { readArgs } from '../../src/commands/options/option.ts';
import { operatingSystems } from '../../src/core/ports/price-list.ts';
import { instanceStates } from '../../src/core/ports/instance.ts';
import type { Clause } from '../../src/core/estate/filter.ts';
import { isProblem } from '../../src/core/problem.ts';
import { plain } from '../../src/core/text.ts';

/** The command and its values, or what is wrong, in words. */
function read(line: string): unknown {
  const parsed = parse(line, commands);
  if (isProblem(parsed)) return parsed.problem;
  const args = readArgs(parsed.command.options, parsed.raw, parsed.command.name);
  return isProblem(args) ? args.problem : [parsed.command.name, JSON.parse(JSON.stringify(args))];
}

const says = (line: string): string => {
  const parsed = parse(line, commands, terminalWords);
  return isProblem(parsed) ? `${plain(parsed.what)} ${plain(parsed.todo)}` : 'fine';
};

const states = [
  { by: 'state', value: 'running' },
  { by: 'state', value: 'stopped' },
];

describe('a line is understood', () => {
  it.each<[string, unknown]>([
    ['price m5.large', ['price', { name: 'm5.large' }]],
    ['price m5.large windows eu-west-1', ['price', { name: 'm5.large', region: 'eu-west-1', os: 'windows' }]],
    ['price eu-west-1 Windows M5.LARGE', ['price', { name: 'm5.large', region: 'eu-west-1', os: 'windows' }]],
    ['price --region eu-west-1 m5.large --os=rhel', ['price', { name: 'm5.large', region: 'eu-west-1', os: 'rhel' }]],
    ['price name:m5.large region=eu-west-1 os:sles', ['price', { name: 'm5.large', region: 'eu-west-1', os: 'suse' }]],
    ['price —region eu‑west‑1 m5.large', ['price', { name: 'm5.large', region: 'eu-west-1' }]],
    ['PRICE m5.large', ['price', { name: 'm5.large' }]],
    ['price', 'missing-value'],
    ['price m5.large os:beos', 'bad-value'],
    ['price m5.large eu-west-1 us-east-1', 'bad-value'],
    ['price m5.large --size big', 'unknown-option'],
    ['list', ['list', {}]],
    ['alerts', ['alerts list', {}]],
    ['alerts days:3', 'unknown-command'],
    [
      'list stopped tag:env=dev web 10.0.0.1 m5.large eu-west-1 page:2',
      [
        'list',
        {
          page: 2,
          filter: [
            { by: 'tag', key: 'env', value: 'dev' },
            { by: 'state', value: 'stopped' },
            { by: 'word', value: 'web' },
            { by: 'ip', value: '10.0.0.1' },
            { by: 'type', value: 'm5.large' },
            { by: 'region', value: 'eu-west-1' },
          ],
        },
      ],
    ],
    ['list page:0', 'bad-value'],
    ['list state:asleep', 'bad-value'],
    [
      'stop web-1 web-2 reason:"no traffic"',
      [
        'stop',
        {
          targets: [
            { by: 'word', value: 'web-1' },
            { by: 'word', value: 'web-2' },
          ],
          reason: 'no traffic',
        },
      ],
    ],
    ['stop web-1 --even-in-group', ['stop', { targets: [{ by: 'word', value: 'web-1' }], 'even-in-group': true }]],
    ['stop --even-in-group yes web-1', ['stop', { targets: [{ by: 'word', value: 'web-1' }], 'even-in-group': true }]],
    ['stop --even-in-group YES web-1', ['stop', { targets: [{ by: 'word', value: 'web-1' }], 'even-in-group': true }]],
    ['stop even-in-group:no web-1', ['stop', { targets: [{ by: 'word', value: 'web-1' }], 'even-in-group': false }]],
    ['stop web-1 --reason --even-in-group', 'missing-value'],
    ['stop web-1 --reason', 'missing-value'],
    ['stop web-1 --tag --even-in-group', 'too-wide'],
    ['stop --tag env=dev', ['stop', { targets: [{ by: 'tag', key: 'env', value: 'dev' }] }]],
    ['stop --state', 'bad-value'],
    ['stop web-api-1', ['stop', { targets: [{ by: 'word', value: 'web-api-1' }] }]],
    ['list tag:team="my team"', ['list', { filter: [{ by: 'tag', key: 'team', value: 'my team' }] }]],
    ['list "--odd name"', ['list', { filter: [{ by: 'word', value: '--odd name' }] }]],
    ['?', ['help', {}]],
    ['Good morning, team!', ['help', { command: 'hello' }]],
    ['? stop', ['help', { command: 'stop' }]],
    ['list state:running,stopped', ['list', { filter: states }]],
    ['list running,stopped', ['list', { filter: states }]],
    ['list --state=running,stopped,', ['list', { filter: states }]],
    [
      'list type:t3.micro,t3.small,',
      [
        'list',
        {
          filter: [
            { by: 'type', value: 't3.micro' },
            { by: 'type', value: 't3.small' },
          ],
        },
      ],
    ],
    ['list state:running,asleep', 'bad-value'],
    ['list name:a,b', ['list', { filter: [{ by: 'name', value: 'a,b' }] }]],
    ['list web,api', ['list', { filter: [{ by: 'word', value: 'web,api' }] }]],
    ['list tag:team=a,b', ['list', { filter: [{ by: 'tag', key: 'team', value: 'a,b' }] }]],
    ['stop running,stopped', 'too-wide'],
    ['stop type:t3.micro,*', 'too-wide'],
    ['price m5.large us-eats-1', ['price', { name: 'm5.large', region: 'us-eats-1' }]],
    ['price us-eats-1 m5.large', ['price', { name: 'm5.large', region: 'us-eats-1' }]],
    ['price eu-wst-1 m5.large windows', ['price', { name: 'm5.large', region: 'eu-wst-1', os: 'windows' }]],
    ['price m5.large "us-eats-1"', 'bad-value'],
    ['price m5.large web-1', 'bad-value'],
    ['use us-web-1', ['use', { account: 'us-web-1' }]],
    ['use us-esat-1 my-account', ['use', { account: 'my-account', region: 'us-esat-1' }]],
    ['use everything', ['use', { everything: 'everything' }]],
    ['list 3', ['list', { page: 3 }]],
    ['list "3"', ['list', { filter: [{ by: 'word', value: '3' }] }]],
    ['list page:2 page:3', 'bad-value'],
    ['price m5.large EU-WEST-1', ['price', { name: 'm5.large', region: 'eu-west-1' }]],
    ['price name: m5.large', 'bad-value'],
    ['price --region --os windows m5.large', 'missing-value'],
    ['price __proto__:x m5.large', 'bad-value'],
    ['price constructor:x m5.large', 'unknown-option'],
    ['cost by:owner by:type', 'bad-value'],
    ['help demo reset', ['help', { command: 'demo reset' }]],
    ['"stop" web-1', ['stop', { targets: [{ by: 'word', value: 'web-1' }] }]],
    ['stop', 'missing-value'],
    ['stop *', 'too-wide'],
    ['stop tag:', 'too-wide'],
    ['stop name:*', 'too-wide'],
    ['stop all', 'too-wide'],
    ['stop running', 'too-wide'],
    ['start state:stopped', 'too-wide'],
    ['confirm 7qk2m8td 6', ['confirm', { key: '7QK2M8TD', word: '6' }]],
    ['confirm 7QK2M8TD web-1 reason:"because"', ['confirm', { key: '7QK2M8TD', word: 'web-1', reason: 'because' }]],
    ['confirm 7QK2M8T', 'bad-value'],
    ['demo reset', ['demo reset', {}]],
    ['demo', 'unknown-command'],
    ['whoami now', 'bad-value'],
    ['', ['help', {}]],
    [' \u200B ', ['help', {}]],
    ['""', 'unknown-command'],
    ['stopp web-1', 'unknown-command'],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it.each([
    ['pirce m5.large', 'Did you mean price?'],
    ['price m5.large --regoin eu-west-1', 'Did you mean region:?'],
    ['y', 'Nothing waits for an answer now.'],
    ['NO', 'Nothing waits for an answer now.'],
    ['y stop', 'There is no command y.'],
    ['exot', 'Did you mean exit? help lists all.'],
    ['list state:runing', 'fine'],
    ['demo', 'There is demo reset.'],
    ['demo rest', 'There is no demo rest. Did you mean demo reset?'],
    ['demo x', 'There is no demo x. There is demo reset.'],
    [
      'alerts subscribe idle-addresses weekdays 9:00 dayz:3',
      'alerts subscribe has no option dayz. Did you mean days:?',
    ],
    ['alerts subscribe idle-addresses weekdays 9:00 account:demo-prod', 'Did you mean accounts:?'],
    ['alerts edit a10 rules:volumes', 'The name of an alert and what it looks for cannot be changed.'],
    ['alerts edit a10 name:new', 'alerts remove and make another with alerts subscribe'],
    ['alerts edit a10 weekdays 9:00 dayz:3', 'Did you mean days:?'],
    ['alerts edit weekdays 9:00 name:a10', 'fine'],
    ['alerts edit a10 9:00', 'fine'],
    ['alert list', 'There is no command alert. Did you mean alerts list? help lists all.'],
    ['alert', 'There is no command alert. Did you mean alerts list? help lists all.'],
    ['alrts subscirbe idle-addresses', 'Did you mean alerts subscribe?'],
    ['alerts lst', 'There is no alerts lst. Did you mean alerts list or '],
    ['alerts subscirbe', 'Did you mean alerts subscribe?'],
    ['alerts pasue', 'Did you mean alerts pause?'],
    ['alerts delete idle', 'There is no alerts delete. Did you mean alerts remove?'],
    ['alerts unsubscribe idle', 'Did you mean alerts remove?'],
    ['alerts xylophone', 'There is no alerts xylophone. There are alerts '],
    ['xylophone', 'help lists all there are.'],
    ['price m5.large --zzz 1', 'It has name:, region:, regions:, os:, tenancy:, '],
    ['whoami now', 'It takes nothing more.'],
    ['price m5.large --region', 'Write region:REGION.'],
    ['stop "open', 'is not closed'],
  ])('%s: %s', (line, expected) => {
    expect(says(line)).toContain(expected);
  });
});

describe('the grammar', () => {
  it('never throws, whatever is typed', () => {
    const start = fc.constantFrom('', ...commands.map(({ name }) => `${name} `));
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary', maxLength: 120 }), (head, tail) => void read(head + tail)),
      { numRuns: 3_000 },
    );
  });

  it('reads back the filter that a button carries, whatever words were typed in quotes', () => {
    // A word like `page:2` would be read as that option: a name may be so, but no ten of them that need a button.
    const name = fc
      .string({ unit: fc.constantFrom(...'abz-.:="\\“’ 1é'), minLength: 1, maxLength: 12 })
      .filter((one) => !/^page[:=]/i.test(one));
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            name,
            name.map((one) => `--${one}`),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (names) => {
          const clauses = filter().parse(names);
          fc.pre(!isProblem(clauses));
          const button = line`list ${[...filter().print(isProblem(clauses) ? [] : clauses), 'page:2']}`;
          expect(read(button), button).toEqual(['list', { page: 2, filter: clauses }]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('reads back what options print', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
    const text = fc.stringMatching(/^[ -~]{1,30}$/).filter((one) => one.trim() !== '');
    const clause: fc.Arbitrary<Clause> = fc.oneof(
      fc.record({ by: fc.constantFrom('name', 'owner'), value: text }),
      // A comma parts the values of these.
      fc.record({
        by: fc.constantFrom('id', 'ip', 'type', 'account', 'region', 'zone'),
        value: text.filter((one) => !one.includes(',')),
      }),
      fc.record({ by: fc.constant('state'), value: fc.constantFrom(...instanceStates) }),
      fc.record({ by: fc.constant('tag'), key: word, value: text }),
      fc.record({ by: fc.constant('tag'), key: word }),
    );
    fc.assert(
      fc.property(
        fc.record({
          type: fc.stringMatching(/^[a-z]\d[a-z]?\.(large|xlarge|metal)$/),
          region: fc.constantFrom('eu-west-1', 'us-west-2-lax-1', 'us-gov-east-1'),
          os: fc.constantFrom(...operatingSystems),
        }),
        fc.array(clause, { minLength: 1, maxLength: 5 }),
        text,
        ({ type, region, os }, clauses, reason) => {
          expect(read(`price ${[type, region, os].map(quoted).join(' ')}`)).toEqual([
            'price',
            { name: type, region, os },
          ]);
          // The order of a filter's clauses means nothing.
          const filter: unknown = expect.arrayContaining(clauses);
          expect(read(`list ${clauses.map((one) => quoted(printClause(one))).join(' ')}`)).toMatchObject([
            'list',
            { filter },
          ]);
          expect(read(`stop i-0123456789abcdef0 reason:${quoted(reason)}`)).toMatchObject(['stop', { reason }]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
