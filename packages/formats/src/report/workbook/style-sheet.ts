import { xmlText } from './xml-text.ts';

/** How a cell looks. Equal looks are one style of the workbook. */
export interface Look {
  readonly number?: 'AMOUNT' | 'DATE' | 'COUNT' | 'SCORE';
  /** RRGGBB. */
  readonly fill?: string;
  readonly colour?: string;
  readonly bold?: boolean;
  /** Points; 10 when absent. */
  readonly size?: number;
  readonly wrap?: boolean;
  readonly align?: 'center' | 'right';
  /** Keeps text away from the amount to its left. */
  readonly indent?: boolean;
}

/** Amounts as India groups them: 1,23,45,678.00. A format has room for two conditions only; the rest falls to the last. */
const NUMBER_FORMATS = {
  AMOUNT: { id: 164, code: '[>=10000000]##\\,##\\,##\\,##0.00;[>=100000]##\\,##\\,##0.00;##,##0.00' },
  DATE: { id: 165, code: 'dd\\-mm\\-yyyy' },
  COUNT: { id: 166, code: '[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;##,##0' },
  SCORE: { id: 2, code: '0.00' },
} as const;

const DEFAULT_SIZE = 10;

/** Collects the looks that cells ask for and writes `xl/styles.xml`. */
export class StyleSheet {
  private readonly ids = new Map<string, number>([[JSON.stringify({}), 0]]);
  private readonly looks: Look[] = [{}];

  /** The style id (`s`) of a look. */
  idOf(look: Look): number {
    const key = JSON.stringify(look);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.looks.length);
    this.looks.push(look);
    return this.looks.length - 1;
  }

  toXml(): string {
    const fonts = new Numbered();
    const fills = new Numbered();
    fonts.idOf(fontXml({}));
    fills.idOf('<fill><patternFill patternType="none"/></fill>');
    fills.idOf('<fill><patternFill patternType="gray125"/></fill>');
    const cells = this.looks.map((look) => {
      const font = fonts.idOf(fontXml(look));
      const fill = look.fill === undefined ? 0 : fills.idOf(fillXml(look.fill));
      return cellXml(look, font, fill);
    });
    const formats = Object.values(NUMBER_FORMATS).filter(({ id }) => id >= 164);
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="${formats.length}">${formats
      .map(({ id, code }) => `<numFmt numFmtId="${id}" formatCode="${xmlText(code)}"/>`)
      .join(
        '',
      )}</numFmts>${fonts.toXml('fonts')}${fills.toXml('fills')}<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${cells.length}">${cells.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
  }
}

/** Equal parts get one number. */
class Numbered {
  private readonly ids = new Map<string, number>();

  idOf(xml: string): number {
    const id = this.ids.get(xml) ?? this.ids.size;
    this.ids.set(xml, id);
    return id;
  }

  toXml(element: string): string {
    return `<${element} count="${this.ids.size}">${[...this.ids.keys()].join('')}</${element}>`;
  }
}

const fontXml = ({ bold, colour, size }: Look): string =>
  `<font>${bold === true ? '<b/>' : ''}<sz val="${size ?? DEFAULT_SIZE}"/>${colour === undefined ? '' : `<color rgb="FF${colour}"/>`}<name val="Calibri"/><family val="2"/></font>`;

const fillXml = (fill: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${fill}"/><bgColor indexed="64"/></patternFill></fill>`;

const cellXml = (look: Look, font: number, fill: number): string => {
  const format = look.number === undefined ? 0 : NUMBER_FORMATS[look.number].id;
  const alignment = alignmentXml(look);
  return `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"${alignment === '' ? '/>' : ` applyAlignment="1">${alignment}</xf>`}`;
};

const alignmentXml = ({ wrap, align, indent }: Look): string => {
  const horizontal = align ?? (indent === true ? 'left' : undefined);
  if (horizontal === undefined && wrap !== true) return '';
  return `<alignment${horizontal === undefined ? '' : ` horizontal="${horizontal}"`} vertical="top"${wrap === true ? ' wrapText="1"' : ''}${indent === true ? ' indent="1"' : ''}/>`;
};
