import { z } from 'zod';

/** A field as a button carries it: see `FormField`. */
const FieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  value: z.string().exactOptional(),
  hint: z.string().exactOptional(),
  optional: z.boolean().exactOptional(),
  choices: z.array(z.string()).readonly().exactOptional(),
});

/** A form as a button carries it: see `Form`. */
export const FormSchema = z.object({
  about: z.string().exactOptional(),
  act: z.string().exactOptional(),
  typed: z.string().exactOptional(),
  reason: z.boolean().exactOptional(),
  until: z.boolean().exactOptional(),
  fields: z.array(FieldSchema).readonly().exactOptional(),
});
