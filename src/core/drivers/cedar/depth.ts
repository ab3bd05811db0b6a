import { bare } from './split.ts';

/**
 * How deep a rule may nest. Cedar reads rules by functions that call themselves, and at 120 brackets its stack, of fixed size
 * within WebAssembly, overflows: the call fails, and so does every later one of this process. So it is never tried.
 */
export const deepest = 50;

/** Brackets, what may be strung together without end, and what ends a string of dots. */
const sign = /[([{]|[)\]}]|&&|\|\||[=!<>]=|[-+*!]|\b(?:if|when|unless)\b|\.|[=<>,]|\b(?:then|else|in|is|has|like)\b/g;

/** These nest as often as they stand side by side: `a && b && c` is nested as brackets are. */
const nests: ReadonlySet<string> = new Set(['&&', '||', '-', '+', '*', '!', 'if', 'when', 'unless']);

/** A pair of brackets that is open: what nests in it so far, the longest string of dots, and the deepest pair within. */
interface Open {
  joins: number;
  dots: number;
  dotsHere: number;
  within: number;
}

const opened = (): Open => ({ joins: 0, dots: 0, dotsHere: 0, within: 0 });
const depthOf = ({ joins, dots, dotsHere, within }: Open): number => joins + Math.max(dots, dotsHere) + within;

/** How deep a rule nests at most; never too small. */
export function depth(rule: string): number {
  const top = opened();
  const open: Open[] = [top];
  for (const [found] of bare(rule).matchAll(sign)) {
    const here = open.at(-1) ?? top;
    if ('([{'.includes(found)) {
      // `a["b"]` goes on from what stands before it as `a.b` does.
      here.dotsHere += 1;
      open.push(opened());
    } else if (')]}'.includes(found)) {
      // More are closed than were opened: Cedar will say so.
      if (open.length === 1) continue;
      open.pop();
      const outer = open.at(-1) ?? top;
      outer.within = Math.max(outer.within, depthOf(here) + 1);
    } else if (found === '.') here.dotsHere += 1;
    else {
      here.dots = Math.max(here.dots, here.dotsHere);
      here.dotsHere = 0;
      if (nests.has(found)) here.joins += 1;
    }
  }
  // What was never closed is as deep as it is open.
  return open.reduceRight((inner, one) => depthOf({ ...one, within: Math.max(one.within, inner) }) + 1, 0);
}
