import type { World } from './world.ts';

const host = /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|local|internal|me)(?:[/:?#]\S*)?$/i;
const mail = /^[^\s@]+@[^\s@]+\.[a-z]+$/i;

function asSent({ users, channels }: World, word: string): string {
  const named = word.slice(1);
  const user = word.startsWith('@') && [...users.values()].find(({ name }) => name === named);
  if (user) return `<@${user.id}|${user.name}>`;
  const channel = word.startsWith('#') && [...channels.values()].find(({ name }) => name === named);
  // The name of a private channel is not told.
  if (channel) return `<#${channel.id}|${channel.kind === 'public' ? channel.name : ''}>`;
  const escaped = word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (mail.test(word)) return `<mailto:${escaped}|${escaped}>`;
  if (!host.test(word)) return escaped;
  return /^https?:/.test(word) ? `<${escaped}>` : `<http://${escaped}|${escaped}>`;
}

/** What Slack hands over of a command that a person typed, where the command has `should_escape`: people and channels as ids, addresses as links, and three characters escaped. With `quotes` as a phone or a Mac writes them: curly, and two hyphens as a dash. */
export function asTyped(world: World, line: string, quotes: 'plain' | 'smart' = 'plain'): string {
  const said = line.replaceAll(/\S+/g, (word) => asSent(world, word));
  if (quotes === 'plain') return said;
  return said.replaceAll(/"([^"]*)"/g, '“$1”').replaceAll(/(^|\s)--(?=\w)/g, '$1—');
}
