import { describe, expect, it } from 'vitest';
import { ERROR_CODES, ERROR_KINDS } from '#shared/errors/codes.ts';
import { errorCodes, errorPage, readErrorCode } from '#shared/errors/error-page.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { LANGUAGES } from '#shared/messages/languages.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

describe('a page of troubleshooting', () => {
  it.each(errorCodes())('of %s says when it comes and what to do, in both languages', (code) => {
    const [english, chinese] = LANGUAGES.map((language) => errorPage(code, textsIn(language)));
    for (const page of [english!, chinese!]) {
      for (const text of [page.what, page.more, page.todo]) {
        expect(text.length).toBeGreaterThan(4);
        expect(text).not.toMatch(/[{}]|\[\[|\]\]|\|\|/);
      }
      expect(page.more).not.toBe(page.what);
    }
    expect(chinese!.more).toMatch(/\p{Script=Han}/u);
    expect(english!.more).not.toMatch(/\p{Script=Han}/u);
  });

  it('says what happened in a whole sentence, though nobody knows of which file or session', () => {
    expect(errorCodes().filter((code) => !/^[A-Z“].*\.$/.test(errorPage(code, textsIn('en')).what))).toEqual([]);
    expect(errorCodes().filter((code) => !/^\S.*[^\s]。$/.test(errorPage(code, textsIn('zh-CN')).what))).toEqual([]);
  });

  it('never makes what passes by itself the person’s mistake', () => {
    const pages = errorCodes().map((code) => errorPage(code, textsIn('en')));
    expect(pages.filter(({ kind, retryable }) => retryable && kind === 'user')).toEqual([]);
  });

  it('exists for every code of the register, once', () => {
    expect([...errorCodes()].sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });

  it('carries what the register says of the code, as an error does', () => {
    const error = new KimiError('ENGINE_UNREACHABLE');
    const { kind, severity, retryable } = errorPage('ENGINE_UNREACHABLE', textsIn('en'));
    expect({ kind, severity, retryable }).toEqual({ kind: error.kind, severity: error.severity, retryable: error.retryable });
    expect(ERROR_KINDS).toContain(kind);
  });
});

describe('a code as it is typed', () => {
  it('is found in small letters and with other dashes', () => {
    expect(readErrorCode('engine-silent')).toBe('ENGINE_SILENT');
    expect(readErrorCode('Port_Taken')).toBe('PORT_TAKEN');
  });

  it('leads to the nearest one where there is none, and to none where nothing is near', () => {
    const refusal = (written: string) => {
      try {
        return readErrorCode(written);
      } catch (error) {
        return KimiError.from(error).toData();
      }
    };
    expect(refusal('engin-silnt')).toMatchObject({ code: 'INVALID_INPUT', context: { value: 'engin-silnt', nearest: 'ENGINE_SILENT' } });
    expect(refusal('xyzzy')).toMatchObject({ code: 'INVALID_INPUT', context: { reason: 'there is no such error code' } });
    expect(refusal('xyzzy')).not.toHaveProperty('context.nearest');
  });
});
