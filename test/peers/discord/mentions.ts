import { data, list, text, type Data } from '../json.ts';

/** Mentions as they are written: of everybody, of those who are there, of a role, of a user (Discord, "API Reference", "Message Formatting"). */
const written = /@everyone|@here|<@&\d+>|<@!?\d+>/g;

const kindOf = (mention: string): 'everyone' | 'roles' | 'users' =>
  mention.startsWith('@') ? 'everyone' : mention.startsWith('<@&') ? 'roles' : 'users';

const idOf = (mention: string): string => /\d+/.exec(mention)?.[0] ?? '';

/** Every mention in some texts, each once. */
export const mentionsIn = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((one) => one.match(written) ?? [])),
];

/** What is parsed where a message says nothing: all by an ordinary post, people alone by an interaction (Discord, "Message resource", "Default Settings for Allowed Mentions"). */
const byDefault = {
  channel: { parse: ['users', 'roles', 'everyone'] },
  interaction: { parse: ['users'] },
} as const;

/** Which of the mentions in these texts ring, given what is allowed. */
export function ringing(texts: readonly string[], allowed: unknown, by: keyof typeof byDefault): readonly string[] {
  const { parse, users, roles }: Data = allowed === undefined || allowed === null ? byDefault[by] : data(allowed);
  return mentionsIn(texts).filter((one) => {
    const kind = kindOf(one);
    if (list(parse).includes(kind)) return true;
    if (kind === 'everyone') return false;
    return list(kind === 'users' ? users : roles).includes(idOf(one));
  });
}

/** Everything that a message allows to ring: kinds, and single people and roles as they are written. */
export function allowedBy(allowed: unknown): readonly string[] {
  const { parse, users, roles, replied_user: replied } = data(allowed);
  return [
    ...list(parse).map(text),
    ...list(users).map((id) => `<@${text(id)}>`),
    ...list(roles).map((id) => `<@&${text(id)}>`),
    ...(replied === true ? ['replied_user'] : []),
  ];
}
