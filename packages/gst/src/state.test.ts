import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentStateCode, isIntraState, STATES, stateCodeOf, stateName } from './state.ts';

describe('STATES', () => {
  it('holds the codes 01 to 38, 96, 97 and 99, each once', () => {
    const codes = STATES.map(({ code }) => code).sort();
    const regular = Array.from({ length: 38 }, (_, index) => String(index + 1).padStart(2, '0'));
    expect(codes).toEqual([...regular, '96', '97', '99']);
  });

  it('uses no spelling for two states', () => {
    const spellings = STATES.flatMap(({ name, aliases, legacy }) => [
      ...aliases,
      ...(legacy ? [] : [name.toUpperCase()]),
    ]);
    expect(new Set(spellings).size).toBe(spellings.length);
  });

  it('finds every state by code, by name and by every other spelling', () => {
    for (const { code, name, aliases, legacy } of STATES) {
      expect(stateCodeOf(code)).toBe(code);
      expect(stateName(code)).toBe(name);
      if (!legacy) {
        for (const spelling of [name, ...aliases]) {
          expect(stateCodeOf(spelling)).toBe(code);
          expect(stateCodeOf(`${code}-${spelling}`)).toBe(code);
          expect(stateCodeOf(`${spelling} (${code})`)).toBe(code);
        }
      }
    }
  });
});

describe('stateCodeOf', () => {
  it.each([
    ['27', '27'],
    ['6', '06'],
    ['27.0', '27'],
    [' 06 ', '06'],
    ['MAHARASHTRA', '27'],
    ['mh', '27'],
    ['27-Maharashtra', '27'],
    ['27 - MH', '27'],
    ['(27) Maharashtra', '27'],
    ['Maharashtra (27)', '27'],
    ['6-Haryana', '06'],
    ['Jammu & Kashmir', '01'],
    ['JAMMU  AND  KASHMIR', '01'],
    ['Andaman & Nicobar Islands', '35'],
    ['Tamilnadu', '33'],
    ['Orissa', '21'],
    ['Pondicherry', '34'],
    ['Uttaranchal', '05'],
    ['Dadra & Nagar Haveli', '26'],
    ['Daman and Diu', '26'],
    ['26-Daman & Diu', '26'],
    ['25-Daman & Diu', '25'],
    ['28', '28'],
    ['28-Andhra Pradesh', '28'],
    ['37-Andhra Pradesh', '37'],
    ['Andhra Pradesh', '37'],
    ['96-Other Countries', '96'],
  ])('%j is %s', (text, code) => expect(stateCodeOf(text)).toBe(code));

  it.each(['', '00', '39', '-27', '27.5', '270', 'Atlantis', '29-Maharashtra', '27-Atlantis', 'Maharashtra 29'])(
    '%j is none',
    (text) => expect(stateCodeOf(text)).toBeNull(),
  );

  it('gives a code of the list or null for any text', () => {
    const known = new Set(STATES.map(({ code }) => code));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const code = stateCodeOf(text);
        expect(code === null || known.has(code)).toBe(true);
      }),
    );
  });
});

describe('isIntraState', () => {
  it('compares states, over the change of a code', () => {
    expect(isIntraState('27', '27')).toBe(true);
    expect(isIntraState('27', '29')).toBe(false);
    expect(isIntraState('25', '26')).toBe(true);
    expect(isIntraState('28', '37')).toBe(true);
    expect(isIntraState('99', '97')).toBe(false);
  });

  it('leaves codes without a successor alone', () => {
    expect(currentStateCode('27')).toBe('27');
    expect(currentStateCode('99')).toBe('99');
    expect(currentStateCode('zz')).toBe('zz');
  });
});
