import { expect, it } from 'vitest';
import { asTyped } from './typed.ts';
import { createWorld } from './world.ts';

const world = createWorld(() => 0);
world.user({ name: 'ann' });
world.channel({ name: 'ops' });
world.channel({ name: 'secret', kind: 'private' });

it.each([
  ['stop @ann #ops #secret', 'stop <@U0ANN|ann> <#C0OPS|ops> <#C0SECRET|>'],
  ['a & b <c>', 'a &amp; b &lt;c&gt;'],
  ['show web-1.example.com', 'show <http://web-1.example.com|web-1.example.com>'],
  ['see https://example.com/a?b=1&c=2', 'see <https://example.com/a?b=1&amp;c=2>'],
  ['owner ann@example.com', 'owner <mailto:ann@example.com|ann@example.com>'],
  ['price m5.large @nobody', 'price m5.large @nobody'],
])('Slack hands over %s as %s', (line, sent) => {
  expect(asTyped(world, line)).toBe(sent);
});

it('a Mac writes curly quotes and dashes', () => {
  expect(asTyped(world, 'list --region "my box"', 'smart')).toBe('list —region “my box”');
});
