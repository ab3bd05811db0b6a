/** Makers of processors as DescribeInstanceTypes calls them, by the first letter after the generation (EC2 guide, "Instance type naming conventions"). No letter says nothing: m5 is Intel, a1 Graviton, g5 AMD. */
export const processorLetters = {
  a: { maker: 'AMD', means: 'AMD processor' },
  g: { maker: 'AWS', means: 'AWS Graviton processor (arm64)' },
  i: { maker: 'Intel', means: 'Intel processor' },
} as const;
export type ProcessorLetter = keyof typeof processorLetters;
/** A maker that a letter stands for. */
export type Maker = (typeof processorLetters)[ProcessorLetter]['maker'];

/** Whether a letter stands for a maker, where a processor is named. */
export const isProcessorLetter = (letter: string): letter is ProcessorLetter => letter in processorLetters;

/** What a letter stands for in the families whose name fits `in`, or in all. */
interface OptionLetter {
  readonly letter: string;
  readonly in?: RegExp;
  readonly means: string;
}

/**
 * Letters after the processor's, each with what it can do (EC2 guide, "Instance type naming conventions"). The same letter
 * differs by family: the first row that fits is read. Where AWS explains none, that is said.
 */
const optionLetters: readonly OptionLetter[] = [
  { letter: 'b', in: /^u/, means: 'a letter that AWS does not explain' },
  { letter: 'b', means: 'more bandwidth to EBS' },
  { letter: 'd', means: 'local NVMe disks' },
  { letter: 'e', in: /^p\d+e-/, means: 'part of an UltraServer, many machines in one' },
  { letter: 'e', in: /^[cmr]\d+[agi]ne/, means: 'a network whose rate is the same all the time' },
  { letter: 'e', in: /^(g|gr|p)\d/, means: 'more GPU memory' },
  { letter: 'e', in: /^(i|is|d)\d/, means: 'more local storage' },
  { letter: 'e', means: 'more memory' },
  { letter: 'f', means: 'a fraction of a GPU' },
  { letter: 'h', in: /^u/, means: 'a letter that AWS does not explain' },
  { letter: 'n', means: 'more network' },
  { letter: 'q', means: 'Qualcomm accelerators' },
  { letter: 's', means: 'small sibling of its family' },
  { letter: 'u', means: 'part of an UltraServer, many machines in one' },
  { letter: 'z', means: 'high clock' },
];

/** What an option's letter means in a family; undefined: no letter that is known. */
export const optionMeans = (letter: string, family: string): string | undefined =>
  optionLetters.find((row) => row.letter === letter && (row.in === undefined || row.in.test(family)))?.means;
