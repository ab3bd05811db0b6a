import { secondMs } from '../../core/time.ts';
import type { Cell, RichElement, RichPart, TableBlock } from './block-kit.ts';
import { markup, type Html } from './html.ts';
import { linked, mentioned, moment, type Reading } from './mrkdwn.ts';

/** Rich text as HTML: its words are never markup. */
export const richText = (parts: readonly RichPart[], reading: Reading): Html =>
  markup`${parts.map((part) => partOf(part, reading))}`;

function partOf(part: RichPart, reading: Reading): Html {
  switch (part.type) {
    case 'rich_text_section':
      return markup`<div class="rich">${part.elements.map((one) => elementOf(one, reading))}</div>`;
    case 'rich_text_preformatted':
      return markup`<pre>${part.elements.map((one) => elementOf(one, reading))}</pre>`;
    case 'rich_text_list': {
      const items = part.elements.map(
        (item) => markup`<li>${item.elements.map((one) => elementOf(one, reading))}</li>`,
      );
      return part.style === 'ordered'
        ? markup`<ol>
            ${items}
          </ol>`
        : markup`<ul>
            ${items}
          </ul>`;
    }
  }
}

function elementOf(element: RichElement, reading: Reading): Html {
  const { bold, italic, strike, code } = element.style ?? {};
  let shown = wordsOf(element, reading);
  if (code === true) shown = markup`<code>${shown}</code>`;
  if (strike === true) shown = markup`<s>${shown}</s>`;
  if (italic === true) shown = markup`<i>${shown}</i>`;
  return bold === true ? markup`<b>${shown}</b>` : shown;
}

function wordsOf(element: RichElement, reading: Reading): Html {
  switch (element.type) {
    case 'text':
      return markup`${element.text}`;
    case 'link':
      return linked(element.url, element.text ?? element.url);
    case 'user':
      return mentioned(reading.users.get(element.user_id) ?? element.user_id);
    case 'date':
      return moment(element.timestamp * secondMs, element.format, reading);
  }
}

/** Slack's own table: the first row is the heading, and what is too wide is scrolled to. */
export function tableHtml({ rows, column_settings: settings = [] }: TableBlock, reading: Reading): Html {
  const looks = (at: number): string =>
    `${settings[at]?.align ?? 'left'}${settings[at]?.is_wrapped === true ? ' wraps' : ''}`;
  const [head = [], ...body] = rows;
  return markup`<div class="scrolls" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map((one, at) => markup`<th scope="col" class="${looks(at)}">${cellOf(one, reading)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            markup`<tr>
              ${row.map((one, at) => markup`<td class="${looks(at)}">${cellOf(one, reading)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const cellOf = (cell: Cell, reading: Reading): Html =>
  cell.type === 'raw_text' ? markup`${cell.text}` : richText(cell.elements, reading);
