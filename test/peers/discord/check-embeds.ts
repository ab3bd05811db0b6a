import { data, dataList, text, type Data } from '../json.ts';
import { items, length, object, refuse, type Check } from './check.ts';
import { embed as limits, message } from './limits.ts';

const wordsOf = (embed: Data): number =>
  [
    embed['title'],
    embed['description'],
    data(embed['footer'])['text'],
    data(embed['author'])['name'],
    ...dataList(embed['fields']).flatMap(({ name, value }) => [name, value]),
  ].reduce<number>((sum, one) => sum + text(one).length, 0);

/** Embeds of a message of the old kind (Discord, "Message resource", "Embed Limits"). */
export function checkEmbeds(check: Check, value: unknown): void {
  let words = 0;
  for (const [index, each] of items(check, value, '/embeds', message.embeds, 0).entries()) {
    const at = `/embeds/${index}`;
    const embed = object(check, each, at);
    if (embed === undefined) continue;
    length(check, embed['title'], `${at}/title`, limits.title, 0);
    length(check, embed['description'], `${at}/description`, limits.description, 0);
    length(check, data(embed['footer'])['text'], `${at}/footer/text`, limits.footer, 0);
    length(check, data(embed['author'])['name'], `${at}/author/name`, limits.author, 0);
    for (const [number, one] of items(check, embed['fields'], `${at}/fields`, limits.fields, 0).entries()) {
      const here = `${at}/fields/${number}`;
      length(check, data(one)['name'], `${here}/name`, limits.fieldName);
      length(check, data(one)['value'], `${here}/value`, limits.fieldValue);
    }
    words += wordsOf(embed);
  }
  if (words > message.embedsText)
    refuse(check, `No more than ${message.embedsText} characters in all embeds`, '/embeds');
}
