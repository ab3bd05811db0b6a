import { secondMs } from '../../core/time.ts';
import { stamped } from './discord-time.ts';
import { markup, type Html } from './html.ts';
import { linked, mentioned, type Reading } from './mrkdwn.ts';

/** What begins at a place of a line, and what is shown of it. */
interface Rule {
  /** Sticky. */
  readonly form: RegExp;
  /** @param groups What the form has in brackets; what took no part is empty. */
  show(groups: readonly string[], whole: string, reading: Reading): Html;
}

/** What the renderer never writes, for it reaches people or hides words: whoever reads the page is to see it. */
const loud = (whole: string): Html => markup`<strong class="loud">${whole}</strong>`;

/**
 * What stands within a line (Discord's help centre, "Markdown Text 101"; API Reference, "Message Formatting"), the first that
 * holds. More is taken for markup than a client does rather than less: a backslash that is missing is to be seen. What is bold
 * may hold whatever is not it again.
 */
const rules: readonly Rule[] = [
  { form: /((?:(?!https?:)[A-Za-z0-9 ,.;\u0080-\uffff])+)/iy, show: (_, whole) => markup`${whole}` },
  { form: /\\([^0-9A-Za-z\s])/y, show: ([sign]) => markup`${sign}` },
  {
    form: /``(?!`)([^]+?)(?<!`)``(?!`)|`(?!`)([^`]+)`(?!`)/y,
    show: ([two = '', one = '']) => markup`<code>${two === '' ? one : two}</code>`,
  },
  {
    form: /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y,
    show: ([inside = ''], _, how) => markup`<b>${inline(inside, how)}</b>`,
  },
  { form: /__((?:\\[^]|[^\\])+?)__(?!_)/y, show: ([inside = ''], _, how) => markup`<u>${inline(inside, how)}</u>` },
  {
    form: /\*(?!\s)((?:\\[^]|\*\*|[^*\\])+?)\*(?!\*)|_((?:\\[^]|__|[^_\\])+?)_(?!\w)/y,
    show: ([star = '', line = ''], _, how) => markup`<i>${inline(star === '' ? line : star, how)}</i>`,
  },
  { form: /~~([^]+?)~~(?!_)/y, show: ([inside = ''], _, how) => markup`<s>${inline(inside, how)}</s>` },
  { form: /\|\|[^]+?\|\|/y, show: (_, whole) => loud(whole) },
  {
    form: /<@!?(\d+)>/y,
    show([id = ''], whole, { users }) {
      const name = users.get(id);
      return name === undefined ? loud(whole) : mentioned(name);
    },
  },
  {
    form: /<t:(-?\d{1,13})(?::(\w))?>/y,
    show: ([unix = '', style = ''], whole, how) =>
      stamped(Number(unix) * secondMs, style === '' ? undefined : style, how) ?? loud(whole),
  },
  // A role, a channel, a command, a place of the server, an emoji, everybody.
  {
    form: /<(?:@&|#)\d+>|<\/[^>]+:\d+>|<id:\w+>|<a?:\w+:\d+>|:[a-z_][\w+~-]*:|@(?:everyone|here)/iy,
    show: (_, whole) => loud(whole),
  },
  {
    form: /\[((?:\\[^]|[^\]\\])+)\]\(\s*<?(https?:\/\/[^\s)>]+)>?[^)]*\)/iy,
    show: ([label = '', url = '']) => linked(url, label),
  },
  {
    form: /<(https?:\/\/[^\s<>]+)>|(https?:\/\/[^\s<>]+)/iy,
    show: ([apart = '', bare = '']) => linked(apart + bare, apart + bare),
  },
  { form: /\n/y, show: () => markup`<br />` },
];

/** Words with what is marked in them. */
export function inline(text: string, reading: Reading): readonly Html[] {
  const pieces: Html[] = [];
  for (let at = 0; at < text.length;) {
    const { whole, piece } = firstAt(text, at, reading);
    pieces.push(piece);
    at += whole.length;
  }
  return pieces;
}

/** What begins at a place: what the first rule makes of it that holds, or one sign of text. */
function firstAt(text: string, at: number, reading: Reading): { readonly whole: string; readonly piece: Html } {
  for (const { form, show } of rules) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null) continue;
    const [whole, ...groups] = match;
    // A group that took no part is undefined, whatever its type says.
    return {
      whole,
      piece: show(
        groups.map((one) => one ?? ''),
        whole,
        reading,
      ),
    };
  }
  const sign = text.charAt(at);
  return { whole: sign, piece: markup`${sign}` };
}
