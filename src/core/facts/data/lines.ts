/** The lines of an embedded table, or of one that is kept in its form: without blank ones, and remarks, which begin with #. */
export const linesOf = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** A line as its first word and the cells that follow, each after a space. */
export function headAndCells(line: string): readonly [head: string, cells: string] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space)];
}

/** Signs that stand for regions in cells, in the order of the line `regions`. */
export const regionSigns = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The sign of each region. */
export const signsOf = (regions: readonly string[]): ReadonlyMap<string, string> =>
  new Map(regions.map((region, index) => [region, regionSigns[index] ?? '']));

/** A figure as decimals are read: tables leave out the zero before the point. */
export const decimalOf = (figure: string): string => (figure.startsWith('.') ? `0${figure}` : figure);
