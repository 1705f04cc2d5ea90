/** Also of a store that is locked, where it stands behind what is to be done about that. */
const MISSING_KEYS =
  '[[model_keys in the settings names secrets that are not there: {{missing}}. No session of Kimi starts before they are kept (“kimi-shell secret set”) or taken out of the settings.]]';

/** English texts: the doctor. The English catalogue decides which keys exist. */
export const doctor = {
  'doctor.node.ok': 'Node {{version}}',
  'doctor.node.old': 'Node {{version}} is too old: Kimi Shell needs {{need}} or newer. Install a newer Node and start again.',
  'doctor.data.ok': 'The data folder {{path}} can be written to',
  'doctor.data.unwritable':
    'The data folder {{path}} cannot be written to ({{reason}}). Make it yours and writable, or set KIMI_SHELL_HOME to another folder.',
  'doctor.data.full':
    'The disk of the data folder {{path}} is full ({{reason}}). Make room; sessions go on and keep their newest output in memory.',
  'doctor.disk.ok': '{{free, MiB}} free on disk',
  'doctor.disk.low': 'Only {{free, MiB}} are free on disk. A session may keep up to 64 MiB of output, so make room soon.',
  'doctor.disk.full': 'Only {{free, MiB}} are free on disk. Output of sessions will be lost from the recording unless you make room.',
  'doctor.kimi.ok': 'Kimi {{version}} at {{path}}',
  'doctor.kimi.legacy':
    'Kimi {{version}} at {{path}} is the older Python CLI: Kimi Shell knows only roughly what it does. Install Kimi Code for the rest.',
  'doctor.kimi.missing': 'Kimi was not found.[[ Looked at: {{looked}}.]] Install it with “kimi-shell agent install”, or set kimi.path.',
  'doctor.kimi.problem': 'Kimi was found but does not run: {{problem}}. Install it again, or set kimi.path to another one.',
  'doctor.kimi.setting':
    'The setting kimi.path names no program that can be run: {{problem}}. [[Correct or clear it where it is set: {{where}}.||Correct it, or clear it with “kimi-shell config unset kimi.path”: Kimi is then looked for by itself.]]',
  'doctor.git.ok': 'git {{version}}',
  'doctor.git.missing': 'git was not found. Kimi works better with it: install git.',
  'doctor.git.problem': 'git does not run ({{reason}}). Reinstall it, or repair your PATH.',
  'doctor.shell.ok': 'Login shell {{path}}',
  'doctor.shell.problem': 'The login shell {{path}} cannot be run ({{reason}}). Set another one with chsh, or correct SHELL.',
  'doctor.keychain.ok': 'The keychain of this system keeps what it is given',
  'doctor.keychain.none': 'No keychain can be used here[[ ({{why}})]]',
  'doctor.keychain.open': 'Others can read the key {{path}}. Take that from them: chmod 600 {{path}}',
  'doctor.network.ok': 'Network: {{names}}',
  'doctor.network.none': 'This machine is connected to no network',
  'doctor.tray.ok': 'The desktop shows tray icons',
  'doctor.tray.unknown': 'Whether the desktop shows tray icons cannot be asked here',
  'doctor.tray.none': 'This desktop shows no tray icons',
  'doctor.without.goes-on': 'Goes on: {{text}}',
  'doctor.without.stops': 'Does not: {{text}}',
  'doctor.without.repair': 'Repair: {{text}}',
  'doctor.settings.ok': 'The settings are all understood',
  'doctor.settings.admin':
    'The administrator’s settings cannot be used, and no engine starts without them: {{problems}}. Whoever looks after this machine has to correct or remove that file.',
  // Not everything is wrong at once: each part stands there when there is something to say in it.
  'doctor.settings.problem':
    '[[The administrator’s settings are broken: {{admin}}. Until whoever looks after this machine has corrected that file, what it locked before stays locked.]] [[Of the environment these variables were ignored: {{variables}}. Correct them or take them out where the engine is started.]] [[settings.toml cannot be used: {{unusable}}. Correct that; until then nothing is written to it, and what was good before holds, or else the defaults.]] [[About settings.toml as a whole: {{whole}}. See “The format” in docs/settings.md.]] [[Some of settings.toml was ignored: {{ignored}}. Correct it there; until then the last good value holds, or else the default.]]',
  // The same where each problem has a line of its own below.
  'doctor.settings.about.admin':
    'The administrator’s settings are broken. Until whoever looks after this machine has corrected that file, what it locked before stays locked.',
  'doctor.settings.about.variables':
    'These variables of the environment were ignored. Correct them or take them out where the engine is started.',
  'doctor.settings.about.unusable':
    'settings.toml cannot be used. Correct that; until then nothing is written to it, and what was good before holds, or else the defaults.',
  'doctor.settings.about.whole': 'This is the case with settings.toml as a whole; see “The format” in docs/settings.md.',
  'doctor.settings.about.ignored':
    'Some of settings.toml was ignored. Correct it there; until then the last good value holds, or else the default.',
  'doctor.database.ok': 'The database {{path}} is sound',
  'doctor.database.damaged':
    'The database {{path}} is damaged: {{reason}}. Copies from before migrations are in the folder backups beside it. Stop the engine, then put one in its place.',
  'doctor.audit.ok': 'The audit log is being written',
  'doctor.audit.failing':
    'The audit log cannot be written ({{reason}}). New sessions, settings and links are refused until it can: make room, or see docs/audit.md.',
  'doctor.audit.unsigned':
    'The audit log is written, and its checkpoints stand still ({{reason}}). If the keychain is locked, unlock it; the next change signs them.',
  'doctor.audit.contradiction':
    'The audit log is not as Kimi Shell left it: {{reason}}. Run “kimi-shell audit verify”, and keep audit.db and the folder audit as they are.',
  'doctor.secrets.none': 'No secrets are kept',
  'doctor.secrets.keychain': 'Secrets are in the keychain: {{count}}',
  'doctor.secrets.passphrase': 'Secrets are in a file under your passphrase: {{count}}',
  'doctor.secrets.machine': 'Secrets are in a file under a key of this machine, which any program of yours could make too: {{count}}',
  'doctor.secrets.model-keys': MISSING_KEYS,
  'doctor.secrets.due': 'These secrets should be replaced by now: {{names}}. Run “kimi-shell secret rotate <name>”.',
  'doctor.secrets.locked.passphrase': `Secrets wait for their passphrase, and what needs one waits too ({{waiting}}). Run “kimi-shell secret unlock”. ${MISSING_KEYS}`,
  'doctor.secrets.locked.keychain': `The keychain that has your secrets does not answer; what needs one waits ({{waiting}}). Unlock it, then run “kimi-shell secret unlock”. ${MISSING_KEYS}`,
  'doctor.secrets.locked.other-machine': `The secrets were kept under the key of another machine. Move secrets.json away and set them again; {{waiting}} wait. ${MISSING_KEYS}`,
  'doctor.secrets.locked.no-machine-id': `The system did not say its own id, which the key of your secrets comes from; what needs one waits ({{waiting}}). Keep secrets.json, and run “kimi-shell secret status” again in a moment. ${MISSING_KEYS}`,
  'doctor.holder.ok_one': '{{count}} program runs; processes that hold terminals: {{holders}}',
  'doctor.holder.ok_other': '{{count}} programs run; processes that hold terminals: {{holders}}',
  'doctor.holder.none': 'No terminal is open, so no process holds any',
  'doctor.holder.older_one':
    '{{count}} program runs; processes that hold terminals: {{holders}}, {{older}} from another version, which ends with its last program',
  'doctor.holder.older_other':
    '{{count}} programs run; processes that hold terminals: {{holders}}, {{older}} from another version, which ends with its last program',
  'doctor.holder.silent':
    'A process that holds terminals does not answer (pid {{pids}}). Its programs still run. Wait; if it stays so, stop their sessions and end that process.',
  'doctor.runtime.ok': 'The copied program files are whole: {{path}}',
  'doctor.runtime.missing':
    '{{path}} was deleted or cut short. What runs goes on; the next session that is started copies it anew from the installation.',
  'doctor.mirror.ok': 'Screens are being read',
  'doctor.mirror.problem': 'Screens cannot be read at the moment ({{reason}}), so states may be less exact. It is tried again by itself.',
  'doctor.telemetry.off': 'Metrics and traces are switched off',
  'doctor.telemetry.on': 'Metrics and traces are exported',
  'doctor.telemetry.port':
    'Prometheus gets nothing: port {{port}} cannot be listened on ({{reason}}). Choose another one with “kimi-shell config set telemetry.port”, or end what has it and set telemetry.export to off and to prometheus again.',
  'doctor.telemetry.problem':
    'Metrics and traces are not exported ({{reason}}). Set telemetry.export to off and on again, and see “kimi-shell logs” if it stays so.',
  'doctor.callers.ok': 'Programs inside sessions are told from you by the system',
  'doctor.callers.tokens':
    'The system cannot be asked which program calls ({{reason}}), so only tokens tell programs inside sessions from you. Install a C compiler (on Windows: Visual Studio’s build tools and Python), then run “npm rebuild @kimi-shell/descent” where Kimi Shell is.',
  'doctor.spool.ok_one': '{{count}} recording is sound',
  'doctor.spool.ok_other': '{{count}} recordings are sound',
  'doctor.spool.partly': '{{checked}} of {{count}} recordings were read in the time there was, and are sound',
  'doctor.spool.damaged': 'Parts of these recordings cannot be read and show as gaps: {{terminals}}. Check the disk.',
  'doctor.spool.strangers':
    'These recordings belong to no session: {{terminals}}. They take up room in the folder spool of the data folder.',
  'doctor.sessions.ok_one': '{{count}} session; it does not need you',
  'doctor.sessions.ok_other': '{{count}} sessions; none needs you',
  'doctor.sessions.waiting_one': '{{count}} session; it needs you: {{names}}',
  'doctor.sessions.waiting_other': '{{count}} sessions; these need you: {{names}}',
  'doctor.sessions.suspended': 'These sessions were cut off from outside: {{names}}. Restart them to go on, or delete them.',
  'doctor.sessions.unconfirmed':
    'It is not known whether the first message reached these sessions: {{names}}. Look, and send it again if it did not.',
  'doctor.remedy.keychain': 'Takes from others the right to read {{path}}.',
  'doctor.remedy.kimi': 'Runs Kimi’s installer in a session that you can watch.',
  'doctor.remedy.runtime': 'Copies the missing program files anew from the installation.',
  'doctor.remedy.recordings':
    'Moves the recordings {{terminals}} from the folder spool to the folder aside/spool of the data folder. Nothing is deleted.',
  'doctor.crashed': 'The check “{{check}}” could not be made: {{reason}}',
} as const;
