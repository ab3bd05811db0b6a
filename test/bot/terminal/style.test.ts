import { describe, expect, it } from 'vitest';
import { styler, wantsColours } from '../../../src/bot/terminal/style.ts';
import { openTty } from './tty.ts';

describe('colours', () => {
  it.each<[Readonly<Record<string, string>>, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, true],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j on a terminal (%s): %s', (env, isTTY, wanted) => {
    expect(wantsColours(env, isTTY)).toBe(wanted);
  });

  it('are written only where they are wanted', async () => {
    const coloured = await openTty({ colours: true });
    const bare = await openTty({ colours: false });
    try {
      for (const tty of [coloured, bare]) await tty.say('whoami');
      const styled = /\u001B\[\d+m/;
      expect(coloured.written()).toMatch(styled);
      expect(bare.written()).not.toMatch(styled);
      expect(coloured.seen().slice(1, 4)).toEqual(bare.seen().slice(1, 4));
    } finally {
      await coloured.close();
      await bare.close();
    }
  });

  it('leave the words alone', () => {
    expect(styler(false)('danger', 'words')).toBe('words');
    expect(styler(true)('danger', '')).toBe('');
  });
});
