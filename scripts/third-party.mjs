import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the package that a bundled file is of; undefined: it is ours. */
const packageOf = (input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];

const licenceFile = /^(licen[cs]e|copying|notice)(\.(md|txt|markdown))?$/i;

/** Folders of the packages that stand in a bundle. @param inputs Paths of bundled files as esbuild tells them. */
export const bundledFolders = (inputs) =>
  [...new Set(inputs.map((input) => packageOf(input) ?? '').filter((folder) => folder !== ''))].toSorted((one, other) =>
    one < other ? -1 : 1,
  );

/**
 * What licences of bundled packages want to be passed on with them: name, version, licence and the texts that the
 * package brings. A package that brings none is told by its licence's name; its text stands with others of that licence.
 */
export async function thirdParty(root, inputs) {
  const parts = await Promise.all(
    bundledFolders(inputs).map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
      const files = (await readdir(join(root, folder))).filter((file) => licenceFile.test(file)).sort();
      const texts = await Promise.all(files.map((file) => readFile(join(root, folder, file), 'utf8')));
      return { title: `${name} ${version} (${license})`, text: texts.map((text) => text.trim()).join('\n\n') };
    }),
  );
  // Most have one text in common, which is told once.
  const byText = new Map();
  for (const part of parts) byText.set(part.text, [...(byText.get(part.text) ?? []), part]);
  const sections = [...byText].map(
    ([text, packages]) =>
      `${packages.map(({ title }) => title).join('\n')}\n\n${text || 'These bring no text of their licence; it stands with the other packages of the same.'}\n`,
  );
  return ['Packages that are part of this program, with their licences.\n', ...sections].join(
    `\n${'='.repeat(80)}\n\n`,
  );
}
