import type { troubleshooting as en } from '../en/troubleshooting.ts';

/** Simplified Chinese texts: the pages of troubleshooting. */
export const troubleshooting: Record<keyof typeof en, string> = {
  'error.INTERNAL.page':
    '这是 Kimi Shell 自身的故障，或系统出现了它没有预料到的情况。错误会给出它所属的调用；请在 logs 文件夹中搜索该名称。设置 KIMI_SHELL_DEBUG=1 后，命令会附上调用栈。',
  'error.INVALID_INPUT.page':
    '某个名称、数字、路径或选项不可用；错误会指出是哪一个，以及应该是什么。“kimi-shell help <命令>”解释每个参数。没有做任何改动。',
  'error.NOT_FOUND.page': '会话、终端、通知或文件不存在：已被删除，或名称有误。另一个数据文件夹（KIMI_SHELL_HOME）里是另外的会话。',
  'error.DENIED.page':
    '能做什么取决于是谁在请求。会话内的程序只能读取自己的会话，别的几乎都不行；它永远不能更改设置或回答审批（见 docs/security.md）。',
  'error.UNAUTHENTICATED.page':
    '所有者的令牌在数据文件夹中，命令从那里读取。KIMI_SHELL_HOME 指向的不是引擎的文件夹、由其他用户发起、或页面的访问权已被终止时，都会失败。',
  'error.TOO_MANY_STREAMS.page':
    '每个窗口和每个“--follow”各占一个连接。关掉一个就好了。一下子有很多，说明有脚本不断打开新连接而不关闭旧的。',
  'error.TOO_MANY_CALLS.page': '每个调用方都有限额，以免循环调用拖慢你的窗口。一秒之内就会恢复。会话内的程序限额更小。',
  'error.READER_TOO_SLOW.page':
    '被暂停的程序或被挂起的标签页不会读取发来的内容，而内存不会无限期地为它保留。窗口和“--follow”会自动重新连接，不会丢失内容。',
  'error.TIMED_OUT.page':
    '对方正忙、被暂停，或给的时间太短（--timeout-ms）。它可能仍会完成：重做之前请先查看“kimi-shell session show”。内存不足、频繁换页的机器上很常见。',
  'error.CONFLICT.page': '有别的事情挡着：仍在运行的智能体、已被占用的名称、无法结束的进程。原因会说明是哪一种。',
  'error.LINK_CODE_WRONG.page': '在浏览器中打开应用的链接只能用一次，几分钟内有效。终端回滚区里的旧链接，或复制时被截断的链接，都会这样。',
  'error.LINK_CODE_USED.page':
    '一个链接只打开一个页面。已获准的页面会一直有效，同一个浏览器不需要第二个链接。如果不是你用的，请警惕这台机器上的其他用户：“kimi-shell page revoke”会终止所有页面的访问。',
  'error.FOREIGN_ORIGIN.page': '你浏览器中的其他网站试图连接引擎，已被拒绝。会改变地址的代理服务器或端口转发也会这样。',
  'error.FOREIGN_HOST.page':
    '引擎只应答它的回环地址。你在 /etc/hosts 中自定的名称或前置的代理服务器都会被拒绝，因为外部网站也可能利用这样的名称（DNS 重绑定）。',
  'error.BODY_TOO_LARGE.page': '单条消息或请求有大小限制，以免占满内存。智能体会自己读文件：请写出文件名，而不是粘贴内容。',
  'error.TICKET_INVALID.page': '终端凭一次性凭证打开。如果期间引擎重新启动过，凭证就失效了；重新打开会话会得到新的。',
  'error.TICKET_REVOKED.page': '访问权被终止时，已打开的终端会立即断开。会话本身不受影响。',
  'error.TICKET_EXPIRED.page': '凭证只有几秒有效。如果机器在申请和打开之间睡眠过，就会用得太晚；窗口会自动申请新的。',
  'error.ENGINE_UNREACHABLE.page':
    '没有引擎在运行，或无法连接它的套接字。命令会自动启动引擎；status、awake 和 doctor 不会。会话属于 holder，会继续运行。退出码 5。',
  'error.ENGINE_SILENT.page':
    '引擎进程还在但没有响应：被调试器或 Ctrl-Z 暂停，或长时间繁忙。不会启动第二个引擎，因为锁在第一个手里。会话继续运行。',
  'error.ENGINE_ALREADY_RUNNING.page':
    '一个数据文件夹只有一个引擎。“kimi-shell status”说明是哪一个、由谁启动。另一个数据文件夹（KIMI_SHELL_HOME）可以有自己的引擎。',
  'error.ENGINE_STUCK.page': '已请求引擎结束，但它没有结束。接管会强制结束它；所有已确认的内容都在磁盘上。',
  'error.ENGINE_ENDING.page': '你正好碰上一个引擎结束、下一个启动之间，例如更新或应用正在接管。窗口会自动等待。',
  'error.ENGINE_START_FAILED.page':
    '原因在数据文件夹的日志里（logs/engine.log）。常见的有：数据文件夹不可写、磁盘已满、数据库损坏、缺少程序文件。退出码 5。',
  'error.DATA_FOLDER_UNWRITABLE.page':
    '文件夹属于别人（例如曾用 sudo 运行过命令）、位于只读磁盘上，或有同名文件。没有它什么也保存不了，所以引擎不会启动。',
  'error.DATA_FOLDER_FULL.page':
    '终端里的程序继续运行。最新的输出保存在内存中，有空间后再写入；放不下的会标明缺失。可以停止和删除会话来腾出空间；在此之前，更改设置和新建会话会被拒绝。',
  'error.FILE_UNREADABLE.page':
    '文件存在，但系统不给出其中的内容：它的权限属于别的用户（例如曾用 sudo 运行过命令，或恢复过副本），磁盘有故障，或此刻打开的文件太多。在不知道其中内容时不会覆盖它。“ls -l”可以看出它属于谁。',
  'error.DATABASE_DAMAGED.page':
    'state.db 没有通过检查，可能是磁盘故障，或在引擎运行时做的拷贝。不会凭猜测修复。迁移之前的副本在 backups 文件夹中。正在运行的会话没有它也能重新找到。',
  'error.DATABASE_BUSY.page':
    '如果 state.db 被锁定，引擎会等待三秒，足够一次备份复制它。什么都没有改变。终端里的程序继续运行，期间会话发生的变化之后会自动写入。',
  'error.WRITE_INTERRUPTED.page':
    '写数据库的线程中途结束了。它会自动重新启动，数据库是完整的：这次更改要么在里面，要么不在，不会只有一半。',
  'error.AUDIT_UNAVAILABLE.page': '凡是更改都必须能记录下来才会执行。通常是磁盘已满或只读；恢复后会自动继续记录（见 docs/audit.md）。',
  'error.AUDIT_DAMAGED.page':
    '“kimi-shell audit verify”会说明从哪一条开始与写入时不同。可能是磁盘故障，也可能是有人改动（见 docs/audit.md）。',
  'error.SECRETS_LOCKED.page':
    '系统没有钥匙串时，机密保存在一个文件中：首次使用时要选定方式，之后引擎每次启动都要用口令打开一次。钥匙串被锁定或其会话已结束时，机密同样会被锁定。需要机密的工作会等待（见 docs/secrets.md）。',
  'error.SECRETS_DAMAGED.page':
    'secrets.json 经过加密，任何改动都会被发现，包括名称和日期。磁盘故障、手工编辑或不完整的副本都会造成这种情况。没有完整的副本就无法取回其中的内容。',
  'error.SECRET_PASSPHRASE_WRONG.page': '口令逐字比较，区分大小写，首尾空格也算在内。请检查键盘布局。',
  'error.SECRET_EXISTS.page': '保存机密会新建一个；只有轮换才会给已有的机密换上另一个值，这样输错名称不会让任何人丢失密钥。',
  'error.SECRET_MISSING.page': '会话或命令引用的机密不存在：它已被删除，或从未在这个数据文件夹中设置过。',
  'error.PORT_TAKEN.page':
    '另一个程序正在监听该端口。不带 --port 时，引擎使用上次的端口或任意空闲端口。1024 以下的端口需要不该授予的权限。',
  'error.SERVICE_MANAGER_MISSING.page':
    '由 systemd（Linux）、launchd（macOS）或任务计划程序（Windows）在登录时启动引擎。没有它们，其他功能都照常。',
  'error.SERVICE_REFUSED.page': '系统自己的工具拒绝了；原因是它的原话。已做的改动都已还原。运行它所指的命令可以看到更多。',
  'error.SETTING_LOCKED.page':
    '本机可以有一个管理员的设置文件，它优先于个人文件、环境变量和选项。“kimi-shell config list”以“admin”标出其中的设置；设置页面会锁定这些行。',
  'error.SETTINGS_NEWER.page':
    'settings.toml 在开头写明自己的格式。较新的版本提高了它，之后又启动了本版本。本版本认识的内容有效。不会写入该文件，因为同一个名称在那里可能有别的含义，而较新的版本也找不回本版本写入的内容。较新的版本在提高格式之前保留了一份副本。',
  'error.ADMIN_SETTINGS_BROKEN.page':
    '管理员的文件存在，但其中有无法理解的内容、放宽了只能收紧的设置，或者其他人可以写入它或它所在的文件夹。没有它而继续会比管理员要求的更宽松，因此不会启动引擎；正在运行的引擎保留最后有效的值。会话会继续。',
  'error.HOLDER_UNREACHABLE.page':
    'holder 是拥有终端的进程。它被暂停了、它的磁盘卡住了，或刚刚结束。引擎会自动重新连接；新会话会使用另一个 holder。“kimi-shell doctor”会指出是哪一个。',
  'error.HOLDER_REFUSED.page': '数据文件夹中的密钥与 holder 启动时的不同，例如文件被复制或恢复过。新的引擎会重新读取。',
  'error.HOLDER_PROTOCOL.page': '旧版本的 holder 会运行到它最后一个程序结束，双方会商定一个协议版本。出现这个错误说明没有商定成。',
  'error.RUNTIME_DAMAGED.page':
    '会话从 <数据>/runtime 中的程序文件副本运行，这样更新时不会被抽走。每次启动前都会检查副本，缺少时从安装位置重新复制。',
  'error.SPAWN_FAILED.page': '系统拒绝启动该程序：它适用于别的处理器、缺少解释器，或进程数、打开的文件数过多（ulimit -u、ulimit -n）。',
  'error.SPOOL_DAMAGED.page': '<数据>/spool 中终端输出的一部分无法读取：磁盘故障，或文件被别的程序改动。其余部分都会显示。',
  'error.MIRROR_UNAVAILABLE.page': 'mirror 是知道屏幕内容的进程。它会自动重新启动，通常在一秒之内；已打开的终端不受影响。',
  'error.FOLDER_MISSING.page':
    '会话在某个文件夹中启动。它被移动、删除，或所在的磁盘没有挂载。已有的会话会保留文件夹名称：重新建立它即可在那里重新启动。',
  'error.FOLDER_UNREADABLE.page': '你的用户无权列出或进入该文件夹。在 macOS 上，系统的隐私设置也可能拒绝。',
  'error.BINARY_MISSING.page':
    '程序不在登录 shell 所设的 PATH 中，而会话使用的正是这个 PATH。只在交互式 shell 中修改 PATH 的工具不会被看到。',
  'error.BINARY_NOT_EXECUTABLE.page': '文件存在但没有执行权限，或所在磁盘以 noexec 挂载。“ls -l”和“mount”可以看出是哪一种。',
  'error.FILE_TOO_LARGE.page': '拖入浏览器页面的文件会复制到引擎所在的机器。在桌面应用中只传递路径，大小不限。',
  'error.EDITOR_MISSING.page': '终端中的路径会在你的编辑器中打开。程序会在 PATH 和常见位置中查找编辑器。',
  'error.EDITOR_FAILED.page': '编辑器启动后立即出错结束；如果它有说明，原因就是它的原话。',
  'error.KIMI_MISSING.page':
    '会在设置 kimi.path、登录 shell 的 PATH 以及安装程序的常用位置查找 Kimi；“kimi-shell agent list”说明查找了哪里。shell 会话和正在运行的会话不需要它。',
  'error.LEASE_OVER.page': '输入消息时其他按键最多等待 100 毫秒。期间机器停顿过就会这样。不会只写入一半。',
  'error.SESSION_ENDED.page': '它的程序已不再运行，所以无法向它发送。输出仍然在：“kimi-shell session tail”。重新启动会继续同一段对话。',
  'error.PROMPT_NOT_CONFIRMED.page': '消息已输入，但在规定时间内没有迹象表明智能体收到了它。不会自动再发一次，因为那可能让智能体做两遍。',
  'error.MODEL_OVERLOADED.page':
    '此前 Kimi 已自动重试多次（HTTP 503 或 529）。对话都保留着，只缺这一轮。提供商的状态页会说明大概需要多久。',
  'error.MODEL_RATE_LIMITED.page':
    'HTTP 429。Kimi 会按提供商要求的时间（Retry-After）等待并自动重试；仍不够时才会出现。同一账户的所有会话共用限额，其他地方使用同一密钥的程序也算在内。',
  'error.MODEL_QUOTA_USED_UP.page':
    '根据提供商自己的代码或措辞与限流区分（同样是 HTTP 429）。在账户恢复额度之前，重试没有用。对话都保留着。',
  'error.MODEL_SIGN_IN_REFUSED.page':
    'HTTP 401 或 403。Kimi Shell 从不改动 Kimi 的凭据，它们在 Kimi 自己的文件夹中。其他地区或平台的密钥也会这样。',
  'error.MODEL_KEY_MISSING.page':
    'Kimi 从未在这台机器上登录，或它的文件夹（KIMI_CODE_HOME）与你自己终端中的不同。如果提供商在 config.toml 中没有密钥，Kimi 会从变量读取：先看它的 api_key_env 指定的变量（指定了就必须存在）；没有指定时按类型读取 KIMI_API_KEY、ANTHROPIC_API_KEY、OPENAI_API_KEY 或 GOOGLE_API_KEY（“kimi -p”除外）。KIMI_MODEL_NAME 与 KIMI_MODEL_API_KEY 一起可以不用 config.toml 就定义一个模型。会话得到的变量来自你的登录 shell、--env，以及由设置 model_keys 从你的机密填入的变量。',
  'error.MODEL_UNKNOWN.page': 'HTTP 404，或 config.toml 中没有的别名。更新 Kimi 或更换套餐后，模型可能改名：“kimi provider list”会列出。',
  'error.MODEL_UNREACHABLE.page':
    '可能是网络、代理服务器（登录 shell 中的 HTTPS_PROXY）或提供商的问题。此前 Kimi 会自动重试多次。会话和终端不需要网络，只有模型需要。',
  'error.MODEL_SERVER_FAILED.page':
    'HTTP 500 之类的错误或空回答，Kimi 已自动重试多次。如果只有某一个对话如此，可以试试 /compact 或新建会话。',
  'error.MODEL_CONVERSATION_TOO_LONG.page': 'Kimi 会提前自动压缩对话；但一个很大的工具结果或粘贴的文本仍可能超出。说过的内容都不会丢失。',
  'error.NAME_AMBIGUOUS.page': '名称可以重复，id 不会。“kimi-shell session list”会显示 id，“session rename”可以改名。',
};
