import { describe, expect, it } from 'vitest';
import { whereText } from '#renderer/features/audit/entry-words.ts';

describe('what an entry of the audit log was about', () => {
  it('begins with the name, which a row without room does not cut', () => {
    expect(whereText({ where: { agent: 'shell', cwd: '/home/ada/garden', name: 'Plan the beds' } })).toBe(
      'name=Plan the beds  agent=shell  cwd=/home/ada/garden',
    );
  });

  it('begins with what the session was called, before what it was to be called', () => {
    expect(whereText({ where: { name: 'third', session: 'ses_1', sessionName: 'second' } })).toBe(
      'sessionName=second  name=third  session=ses_1',
    );
  });

  it('stays in its order where there is no name', () => {
    expect(whereText({ where: { session: 'ses_1', key: 'theme' } })).toBe('session=ses_1  key=theme');
    expect(whereText({ where: {} })).toBe('');
  });
});
