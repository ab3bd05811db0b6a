import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createXmlReader } from '../../../../src/core/drivers/aws/xml.ts';
import { createTexts } from '../../../../src/core/drivers/aws/xml-text.ts';
import { inParts } from './parts.ts';
import { toXml, type Xml } from '../../../peers/aws/xml.ts';

/** What is told of a document that comes in parts of these lengths, as `<name`, `text>`. @param unwanted Names of elements that nobody wants. */
function told(document: string, lengths: readonly number[] = [], unwanted: readonly string[] = []): readonly string[] {
  const seen: string[] = [];
  const reader = createXmlReader(createTexts(), {
    open(name) {
      const wanted = !unwanted.includes(name);
      if (wanted) seen.push(`<${name}`);
      return wanted;
    },
    close: (text) => void seen.push(`${text}>`),
  });
  for (const part of inParts(Buffer.from(document), lengths)) reader.write(part);
  reader.end();
  return seen;
}

/** The same of a tree. */
const expected = (value: Xml): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((one: Xml) => ['<item', ...closed(one)]);
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => ['<' + name, ...closed(one)]);
};
const closed = (value: Xml): readonly string[] =>
  typeof value === 'object' ? [...expected(value), '>'] : [`${String(value)}>`];

const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll(/\p{Cc}/gu, '').trim());
const { tree } = fc.letrec<{ tree: Xml; content: Xml }>((tie) => ({
  tree: fc.dictionary(fc.stringMatching(/^[a-z]\w{0,12}$/), tie('content'), { maxKeys: 4 }),
  content: fc.oneof({ depthSize: 'small' }, text, tie('tree'), fc.array(tie('content'), { maxLength: 4 })),
}));
const lengths = fc.array(fc.nat(40));

describe('an answer in XML', () => {
  it('is told whole, wherever the parts that it comes in are cut', () => {
    fc.assert(
      fc.property(tree, lengths, (content, cuts) => {
        expect(told(`<answer>${toXml(content)}</answer>`, cuts)).toEqual(['<answer', ...expected(content), '>']);
      }),
    );
  });

  it.each([
    ['has a head', '<?xml version="1.0" encoding="UTF-8"?>\n<a><b>1</b></a>\n', ['<a', '<b', '1>', '>']],
    ['has attributes', '<a xmlns="urn:x>y" b=\'"/>\'><b c="1"/></a>', ['<a', '<b', '>', '>']],
    ['has blanks in tags', '<a\n><b >1</b\t></a\n>', ['<a', '<b', '1>', '>']],
    ['is indented', '<a>\n  <b>\n  </b>\n</a>', ['<a', '<b', '>', '>']],
    ['has a text of blanks', '<a> </a>', ['<a', ' >']],
    ['has comments', '<!-- > --><a>1<!-- </a> -->2<?b c?></a>', ['<a', '12>']],
    ['has a document type', '<!DOCTYPE a><a>1</a>', ['<a', '1>']],
    ['quotes a text', '<a>1 <![CDATA[<b> & ]]>é</a>', ['<a', '1 <b> & é>']],
    [
      'writes signs by name and by number',
      '<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;</a>',
      ['<a', `<>&"'AB😀>`],
    ],
    ['has signs that do not exist', '<a>1&none;2&#x110000;3&4</a>', ['<a', '123&4>']],
    ['ends lines in another way', '<a>1\r\n2\r3</a>', ['<a', '1\n2\n3>']],
  ])('is read where it %s', (_, document, events) => {
    expect(told(document)).toEqual(events);
    expect(
      told(
        document,
        Array.from(document, () => 1),
      ),
    ).toEqual(events);
  });

  it('is stepped over where nobody wants it, with all that stands in it', () => {
    const document = '<a><no><b>1</b><no/><c><no>2</no></c></no><b>3</b><no/><b>4</b></a>';
    expect(told(document, [], ['no'])).toEqual(['<a', '<b', '3>', '<b', '4>', '>']);
  });

  it('remembers texts without mixing them up', () => {
    const words = Array.from({ length: 20_000 }, (_, index) => `i-${index % 7_000}`);
    const seen = told(`<a>${words.map((word) => `<b>${word}</b>`).join('')}</a>`);
    expect(seen.filter((one) => one.startsWith('i-'))).toEqual(words.map((word) => `${word}>`));
  });

  it.each([
    ['is nothing', ''],
    ['is no XML', 'upstream failed'],
    ['is cut in an element', '<a><b>1</b>'],
    ['is cut in a tag', '<a><b>1</b></a'],
    ['is cut in what nobody wants', '<a><no><b>'],
    ['is cut in a comment', '<a><!-- </a>'],
    ['ends what did not begin', '<a></b></a>'],
    ['ends twice', '<a></a></a>'],
    ['begins twice', '<a></a><a></a>'],
    ['has a tag without a name', '<a><>1</></a>'],
  ])('is refused where it %s', (_, document) => {
    expect(() => told(document, [], ['no'])).toThrow(SyntaxError);
    expect(() =>
      told(
        document,
        Array.from(document, () => 1),
        ['no'],
      ),
    ).toThrow(SyntaxError);
  });

  const long = 'x'.repeat(1_000_000);
  const parts = (document: string) => Array.from({ length: document.length / 1_000 }, () => 1_000);

  it.each([
    ['text that nobody wants', `<a><no>${long}</no></a>`],
    ['text beside elements', `<a><b>1</b>${long}<b>1</b></a>`],
    ['a comment', `<a><!--${long.replaceAll('x', '->')}--></a>`],
    ['a comment in a text', `<a><b>1<!--${long}-->1</b></a>`],
    ['a quoted text that nobody wants', `<a><no><![CDATA[${long.replaceAll('x', '>]')}]]></no></a>`],
    ['an instruction', `<?xml ${long}?><a/>`],
  ])('is stepped over as it comes where it has %s, however long', (_, document) => {
    const copies = vi.spyOn(Buffer, 'concat');
    try {
      expect(told(document, parts(document), ['no'])).toEqual(told(document, [], ['no']));
      const copied = copies.mock.results.reduce(
        (sum, { value }) => sum + (Buffer.isBuffer(value) ? value.length : 0),
        0,
      );
      expect(copied, 'what came before is not copied again').toBeLessThan(2 * document.length);
    } finally {
      copies.mockRestore();
    }
  });

  it.each([
    ['text', `<a>${long}</a>`],
    ['quoted text', `<a><![CDATA[${long}]]></a>`],
    ['text with comments', `<a>${'xxxxx<!---->'.repeat(100_000)}</a>`],
    ['name', `<a><${long}/></a>`],
    ['attribute', `<a><no b="${long}"/></a>`],
    ['end', `<a></a${' '.repeat(1_000_000)}></a>`],
    ['document type', `<!DOCTYPE ${long}><a/>`],
  ])('is refused with a longer %s than AWS writes, whole or in parts', (_, document) => {
    expect(() => told(document, [], ['no'])).toThrow('longer than any of AWS');
    expect(() => told(document, parts(document), ['no'])).toThrow('longer than any of AWS');
  });
});
