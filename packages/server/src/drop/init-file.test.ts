import { describe, expect, it } from 'vitest';
import { errorFileOf, InitFileRefused, readCsv, readInitFile, triggerBodyOf } from './init-file.ts';

const HEADER = 'pan,gstins,reconType,pullReturnPeriodStart,pullReturnPeriodEnd';
const bodyOf = (text: string) => readInitFile(text).map(triggerBodyOf);

describe('an INIT file', () => {
  it('is read as the arguments of triggers', () => {
    expect(
      bodyOf(
        `\ufeff${HEADER}\r\naaaca1111a,,MAX_ITC_2B_PR,042026,102026\r\nABCDE1234F,"27ABCDE1234F1Z5; 29abcde1234f1z1",,,\r\n`,
      ),
    ).toEqual([
      {
        userInputArgs: {
          pan: 'AAACA1111A',
          reconType: 'MAX_ITC_2B_PR',
          pullReturnPeriodStart: '042026',
          pullReturnPeriodEnd: '102026',
        },
      },
      { userInputArgs: { pan: 'ABCDE1234F', gstins: ['27ABCDE1234F1Z5', '29ABCDE1234F1Z1'] } },
    ]);
  });

  it('may have been in a spreadsheet, which takes zeros away, and have headers as people write them', () => {
    expect(bodyOf('PAN,Pull Return Period Start,allow_missing_periods\nABCDE1234F,42026,Yes\nABCDE1234F,,no')).toEqual([
      { userInputArgs: { pan: 'ABCDE1234F', pullReturnPeriodStart: '042026', allowMissingPeriods: true } },
      { userInputArgs: { pan: 'ABCDE1234F', allowMissingPeriods: false } },
    ]);
  });

  it.each([
    ['', 'It is empty.'],
    ['\n\n', 'It is empty.'],
    [HEADER, 'It has a header and no rows.'],
    ['gstins\n27', 'It has no column pan.'],
    ['pan,reconTyp\nA,B', 'Its columns reconTyp are not known.'],
    ['pan\n"A"B', 'a quotation mark stands in the middle of a cell'],
  ])('%j is refused, and says why', (text, why) => {
    expect(() => readInitFile(text)).toThrow(InitFileRefused);
    expect(() => readInitFile(text)).toThrow(why);
  });

  it('comes back with its errors in a form that can be corrected and dropped again', () => {
    const [row] = readInitFile('pan,reconType\nABCDE1234F,"MAX,ITC"\n');
    if (row === undefined) throw new Error('There is a row.');
    const text = errorFileOf(row, ['It is "wrong".', 'So it is.']);
    expect(text).toBe(
      'pan,reconType,No. of Errors,Error Message\r\nABCDE1234F,"MAX,ITC",2,"It is ""wrong"". So it is."\r\n',
    );
    expect(readInitFile(text)).toEqual([row]);
  });
});

it('CSV of any line ends and quotations', () => {
  expect(readCsv('a,b\r\n"1\n2","3""4"\r5,\n\n,6')).toEqual([
    ['a', 'b'],
    ['1\n2', '3"4'],
    ['5', ''],
    ['', '6'],
  ]);
});
