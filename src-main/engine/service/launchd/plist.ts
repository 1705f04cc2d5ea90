import { join } from 'node:path';
import type { ServiceSpec } from '../types.ts';
import { xmlText } from '../xml.ts';

/** What the engine says outside of its own log. launchd makes the file, not the folder. */
export function launchdLog({ dataFolder }: ServiceSpec): string {
  return join(dataFolder, 'logs', 'service.log');
}

/**
 * The person's launchd agent that runs an engine: from login on, again after a failure but not after an orderly end.
 * AbandonProcessGroup: holders live on. ProcessType Interactive: a background job is slowed down, and whatever it starts with it.
 * ExitTimeOut: the engine ends within 5 s and writes its log for 1 s more. NODE_OPTIONS may stand in launchd's environment.
 * @throws KimiError INVALID_INPUT
 */
export function launchdPlist(spec: ServiceSpec): string {
  const string = (text: string) => `<string>${xmlText(text)}</string>`;
  const log = launchdLog(spec);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(spec.name)}
  <key>ProgramArguments</key>
  <array>
    ${[spec.program, ...spec.args].map(string).join('\n    ')}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>NODE_OPTIONS</key>
    <string></string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>10</integer>
  <key>ExitTimeOut</key>
  <integer>10</integer>
  <key>AbandonProcessGroup</key>
  <true/>
  <key>ProcessType</key>
  <string>Interactive</string>
  <key>StandardOutPath</key>
  ${string(log)}
  <key>StandardErrorPath</key>
  ${string(log)}
</dict>
</plist>
`;
}
