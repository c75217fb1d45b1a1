import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperationContract } from '../operations/define-operation.ts';
import { ALL_OPERATIONS, OPERATIONS } from '../operations/table.ts';
import { parseRequest, type RawRequest } from './parse-request.ts';

const config = {
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
};
const raw = (change: Partial<RawRequest>): RawRequest => ({
  pathParams: {},
  query: [],
  header: () => undefined,
  body: config,
  ...change,
});
const setConfig = (body: unknown, change: Partial<RawRequest> = {}) =>
  parseRequest(OPERATIONS.setConfig, raw({ body, ...change }));
const faultsOf = (body: unknown, change: Partial<RawRequest> = {}) => {
  const parsed = setConfig(body, change);
  return parsed.ok ? [] : parsed.problem.errors.map(({ code, pointer, param }) => [code, pointer, param]);
};

describe('parseRequest', () => {
  it('gives the request with its defaults', () => {
    const parsed = setConfig(config, { header: (name) => (name === 'if-match' ? '"3"' : undefined) });
    expect(parsed).toEqual({
      ok: true,
      request: {
        pathParams: {},
        query: {},
        headers: { 'if-match': '"3"' },
        body: {
          ...config,
          userEmail: null,
          customTemplateId: null,
          reconType: 'MAX_ITC_2B_PR',
          sectionNames: [],
          active: true,
        },
      },
    });
  });

  it('reports all faults of all parts at once, each at its place', () =>
    expect(
      faultsOf(
        JSON.parse('{"pan":5,"sectionNames":["B2B","Z"],"pullReturnPeriodStart":"132026","a/~b":1,"__proto__":{}}'),
        {
          query: [
            ['x', '1'],
            ['__proto__', '2'],
            ['x', '3'],
          ],
          header: () => '3',
        },
      ),
    ).toEqual([
      ['parameter_unknown', null, 'x'],
      ['parameter_unknown', null, '__proto__'],
      ['parameter_invalid', null, 'if-match'],
      ['parameter_invalid', '/pan', 'pan'],
      ['parameter_invalid', '/sectionNames/1', 'sectionNames[1]'],
      ['parameter_invalid', '/pullReturnPeriodStart', 'pullReturnPeriodStart'],
      ['parameter_missing', '/pullReturnPeriodEnd', 'pullReturnPeriodEnd'],
      ['parameter_missing', '/reconReturnPeriodStart', 'reconReturnPeriodStart'],
      ['parameter_missing', '/reconReturnPeriodEnd', 'reconReturnPeriodEnd'],
      ['parameter_unknown', '/a~1~0b', 'a/~b'],
      ['parameter_unknown', '/__proto__', '__proto__'],
    ]));

  it('has the code of the first fault and counts them all', () => {
    const parsed = setConfig({});
    expect(parsed).toMatchObject({
      ok: false,
      problem: {
        code: 'parameter_missing',
        status: 400,
        detail: 'The required parameter pullReturnPeriodStart is missing. The request has 4 faults; errors lists them.',
        metadata: { param: 'pullReturnPeriodStart', faultCount: 4 },
      },
    });
  });

  it('lists at most 100 faults and repeats at most 100 characters of a name', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    const parsed = setConfig({ ...config, ...many, ['y'.repeat(100_000)]: 1 });
    if (parsed.ok) throw new Error('5001 unknown members were let through');
    expect(parsed.problem.errors).toHaveLength(100);
    expect(parsed.problem.metadata.faultCount).toBe(5001);
    const long = faultsOf({ ...config, ['y'.repeat(100_000)]: 1 });
    expect(JSON.stringify(long).length).toBeLessThan(300);
  });

  it.each([
    [{ pullReturnPeriodStart: '112026' }, 'pullReturnPeriodEnd'],
    [{ reconReturnPeriodEnd: '032026' }, 'reconReturnPeriodEnd'],
    [{ reconReturnPeriodStart: '012000' }, 'reconReturnPeriodEnd'],
  ])('refuses the range of %j', (change, param) =>
    expect(faultsOf({ ...config, ...change })).toEqual([['period_range_invalid', `/${param}`, param]]),
  );

  it.each([[[]], ['text'], [null], [7], [true]])('wants an object, not %j', (body) =>
    expect(faultsOf(body)).toEqual([['parameter_invalid', '', 'body']]),
  );

  it('checks a GSTIN down to its check character', () => {
    const lines = parseRequest(
      OPERATIONS.ingestPurchaseLines,
      raw({ header: () => '27AAPFU0939F1ZX', body: [{ a: 1 }] }),
    );
    expect(lines).toMatchObject({
      problem: { code: 'gstin_invalid', param: 'x-cleartax-gstin', errors: [{ pointer: null }] },
    });
    expect(
      parseRequest(OPERATIONS.ingestPurchaseLines, raw({ header: () => '27AAPFU0939F1ZV', body: [{ a: 1 }] })).ok,
    ).toBe(true);
  });

  it('reads purchase lines alone and as connectors wrap them, each fault at its own place', () => {
    const parse = (body: unknown) =>
      parseRequest(OPERATIONS.ingestPurchaseLines, raw({ header: () => '27AAPFU0939F1ZV', body }));
    const lines = [{ documentNumber: 'INV/1', igstAmount: 18 }];
    const args = { templateId: '', settings: { ignoreHsnValidation: true } };
    expect(parse(lines)).toMatchObject({ request: { body: { lines, pointer: '' } } });
    expect(parse({ userInputArgs: args, jsonRecords: lines })).toMatchObject({
      request: { body: { lines, pointer: '/jsonRecords' } },
    });
    const faultsIn = (body: unknown) => {
      const parsed = parse(body);
      return parsed.ok ? [] : parsed.problem.errors.map(({ code, pointer }) => [code, pointer]);
    };
    expect(faultsIn([{ a: 1 }, { a: [] }])).toEqual([['parameter_invalid', '/1/a']]);
    expect(faultsIn({ jsonRecords: [], rows: 1 })).toEqual([
      ['parameter_invalid', '/jsonRecords'],
      ['parameter_unknown', '/rows'],
    ]);
    expect(parse([{ customFields: {} }])).toMatchObject({
      problem: { metadata: { reason: 'it must be a text, a number, true or false or null' } },
    });
    expect(faultsIn({})).toEqual([['parameter_missing', '/jsonRecords']]);
    expect(faultsIn('lines')).toEqual([['parameter_invalid', '']]);
  });

  it.each([
    ['XLSX', 'XLSX'],
    ['csv', 'CSV'],
    ['application/vnd.ms-excel', 'XLS'],
    ['PDF', undefined],
  ])('takes the file content type %j for %j', (sent, taken) => {
    const parsed = parseRequest(
      OPERATIONS.createUploadUrl,
      raw({
        pathParams: { templateType: 'purchase' },
        query: [['fileName', 'a b.xlsx']],
        header: () => sent,
        body: undefined,
      }),
    );
    expect(parsed.ok ? parsed.request.headers.fileContentType : undefined).toBe(taken);
  });

  it('names a header as connectors write it, and tells who sends it in the query where it belongs', () => {
    const faultsOf = (query: readonly [string, string][]) => {
      const pathParams = { templateType: 'purchase' };
      const parsed = parseRequest(OPERATIONS.createUploadUrl, raw({ pathParams, query, body: undefined }));
      return parsed.ok ? [] : parsed.problem.errors.map(({ code, detail }) => [code, detail]);
    };
    const missing = ['parameter_missing', 'The required parameter fileContentType is missing.'];
    expect(faultsOf([['fileName', 'a.csv']])).toEqual([missing]);
    const query: [string, string][] = [
      ['fileName', 'a.csv'],
      ['filecontenttype', 'CSV'],
    ];
    expect(faultsOf(query)).toEqual([
      [
        'parameter_invalid',
        'The parameter filecontenttype is invalid: it is read from the header fileContentType, not from the query.',
      ],
      missing,
    ]);
  });

  it('wants the parameters of the path in their form', () => {
    const id = (workflowId: string) =>
      parseRequest(OPERATIONS.getWorkflow, raw({ pathParams: { workflowId }, body: undefined })).ok;
    expect(id('wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V')).toBe(true);
    expect([id('wf_1'), id("wf_' or 1=1"), id('')]).toEqual([false, false, false]);
  });

  it('never throws, never repeats a value, and finds only faults that the operation promises', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_OPERATIONS.map(({ operationId }) => operationId)),
        fc.oneof(
          fc.jsonValue(),
          fc.record({ userInputArgs: fc.jsonValue(), fileList: fc.jsonValue() }),
          fc.constant({ userInputArgs: { gstins: ['secret-value'] } }),
        ),
        fc.array(fc.tuple(fc.string(), fc.constant('secret-value'))),
        (operationId, body, query) => {
          const operation: OperationContract = OPERATIONS[operationId as keyof typeof OPERATIONS]; // an id of the table
          const pathParams = Object.fromEntries(
            [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'secret-value']),
          );
          const parsed = parseRequest(operation, { pathParams, query, header: () => 'secret-value', body });
          if (parsed.ok) return;
          expect(operation.codes).toEqual(expect.arrayContaining(parsed.problem.errors.map(({ code }) => code)));
          expect(JSON.stringify(parsed.problem)).not.toContain('secret-value');
        },
      ),
      { numRuns: 2000 },
    ));
});

