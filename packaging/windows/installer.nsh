; What Kimi Shell changes about electron-builder's installer (docs/packages.md). electron-builder includes it for installer and uninstaller.
;
; Sessions outlive the app: their holder runs from <data>\runtime\<build>\node.exe, a copy that no installer touches. So an installer ends
; what runs from the folder that it replaces, by path, and nothing else; never by a program's name, and never a process with its children.

!macro KIMI_SHELL_TELL_POWERSHELL
  ; Handed over in the environment: a path may hold quotes.
  System::Call 'kernel32::GetCurrentProcessId() i .R9'
  System::Call 'kernel32::SetEnvironmentVariable(t "KIMI_SHELL_INSTALLER", t "$R9")'
  System::Call 'kernel32::SetEnvironmentVariable(t "KIMI_SHELL_FOLDER", t "$INSTDIR\")'
!macroend

; Runs PowerShell on what is to be ended: processes of the installation, without this one and without those of a runtime folder.
!macro KIMI_SHELL_ON_PROCESSES _THEN _RESULT
  nsExec::Exec `"$PowerShellPath" -NoProfile -NonInteractive -Command "$$found = @(Get-CimInstance -ClassName Win32_Process | Where-Object { $$_.ExecutablePath -and $$_.ProcessId -ne [int]$$env:KIMI_SHELL_INSTALLER -and $$_.ExecutablePath.StartsWith($$env:KIMI_SHELL_FOLDER, 'OrdinalIgnoreCase') -and $$_.ExecutablePath -notmatch '\\runtime\\[0-9a-f]{16}\\' }); ${_THEN}"`
  Pop ${_RESULT}
!macroend

!macro customCheckAppRunning
  ; Kindly first: the engine writes down what has happened and makes way within 5 s. 5 is said where none runs.
  ${If} ${FileExists} "$INSTDIR\resources\runtime\out\main\cli.js"
    DetailPrint "$(appClosing)"
    nsExec::Exec '"$INSTDIR\resources\runtime\node.exe" "$INSTDIR\resources\runtime\out\main\cli.js" serve --stop'
    Pop $R0
  ${EndIf}

  !insertmacro KIMI_SHELL_TELL_POWERSHELL
  StrCpy $R1 0
  ${Do}
    !insertmacro KIMI_SHELL_ON_PROCESSES "exit [int]($$found.Count -gt 0)" $R0
    ; Anything but 1: nothing runs, or there is no PowerShell to ask, and a file in use is told by the copying itself.
    ${If} $R0 != 1
      ${ExitDo}
    ${EndIf}
    ${If} $R1 >= 3
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(appCannotBeClosed)" /SD IDCANCEL IDRETRY +2
      Quit
      StrCpy $R1 0
    ${EndIf}
    !insertmacro KIMI_SHELL_ON_PROCESSES "$$found | ForEach-Object { Stop-Process -Id $$_.ProcessId -Force -ErrorAction SilentlyContinue }" $R0
    Sleep 500
    IntOp $R1 $R1 + 1
  ${Loop}
!macroend

; Changes the person's search path with PowerShell, because NSIS cuts one that is longer than 1,024 characters.
!macro KIMI_SHELL_SEARCH_PATH _ADDED
  System::Call 'kernel32::SetEnvironmentVariable(t "KIMI_SHELL_BIN", t "$INSTDIR\resources\bin")'
  nsExec::Exec `"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$$bin = $$env:KIMI_SHELL_BIN; $$kept = @([Environment]::GetEnvironmentVariable('Path', 'User') -split ';' | Where-Object { $$_ -and $$_ -ne $$bin }); [Environment]::SetEnvironmentVariable('Path', ((@($$kept) + @(${_ADDED})) -join ';'), 'User')"`
  Pop $R0
!macroend

!macro customInstall
  !insertmacro KIMI_SHELL_SEARCH_PATH "$$bin"
  ; "Open in Kimi Shell" on a folder and on the empty space in one: it proposes a session there. -- ends the options.
  WriteRegStr SHCTX "Software\Classes\Directory\shell\KimiShell" "" "Open in Kimi Shell"
  WriteRegStr SHCTX "Software\Classes\Directory\shell\KimiShell" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr SHCTX "Software\Classes\Directory\shell\KimiShell\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
  WriteRegStr SHCTX "Software\Classes\Directory\Background\shell\KimiShell" "" "Open in Kimi Shell"
  WriteRegStr SHCTX "Software\Classes\Directory\Background\shell\KimiShell" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr SHCTX "Software\Classes\Directory\Background\shell\KimiShell\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%V"'
  ; The link's program gets a trailing -- as well, so that no link is taken for an option.
  WriteRegStr SHCTX "Software\Classes\kimi-shell" "" "URL:Kimi Shell"
  WriteRegStr SHCTX "Software\Classes\kimi-shell" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\kimi-shell\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
!macroend

!macro customUnInstall
  ; An update removes the old version first; what it registered stays registered.
  ${IfNot} ${isUpdated}
    !insertmacro KIMI_SHELL_SEARCH_PATH ""
    DeleteRegKey SHCTX "Software\Classes\Directory\shell\KimiShell"
    DeleteRegKey SHCTX "Software\Classes\Directory\Background\shell\KimiShell"
    DeleteRegKey SHCTX "Software\Classes\kimi-shell"
  ${EndIf}
!macroend
