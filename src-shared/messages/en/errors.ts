/**
 * English texts: errors. The English catalogue decides which keys exist. For every code `what` happened, `why` as far as is
 * known, and what `todo`; choices in `[[…||…]]` are described in ../fill.ts. `error.reason.*` puts the fixed words of
 * throwers into sentences.
 */
export const errors = {
  'error.INTERNAL.what': 'Something went wrong inside Kimi Shell.',
  'error.INTERNAL.why': '[[{{reason}}||The log has the details.]]',
  'error.INTERNAL.todo': 'Try again. If it happens again, look into the logs folder of the data folder and report it.',

  'error.INVALID_INPUT.what': '[[“{{field}}” is not usable as it was given.||That is not usable as it was given.]]',
  'error.INVALID_INPUT.why': '[[{{value}}: {{reason}}||{{reason}}]]',
  'error.INVALID_INPUT.todo': 'Correct it and try again; nothing was changed.',

  'error.NOT_FOUND.what': '[[There is nothing called “{{ref}}”.||There is nothing at {{path}}.||That was not found.]]',
  'error.NOT_FOUND.why': 'It may have been deleted, or it has another name.',
  'error.NOT_FOUND.todo': '“kimi-shell session list” shows what there is.',

  'error.DENIED.what': 'This is not allowed here.',
  'error.DENIED.why': '[[It needs the rights of “{{need}}”, and this connection has those of “{{have}}”.||{{reason}}]]',
  'error.DENIED.todo': 'Do it from your own terminal or window, not from inside a session.',

  'error.UNAUTHENTICATED.what': 'The engine does not know who is calling.',
  'error.UNAUTHENTICATED.why': 'No token was shown, or one that is not valid for this data folder.',
  'error.UNAUTHENTICATED.todo': 'Open a fresh link with “kimi-shell serve”, and check that KIMI_SHELL_HOME names the right data folder.',

  'error.TOO_MANY_STREAMS.what': 'Too many connections listen at the same time.',
  'error.TOO_MANY_STREAMS.why': '[[At most {{limit}} are allowed for one caller.]]',
  'error.TOO_MANY_STREAMS.todo': 'Close windows or scripts that are not needed and try again in a few seconds.',

  'error.TOO_MANY_CALLS.what': 'That is more at once than one caller may ask.',
  'error.TOO_MANY_CALLS.why': '[[{{reason}}]]',
  'error.TOO_MANY_CALLS.todo':
    'Wait a moment and try again. A script that calls in a loop should follow events instead: “kimi-shell session list --follow”.',

  'error.READER_TOO_SLOW.what': 'The connection was closed because nobody read from it.',
  'error.READER_TOO_SLOW.why': '[[{{waiting}} bytes had been waiting.||Too much had been waiting.]]',
  'error.READER_TOO_SLOW.todo': 'Connect again; what was missed is sent then.',

  'error.TIMED_OUT.what': '[[“{{what}}” did not finish in time.||It did not finish in time.]]',
  'error.TIMED_OUT.why': '[[{{reason}}||It was given {{ms}} ms.]]',
  'error.TIMED_OUT.todo': 'It may still finish. Look at the state before trying again.',

  'error.CONFLICT.what': '[[“{{name}}” does not allow that now.||That cannot be done now.]]',
  'error.CONFLICT.why': '[[{{reason}}]]',
  'error.CONFLICT.todo': 'Settle that first, then try again.',

  'error.LINK_CODE_WRONG.what': 'This link does not open the app.',
  'error.LINK_CODE_WRONG.why': '[[Its code is not known: links work once and for {{minutes}} minutes.||Its code is not known.]]',
  'error.LINK_CODE_WRONG.todo': 'Run “kimi-shell serve” for a fresh link.',

  'error.LINK_CODE_USED.what': 'This link was used already.',
  'error.LINK_CODE_USED.why': 'Each link opens the app once.',
  'error.LINK_CODE_USED.todo':
    'Run “kimi-shell serve” for a fresh link. If it was not you who used it, stop the engine first: “kimi-shell serve --stop”.',

  'error.FOREIGN_ORIGIN.what': 'A page that is not Kimi Shell’s tried to connect.',
  'error.FOREIGN_ORIGIN.why': '[[It came from {{origin}}.]]',
  'error.FOREIGN_ORIGIN.todo': 'Open the app by the link that “kimi-shell serve” prints.',

  'error.FOREIGN_HOST.what': 'The app was called by a name that is not its own.',
  'error.FOREIGN_HOST.why': '[[It was called {{host}}; only its loopback address is answered.]]',
  'error.FOREIGN_HOST.todo': 'Open the app by the link that “kimi-shell serve” prints.',

  'error.BODY_TOO_LARGE.what': 'That is too large to send at once.',
  'error.BODY_TOO_LARGE.why': '[[At most {{limit}} bytes are taken.]]',
  'error.BODY_TOO_LARGE.todo': 'Put it into a file in the session’s folder and mention the file.',

  'error.TICKET_INVALID.what': 'The terminal refused the connection.',
  'error.TICKET_INVALID.why': 'Its ticket is not valid, or was used already.',
  'error.TICKET_INVALID.todo': 'Open the session again.',

  'error.TICKET_REVOKED.what': 'Your access to this terminal was ended.',
  'error.TICKET_REVOKED.why': 'The session was deleted, or the access of browser pages was ended.',
  'error.TICKET_REVOKED.todo': 'If the session is still listed, it runs on: a page needs a new link from “kimi-shell serve”.',

  'error.TICKET_EXPIRED.what': 'The terminal refused the connection.',
  'error.TICKET_EXPIRED.why': 'Its ticket is too old.',
  'error.TICKET_EXPIRED.todo': 'Open the session again.',

  'error.ENGINE_UNREACHABLE.what': '[[No engine answers for {{dataFolder}}.||The engine does not answer.]]',
  'error.ENGINE_UNREACHABLE.why': '[[{{reason}}]]',
  'error.ENGINE_UNREACHABLE.todo': 'Start it with “kimi-shell serve” or “npm start”. Sessions that run are not touched by this.',

  'error.ENGINE_SILENT.what': 'The engine runs and does not answer.',
  'error.ENGINE_SILENT.why':
    '[[Process {{pid}} has said nothing for {{seconds}} s.||It has said nothing for {{seconds}} s.]] It is stopped, or very busy.',
  'error.ENGINE_SILENT.todo':
    'If it was stopped, continue it (“fg”, or “kill -CONT[[ {{pid}}]]”); if it hangs, end it[[ (“kill -9 {{pid}}”)]]. Sessions run on. What was asked may still be done.',

  'error.ENGINE_ALREADY_RUNNING.what': '[[An engine runs for {{dataFolder}} already.||An engine runs already.]]',
  'error.ENGINE_ALREADY_RUNNING.why': '[[It is process {{pid}}, at {{url}}.||It is process {{pid}}.]]',
  'error.ENGINE_ALREADY_RUNNING.todo': 'Use that one, or stop it with “kimi-shell serve --stop”; sessions run on.',

  'error.ENGINE_STUCK.what': 'The engine[[ of {{dataFolder}}]] neither answers nor ends.',
  'error.ENGINE_STUCK.why': '[[It is process {{pid}} ({{kind}}), since {{since, time}}.]]',
  'error.ENGINE_STUCK.todo': '“kimi-shell serve --take-over” ends it and takes its place; sessions run on.',

  'error.ENGINE_ENDING.what': 'The engine is ending and takes no new calls.',
  'error.ENGINE_ENDING.why': 'Somebody ended it, or another engine takes its place.',
  'error.ENGINE_ENDING.todo': 'Try again in a moment: the next engine answers then. Sessions run on.',

  'error.ENGINE_START_FAILED.what': 'The engine did not start.',
  'error.ENGINE_START_FAILED.why': '[[{{path}}: {{reason}}||{{reason}}]]',
  'error.ENGINE_START_FAILED.todo': 'Run “kimi-shell doctor”[[; its log is {{log}}]].',

  'error.DATA_FOLDER_UNWRITABLE.what': '[[Nothing can be written to {{path}}.||Nothing can be written to the data folder.]]',
  'error.DATA_FOLDER_UNWRITABLE.why': '[[{{reason}}]]',
  'error.DATA_FOLDER_UNWRITABLE.todo': 'Make the folder writable for you, or name another one in KIMI_SHELL_HOME.',

  'error.DATA_FOLDER_FULL.what': '[[There is no room left for {{path}}.||There is no room left for the data folder.]]',
  'error.DATA_FOLDER_FULL.why': '[[The system says: {{reason}}]]',
  'error.DATA_FOLDER_FULL.todo': 'Free some space on that disk. Sessions run on; the newest output is kept in memory meanwhile.',

  'error.FILE_UNREADABLE.what': '[[{{path}} cannot be read.||A file cannot be read.]]',
  'error.FILE_UNREADABLE.why': '[[{{reason}}]]',
  'error.FILE_UNREADABLE.todo': 'Give yourself the right to read it and try again; nothing was written to it.',

  'error.DATABASE_DAMAGED.what': '[[The database {{path}} is damaged.||The database is damaged.]]',
  'error.DATABASE_DAMAGED.why': '[[{{reason}}]]',
  'error.DATABASE_DAMAGED.todo':
    'It was kept as it is. Put one of the backups from the data folder in its place, or move it away to start empty.',

  'error.DATABASE_BUSY.what': 'Another program holds the database of Kimi Shell, so this was not done.',
  'error.DATABASE_BUSY.why': '[[SQLite says: {{reason}}]]',
  'error.DATABASE_BUSY.todo': 'Try again in a moment. If this repeats, end what has state.db open: a backup, or a tool for databases.',

  'error.WRITE_INTERRUPTED.what': 'Whether the change was saved is not known.',
  'error.WRITE_INTERRUPTED.why':
    '[[The part that writes the database ended over it: {{reason}}||The part that writes the database ended over it.]]',
  'error.WRITE_INTERRUPTED.todo': 'Look whether it is there, and do it again if not. If this repeats, run “kimi-shell doctor”.',

  'error.AUDIT_UNAVAILABLE.what': 'This is not done while the audit log cannot be written.',
  'error.AUDIT_UNAVAILABLE.why': '[[{{path}}: {{reason}}||{{reason}}]]',
  'error.AUDIT_UNAVAILABLE.todo':
    'Make room on the disk, or make the data folder writable, and try again; “kimi-shell doctor” says what is wrong. Stopping, deleting, sending and reading go on meanwhile.',

  'error.AUDIT_DAMAGED.what': '[[The audit log {{path}} is damaged.||The audit log is damaged.]]',
  'error.AUDIT_DAMAGED.why': '[[{{reason}}]]',
  'error.AUDIT_DAMAGED.todo':
    'It was kept as it is. To begin a new one, stop the engine and move audit.db and the folder audit out of the data folder, together; keep them, they are your evidence.',

  'error.SECRETS_LOCKED.what': 'The store of secrets is locked.',
  'error.SECRETS_LOCKED.why': '[[{{reason}} ({{why}})||{{reason}}]]',
  'error.SECRETS_LOCKED.todo': 'Run “kimi-shell secret unlock”; “kimi-shell secret status” says what it waits for.',

  'error.SECRETS_DAMAGED.what': '[[The store of secrets {{path}} is damaged.||The store of secrets is damaged.]]',
  'error.SECRETS_DAMAGED.why': '[[{{reason}}]]',
  'error.SECRETS_DAMAGED.todo':
    'It was kept as it is, and nothing is written over it. Put a copy in its place, or move it away and set the secrets again.',

  'error.SECRET_PASSPHRASE_WRONG.what': 'This passphrase does not open the store of secrets.',
  'error.SECRET_PASSPHRASE_WRONG.why': 'It is not the one that it was closed with.',
  'error.SECRET_PASSPHRASE_WRONG.todo':
    'Try again. Nobody can recover it: without it, move secrets.json out of the data folder and set the secrets again.',

  'error.SECRET_EXISTS.what':
    '[[There is a secret called “{{name}}” already.||These secrets are there already: {{names}}.||There is such a secret already.]]',
  'error.SECRET_EXISTS.why': 'A new value would take the place of the one that it has, which may be nowhere else. Nothing was changed.',
  'error.SECRET_EXISTS.todo':
    'Choose another name. To replace the value, use “Replace” in the window, “kimi-shell secret rotate”, or “kimi-shell secret import --replace”.',

  'error.SECRET_MISSING.what': '[[There is no secret called “{{name}}”.||There is no such secret.]]',
  'error.SECRET_MISSING.why':
    'It was never set here, or it was deleted.[[ The session’s variable {{variable}} refers to it, by --env or by model_keys in the settings.]]',
  'error.SECRET_MISSING.todo': '“kimi-shell secret list” shows what there is; “kimi-shell secret set” adds one.',

  'error.SERVICE_MANAGER_MISSING.what': 'No service manager of yours can be reached here.',
  'error.SERVICE_MANAGER_MISSING.why': '[[{{system}}: {{reason}}||{{system}} is not known.]]',
  'error.SERVICE_MANAGER_MISSING.todo':
    'In a container, in WSL 1 or without a login of your own there is none: run “kimi-shell serve --service” under whatever starts programs there. Otherwise log in directly, not by su or sudo, and try again.',

  'error.SERVICE_REFUSED.what': 'The service could not be set up.',
  'error.SERVICE_REFUSED.why': '[[{{command}}: {{reason}}]]',
  'error.SERVICE_REFUSED.todo': 'Everything is as it was before. Repair what it names, then try again.',

  'error.PORT_TAKEN.what': '[[Port {{port}} cannot be used.||The port cannot be used.]]',
  'error.PORT_TAKEN.why': '[[{{reason}}]]',
  'error.PORT_TAKEN.todo': 'Choose another with “kimi-shell serve --port”.',

  'error.SETTING_LOCKED.what': '[[“{{key}}”||The setting]] is set by the administrator of this machine.',
  'error.SETTING_LOCKED.why': '[[It is {{value}} in {{path}}, which wins over everything else.]]',
  'error.SETTING_LOCKED.todo': 'Ask whoever looks after this machine to change it there.',

  'error.SETTINGS_NEWER.what': 'The settings are of a newer version of Kimi Shell, so nothing is written to them.',
  'error.SETTINGS_NEWER.why': '[[{{path}}||What was given]] has format {{format}}; this version knows formats up to {{known}}.',
  'error.SETTINGS_NEWER.todo':
    'Update Kimi Shell. To stay with this version, put the copy of before the update in its place: it is in the folder “backups” of the data folder.',

  'error.ADMIN_SETTINGS_BROKEN.what': 'The administrator’s settings cannot be used, so nothing is started without them.',
  'error.ADMIN_SETTINGS_BROKEN.why': '{{path}}: [[{{value}}: {{reason}}||{{reason}}]]',
  'error.ADMIN_SETTINGS_BROKEN.todo': 'Whoever looks after this machine has to correct or remove that file.',

  'error.HOLDER_UNREACHABLE.what': 'The process that holds the terminals does not answer.',
  'error.HOLDER_UNREACHABLE.why': '[[{{reason}}||It is holder {{holder}}, process {{pid}}.||It held {{session}}.]]',
  'error.HOLDER_UNREACHABLE.todo': 'Try again in a moment. “kimi-shell session list” says what became of each session.',

  'error.HOLDER_REFUSED.what': 'The process that holds the terminals refused the connection.',
  'error.HOLDER_REFUSED.why': '[[{{reason}}||It is holder {{holder}}.]]',
  'error.HOLDER_REFUSED.todo': 'Restart the engine: “kimi-shell serve --stop”, then “kimi-shell serve”. Sessions run on.',

  'error.HOLDER_PROTOCOL.what': 'Two parts of Kimi Shell do not understand each other.',
  'error.HOLDER_PROTOCOL.why': '[[{{reason}}]]',
  'error.HOLDER_PROTOCOL.todo': 'Restart the engine so that both are of the same version. Sessions run on.',

  'error.RUNTIME_DAMAGED.what': '[[The copied program files in {{path}} are not usable.||The copied program files are not usable.]]',
  'error.RUNTIME_DAMAGED.why': '[[{{reason}}]]',
  'error.RUNTIME_DAMAGED.todo': 'Try again: they are copied anew. If it stays, install Kimi Shell again.',

  'error.SPAWN_FAILED.what': '[[{{file}} could not be started.||The program could not be started.]]',
  'error.SPAWN_FAILED.why': '[[{{reason}}]]',
  'error.SPAWN_FAILED.todo': 'Start it once in a plain terminal to see what it says.',

  'error.SPOOL_DAMAGED.what': '[[Part of the recording of {{childId}} cannot be read.||Part of a recording cannot be read.]]',
  'error.SPOOL_DAMAGED.why': '[[{{reason}}]]',
  'error.SPOOL_DAMAGED.todo': 'What can be read is shown, and what is missing is marked. Check the disk.',

  'error.MIRROR_UNAVAILABLE.what': 'The screen cannot be read at the moment.',
  'error.MIRROR_UNAVAILABLE.why': '[[{{reason}}||The process that reads screens is being restarted.]]',
  'error.MIRROR_UNAVAILABLE.todo': 'Try again in a moment. The session itself is not touched by this.',

  'error.FOLDER_MISSING.what': '[[There is no folder {{path}}.||The folder is not there.]]',
  'error.FOLDER_MISSING.why': '[[{{reason}}]]',
  'error.FOLDER_MISSING.todo': 'Create the folder or choose another one.',

  'error.FOLDER_UNREADABLE.what': '[[{{path}} cannot be opened.||The folder cannot be opened.]]',
  'error.FOLDER_UNREADABLE.why': '[[{{reason}}]]',
  'error.FOLDER_UNREADABLE.todo': 'Give yourself the right to read and enter it, or choose another folder.',

  'error.BINARY_MISSING.what': '[[The program {{path}} was not found.||The program was not found.]]',
  'error.BINARY_MISSING.why': '[[{{reason}}]]',
  'error.BINARY_MISSING.todo': 'Install it, or correct its path in the settings.',

  'error.FILE_TOO_LARGE.what': '[[{{name}} is too large to be handed over.||The file is too large to be handed over.]]',
  'error.FILE_TOO_LARGE.why': '[[At most {{limitMiB}} MiB are taken from a browser.]]',
  'error.FILE_TOO_LARGE.todo': 'Copy it into the session’s folder and type its path.',

  'error.EDITOR_MISSING.what': '[[The editor {{program}} was not found.||No editor was found.]]',
  'error.EDITOR_MISSING.why': '[[{{reason}}||Looked for on your PATH: {{looked}}.]]',
  'error.EDITOR_MISSING.todo': 'Choose another editor in the settings, under Editor, or “Own command” with the program’s full path there.',

  'error.EDITOR_FAILED.what': '[[{{program}} did not open the file.||The editor did not open the file.]]',
  'error.EDITOR_FAILED.why': '[[{{reason}}||It ended with exit code {{code}}.]]',
  'error.EDITOR_FAILED.todo': 'Try the same program in a terminal, or choose another editor in the settings, under Editor.',

  'error.BINARY_NOT_EXECUTABLE.what': '[[{{path}} cannot be run.||The program cannot be run.]]',
  'error.BINARY_NOT_EXECUTABLE.why': '[[{{reason}}]]',
  'error.BINARY_NOT_EXECUTABLE.todo': 'Make it executable (chmod +x), or correct its path in the settings.',

  'error.KIMI_MISSING.what': 'Kimi CLI was not found on this machine.',
  'error.KIMI_MISSING.why': '[[{{reason}}||Looked at: {{looked}}.]]',
  'error.KIMI_MISSING.todo': 'Install it with “kimi-shell agent install”, or say where it is: “kimi-shell config set kimi.path …”.',

  'error.LEASE_OVER.what': 'The turn to write was over too soon.',
  'error.LEASE_OVER.why': '[[It lasts {{ms}} ms.]] Nothing was written after it, so that nobody’s keys are mixed.',
  'error.LEASE_OVER.todo': 'Try again.',

  'error.SESSION_ENDED.what': '[[“{{name}}” has ended.||The session has ended.]]',
  'error.SESSION_ENDED.why': '[[Its state is “{{state}}”.]]',
  'error.SESSION_ENDED.todo': 'Start it again with “kimi-shell session restart”.',

  'error.PROMPT_NOT_CONFIRMED.what': 'The message may not have arrived.',
  'error.PROMPT_NOT_CONFIRMED.why': '[[{{reason}}]]',
  'error.PROMPT_NOT_CONFIRMED.todo': 'Look into the terminal before sending it again.',

  'error.MODEL_OVERLOADED.what': 'The model is overloaded.',
  'error.MODEL_OVERLOADED.why': '[[{{reason}}||Its provider has more to do than it can. Nothing is wrong on your side.]]',
  'error.MODEL_OVERLOADED.todo': 'Send the message again in some minutes, or choose another model with /model.',

  'error.MODEL_RATE_LIMITED.what': 'The model takes no more requests for the moment.',
  'error.MODEL_RATE_LIMITED.why': '[[{{reason}}||There were more requests in a short time than the account may make.]]',
  'error.MODEL_RATE_LIMITED.todo': 'Send the message again in a minute. With many sessions at once, let fewer work at the same time.',

  'error.MODEL_QUOTA_USED_UP.what': 'The quota or balance of the account is used up.',
  'error.MODEL_QUOTA_USED_UP.why': '[[{{reason}}||The provider refuses more until the quota is renewed or the account is topped up.]]',
  'error.MODEL_QUOTA_USED_UP.todo': 'Look at the account’s page, wait for the next period, or choose another account with /login.',

  'error.MODEL_SIGN_IN_REFUSED.what': 'The model refused the sign-in or key.',
  'error.MODEL_SIGN_IN_REFUSED.why': '[[{{reason}}||The key is wrong or missing, was withdrawn, or may not use this model.]]',
  'error.MODEL_SIGN_IN_REFUSED.todo': 'Sign in again with /login in the terminal, or correct the key in Kimi’s own settings.',

  'error.MODEL_KEY_MISSING.what': 'No key or sign-in is set up for the model.',
  'error.MODEL_KEY_MISSING.why': '[[{{reason}}||Kimi has nothing to show to the provider.]]',
  'error.MODEL_KEY_MISSING.todo': 'Type /login in the terminal, or give Kimi a key by the setting model_keys (docs/secrets.md).',

  'error.MODEL_UNKNOWN.what': 'The provider does not know this model.',
  'error.MODEL_UNKNOWN.why': '[[{{reason}}||Its name is wrong, it was withdrawn, or the address is another provider’s.]]',
  'error.MODEL_UNKNOWN.todo': 'Choose another model with /model, or correct it in Kimi’s config.toml.',

  'error.MODEL_UNREACHABLE.what': 'The connection to the model broke.',
  'error.MODEL_UNREACHABLE.why': '[[{{reason}}||It could not be made, was cut off, or nothing came in time.]]',
  'error.MODEL_UNREACHABLE.todo': 'Check the network, then send the message again.',

  'error.MODEL_SERVER_FAILED.what': 'The model’s server failed.',
  'error.MODEL_SERVER_FAILED.why': '[[{{reason}}||It answered with an error of its own, or with nothing. Nothing is wrong on your side.]]',
  'error.MODEL_SERVER_FAILED.todo': 'Send the message again later.',

  'error.MODEL_CONVERSATION_TOO_LONG.what': 'The conversation is too long for the model.',
  'error.MODEL_CONVERSATION_TOO_LONG.why': '[[{{reason}}||More was to be sent than the model can take at once.]]',
  'error.MODEL_CONVERSATION_TOO_LONG.todo': 'Type /compact in the terminal, or begin a new session.',

  'error.NAME_AMBIGUOUS.what': '[[{{count}} sessions are called “{{name}}”.||Several sessions have this name.]]',
  'error.NAME_AMBIGUOUS.why': '[[They are {{ids}}.]]',
  'error.NAME_AMBIGUOUS.todo': 'Use the id instead of the name.',

  'error.reason.there-is-nothing-to-repair': 'There is nothing to repair that could be done from here.',
  'error.reason.running': 'Its agent still runs.',
  'error.reason.survivors': 'Some of its processes could not be ended: {{pids}}.',

  'error.quoted': 'the system says “{{words}}”',

  'error.field.cwd': 'Folder',
  'error.field.name': 'Name',
  'error.field.prompt': 'First message',
  'error.field.text': 'Message',
  'error.field.key': 'Setting',
  'error.field.agent': 'Agent',
  'error.field.tags': 'Tags',
  'error.field.group': 'Group',
  'error.field.link': 'Link',
  'error.field.session': 'Session',

  'error.reason.too-many-connections-at-once': 'At most {{limit}} connections are allowed for one caller.',
  'error.reason.too-many-calls-at-once': 'At most {{limit}} calls of one caller are worked on at a time.',
  'error.reason.too-many-calls-a-second': 'At most {{limit}} calls a second are taken from one caller.',
  'error.reason.too-many-bytes-at-once': 'Requests of one caller may have {{limit}} bytes in all at a time.',
  'error.reason.missing': 'There is no such file.',
  'error.reason.no-such-folder': 'Nothing is there by that name.',
  'error.reason.too-long': 'At most {{limit}} characters are allowed.',
  'error.reason.too-short': 'At least {{limit}} characters are needed.',
  'error.reason.too-large': 'At most {{limit}} is allowed.',
  'error.reason.too-small': 'At least {{limit}} is needed.',
  'error.reason.it-is-empty': 'It is empty.',
  'error.reason.of-another-kind': 'It is of another kind than expected ({{expected}}).',
  'error.reason.one-of-these-is-expected': 'One of these is expected: {{allowed}}.',
  'error.reason.a-time-or-an-age-is-expected': 'A time (2026-11-28, 2026-11-28T14:00Z) or an age (90m, 24h, 7d) is expected.',
  'error.reason.one-line-is-expected': 'One line is needed.',
  'error.reason.an-address-of-http-or-https-without-a-query-is-expected': 'An address of http or https, without “?” and “#”, is needed.',
  'error.reason.damaged': 'It is not what was written.',
  'error.reason.a-number-is-expected': 'A number is expected.',
  'error.reason.a-multiple-is-expected': 'A multiple of {{step}} is expected.',
  'error.reason.control-or-direction-changing-characters-are-not-allowed-in-a-name':
    'Control characters, and ones that change the direction of writing, are not allowed in a name.',
  'error.reason.too-many-tags': 'A session has at most {{limit}} tags.',
  'error.reason.a-dotted-name-is-expected': 'A dotted name is expected, for example terminal.fontSize or keys."session-new".',
  'error.reason.its-place-in-the-file-cannot-be-edited-change-it-there':
    'Its place in settings.toml cannot be edited without touching the rest. Change it there.',
  'error.reason.others-than-the-administrator-can-write-it': 'Others than the administrator can write it.',
  'error.reason.its-format-is-none': 'What stands behind “format” is no format.',
  'error.reason.it-is-of-a-newer-format':
    'It has format {{format}}, of a newer version of Kimi Shell; this one knows {{known}} and uses nothing of it.',
  'error.reason.it-cannot-be-brought-to-this-format':
    'It cannot be brought from format {{format}} to {{known}} ({{why}}), and nothing of it is used.',
  'error.reason.it-is-no-toml': 'Line {{line}} is no TOML: {{why}}.',
  'error.reason.it-is-no-utf-8': 'Line {{line}} is not UTF-8.',
  'error.reason.an-administrator-can-only-tighten-it': 'An administrator can only tighten it.',
  'error.reason.neither-a-variable-nor-an-option-may-override-it': 'Neither a variable nor an option may override it.',
  'error.reason.the-name-of-a-secret-is-expected':
    'A key has no place in the settings, only the name of a secret. Keep the key with “kimi-shell secret set NAME”, then set this to secret:NAME. What you typed on a command line stays in your shell’s history.',
  'error.reason.the-name-of-a-provider-is-expected': 'The name of a provider is expected: it begins with a letter.',
  'error.reason.another-provider-has-this-variable': 'The key of {{other}} would be in the same variable ({{variable}}).',
  'error.reason.the-window-has-no-such-action':
    'The window has no such action[[; did you mean {{nearest}}?||.]] The settings page lists all of them under their keys.',
  'error.reason.a-key-combination-is-expected':
    'A combination of keys is expected, such as Ctrl+Alt+KeyN: modifiers (Ctrl, Alt, Shift, Cmd), then the name that browsers have for the key[[. Did you mean {{nearest}}?||.]]',
  'error.reason.it-would-be-text-for-the-terminal': 'Without Ctrl, Alt or Cmd it is text for the terminal[[; {{nearest}} can be used.||.]]',
  'error.reason.the-browser-keeps-it-for-itself': 'The browser keeps it for itself[[; {{nearest}} can be used.||.]]',
  'error.reason.no-such-setting': 'There is no such setting[[; did you mean {{nearest}}?||.]] “kimi-shell config list” shows all of them.',
  'error.reason.the-recording-ends-before-it': 'The recording ends at byte {{end}}.',
  'error.reason.too-many-files-are-being-handed-over': 'Too many files are being handed over at once.',
  'error.reason.a-part-of-the-file-is-missing': 'A part of the file is missing.',
  'error.reason.the-command-is-empty': 'Its command is empty.',
  'error.reason.the-command-has-a-quote-that-is-not-closed': 'Its command has a quote that is not closed.',
  'error.reason.it-is-a-batch-file-name-the-exe-behind-it': 'It is a batch file. Name the .exe behind it.',
  'error.reason.not-a-folder': 'It is a file, not a folder.',
  'error.reason.not-on-path': 'It is on no folder of your PATH.',
  'error.reason.not-an-absolute-path': 'An absolute path is needed.',
  'error.reason.an-absolute-folder-is-expected': 'An absolute path is needed.',
  'error.reason.it-is-a-link': 'It is a link, which could lead anywhere.',
  'error.reason.it-is-not-a-plain-file': 'It is not a plain file.',
  'error.reason.enoent': 'It does not exist.',
  'error.reason.eacces': 'The system denies access to it (EACCES).',
  'error.reason.eperm': 'The system does not permit it (EPERM).',
  'error.reason.erofs': 'The disk is read-only (EROFS).',
  'error.reason.enospc': 'The disk is full (ENOSPC).',
  'error.reason.enotdir': 'Part of the path is a file, not a folder (ENOTDIR).',
  'error.reason.eexist': 'It exists already (EEXIST).',
  'error.reason.eisdir': 'It is a folder, not a file (EISDIR).',
  'error.reason.the-engine-is-ending': 'The engine is ending.',
  'error.reason.nothing-but-spaces-and-control-characters': 'It holds nothing but spaces and control characters.',
  'error.reason.kimi-asks-whether-to-trust-this-folder-answer-that-first': 'Kimi asks whether to trust this folder; answer that first.',
  'error.reason.the-input-box-holds-text-that-was-not-sent-send-or-clear-it-first':
    'The input box holds text that was not sent; send or clear it first.',
  'error.reason.kimi-did-not-show-that-it-took-the-message': 'Kimi did not show that it took the message.',
  'error.reason.the-text-did-not-appear-in-the-input-box': 'The text did not appear in the input box.',
  'error.reason.it-is-missing': 'It is missing.',
  'error.reason.it-is-too-long': 'It is too long.',
  'error.reason.letters-digits-and-are-expected': 'Letters, digits, “.”, “_” and “-” are expected, at most 64.',
  'error.reason.the-keychain-does-not-give-its-key': 'The keychain does not give its key.',
  'error.reason.it-is-no-json': 'It is not JSON.',
  'error.reason.it-is-not-what-was-encrypted': 'Its values are not what was encrypted: the file was altered.',
  'error.reason.no-store': 'There is no keychain here, and nobody has said yet where else to keep secrets.',
  'error.reason.passphrase': 'It waits for its passphrase.',
  'error.reason.keychain': 'The keychain that has the values does not answer.',
  'error.reason.no-answer-in-time': 'It did not answer in time.',
  'error.reason.it-does-not-give-back-what-it-was-given': 'It does not give back what it was given.',
  'error.reason.other-machine': 'It was made on another machine, or by another user.',
  'error.reason.no-machine-id': 'This system has no id that a key could come from.',
  'error.reason.it-is-no-address': 'It is no address.',
  'error.reason.it-is-an-address-of-something-else': 'It is an address of something else.',
  'error.reason.it-says-more-than-a-link-may': 'It says more than a link may: a link selects a session or proposes one, and nothing else.',
  'error.reason.it-asks-for-something-unknown': 'It asks for something that this version does not know.',
  'error.reason.it-names-no-session': 'It names no session.',
  'error.reason.its-folder-is-no-absolute-path-on-this-machine': 'Its folder is no absolute path on this machine.',
  'error.reason.its-name-cannot-be-one': 'Its name cannot be the name of a session.',
  'error.reason.one-link-or-folder-is-expected': 'One link of Kimi Shell, or one folder, is expected.',
  'error.reason.it-has-no-list-of-its-files': 'Its list of files is missing or cannot be read.',
  'error.reason.the-settings-were-changed-meanwhile': 'settings.toml was changed meanwhile, and that would be lost.',
  'error.reason.it-was-changed-or-deleted': 'It was changed or deleted.',
  'error.reason.a-whole-number-is-expected': 'A whole number is expected.',
  'error.reason.it-did-not-say-that-it-is-ready-in-time': 'It did not say in time that it is ready.',
  'error.reason.the-gateway-did-not-say-hello': 'The terminal gateway did not answer as expected.',
  'error.reason.the-terminal-did-not-show-the-text-a-password-prompt-hides-it':
    'The terminal did not show the text; a password prompt hides it.',
  'error.reason.its-interpreter-is-missing': 'The program that its first line names is missing.',
  'error.reason.it-changed-while-it-was-copied': 'It changed while it was copied.',
  'error.reason.this-engine-serves-no-page': 'This engine serves no page.',
  'error.reason.the-program-does-not-read-its-input': 'The program does not read its input.',
  'error.reason.neither-npm-nor-curl-nor-wget-is-on-path': 'None of npm, curl and wget is on your PATH.',
  'error.reason.kimi-waits-for-an-answer-give-it-first': 'Kimi waits for an answer; give it first.',
  'error.reason.kimi-shows-no-input-box-nothing-was-sent': 'Kimi shows no input box; nothing was sent.',
  'error.reason.a-menu-is-open-in-the-terminal-answer-it-first': 'A menu is open in the terminal; answer it first.',
  'error.reason.kimi-began-to-wait-for-an-answer-the-message-was-not-sent': 'Kimi began to wait for an answer; the message was not sent.',
  'error.reason.it-was-used-before': 'It was used before.',
  'error.reason.it-is-malformed': 'It is malformed.',
  'error.reason.its-signature-does-not-match': 'Its signature does not match.',
  'error.reason.it-is-not-a-folder': 'It is not a folder.',
  'error.reason.the-key-is-wrong': 'The key that was shown is wrong.',
  'error.reason.the-line-sets-no-token': 'Line {{line}} is not of the form “--ks-accent: #2a5bd0;”: {{text}}',
  'error.reason.there-is-no-such-token': 'Line {{line}} names a token that does not exist: {{text}}',
  'error.reason.the-token-takes-a-colour': 'Line {{line}} needs a colour such as #2a5bd0 or rgb(42 91 208): {{text}}',
  'error.reason.the-token-takes-a-length': 'Line {{line}} needs a length from 24px to 80px: {{text}}',
  'error.reason.no-version-in-common': 'They have no version of their protocol in common.',
  'error.reason.the-notification-does-not-offer-it': 'The notification does not offer that.',
} as const;
