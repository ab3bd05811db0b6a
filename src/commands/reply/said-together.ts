import type { Consequence, Named } from '../../core/changes/target.ts';
import type { Span, Spans } from '../../core/text.ts';

/** What follows in the same words for one target, or for several. */
export interface Together extends Consequence {
  /** Whom it follows for, in their order; `value`: the id or address that was taken out of what is said, where several have their own. */
  readonly of: readonly { readonly named: Named; readonly value?: Span | undefined }[];
}

/** What follows for each target, told once for all of which the same is said but for one id or address; in the order in which it is first said. */
export function saidTogether(
  moves: readonly { readonly named: Named; readonly consequences: readonly Consequence[] }[],
): readonly Together[] {
  const alike = new Map<
    string,
    { readonly one: Consequence; readonly of: { named: Named; value: Span | undefined }[] }
  >();
  for (const { named, consequences } of moves)
    for (const one of consequences) {
      const key = JSON.stringify([one.level, valueless(one.says)]);
      const known = alike.get(key) ?? { one, of: [] };
      known.of.push({ named, value: valueIn(one.says) });
      alike.set(key, known);
    }
  return [...alike.values()].map(({ one, of }) =>
    of.length === 1 ? { ...one, of: of.map(({ named }) => ({ named })) } : { ...one, says: valueless(one.says), of },
  );
}

/** The one id or address in what is said; undefined where there is none, or more. */
function valueIn(says: Spans): Span | undefined {
  const [first, ...more] = says.filter(({ kind }) => kind === 'code');
  return more.length === 0 ? first : undefined;
}

/** The same without it, and without the space after it: `Its public IPv4 is given back.` */
function valueless(says: Spans): Spans {
  const value = valueIn(says);
  if (value === undefined) return says;
  const at = says.indexOf(value);
  const after = says[at + 1];
  const rest = says.slice(at + 2);
  if (after?.kind !== 'text') return says.toSpliced(at, 1);
  return [...says.slice(0, at), { ...after, text: after.text.replace(/^ /, '') }, ...rest];
}
