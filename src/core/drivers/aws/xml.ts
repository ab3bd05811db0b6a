import type { Texts } from './xml-text.ts';

/** What is told of a document while it is read. */
export interface Elements {
  /** An element begins; whether it is wanted. Of one that is not, neither its end nor what stands in it is told. */
  open(name: string): boolean;
  /** The element that began last and has not ended, ends. @param text What stands in it where it holds no element; else empty. */
  close(text: string): void;
}

/** Reads a document in the parts in which it comes. */
export interface XmlReader {
  /** Throws SyntaxError where it is none, or has a tag or a text longer than any of AWS's. Nothing of `part` is kept but what is not whole yet. */
  write(part: Uint8Array): void;
  /** Nothing more comes. Throws SyntaxError where something is missing. */
  end(): void;
}

/** Bytes of UTF-8. */
const sign = { blank: 0x20, bang: 0x21, slash: 0x2f, less: 0x3c, greater: 0x3e, question: 0x3f } as const;
const quotes: readonly number[] = [0x22, 0x27];
/** What is to come of an element or a text has not come yet. */
const unfinished = -1;
/**
 * Bytes of a tag together with the text before it, where that is wanted. AWS writes none that is a tenth as long. So
 * much is looked at again with each part that comes, and no more.
 */
const tokenBytes = 65_536;

/** What is stepped over, by how it begins and ends; the content of the last is text. */
const cdata = { begin: '<![CDATA[', end: ']]>' } as const;
const asides = [{ begin: '<!--', end: '-->' }, { begin: '<?', end: '?>' }, cdata] as const;

/**
 * Reads what AWS writes: UTF-8, elements and text. Attributes are stepped over, and so is what is not wanted, in which
 * nothing but the depth of elements is looked at. It looks at bytes: nothing is made of what nobody wants, and a text
 * that is kept keeps no part of the answer in memory.
 */
export function createXmlReader(texts: Texts, elements: Elements): XmlReader {
  /** What is not whole yet. */
  let rest: Buffer = Buffer.alloc(0);
  /** Elements that are wanted and have not ended. */
  const open: string[] = [];
  /** Elements that have not ended, from one on that nobody wants. */
  let unwanted = 0;
  let begun = false;
  /** The element that was met last has begun, and what is met next is its text. */
  let leaf = false;
  /** The text of it that came before a comment. */
  let before = '';
  /** How that ends which is being stepped over, and has not ended. */
  let passing: string | undefined;

  /** Each gives where what it has read ends, or {@link unfinished}. @param from Where the text before the tag begins. @param at Of the tag. */
  const beginning = (bytes: Buffer, at: number): number => {
    let nameEnd = at + 1;
    for (let byte = bytes[nameEnd]; byte !== undefined; byte = bytes[nameEnd]) {
      if (byte === sign.greater || byte === sign.slash || byte <= sign.blank) break;
      nameEnd += 1;
    }
    const end = bytes[nameEnd] === sign.greater ? nameEnd : tagEnd(bytes, nameEnd);
    if (end === unfinished) return unfinished;
    const empty = bytes[end - 1] === sign.slash;
    if (unwanted > 0) unwanted += empty ? 0 : 1;
    else {
      if (nameEnd === at + 1 || (begun && open.length === 0)) throw new SyntaxError('an element was expected');
      begun = true;
      const name = texts.name(bytes, at + 1, nameEnd);
      const wanted = elements.open(name);
      leaf = wanted && !empty;
      before = '';
      if (wanted && empty) elements.close('');
      if (wanted && !empty) open.push(name);
      if (!wanted && !empty) unwanted = 1;
    }
    return end + 1;
  };

  const ending = (bytes: Buffer, from: number, at: number): number => {
    const end = bytes.indexOf(sign.greater, at);
    if (end === unfinished) return unfinished;
    if (unwanted > 0) unwanted -= 1;
    else {
      const name = open.pop();
      if (name === undefined || texts.name(bytes, at + 2, end).trimEnd() !== name)
        throw new SyntaxError('an element ends that did not begin');
      const text = leaf ? before + texts.content(bytes, from, at) : '';
      elements.close(text.includes('\n') && text.trim() === '' ? '' : text);
    }
    leaf = false;
    return end + 1;
  };

  const aside = (bytes: Buffer, from: number, at: number): number => {
    const head = bytes.toString('latin1', at, at + cdata.begin.length);
    const kind = asides.find(({ begin }) => head.startsWith(begin));
    if (kind === undefined && head.length < cdata.begin.length) return unfinished;
    const quoted = leaf && kind === cdata;
    const start = at + (kind?.begin.length ?? 0);
    const end = kind === undefined ? tagEnd(bytes, at) : quoted ? bytes.indexOf(kind.end, start) : start;
    if (end === unfinished) return unfinished;
    if (leaf) before += texts.content(bytes, from, at);
    if (quoted) before += bytes.toString('utf8', start, end);
    if (before.length > tokenBytes) throw tooLong();
    if (kind !== undefined && !quoted) passing = kind.end;
    return kind === undefined ? end + 1 : quoted ? end + kind.end.length : end;
  };

  /** Steps over what nobody wants, as it comes; where it ends, or else where its end may have begun. */
  const passed = (bytes: Buffer, from: number, ending: string): number => {
    const end = bytes.indexOf(ending, from);
    if (end === unfinished) return Math.max(from, bytes.length - ending.length + 1);
    passing = undefined;
    return end + ending.length;
  };

  const element = (bytes: Buffer, from: number, at: number): number => {
    const next = bytes[at + 1];
    if (next === undefined) return unfinished;
    if (next === sign.slash) return ending(bytes, from, at);
    return next === sign.bang || next === sign.question ? aside(bytes, from, at) : beginning(bytes, at);
  };

  return {
    write(part) {
      const came = Buffer.from(part.buffer, part.byteOffset, part.length);
      const bytes = rest.length === 0 ? came : Buffer.concat([rest, came]);
      let from = 0;
      for (;;) {
        if (passing !== undefined) from = passed(bytes, from, passing);
        if (passing !== undefined) break;
        const at = bytes.indexOf(sign.less, from);
        const begin = leaf ? from : at === unfinished ? bytes.length : at;
        const end = at === unfinished ? unfinished : element(bytes, from, at);
        if ((end === unfinished ? bytes.length : end) - begin > tokenBytes) throw tooLong();
        from = end === unfinished ? begin : end;
        if (end === unfinished) break;
      }
      // Copied: a part is a piece of what the socket reads into.
      rest = Buffer.from(bytes.subarray(from));
    },
    end() {
      if (!begun || open.length > 0 || unwanted > 0) throw new SyntaxError('the document is not whole');
    },
  };
}

const tooLong = (): SyntaxError => new SyntaxError('a tag or a text is longer than any of AWS');

/** Where a tag ends; a quoted value may hold what ends one. */
function tagEnd(bytes: Buffer, from: number): number {
  let quote: number | undefined;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (quote !== undefined) {
      if (byte === quote) quote = undefined;
    } else if (byte === sign.greater) return at;
    else if (byte !== undefined && quotes.includes(byte)) quote = byte;
  }
  return unfinished;
}
