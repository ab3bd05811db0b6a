import type { Reading } from '../core/ports/cloud.ts';
import { say } from '../core/text.ts';
import type { Context } from './command.ts';
import { reply } from './reply/reply.ts';

/** A read of fewer places is over before anybody could look. */
const placesWorthTelling = 30;
/** Times that one read is told of, however many places it has. */
const timesTold = 20;

/** How a list that people look at is read: it can be stopped, and is told as far as it was read; tells how far it is where that takes long, and shares its answer with others who ask the same. */
export function watched({ signal, stop, show }: Pick<Context<'reads'>, 'signal' | 'stop' | 'show'>): Reading {
  let toldParts = 0;
  return {
    signal,
    stop,
    joins: true,
    seen(done, of) {
      const parts = Math.floor((done / of) * timesTold);
      if (of < placesWorthTelling || done === of || parts <= toldParts) return;
      toldParts = parts;
      show(reply('plain', say`Looked at ${count(done)} of ${count(of)} places.`));
    },
  };
}

/** The same for a plan: it is made on what is read after it was asked for. */
export const watchedAnew = (context: Pick<Context<'reads'>, 'signal' | 'stop' | 'show'>): Reading => ({
  ...watched(context),
  joins: false,
});

const count = (value: number): string => value.toLocaleString('en-US');
