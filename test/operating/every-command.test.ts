import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fileAt, filesUnder } from '../house-files.ts';
import { openOperated, type Operated } from './operated.ts';
import { path, sections, sectionsOf, typingOf } from './page.ts';
import { ofAws } from './stories/aws.ts';
import { ofTheProcess } from './stories/process.ts';
import { ofTheStore } from './stories/store.ts';
import { ofTheWatch } from './stories/watch.ts';

const stories = Object.entries({ ...ofTheProcess, ...ofAws, ...ofTheStore, ...ofTheWatch }).map(([headings, play]) => ({
  headings,
  of: headings.split(' + '),
  play,
}));
const longestMs = 180_000;

/** A setting with its value, or a flag. */
function isSetting(code: string): boolean {
  const is: unknown = code.startsWith('-') ? {} : parse(code);
  return typeof is === 'object' && is !== null;
}

describe('what is typed by the page for operators', () => {
  it('has a story below every heading, so that no command stands there that none runs', () => {
    const wanted = sections.filter(({ typed }) => typed.length > 0).map(({ heading }) => heading);
    expect(wanted.length).toBeGreaterThan(15);
    expect(stories.flatMap(({ of }) => of).toSorted()).toEqual(wanted.toSorted());
  });

  it('is found in whatever form it stands', () => {
    const page = [
      '# Here\n\nSay `alerts list`,\nor type `curl\n-s here`; `store` and `a: b` are none.\n\n',
      '```sh\nls\ndf -h .\n```\n\n```text\n…\n```\n\n## There\n\n```sh\ntail it\n```\n\nSee `systemctl status`.\n',
    ].join('');
    expect(sectionsOf(page).slice(1)).toEqual([
      {
        heading: 'Here',
        typed: [{ text: 'ls\ndf -h .', shows: '…\n' }, { text: 'alerts list' }, { text: 'curl -s here' }],
        names: ['a: b'],
      },
      { heading: 'There', typed: [{ text: 'tail it' }], names: ['systemctl status'] },
    ]);
  });

  it('hides in no other code: that are settings, and words that the program says', () => {
    const said = filesUnder('src', '.ts').map(({ text }) => text);
    const names = sections.flatMap((section) => section.names);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(isSetting(name) || said.some((text) => text.includes(name)), name).toBe(true);
  });

  it('hides in no other block: an answer stands below what is typed, and settings are YAML', () => {
    const fences = [...fileAt(path).text.matchAll(/^```(.*)\n[^]*?^```$/gm)].map(([, kind]) => kind);
    expect(new Set(fences)).toEqual(new Set(['sh', 'text', 'yaml']));
    const answers = sections.flatMap(({ typed }) => typed).filter(({ shows }) => shows !== undefined);
    expect(answers).toHaveLength(fences.filter((kind) => kind === 'text').length);
  });

  describe('is run as it stands, and answers so,', () => {
    let all: Operated;
    beforeEach(async () => {
      all = await openOperated();
    });
    // Also where a story waits for what never comes.
    afterEach(() => all.close());

    it.each(stories)(
      'below $headings',
      async ({ of, play }) => {
        const page = typingOf(of);
        await play(page, all);
        expect(page.left()).toEqual([]);
      },
      longestMs,
    );
  });
});
