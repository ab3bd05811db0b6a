import { fileAt } from '../house-files.ts';

/** The lines of a document that are typed into a shell, with those that go on in the next joined. */
export const linesOf = (path: string): readonly string[] =>
  [...fileAt(path).text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line !== ''),
  );
