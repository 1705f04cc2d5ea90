import { describe, expect, it } from 'vitest';
import { type EnvironmentRow, environmentOf, faultsIn, filledRows } from '#renderer/features/sessions/environment-rows.ts';

function row(id: string, more: Partial<EnvironmentRow> = {}): EnvironmentRow {
  return { id, name: '', from: 'value', value: '', secret: '', ...more };
}

describe('the environment of a new session', () => {
  it('goes to the engine as the command line gives it, without the rows that nothing stands in', () => {
    const rows = [
      row('a', { name: ' NODE_ENV ', value: ' as it is ' }),
      row('b', { name: 'EMPTY' }),
      row('c', { name: 'API_KEY', from: 'secret', secret: 'api', value: 'typed before it was a secret' }),
      row('d'),
      row('e', { from: 'secret', value: 'of the other kind' }),
    ];
    expect(faultsIn(rows).size).toBe(0);
    expect(filledRows(rows)).toHaveLength(3);
    expect(environmentOf(rows)).toEqual({ NODE_ENV: ' as it is ', EMPTY: '', API_KEY: 'secret:api' });
  });

  it('says of each row what is wrong with it', () => {
    const rows = [
      row('nameless', { value: 'x' }),
      row('words', { name: 'TWO WORDS', value: 'x' }),
      row('digit', { name: '2ND', value: 'x' }),
      row('equals', { name: 'A=b' }),
      row('first', { name: 'TWICE' }),
      row('second', { name: 'TWICE ', value: 'x' }),
      row('unchosen', { name: 'API_KEY', from: 'secret' }),
    ];
    expect(Object.fromEntries(faultsIn(rows))).toEqual({
      nameless: 'no-name',
      words: 'not-a-name',
      digit: 'not-a-name',
      equals: 'not-a-name',
      second: 'twice',
      unchosen: 'no-secret',
    });
  });
});
