import { describe, expect, it } from 'vitest';
import { editorCalls, splitCommand } from '../../../../src-main/engine/files/editors.ts';

const linux = { platform: 'linux', localAppData: undefined } as const;
const file = { path: '/w/a b.ts', folder: false, line: 12, column: 5 } as const;
const own = (command: string, target = file) => editorCalls({ program: 'custom', command }, target, linux);

describe('the way to open a file', () => {
  it('names the place as the editor wants it', () => {
    const args = (program: 'vscode' | 'zed' | 'jetbrains') => editorCalls({ program, command: '' }, file, linux)[0]?.args;
    expect(args('vscode')).toEqual(['-g', '/w/a b.ts:12:5']);
    expect(args('zed')).toEqual(['/w/a b.ts:12:5']);
    expect(args('jetbrains')).toEqual(['--line', '12', '--column', '5', '/w/a b.ts']);
  });

  it('names no place where none was given, or for a folder', () => {
    const [file0, folder] = [
      { path: '/a', folder: false },
      { ...file, folder: true },
    ].map((target) => editorCalls({ program: 'vscode', command: '' }, target, linux)[0]?.args);
    expect(file0).toEqual(['/a']);
    expect(folder).toEqual(['/w/a b.ts']);
  });

  it('looks also where installers put programs without telling PATH', () => {
    const programs = (platform: NodeJS.Platform) =>
      editorCalls({ program: 'vscode', command: '' }, file, { platform, localAppData: 'C:\\L' })[0]?.programs;
    expect(programs('linux')).toEqual(['code']);
    expect(programs('darwin')).toContain('/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code');
    expect(programs('win32')).toContain('C:\\L\\Programs\\Microsoft VS Code\\Code.exe');
  });

  it('is the person’s own command, with nothing in a path that means anything else', () => {
    expect(own('ed --at={line},{column} {path}')).toEqual([{ programs: ['ed'], args: ['--at=12,5', '/w/a b.ts'] }]);
    expect(own('"/my apps/ed" -n', { ...file })).toEqual([{ programs: ['/my apps/ed'], args: ['-n', '/w/a b.ts'] }]);
    const odd = { ...file, path: '/x/{line}; rm -rf $HOME "\'' as '/w/a b.ts' };
    expect(own('ed {path}', odd)).toEqual([{ programs: ['ed'], args: [odd.path] }]);
  });

  it('is refused when the own command is none', () => {
    expect(() => own('  ')).toThrow('EDITOR_MISSING');
    expect(() => own('ed "{path}')).toThrow('EDITOR_MISSING');
  });

  it('is divided into words', () => {
    expect(splitCommand(` a  "b c"'d' ""`)).toEqual(['a', 'b cd', '']);
    expect(splitCommand('C:\\ed.exe {path}')).toEqual(['C:\\ed.exe', '{path}']);
  });
});
