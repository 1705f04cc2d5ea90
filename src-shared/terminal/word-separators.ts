import { CJK_MARKS } from './cjk-marks.ts';

/** What ends a word for a double click, unless the person says otherwise: blanks, brackets, quotes, the lines of boxes, Chinese marks. */
export const WORD_SEPARATORS = ` ()[]{}<>'"\`,;|│┃${CJK_MARKS}`;
