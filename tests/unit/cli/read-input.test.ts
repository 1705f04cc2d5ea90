import { describe, expect, it } from 'vitest';
import { commandSpecs } from '#main/hosts/cli/program/command-specs.ts';
import { optionName, readInput } from '#main/hosts/cli/program/read-input.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

const spec = (command: string) => commandSpecs().find((one) => one.command === command)!;

function refusal(run: () => unknown): KimiError {
  try {
    run();
  } catch (error) {
    if (error instanceof KimiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the words of a command line', () => {
  it('become the input of the procedure', () => {
    const words = ['fix', ['--model', 'k2']];
    const options = { agent: 'shell', env: ['A=1', 'B=x=y', 'C='], size: '120x40', cwd: '/tmp' };
    expect(readInput(spec('session create'), words, options)).toEqual({
      name: 'fix',
      args: ['--model', 'k2'],
      agent: 'shell',
      cwd: '/tmp',
      env: { A: '1', B: 'x=y', C: '' },
      size: { cols: 120, rows: 40 },
    });
  });

  it('are joined where the rest of the line is one text', () => {
    const input = readInput(spec('session send'), ['fix', ['go', 'on', 'please']], { timeoutMs: '250' });
    expect(input).toEqual({ session: 'fix', text: 'go on please', timeoutMs: 250 });
  });

  it('leave defaults to the contract', () => {
    expect(readInput(spec('session list'), [], {})).toEqual({ all: false, pinned: false });
    expect(readInput(spec('session list'), [], { all: true })).toEqual({ pinned: false, all: true });
  });

  it('are completed before they are checked', () => {
    const input = readInput(spec('session create'), ['fix', []], {}, (given) => ({ ...given, cwd: '/here' }));
    expect(input).toMatchObject({ cwd: '/here', agent: 'kimi' });
  });

  it.each([
    ['session tail', ['x'], { from: '1e3' }, '--from'],
    ['session tail', ['x'], { from: '-1' }, '--from'],
    ['session create', ['x', []], { env: ['=1'] }, '--env'],
    ['session create', ['x', []], { env: ['1A=1'] }, '--env'],
    ['session create', ['x', []], { size: '80' }, '--size'],
    ['session create', ['a\u0007b', []], {}, '<name>'],
    ['session send', ['x', ['']], {}, '<text>'],
    ['session create', ['x', []], { size: '5000x24' }, '--size'],
    ['session send', ['x', ['hi']], { timeoutMs: '5' }, '--timeout-ms'],
  ])('are refused with the name of what is wrong: %s %j %j', (command, words, options, field) => {
    const error = refusal(() => readInput(spec(command), words, options));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.context.field).toBe(field);
    expect(error.context.reason).not.toBe('');
  });

  it('name a field as people write options', () => {
    expect(optionName('timeoutMs')).toBe('timeout-ms');
  });
});
