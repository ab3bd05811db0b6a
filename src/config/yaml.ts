import { Alias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { ConfigError } from './error.ts';
import type { Path } from './keys.ts';

/** A configuration file understood: its data, and where each part of it stands. */
export interface Source {
  readonly data: Readonly<Record<string, unknown>>;
  /** `quartermaster.yaml:2:9`, of the value at a path, or of the nearest thing around it that the file has. */
  at(path: Path): string;
  /** The same of the key itself. */
  atKey(path: Path): string;
}

/**
 * Reads YAML 1.2 that holds a map. Aliases are refused rather than followed: a configuration of this size needs none,
 * and a few lines of them can grow without end.
 * @param name How the file is called in errors.
 * @throws ConfigError
 */
export function readYaml(name: string, text: string): Source {
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const doc = parsed(name, text, lines);
  // A tag that nothing knows is a warning of the parser; here nobody would read it.
  const [wrong] = [...doc.errors, ...doc.warnings];
  if (wrong !== undefined) throw new ConfigError(`${place(wrong.pos[0])} ${sentence(wrong.code, wrong.message)}`);
  visit(doc, {
    Pair(_, { key }, around) {
      // Below the top, where the schema names what it knows, JavaScript would drop it without a word.
      if (isScalar(key) && key.value === '__proto__' && around.length > topLevel)
        throw new ConfigError(`${place(key.range?.[0] ?? 0)} no key can be called __proto__`);
      if (isNode(key) && !isScalar(key) && !(key instanceof Alias))
        throw new ConfigError(`${place(key.range?.[0] ?? 0)} a key must be a plain word`);
    },
    Alias(_, node) {
      throw new ConfigError(
        // Its name is not told: a password may begin with an asterisk.
        `${place(node.range?.[0] ?? 0)} aliases (*) are not read here; write the value itself`,
      );
    },
  });
  if (doc.contents === null || (isScalar(doc.contents) && doc.contents.value === null)) {
    throw new ConfigError(
      `${name} is empty; write a key such as "store:", or remove the file to use what holds without one`,
    );
  }
  if (!isMap(doc.contents)) {
    throw new ConfigError(
      `${place(doc.contents.range?.[0] ?? 0)} expected keys with values such as "store:", found ${isScalar(doc.contents) ? 'a single value' : 'a list'}`,
    );
  }
  const data: unknown = doc.toJS();
  if (!isPlainMap(data)) throw new Error('a YAML map became no object');
  return {
    data,
    at: (path) => place(offsetOf(doc, path)),
    atKey: (path) => place(keyOffsetOf(doc, path) ?? offsetOf(doc, path)),
  };
}

/** What stands around a pair at the top: the document and its map. */
const topLevel = 2;

const isPlainMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function parsed(name: string, text: string, lineCounter: LineCounter): Document.Parsed {
  try {
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: true,
      strict: true,
      merge: false,
    });
  } catch (error) {
    // Thousands of nested brackets end the parser's stack.
    if (error instanceof RangeError) throw new ConfigError(`${name} is nested too deeply to be read`);
    throw error;
  }
}

/** The parser's own words, but for the mistakes that people make most. What it quotes of the file, after a colon, may be anything and is not told. */
function sentence(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands twice; keep one';
    case 'TAB_AS_INDENT':
      return 'a tab stands here; indent with spaces';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; keep one';
    case 'RESOURCE_EXHAUSTION':
      return 'this is nested too deeply to be read';
    case 'TAG_RESOLVE_FAILED':
      return 'tags (!) are not read here; write the value itself';
  }
  const [first = message] = message.split(/[\n:]/);
  return `this is not YAML: ${first.replace(/\.$/, '')}`;
}

/** The deepest part of the path that the file has. */
function offsetOf(doc: Document.Parsed, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = doc.getIn(path.slice(0, depth), true);
    if (isNode(node) && !(node instanceof Alias) && node.range) return node.range[0];
  }
  return doc.contents?.range?.[0] ?? 0;
}

function keyOffsetOf(doc: Document.Parsed, path: Path): number | undefined {
  const parent: unknown = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
