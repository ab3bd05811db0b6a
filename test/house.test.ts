import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../src/bot/grammar.ts';
import { commands } from '../src/commands/index.ts';
import { changeCommands } from '../src/commands/changes.ts';
import { kindNames, rowOf } from '../src/core/changes/kinds.ts';
import { isProblem, problems } from '../src/core/problem.ts';
import { version } from '../src/version.ts';
import { fileAt, filesUnder, root } from './house-files.ts';

/** Discord, "Application Command Object": a description, and a name of an option. Whether all of it fits is held where it is registered. */
const discord = { description: 100, name: /^[-_'\p{Ll}\p{N}]{1,32}$/u } as const;

/** Files that may be longer than the rest, with the reason. */
const longFiles: Readonly<Record<string, string>> = {};
const linesAtMost = 300;

/** Exports without a docstring, as `path name`, with the reason. */
const undocumented: Readonly<Record<string, string>> = {};

const sources = filesUnder('src', '.ts');
const named = commands.map((command) => ({ command, name: command.name }));

describe('every command', () => {
  it.each(named)('$name is one or two lower-case words', ({ name }) => {
    expect(name).toMatch(/^[a-z]+( [a-z]+)?$/);
  });

  it.each(named)('$name is the only one of its name, and heads no group', ({ name }) => {
    expect(commands.filter((one) => one.name === name)).toHaveLength(1);
    expect(commands.filter((one) => one.name.startsWith(`${name} `))).toEqual([]);
  });

  it.each(named)('$name says what it does in a line', ({ command }) => {
    expect(command.summary.length).toBeGreaterThan(0);
    expect(command.summary.length).toBeLessThanOrEqual(discord.description);
    expect(command.summary).not.toMatch(/\.$/);
  });

  it.each(named)('$name says of each option what it is', ({ command }) => {
    for (const [key, { about, shape }] of Object.entries(command.options)) {
      expect(key).toMatch(discord.name);
      expect(about.length, key).toBeGreaterThan(0);
      expect(about.length, key).toBeLessThanOrEqual(discord.description);
      expect(shape, key).not.toBe('');
    }
  });

  it.each(named)('$name has at most one option that takes the rest', ({ command }) => {
    expect(Object.values(command.options).filter(({ rest }) => rest).length).toBeLessThanOrEqual(1);
  });

  it.each(named)('$name has examples', ({ command }) => {
    expect(command.examples.length).toBeGreaterThan(0);
  });

  it.each(commands.flatMap((command) => command.examples.map((example) => ({ example, name: command.name }))))(
    'the example “$example” is read as $name',
    ({ example, name }) => {
      const parsed = parse(example, commands);
      if (isProblem(parsed)) throw new Error(`not read: ${JSON.stringify(parsed)}`);
      expect(parsed.command.name).toBe(name);
      expect(isProblem(parsed.command.bind(parsed.raw))).toBe(false);
    },
  );
});

describe('every kind of change', () => {
  const rows = kindNames.map((kind) => ({ kind, ...rowOf(kind) }));
  const asked = rows.filter((row) => row.command !== undefined);

  it.each(rows)('$kind names its permission as IAM does', ({ permission }) => {
    expect(permission).toMatch(/^ec2:[A-Z][A-Za-z]+$/);
  });

  it.each(rows)('$kind has its words', ({ label, verb, going, done }) => {
    expect(label.toLowerCase()).toBe(verb.toLowerCase());
    expect([label, verb, going, done].every((word) => /^[A-Za-z ]+$/.test(word))).toBe(true);
  });

  it.each(rows)('$kind knows of each state at most one thing', ({ from, already, to }) => {
    expect(from.filter((state) => already.includes(state))).toEqual([]);
    if (to !== undefined) expect([...already, ...from]).toContain(to);
  });

  it.each(rows)('$kind leads back by a kind of the same things, or by none', ({ of, wayBack }) => {
    if (wayBack !== undefined) expect(rowOf(wayBack).of).toBe(of);
  });

  it.each(rows)('the permission $permission stands in the README', ({ permission }) => {
    expect(fileAt('README.md').text).toContain(permission);
  });

  it('is asked for by the command of its name, with the words of the table', () => {
    expect(changeCommands.map(({ name, summary, examples, alone }) => ({ name, summary, examples, alone }))).toEqual(
      asked.map(({ kind, command }) => ({ name: kind, ...command })),
    );
  });
});

describe('every problem', () => {
  it.each(Object.entries(problems))('%s means a sentence', (_, meaning) => {
    expect(meaning).toMatch(/^[A-Z].+\.$/);
  });
});

describe('every source file', () => {
  it.each(sources)('$path has a name of lower-case words and hyphens', ({ path }) => {
    expect(path).toMatch(/^src(\/[a-z0-9]+(-[a-z0-9]+)*)+\.ts$/);
  });

  it.each(sources)(`$path has at most ${linesAtMost} lines`, ({ path, text }) => {
    const lines = text.split('\n').length - 1;
    // An exception that is no longer needed must go.
    expect(lines > linesAtMost).toBe(path in longFiles);
  });

  it.each(sources)('$path documents what it exports', ({ path, text }) => {
    const lines = text.split('\n');
    const bare = lines.flatMap((line, index) => {
      const name = /^export (?:declare )?(?:async )?(?:const|function|interface|type|class) (\w+)/.exec(line)?.[1];
      // A list or a schema and the type that is read off it share a docstring.
      const isReadOff = /= (z\.infer<|\(typeof \w+\)\[|keyof typeof )/.test(line);
      if (name === undefined || isReadOff || lines[index - 1]?.trimEnd().endsWith('*/') === true) return [];
      return `${path} ${name}` in undocumented ? [] : [name];
    });
    expect(bare).toEqual([]);
  });

  it.each(sources)('$path has nothing left to do in it, and no way around the compiler', ({ text }) => {
    expect(text).not.toMatch(
      /\b(TODO|FIXME|XXX|HACK)\b|\bconsole\.\w+\(|\bas any\b|@ts-|eslint-disable|oxlint-disable/,
    );
  });
});

describe('every file that people read', () => {
  const texts = [
    ...sources,
    ...filesUnder('docs', '.md'),
    ...filesUnder('scripts', ''),
    ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'NOTICE'].map(fileAt),
  ];

  it.each(texts)('$path names no place of one machine', ({ text }) => {
    expect(text).not.toMatch(/(^|[\s"'`(])\/(work|tmp|home|root|Users)\b|registry\.npmjs/m);
  });
});

describe('the package', () => {
  it('says the same version everywhere', () => {
    expect(JSON.parse(fileAt('package.json').text)).toMatchObject({ version });
    expect(fileAt('CHANGELOG.md').text).toContain(`## [${version}]`);
  });

  it('lists every room of the sources in one place only', () => {
    expect(
      readdirSync(`${root}/src`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['bot', 'commands', 'config', 'core', 'health']);
  });
});