describe('a query', () => {
  const getConfig = (query: RawRequest['query']) => parseRequest(OPERATIONS.getConfig, raw({ query, body: undefined }));

  it('is read once', () => {
    expect(getConfig([['pan', 'ABCDE1234F']])).toMatchObject({ ok: true, request: { query: { pan: 'ABCDE1234F' } } });
    expect(
      getConfig([
        ['pan', 'ABCDE1234F'],
        ['pan', 'ABCDE1234F'],
      ]),
    ).toMatchObject({
      ok: false,
      problem: {
        code: 'parameter_invalid',
        metadata: { param: 'pan', reason: 'it is given more than once', faultCount: 1 },
      },
    });
  });

  it('has no parameter that an object inherits', () =>
    expect(
      getConfig([
        ['toString', '1'],
        ['toString', '2'],
      ]),
    ).toMatchObject({ problem: { code: 'parameter_unknown', errors: [{}] } }));
});

describe('If-Match', () => {
  const isTaken = (value: string) => setConfig(config, { header: () => value }).ok;

  it('is one version as it was given out, or a star', () =>
    expect(['"1"', '"999999999"', '*'].map(isTaken)).toEqual([true, true, true]));

  it('is no version that a database could not hold', () =>
    expect(['"2200000000"', '"0"', '"01"', '3', 'W/"3"', '"3", "4"', ''].some(isTaken)).toBe(false));
});
