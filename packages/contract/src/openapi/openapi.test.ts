import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { errorMaster } from '../errors/error-master.ts';
import { ERRORS, isErrorCode } from '../errors/registry.ts';
import { isStatus } from '../errors/statuses.ts';
import { ALL_OPERATIONS, SERVED_OPERATIONS } from '../operations/table.ts';
import { createOpenApi, EXAMPLE_BASE_URL } from './create-openapi.ts';

const checkedIn = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');

/** The parts of the document that the tests look at. */
const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        responses: z.record(
          z.string(),
          z.object({
            content: z.record(
              z.string(),
              z.object({ schema: z.unknown(), examples: z.record(z.string(), z.unknown()).optional() }),
            ),
          }),
        ),
        'x-error-codes': z.array(z.string()),
      }),
    ),
  ),
  components: z.object({
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
    headers: z.record(z.string(), z.unknown()),
  }),
});

const operationsOf = (document: Record<string, unknown>) =>
  Object.values(Document.parse(document).paths).flatMap((path) => Object.values(path));

describe('the OpenAPI document', () => {
  it('is the one that is checked in (npm run openapi writes it)', () =>
    expect(JSON.parse(JSON.stringify(createOpenApi()))).toEqual(JSON.parse(checkedIn)));

  it.each([
    ['served', SERVED_OPERATIONS],
    ['all', ALL_OPERATIONS],
  ])('is valid OpenAPI 3.1 with %s operations', async (_, operations) => {
    const document = createOpenApi(EXAMPLE_BASE_URL, operations);
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('lists exactly the statuses and the codes of each operation, and never a default', () => {
    for (const described of operationsOf(createOpenApi(EXAMPLE_BASE_URL, ALL_OPERATIONS))) {
      const operation = ALL_OPERATIONS.find(({ operationId }) => operationId === described.operationId);
      const codes = operation?.codes ?? [];
      const statuses = new Set([
        ...Object.keys(operation?.success ?? {}),
        ...codes.map((code) => String(ERRORS[code].status)),
      ]);
      expect(Object.keys(described.responses).sort()).toEqual([...statuses].sort());
      expect(Object.keys(described.responses).every((status) => isStatus(Number(status)))).toBe(true);
      const told = Object.values(described.responses).flatMap(({ content }) =>
        Object.keys(content['application/problem+json']?.examples ?? {}),
      );
      expect(told.sort()).toEqual([...codes].sort());
      expect([...described['x-error-codes']].sort()).toEqual([...codes].sort());
    }
  });

  it('lists what is served and nothing that is not', () =>
    expect(operationsOf(createOpenApi()).map(({ operationId }) => operationId)).toEqual(
      SERVED_OPERATIONS.map(({ operationId }) => operationId),
    ));

  it('has an example of every code that its own schema accepts', () => {
    const document = createOpenApi();
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(document, 'document');
    const isProblem = ajv.compile({ $ref: 'document#/components/schemas/Problem' });
    const isMaster = ajv.compile({ $ref: 'document#/components/schemas/ErrorMaster' });
    const { examples } = Document.parse(document).components;
    expect(Object.keys(examples)).toEqual(Object.keys(ERRORS));
    for (const { value } of Object.values(examples)) expect([isProblem(value), isProblem.errors]).toEqual([true, null]);
    expect([isMaster(errorMaster(EXAMPLE_BASE_URL)), isMaster.errors]).toEqual([true, null]);
    expect(isProblem({ ...Object(examples.draining?.value), status: 404 })).toBe(false);
    expect(isProblem({ ...Object(examples.draining?.value), extra: 1 })).toBe(false);
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(createOpenApi(EXAMPLE_BASE_URL, ALL_OPERATIONS));
    const document: unknown = JSON.parse(text);
    const targets = [...new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path))];
    const missing = targets.filter(
      (path) => path.split('/').reduce<unknown>((at, step) => Object(at)[step], document) === undefined,
    );
    expect(targets.length).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  it('names only codes of the master', () => {
    const codes = operationsOf(createOpenApi()).flatMap((operation) => operation['x-error-codes']);
    expect(codes.filter((code) => !isErrorCode(code))).toEqual([]);
  });
});
