import * as ec2 from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { HttpResponse } from '@smithy/core/transport';
import type { $ClientProtocol, HttpRequest, SchemaRef, StaticOperationSchema } from '@smithy/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerReader } from '../../../../src/core/drivers/aws/answer.ts';
import { NotAnswered } from '../../../../src/core/drivers/aws/errors.ts';
import { fieldsRead } from '../../../../src/core/drivers/aws/fields-read.ts';
import { createShapes } from '../../../../src/core/drivers/aws/shapes.ts';
import { createTexts } from '../../../../src/core/drivers/aws/xml-text.ts';
import { filesUnder } from '../../../house-files.ts';
import { toXml, type Xml } from '../../../peers/aws/xml.ts';
import { inParts } from './parts.ts';

/** The reads of EC2 that the driver makes, with the schema of what each is answered. */
const operations = ec2 as unknown as Readonly<Record<string, StaticOperationSchema>>;
const reads = [
  ...new Set(
    filesUnder('src/core/drivers/aws', '.ts').flatMap(({ text }) =>
      [...text.matchAll(/\b(Describe\w+)Command\b/g)].flatMap(([, api = '']) => {
        const operation = operations[`${api}$`];
        return operation === undefined ? [] : [{ api, output: operation[5] }];
      }),
    ),
  ),
].filter(({ api }, index, all) => all.findIndex((one) => one.api === api) === index);

const { config } = new ec2.EC2Client({ region: 'us-east-1' });
const protocol: $ClientProtocol<HttpRequest, HttpResponse> = config.protocol;
const bySdk = async (api: string, bytes: Uint8Array): Promise<object> => {
  const found = operations[`${api}$`];
  if (found === undefined) throw new Error(`the SDK has no ${api}`);
  const [, namespace, name, traits, input, output] = found;
  const response = new HttpResponse({ statusCode: 200, headers: {}, body: bytes });
  const operation = { namespace, name, traits, input, output };
  const { $metadata: _, ...answer } = await protocol.deserializeResponse(operation, config, response);
  return answer;
};
const byUs = (
  output: SchemaRef,
  parts: readonly Uint8Array[],
  fields: Parameters<typeof createShapes>[0] = {},
): object => {
  const reader = createAnswerReader(createShapes(fields)(output), 'Answer', createTexts());
  for (const part of parts) reader.write(part);
  return reader.end();
};

/** Some of what an answer may hold, by the SDK's own schema. */
function contentOf(schema: NormalizedSchema, depth = 0): fc.Arbitrary<Xml> {
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (schema.isTimestampSchema())
    return fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString());
  if (schema.isListSchema()) return fc.array(contentOf(schema.getValueSchema(), depth + 1), { maxLength: 3 });
  if (!schema.isStructSchema()) return fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\p{Cc}/gu, ' '));
  if (depth > 6) return fc.constant('');
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant('') },
    {
      weight: 9,
      arbitrary: fc.record(
        Object.fromEntries([
          ...[...schema.structIterator()].map(([name, member]): [string, fc.Arbitrary<Xml>] => [
            String(member.getMemberTraits().xmlName ?? name),
            contentOf(member, depth + 1),
          ]),
          ['ofTomorrow', fc.constantFrom<Xml>('x', { item: 'y' })],
        ]),
        { requiredKeys: [] },
      ),
    },
  );
}

describe('an answer of EC2', () => {
  it('is read for every API that is asked', () => {
    expect(reads.map(({ api }) => api)).toContain('DescribeInstances');
    expect(reads.length).toBeGreaterThan(10);
  });

  it.each(reads)('to $api is read as the SDK reads it, wherever it is cut', async ({ api, output }) => {
    await fc.assert(
      fc.asyncProperty(contentOf(NormalizedSchema.of(output)), fc.array(fc.nat(200)), async (content, cuts) => {
        const bytes = Buffer.from(
          `<?xml version="1.0"?><Answer xmlns="urn:x"><requestId>1</requestId>${toXml(content)}</Answer>`,
        );
        expect(byUs(output, inParts(bytes, cuts))).toEqual(await bySdk(api, bytes));
      }),
      { numRuns: 30 },
    );
  });

  it('has nothing of what nobody reads', () => {
    const bytes = Buffer.from(
      '<Answer><reservationSet><item><ownerId>1</ownerId><instancesSet><item><instanceId>i-1</instanceId><monitoring><state>on</state></monitoring><networkInterfaceSet><item><ownerId>1</ownerId><attachment><deviceIndex>0</deviceIndex></attachment></item></networkInterfaceSet></item></instancesSet></item></reservationSet></Answer>',
    );
    expect(byUs(ec2.DescribeInstancesResult$, [bytes], fieldsRead)).toEqual({
      Reservations: [{ Instances: [{ InstanceId: 'i-1', NetworkInterfaces: [{ Attachment: { DeviceIndex: 0 } }] }] }],
    });
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html><body><h1>Maintenance</h1></body></html>'],
    ['the answer to another question', '<OtherAnswer><addressesSet/></OtherAnswer>'],
    [
      'a refusal that came as a success',
      '<Response><Errors><Error><Code>AuthFailure</Code></Error></Errors></Response>',
    ],
  ])('is not read out of %s, as it is by the SDK', async (_, document) => {
    const bytes = Buffer.from(document);
    expect(() => byUs(ec2.DescribeAddressesResult$, [bytes])).toThrow(NotAnswered);
    expect(await bySdk('DescribeAddresses', bytes)).toBeTypeOf('object');
  });

  it('may leave out whatever is empty', () => {
    expect(byUs(ec2.DescribeAddressesResult$, [Buffer.from('<Answer/>')])).toEqual({});
  });

  it.each([
    ['a word for a time', '<launchTime>soon</launchTime>', 'timestamp'],
    ['an element for a text', '<instanceId><b/></instanceId>', 'holds an element'],
  ])('is refused with %s, as by the SDK', async (_, part, says) => {
    const bytes = Buffer.from(
      `<Answer><reservationSet><item><instancesSet><item>${part}</item></instancesSet></item></reservationSet></Answer>`,
    );
    expect(() => byUs(ec2.DescribeInstancesResult$, [bytes])).toThrow(says);
    await expect(bySdk('DescribeInstances', bytes)).rejects.toBeInstanceOf(Error);
  });
});
