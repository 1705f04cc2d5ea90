import type { ErrorCode } from '../../errors/codes.ts';

/**
 * English texts: for every error code what its page of troubleshooting says besides what, why and what to do: when it comes, what goes on
 * meanwhile, where to look. Only `kimi-shell help --troubleshoot` and docs/troubleshooting.md show it, so no window loads it.
 */
export const troubleshooting = {
  'error.INTERNAL.page':
    'A fault in Kimi Shell itself, or something of the system’s that it did not foresee. The error names its call; search the logs folder for that name. KIMI_SHELL_DEBUG=1 adds the stack in a command.',
  'error.INVALID_INPUT.page':
    'A name, number, path or option is not one that can be used; the error names it and says what is expected. “kimi-shell help <command>” explains every argument. Nothing was changed.',
  'error.NOT_FOUND.page':
    'The session, terminal, notification or file is not there: it was deleted, or the name is another one. Another data folder (KIMI_SHELL_HOME) has other sessions.',
  'error.DENIED.page':
    'What may be done follows from who asks. A program inside a session may read its own session and little else; it may never change settings or answer approvals (docs/security.md).',
  'error.UNAUTHENTICATED.page':
    'The owner’s token is in the data folder, and a command reads it there. It fails when KIMI_SHELL_HOME names another folder than the engine’s, when another user asks, or when a page’s access was ended.',
  'error.TOO_MANY_STREAMS.page':
    'Windows and “--follow” hold a connection each. It passes as soon as one is closed. Many of them at once mean a script that opens new ones and does not close the old.',
  'error.TOO_MANY_CALLS.page':
    'Each caller has a share, so that one that calls in a loop does not slow down your window. It passes within a second. Programs inside a session have a smaller share.',
  'error.READER_TOO_SLOW.page':
    'A stopped program or a suspended tab does not read what it is sent, and memory is not kept for it without end. Windows and “--follow” connect again by themselves and lose nothing.',
  'error.TIMED_OUT.page':
    'The other side is busy, stopped, or was given too little time (--timeout-ms). It may still finish: look at “kimi-shell session show” before doing it again. A machine that swaps makes it common.',
  'error.CONFLICT.page':
    'Something else stands in the way: an agent that still runs, a name that is taken, processes that could not be ended. The reason says which.',
  'error.LINK_CODE_WRONG.page':
    'A link that opens the app in a browser is for one use and a few minutes. An old one from a terminal’s scroll-back, or one that was cut off when it was copied, gives this.',
  'error.LINK_CODE_USED.page':
    'A link opens one page. A page that was let in stays let in, so the same browser needs no second link. If nobody of yours used it, treat the machine’s other users with suspicion: “kimi-shell page revoke” ends the access of every page.',
  'error.FOREIGN_ORIGIN.page':
    'Another site’s page in your browser tried to reach the engine, which is refused. A proxy or a port forwarding that changes the address gives the same.',
  'error.FOREIGN_HOST.page':
    'The engine answers only to its loopback address. A name of your own in /etc/hosts or a proxy in front of it is refused, because foreign sites could use such a name too (DNS rebinding).',
  'error.BODY_TOO_LARGE.page':
    'One message or request is limited so that none can fill the memory. Agents read files by themselves: name the file instead of pasting it.',
  'error.TICKET_INVALID.page':
    'A terminal is opened with a ticket for one use. It is not valid when the engine was started anew in between; opening the session again gets another.',
  'error.TICKET_REVOKED.page':
    'Terminals that are open lose their connection at once when access is ended. The session itself is not touched.',
  'error.TICKET_EXPIRED.page':
    'A ticket lasts seconds. A machine that slept between asking and opening uses it too late; the window asks for another by itself.',
  'error.ENGINE_UNREACHABLE.page':
    'No engine runs, or its socket cannot be reached. Commands start one by themselves; status, awake and doctor do not. Sessions belong to the holder and run on. Exit code 5.',
  'error.ENGINE_SILENT.page':
    'The engine’s process is there and says nothing: stopped by a debugger or Ctrl-Z, or busy for long. No second one is started, because the first has the lock. Sessions run on.',
  'error.ENGINE_ALREADY_RUNNING.page':
    'There is one engine for a data folder. “kimi-shell status” says which, and who started it. Another data folder (KIMI_SHELL_HOME) can have its own.',
  'error.ENGINE_STUCK.page':
    'The engine was asked to end and did not. Taking over ends it by force; everything that was confirmed is on the disk.',
  'error.ENGINE_ENDING.page':
    'You met an engine between its end and the start of the next, for example while an update or the app takes over. Windows wait by themselves.',
  'error.ENGINE_START_FAILED.page':
    'The log in the data folder (logs/engine.log) has the reason. Common ones: a data folder that cannot be written, a full disk, a damaged database, program files that are missing. Exit code 5.',
  'error.DATA_FOLDER_UNWRITABLE.page':
    'The folder belongs to somebody else (a command that once ran with sudo), is on a read-only disk, or a file has its name. Without it nothing can be kept, so no engine starts.',
  'error.DATA_FOLDER_FULL.page':
    'Programs in terminals run on. Their newest output is kept in memory and written when there is room again; what does not fit is marked as missing. Sessions can be stopped and deleted, which makes room; settings and new sessions are refused until there is some.',
  'error.FILE_UNREADABLE.page':
    'The file is there and the system does not give what is in it: its rights are another user’s (a command that once ran with sudo, a copy that was put back), its disk has faults, or too many files are open at the moment. It is not written over as long as nobody knows what is in it. “ls -l” shows whose it is.',
  'error.DATABASE_DAMAGED.page':
    'state.db did not pass its check, after a disk fault or a copy that was made while the engine ran. It is not repaired by guessing. Copies from before migrations are in the folder backups. Sessions that run are found again without it.',
  'error.DATABASE_BUSY.page':
    'The engine waits three seconds for whoever has state.db locked, which outlasts a backup that copies it. Nothing was changed. Programs in terminals run on, and what happens to sessions meanwhile is written down by itself afterwards.',
  'error.WRITE_INTERRUPTED.page':
    'The thread that writes the database ended in the middle. It is started again by itself, and the database is whole: the change is in it or not, never half.',
  'error.AUDIT_UNAVAILABLE.page':
    'What changes something is only done when it can be recorded. A full or read-only disk is the usual cause; recording goes on by itself afterwards (docs/audit.md).',
  'error.AUDIT_DAMAGED.page':
    '“kimi-shell audit verify” says at which entry it is not as it was written. A disk fault does that, and so does somebody who changes it (docs/audit.md).',
  'error.SECRETS_LOCKED.page':
    'Where the system has no keychain, secrets are in a file that is opened with a passphrase once after each start of the engine, and the first time somebody says which of the two ways to take. A keychain that is locked, or whose session has ended, locks them too. Work that needs one waits (docs/secrets.md).',
  'error.SECRETS_DAMAGED.page':
    'secrets.json is encrypted so that any change to it shows, also one of a name or a date. A disk fault or an edit does that; so does a copy that was cut short. What is in it cannot be had without a whole copy.',
  'error.SECRET_PASSPHRASE_WRONG.page':
    'It is compared letter by letter, upper and lower case and blanks at its ends included. Look at the keyboard’s layout.',
  'error.SECRET_EXISTS.page':
    'Keeping a secret makes a new one. Only rotating gives another value to one that is there, so that a name typed by mistake costs nobody a key.',
  'error.SECRET_MISSING.page':
    'A session or a command refers to a secret by a name that is not there: it was deleted, or never set in this data folder.',
  'error.PORT_TAKEN.page':
    'Another program listens at that port. Without --port the engine takes the one of last time, or a free one. Ports below 1024 need rights that you should not give.',
  'error.SERVICE_MANAGER_MISSING.page':
    'systemd (Linux), launchd (macOS) or the Task Scheduler (Windows) starts the engine at login. Everything but that works without one.',
  'error.SERVICE_REFUSED.page':
    'The system’s own tool refused; its words are the reason. What had been changed was put back. Run the command that it names to see more.',
  'error.SETTING_LOCKED.page':
    'A machine can have a settings file of its administrator’s, which wins over the person’s file, variables and options. “kimi-shell config list” shows with “admin” what it sets; the settings page locks those rows.',
  'error.SETTINGS_NEWER.page':
    'settings.toml says its format in its first lines. A newer version has raised it, and this one was started after that. What this version knows of the file holds. It is not written to, because the same name may mean something else there, and the newer version would not find again what this one writes. The newer version kept a copy before it raised the format.',
  'error.ADMIN_SETTINGS_BROKEN.page':
    'The administrator’s file is there, and something in it is not understood, loosens what it may only tighten, or others can write it or its folder. Going on without it would be looser than the administrator wants, so no engine starts; one that runs keeps the last good values. Sessions go on.',
  'error.HOLDER_UNREACHABLE.page':
    'The holder is the process that owns the terminals. It is stopped, its disk hangs, or it has just ended. The engine connects again by itself; new sessions get another holder. “kimi-shell doctor” names it.',
  'error.HOLDER_REFUSED.page':
    'The key in the data folder is not the one that the holder was started with, for example after files were copied or restored. A new engine reads it anew.',
  'error.HOLDER_PROTOCOL.page':
    'The holder of an earlier version runs until its last program ends, and both sides agree on a version. This says that they could not.',
  'error.RUNTIME_DAMAGED.page':
    'Sessions run from a copy of the program files in <data>/runtime, so that an update does not pull them away. The copy is checked before each start, and made anew from the installation when something is missing.',
  'error.SPAWN_FAILED.page':
    'The system refused to start the program: it is for another processor, its interpreter is missing, or there are too many processes or open files (ulimit -u, ulimit -n).',
  'error.SPOOL_DAMAGED.page':
    'Part of what a terminal printed cannot be read from <data>/spool: a disk fault, or a file that something else changed. Everything around it is shown.',
  'error.MIRROR_UNAVAILABLE.page':
    'The mirror is the process that knows what is on a screen. It is started again by itself, within a second as a rule; terminals that are open go on without it.',
  'error.FOLDER_MISSING.page':
    'A session starts in a folder. It was moved, deleted, or is on a disk that is not mounted. A session that exists keeps its folder’s name: make it again to restart it there.',
  'error.FOLDER_UNREADABLE.page': 'Your user may not list or enter the folder. On macOS the system’s privacy settings may refuse it too.',
  'error.BINARY_MISSING.page':
    'The program is on no folder of the PATH that your login shell sets, which is the one that sessions get. A tool that changes PATH only in interactive shells is not seen.',
  'error.BINARY_NOT_EXECUTABLE.page':
    'The file is there without the right to run it, or on a disk that is mounted with noexec. “ls -l” and “mount” show which.',
  'error.FILE_TOO_LARGE.page':
    'Files that are dropped into a browser page are copied to the machine of the engine. In the desktop app only their paths are handed over, of any size.',
  'error.EDITOR_MISSING.page': 'A path in a terminal opens in your editor. It is looked for on your PATH and at its usual places.',
  'error.EDITOR_FAILED.page': 'The editor was started and ended with an error at once; its own words are the reason where it had any.',
  'error.KIMI_MISSING.page':
    'Kimi is looked for in the setting kimi.path, on the PATH of your login shell, and where its installers put it; “kimi-shell agent list” says where. Shells and sessions that run work without it.',
  'error.LEASE_OVER.page':
    'A message is typed while other keys wait, for 100 ms at most. A machine that stood still in between gives this. Nothing was written half.',
  'error.SESSION_ENDED.page':
    'Its program is no longer running, so nothing can be sent to it. Its output is still there: “kimi-shell session tail”. Restarting goes on with the same conversation.',
  'error.PROMPT_NOT_CONFIRMED.page':
    'The message was typed, and within the time nothing showed that the agent took it. It is not sent a second time by itself, because that could make the agent work twice.',
  'error.MODEL_OVERLOADED.page':
    'Kimi has tried several times by itself before (HTTP 503 or 529). The conversation is kept; the turn is the only thing that is missing. The page of the provider’s status says how long it may take.',
  'error.MODEL_RATE_LIMITED.page':
    'HTTP 429. Kimi waits as long as the provider asks (Retry-After) and tries again by itself; this comes when that was not enough. All sessions of one account share its limit, and so do programs elsewhere that use its key.',
  'error.MODEL_QUOTA_USED_UP.page':
    'Told from a rate limit by the provider’s own code or words (also HTTP 429). Trying again does not help before the account has quota again. The conversation is kept.',
  'error.MODEL_SIGN_IN_REFUSED.page':
    'HTTP 401 or 403. Kimi Shell never touches Kimi’s credentials; they are in Kimi’s own folder. A key of another region or platform gives this too.',
  'error.MODEL_KEY_MISSING.page':
    'Kimi was never signed in on this machine, or its folder (KIMI_CODE_HOME) is another one than in your own terminal. A key in a variable is read by Kimi for a provider that has none in config.toml: from the variable that its api_key_env names (and then it has to be there), else, but not with “kimi -p”, from the one of its type: KIMI_API_KEY, ANTHROPIC_API_KEY, OPENAI_API_KEY or GOOGLE_API_KEY. KIMI_MODEL_NAME and KIMI_MODEL_API_KEY together make a model without config.toml. Sessions have the variables of your login shell, of --env, and those that the setting model_keys fills from your secrets.',
  'error.MODEL_UNKNOWN.page':
    'HTTP 404, or an alias that config.toml does not have. After an update of Kimi or a change of plan, models may have other names: “kimi provider list” shows them.',
  'error.MODEL_UNREACHABLE.page':
    'The network, a proxy (HTTPS_PROXY in your login shell), or the provider. Kimi tries again several times by itself before. Sessions and their terminals need no network; only the model does.',
  'error.MODEL_SERVER_FAILED.page':
    'HTTP 500 and its like, or an empty answer, after several tries of Kimi’s own. If only one conversation is met by it, /compact or a new session may help.',
  'error.MODEL_CONVERSATION_TOO_LONG.page':
    'Kimi shortens conversations by itself before; one very large tool result or pasted text can still be too much. Nothing that was said is lost.',
  'error.NAME_AMBIGUOUS.page':
    'Names need not be unique, ids are. “kimi-shell session list” shows them, and “session rename” changes a name.',
} as const satisfies Readonly<Record<`error.${ErrorCode}.page`, string>>;
