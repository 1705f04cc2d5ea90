import { KimiError } from '#shared/errors/kimi-error.ts';
import type { ServiceSpec } from '../types.ts';
import { xmlText } from '../xml.ts';

/**
 * The task of Windows' Task Scheduler that runs an engine: at this person's logon, with their rights, without a time limit, again
 * after a failure, at the priority of ordinary programs (7, the default, would slow down whatever runs in the sessions).
 * UTF-16 with a mark, which is what schtasks reads.
 * @param user as `DOMAIN\name`
 * @throws KimiError INVALID_INPUT
 */
export function taskXml({ program, args }: ServiceSpec, user: string): Uint8Array {
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Kimi Shell: keeps coding agents alive in terminals</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${xmlText(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${xmlText(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <IdleSettings>
      <StopOnIdleEnd>false</StopOnIdleEnd>
    </IdleSettings>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>5</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(literal(program))}</Command>
      <Arguments>${xmlText(args.map(literal).map(windowsWord).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}

/** Task Scheduler replaces `%NAME%` and `$(NAME)`, and has no way to say that it shall not. */
function literal(word: string): string {
  if (!/%.*%|\$\(/s.test(word)) return word;
  throw new KimiError('INVALID_INPUT', { value: word, reason: 'Task Scheduler would take a part of this path for a variable' });
}

/** A word of a command line by the rules that Windows' programs take theirs apart (CommandLineToArgvW). Pure. */
export function windowsWord(word: string): string {
  const doubled = word.replaceAll(/(\\*)"/g, '$1$1\\"');
  return word === '' || /[ \t\n\v]/.test(word) ? `"${doubled.replace(/\\+$/, '$&$&')}"` : doubled;
}
