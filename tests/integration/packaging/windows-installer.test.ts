import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { named, whyNot } from '../../support/programs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const OURS = join(ROOT, 'packaging/windows/installer.nsh');
const THEIRS = join(ROOT, 'node_modules/app-builder-lib/templates/nsis/include/allowOnlyOneInstallerInstance.nsh');

/** As much of electron-builder's installer as calls ours: its own check, and what it defines before it. */
const SCRIPT = `
Unicode true
Name test
OutFile test.exe
RequestExecutionLevel user
!include LogicLib.nsh
!define APP_EXECUTABLE_FILENAME "Kimi Shell.exe"
!define PRODUCT_NAME "Kimi Shell"
!define nsProcess::FindProcess
!define isUpdated '$R8 == "1"'
LangString appClosing 1033 "Closing"
LangString appCannotBeClosed 1033 "It cannot be closed"
LangString appRunning 1033 "It runs"
!include "${OURS}"
!include "${THEIRS}"
Section
  !insertmacro CHECK_APP_RUNNING
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Function un.checkAppRunning
  !insertmacro customUnInstall
FunctionEnd
Section un.install
  Call un.checkAppRunning
SectionEnd
`;

const noCompiler = whyNot('makensis');

async function makensis(...options: readonly string[]): Promise<string> {
  const folder = await tempFolder();
  await writeFile(join(folder, 'test.nsi'), SCRIPT);
  return execFileSync('makensis', ['-V2', '-WX', ...options, 'test.nsi'], { cwd: folder, encoding: 'utf8' });
}

describe('the installer for Windows', () => {
  it('puts its check in the place that electron-builder leaves for it', () => {
    expect(readFileSync(THEIRS, 'utf8')).toMatch(/!ifmacrodef customCheckAppRunning\s+!insertmacro customCheckAppRunning\s+!else/);
    expect(readFileSync(OURS, 'utf8')).toContain('!macro customCheckAppRunning');
  });

  it.skipIf(noCompiler !== null)(named('compiles, every warning an error', noCompiler), async () => {
    expect(await makensis()).toBe('');
  });

  it.skipIf(noCompiler !== null)(
    named('ends what runs from its own folder, by path, and spares the runtime’s processes', noCompiler),
    async () => {
      // What the compiler sees, with every macro in its place.
      const text = await makensis('-PPO');
      const check = text.slice(text.lastIndexOf('serve --stop') - 400);
      expect(check).toContain('cli.js" serve --stop');
      expect(check).toContain("StartsWith($$env:KIMI_SHELL_FOLDER, 'OrdinalIgnoreCase')");
      expect(check).toContain("-notmatch '\\\\runtime\\\\[0-9a-f]{16}\\\\'");
      expect(check).toContain('ProcessId -ne [int]$$env:KIMI_SHELL_INSTALLER');
      // electron-builder's own way is not taken: by a program's name, or of whatever stands at the top of a tree.
      expect(check).not.toMatch(/taskkill|tasklist|IMAGENAME|\/T\b/);
    },
  );

  it('names the folders that the pattern spares as the runtime does', () => {
    // 16 hex digits of a hash: src-main/engine/runtime/runtime.ts.
    const spared = /\\runtime\\[0-9a-f]{16}\\/;
    expect('C:\\Users\\x\\.kimi-shell\\runtime\\635add009ff1bce1\\node.exe').toMatch(spared);
    expect('C:\\Program Files\\Kimi Shell\\resources\\runtime\\node.exe').not.toMatch(spared);
  });
});
