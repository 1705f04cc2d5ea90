import type { errors as en } from '../en/errors.ts';

/** Simplified Chinese texts: errors. */
export const errors: Record<keyof typeof en, string> = {
  'error.INTERNAL.what': 'Kimi Shell 内部出错了。',
  'error.INTERNAL.why': '[[{{reason}}||详情见日志。]]',
  'error.INTERNAL.todo': '请重试。如果再次出现，请查看数据文件夹中的 logs 目录并反馈给我们。',

  'error.INVALID_INPUT.what': '[[“{{field}}”的内容无法使用。||输入的内容无法使用。]]',
  'error.INVALID_INPUT.why': '[[{{value}}：{{reason}}||{{reason}}]]',
  'error.INVALID_INPUT.todo': '请改正后重试；没有做任何改动。',

  'error.NOT_FOUND.what': '[[没有名为“{{ref}}”的对象。||{{path}} 处没有内容。||没有找到。]]',
  'error.NOT_FOUND.why': '它可能已被删除，或者改了名。',
  'error.NOT_FOUND.todo': '用 “kimi-shell session list” 查看现有的会话。',

  'error.DENIED.what': '这里不允许这样做。',
  'error.DENIED.why': '[[需要“{{need}}”的权限，而当前连接只有“{{have}}”的权限。||{{reason}}]]',
  'error.DENIED.todo': '请在自己的终端或窗口中操作，不要在会话内部操作。',

  'error.UNAUTHENTICATED.what': '引擎不认识调用者。',
  'error.UNAUTHENTICATED.why': '没有出示令牌，或者令牌不属于这个数据文件夹。',
  'error.UNAUTHENTICATED.todo': '用 “kimi-shell serve” 获取新链接，并确认 KIMI_SHELL_HOME 指向正确的数据文件夹。',

  'error.TOO_MANY_STREAMS.what': '同时监听的连接太多。',
  'error.TOO_MANY_STREAMS.why': '[[每个调用者最多允许 {{limit}} 个。]]',
  'error.TOO_MANY_STREAMS.todo': '关闭不需要的窗口或脚本，几秒后再试。',

  'error.TOO_MANY_CALLS.what': '同一个调用者一次请求得太多。',
  'error.TOO_MANY_CALLS.why': '[[{{reason}}]]',
  'error.TOO_MANY_CALLS.todo': '请稍候再试。循环调用的脚本应改为跟随事件：“kimi-shell session list --follow”。',

  'error.READER_TOO_SLOW.what': '连接已关闭，因为一直没有人读取。',
  'error.READER_TOO_SLOW.why': '[[有 {{waiting}} 字节等待读取。||等待读取的内容太多。]]',
  'error.READER_TOO_SLOW.todo': '重新连接即可，错过的内容会补发。',

  'error.TIMED_OUT.what': '[[“{{what}}”没有按时完成。||没有按时完成。]]',
  'error.TIMED_OUT.why': '[[{{reason}}||时限为 {{ms}} 毫秒。]]',
  'error.TIMED_OUT.todo': '它也许仍会完成。重试之前请先查看状态。',

  'error.CONFLICT.what': '[[“{{name}}”现在不允许这样做。||现在不能这样做。]]',
  'error.CONFLICT.why': '[[{{reason}}]]',
  'error.CONFLICT.todo': '请先处理好，再重试。',

  'error.LINK_CODE_WRONG.what': '这个链接打不开应用。',
  'error.LINK_CODE_WRONG.why': '[[链接中的代码无效：每个链接只能用一次，有效期 {{minutes}} 分钟。||链接中的代码无效。]]',
  'error.LINK_CODE_WRONG.todo': '运行 “kimi-shell serve” 获取新链接。',

  'error.LINK_CODE_USED.what': '这个链接已经用过了。',
  'error.LINK_CODE_USED.why': '每个链接只能打开一次应用。',
  'error.LINK_CODE_USED.todo': '运行 “kimi-shell serve” 获取新链接。如果不是你用的，请先停止引擎：“kimi-shell serve --stop”。',

  'error.FOREIGN_ORIGIN.what': '有一个不属于 Kimi Shell 的网页试图连接。',
  'error.FOREIGN_ORIGIN.why': '[[它来自 {{origin}}。]]',
  'error.FOREIGN_ORIGIN.todo': '请用 “kimi-shell serve” 给出的链接打开应用。',

  'error.FOREIGN_HOST.what': '访问应用时用的不是它自己的地址。',
  'error.FOREIGN_HOST.why': '[[用的是 {{host}}；应用只回应本机回环地址。]]',
  'error.FOREIGN_HOST.todo': '请用 “kimi-shell serve” 给出的链接打开应用。',

  'error.BODY_TOO_LARGE.what': '一次发送的内容太大。',
  'error.BODY_TOO_LARGE.why': '[[最多接收 {{limit}} 字节。]]',
  'error.BODY_TOO_LARGE.todo': '请把内容放进会话文件夹里的文件，再在消息中提到这个文件。',

  'error.TICKET_INVALID.what': '终端拒绝了连接。',
  'error.TICKET_INVALID.why': '连接凭证无效，或者已经用过。',
  'error.TICKET_INVALID.todo': '请重新打开会话。',

  'error.TICKET_REVOKED.what': '你对这个终端的访问已被收回。',
  'error.TICKET_REVOKED.why': '会话被删除了，或者浏览器页面的访问权限被收回了。',
  'error.TICKET_REVOKED.todo': '会话如果还在列表里，就仍在运行；页面需要用 “kimi-shell serve” 给出的新链接重新打开。',

  'error.TICKET_EXPIRED.what': '终端拒绝了连接。',
  'error.TICKET_EXPIRED.why': '连接凭证已过期。',
  'error.TICKET_EXPIRED.todo': '请重新打开会话。',

  'error.ENGINE_UNREACHABLE.what': '[[{{dataFolder}} 的引擎没有应答。||引擎没有应答。]]',
  'error.ENGINE_UNREACHABLE.why': '[[{{reason}}]]',
  'error.ENGINE_UNREACHABLE.todo': '用 “kimi-shell serve” 或 “npm start” 启动引擎。正在运行的会话不受影响。',

  'error.ENGINE_SILENT.what': '引擎正在运行，但没有应答。',
  'error.ENGINE_SILENT.why':
    '[[进程 {{pid}} 已有 {{seconds}} 秒没有任何回应。||它已有 {{seconds}} 秒没有任何回应。]]它可能被暂停了，或者非常繁忙。',
  'error.ENGINE_SILENT.todo':
    '如果被暂停，请让它继续（“fg” 或 “kill -CONT[[ {{pid}}]]”）；如果卡死，请结束它[[（“kill -9 {{pid}}”）]]。会话会继续运行，刚才的请求也许仍会完成。',

  'error.ENGINE_ALREADY_RUNNING.what': '[[{{dataFolder}} 已经有引擎在运行。||已经有引擎在运行。]]',
  'error.ENGINE_ALREADY_RUNNING.why': '[[它是进程 {{pid}}，地址 {{url}}。||它是进程 {{pid}}。]]',
  'error.ENGINE_ALREADY_RUNNING.todo': '请使用那个引擎，或用 “kimi-shell serve --stop” 停止它；会话会继续运行。',

  'error.ENGINE_STUCK.what': '[[{{dataFolder}} 的]]引擎没有应答，也没有退出。',
  'error.ENGINE_STUCK.why': '[[它是进程 {{pid}}（{{kind}}），启动于 {{since, time}}。]]',
  'error.ENGINE_STUCK.todo': '运行 “kimi-shell serve --take-over” 可结束它并接管；会话会继续运行。',

  'error.ENGINE_ENDING.what': '引擎正在退出，不再接受新的请求。',
  'error.ENGINE_ENDING.why': '有人结束了它，或者另一个引擎正在接管。',
  'error.ENGINE_ENDING.todo': '请稍后重试，新的引擎会应答。会话会继续运行。',

  'error.ENGINE_START_FAILED.what': '引擎没有启动成功。',
  'error.ENGINE_START_FAILED.why': '[[{{path}}：{{reason}}||{{reason}}]]',
  'error.ENGINE_START_FAILED.todo': '运行 “kimi-shell doctor” 检查[[；日志在 {{log}}]]。',

  'error.DATA_FOLDER_UNWRITABLE.what': '[[无法写入 {{path}}。||无法写入数据文件夹。]]',
  'error.DATA_FOLDER_UNWRITABLE.why': '[[{{reason}}]]',
  'error.DATA_FOLDER_UNWRITABLE.todo': '请给自己写入权限，或用 KIMI_SHELL_HOME 指定另一个文件夹。',

  'error.DATA_FOLDER_FULL.what': '[[{{path}} 没有剩余空间了。||数据文件夹没有剩余空间了。]]',
  'error.DATA_FOLDER_FULL.why': '[[系统报告：{{reason}}]]',
  'error.DATA_FOLDER_FULL.todo': '请在该磁盘上腾出空间。会话会继续运行，最新的输出暂存在内存中。',

  'error.FILE_UNREADABLE.what': '[[无法读取 {{path}}。||有文件无法读取。]]',
  'error.FILE_UNREADABLE.why': '[[{{reason}}]]',
  'error.FILE_UNREADABLE.todo': '请给自己读取权限后重试；没有写入该文件。',

  'error.DATABASE_DAMAGED.what': '[[数据库 {{path}} 已损坏。||数据库已损坏。]]',
  'error.DATABASE_DAMAGED.why': '[[{{reason}}]]',
  'error.DATABASE_DAMAGED.todo': '文件已原样保留。请用数据文件夹中的备份替换它，或把它移走后重新开始。',

  'error.DATABASE_BUSY.what': '另一个程序占用了 Kimi Shell 的数据库，因此没有执行这项操作。',
  'error.DATABASE_BUSY.why': '[[SQLite 报告：{{reason}}]]',
  'error.DATABASE_BUSY.todo': '请稍后重试。如果反复出现，请关闭打开了 state.db 的程序：备份程序或数据库工具。',

  'error.WRITE_INTERRUPTED.what': '不确定这次更改是否已保存。',
  'error.WRITE_INTERRUPTED.why': '[[负责写入数据库的部分在写入时结束了：{{reason}}||负责写入数据库的部分在写入时结束了。]]',
  'error.WRITE_INTERRUPTED.todo': '请检查更改是否存在，如不存在请重做。如果反复出现，请运行 “kimi-shell doctor”。',

  'error.AUDIT_UNAVAILABLE.what': '审计日志无法写入，因此没有执行这项操作。',
  'error.AUDIT_UNAVAILABLE.why': '[[{{path}}：{{reason}}||{{reason}}]]',
  'error.AUDIT_UNAVAILABLE.todo':
    '请腾出磁盘空间，或恢复数据文件夹的写权限，然后重试；“kimi-shell doctor” 会说明原因。在此期间，停止和删除会话、发送消息和查看仍可使用。',

  'error.AUDIT_DAMAGED.what': '[[审计日志 {{path}} 已损坏。||审计日志已损坏。]]',
  'error.AUDIT_DAMAGED.why': '[[{{reason}}]]',
  'error.AUDIT_DAMAGED.todo':
    '文件已原样保留。如需重新开始，请停止引擎，把 audit.db 和 audit 文件夹一起移出数据文件夹，并妥善保存：它们是证据。',

  'error.SECRETS_LOCKED.what': '机密存储已锁定。',
  'error.SECRETS_LOCKED.why': '[[{{reason}}（{{why}}）||{{reason}}]]',
  'error.SECRETS_LOCKED.todo': '请运行“kimi-shell secret unlock”；“kimi-shell secret status”会说明它在等什么。',

  'error.SECRETS_DAMAGED.what': '[[机密存储 {{path}} 已损坏。||机密存储已损坏。]]',
  'error.SECRETS_DAMAGED.why': '[[{{reason}}]]',
  'error.SECRETS_DAMAGED.todo': '文件保持原样，不会被覆盖。请用备份替换它，或把它移走后重新设置机密。',

  'error.SECRET_PASSPHRASE_WRONG.what': '这个口令打不开机密存储。',
  'error.SECRET_PASSPHRASE_WRONG.why': '与锁定时使用的口令不一致。',
  'error.SECRET_PASSPHRASE_WRONG.todo': '请再试一次。口令无法找回：如果忘记，请把 secrets.json 移出数据文件夹，然后重新设置机密。',

  'error.SECRET_EXISTS.what': '[[已有名为“{{name}}”的机密。||已有这些机密：{{names}}。||已有同名的机密。]]',
  'error.SECRET_EXISTS.why': '新的值会取代原来的值，而原来的值可能别处没有。没有做任何更改。',
  'error.SECRET_EXISTS.todo':
    '请换一个名称。要更换它的值，请使用窗口里的“更换”、“kimi-shell secret rotate”或“kimi-shell secret import --replace”。',

  'error.SECRET_MISSING.what': '[[没有名为“{{name}}”的机密。||没有这个机密。]]',
  'error.SECRET_MISSING.why': '它从未在这里设置过，或已被删除。[[会话的变量 {{variable}} 引用了它（通过 --env，或设置中的 model_keys）。]]',
  'error.SECRET_MISSING.todo': '“kimi-shell secret list”列出现有的机密；“kimi-shell secret set”可以添加。',

  'error.SERVICE_MANAGER_MISSING.what': '这里没有可用的用户服务管理器。',
  'error.SERVICE_MANAGER_MISSING.why': '[[{{system}}：{{reason}}||不支持 {{system}}。]]',
  'error.SERVICE_MANAGER_MISSING.todo':
    '容器、WSL 1 或没有用户登录的环境里没有服务管理器：请用那里启动程序的方式运行 “kimi-shell serve --service”。否则请直接登录（不要通过 su 或 sudo）后再试。',

  'error.SERVICE_REFUSED.what': '服务没有设置成功。',
  'error.SERVICE_REFUSED.why': '[[{{command}}：{{reason}}]]',
  'error.SERVICE_REFUSED.todo': '一切保持原样。请先解决上面指出的问题，然后再试。',

  'error.PORT_TAKEN.what': '[[端口 {{port}} 不能用。||端口不能用。]]',
  'error.PORT_TAKEN.why': '[[{{reason}}]]',
  'error.PORT_TAKEN.todo': '用 “kimi-shell serve --port” 换一个端口。',

  'error.SETTING_LOCKED.what': '[[“{{key}}”||该设置]]由本机管理员设定。',
  'error.SETTING_LOCKED.why': '[[它在 {{path}} 中设为 {{value}}，优先于其他一切设置。]]',
  'error.SETTING_LOCKED.todo': '请联系本机的管理员在该文件中修改。',

  'error.SETTINGS_NEWER.what': '设置来自更新版本的 Kimi Shell，因此不会写入。',
  'error.SETTINGS_NEWER.why': '[[{{path}}||给出的内容]]的格式是 {{format}}；本版本只认识到格式 {{known}}。',
  'error.SETTINGS_NEWER.todo': '请更新 Kimi Shell。要继续使用本版本，请用更新之前的副本替换它：副本在数据文件夹的 backups 文件夹中。',

  'error.ADMIN_SETTINGS_BROKEN.what': '无法使用管理员设置，因此没有启动任何内容。',
  'error.ADMIN_SETTINGS_BROKEN.why': '{{path}}：[[{{value}}：{{reason}}||{{reason}}]]',
  'error.ADMIN_SETTINGS_BROKEN.todo': '需要本机的管理员更正或删除该文件。',

  'error.HOLDER_UNREACHABLE.what': '托管终端的进程没有应答。',
  'error.HOLDER_UNREACHABLE.why': '[[{{reason}}||它是 {{holder}}，进程 {{pid}}。||它托管着 {{session}}。]]',
  'error.HOLDER_UNREACHABLE.todo': '请稍后重试。“kimi-shell session list” 会说明每个会话的情况。',

  'error.HOLDER_REFUSED.what': '托管终端的进程拒绝了连接。',
  'error.HOLDER_REFUSED.why': '[[{{reason}}||它是 {{holder}}。]]',
  'error.HOLDER_REFUSED.todo': '请重新启动引擎：先 “kimi-shell serve --stop”，再 “kimi-shell serve”。会话会继续运行。',

  'error.HOLDER_PROTOCOL.what': 'Kimi Shell 的两个部分无法互相理解。',
  'error.HOLDER_PROTOCOL.why': '[[{{reason}}]]',
  'error.HOLDER_PROTOCOL.todo': '请重新启动引擎，使两边版本一致。会话会继续运行。',

  'error.RUNTIME_DAMAGED.what': '[[{{path}} 中的程序副本无法使用。||程序副本无法使用。]]',
  'error.RUNTIME_DAMAGED.why': '[[{{reason}}]]',
  'error.RUNTIME_DAMAGED.todo': '请重试，程序会重新复制。如果仍然不行，请重新安装 Kimi Shell。',

  'error.SPAWN_FAILED.what': '[[{{file}} 无法启动。||程序无法启动。]]',
  'error.SPAWN_FAILED.why': '[[{{reason}}]]',
  'error.SPAWN_FAILED.todo': '请先在普通终端里启动一次，看看它的提示。',

  'error.SPOOL_DAMAGED.what': '[[{{childId}} 的部分录制无法读取。||部分录制无法读取。]]',
  'error.SPOOL_DAMAGED.why': '[[{{reason}}]]',
  'error.SPOOL_DAMAGED.todo': '能读的部分会照常显示，缺失的部分会标明。请检查磁盘。',

  'error.MIRROR_UNAVAILABLE.what': '暂时无法读取屏幕。',
  'error.MIRROR_UNAVAILABLE.why': '[[{{reason}}||读取屏幕的进程正在重新启动。]]',
  'error.MIRROR_UNAVAILABLE.todo': '请稍后重试。会话本身不受影响。',

  'error.FOLDER_MISSING.what': '[[没有文件夹 {{path}}。||文件夹不存在。]]',
  'error.FOLDER_MISSING.why': '[[{{reason}}]]',
  'error.FOLDER_MISSING.todo': '请创建这个文件夹，或选择另一个。',

  'error.FOLDER_UNREADABLE.what': '[[{{path}} 无法打开。||文件夹无法打开。]]',
  'error.FOLDER_UNREADABLE.why': '[[{{reason}}]]',
  'error.FOLDER_UNREADABLE.todo': '请给自己读取和进入的权限，或选择另一个文件夹。',

  'error.BINARY_MISSING.what': '[[没有找到程序 {{path}}。||没有找到程序。]]',
  'error.BINARY_MISSING.why': '[[{{reason}}]]',
  'error.BINARY_MISSING.todo': '请安装它，或在设置中改正路径。',

  'error.FILE_TOO_LARGE.what': '[[{{name}} 太大，无法传入。||文件太大，无法传入。]]',
  'error.FILE_TOO_LARGE.why': '[[从浏览器最多接收 {{limitMiB}} MiB。]]',
  'error.FILE_TOO_LARGE.todo': '请把它复制到会话的文件夹，再输入它的路径。',

  'error.EDITOR_MISSING.what': '[[没有找到编辑器 {{program}}。||没有找到编辑器。]]',
  'error.EDITOR_MISSING.why': '[[{{reason}}||已在 PATH 中查找：{{looked}}。]]',
  'error.EDITOR_MISSING.todo': '请在设置的“编辑器”中换一个编辑器，或选“自定义命令”并填写程序的完整路径。',

  'error.EDITOR_FAILED.what': '[[{{program}} 没有打开文件。||编辑器没有打开文件。]]',
  'error.EDITOR_FAILED.why': '[[{{reason}}||它以退出码 {{code}} 结束。]]',
  'error.EDITOR_FAILED.todo': '请在终端里试着运行同一个程序，或在设置的“编辑器”中换一个编辑器。',

  'error.BINARY_NOT_EXECUTABLE.what': '[[{{path}} 不能运行。||程序不能运行。]]',
  'error.BINARY_NOT_EXECUTABLE.why': '[[{{reason}}]]',
  'error.BINARY_NOT_EXECUTABLE.todo': '请赋予它执行权限（chmod +x），或在设置中改正路径。',

  'error.KIMI_MISSING.what': '这台机器上没有找到 Kimi CLI。',
  'error.KIMI_MISSING.why': '[[{{reason}}||找过的位置：{{looked}}。]]',
  'error.KIMI_MISSING.todo': '用 “kimi-shell agent install” 安装，或指明它的位置：“kimi-shell config set kimi.path …”。',

  'error.LEASE_OVER.what': '独占输入的时间已到。',
  'error.LEASE_OVER.why': '[[一次最多 {{ms}} 毫秒。]]到时后没有写入任何内容，所以不会和别人的按键混在一起。',
  'error.LEASE_OVER.todo': '请再试一次。',

  'error.SESSION_ENDED.what': '[[“{{name}}”已经结束。||会话已经结束。]]',
  'error.SESSION_ENDED.why': '[[它的状态是“{{state}}”。]]',
  'error.SESSION_ENDED.todo': '用 “kimi-shell session restart” 重新启动。',

  'error.PROMPT_NOT_CONFIRMED.what': '消息可能没有送达。',
  'error.PROMPT_NOT_CONFIRMED.why': '[[{{reason}}]]',
  'error.PROMPT_NOT_CONFIRMED.todo': '再次发送之前，请先看一下终端。',

  'error.MODEL_OVERLOADED.what': '模型过载。',
  'error.MODEL_OVERLOADED.why': '[[{{reason}}||提供商的请求超出了承受能力。你这边没有问题。]]',
  'error.MODEL_OVERLOADED.todo': '请过几分钟重新发送，或用 /model 选择另一个模型。',

  'error.MODEL_RATE_LIMITED.what': '模型暂时不再接受请求。',
  'error.MODEL_RATE_LIMITED.why': '[[{{reason}}||短时间内的请求超过了账户允许的数量。]]',
  'error.MODEL_RATE_LIMITED.todo': '请一分钟后重新发送。如果有许多会话，请让同时工作的少一些。',

  'error.MODEL_QUOTA_USED_UP.what': '账户的额度或余额已用尽。',
  'error.MODEL_QUOTA_USED_UP.why': '[[{{reason}}||在额度更新或账户充值之前，提供商会一直拒绝。]]',
  'error.MODEL_QUOTA_USED_UP.todo': '请查看账户页面，等待下一个周期，或用 /login 更换账户。',

  'error.MODEL_SIGN_IN_REFUSED.what': '模型拒绝了登录或密钥。',
  'error.MODEL_SIGN_IN_REFUSED.why': '[[{{reason}}||密钥有误或缺失、已被撤销，或无权使用该模型。]]',
  'error.MODEL_SIGN_IN_REFUSED.todo': '请在终端中用 /login 重新登录，或在 Kimi 自己的设置中更正密钥。',

  'error.MODEL_KEY_MISSING.what': '模型没有设置密钥或登录。',
  'error.MODEL_KEY_MISSING.why': '[[{{reason}}||Kimi 没有可以出示给提供商的凭据。]]',
  'error.MODEL_KEY_MISSING.todo': '请在终端中输入 /login，或用设置 model_keys 给 Kimi 一个密钥（docs/secrets.md）。',

  'error.MODEL_UNKNOWN.what': '提供商不认识这个模型。',
  'error.MODEL_UNKNOWN.why': '[[{{reason}}||名称有误、模型已下线，或地址是另一家提供商的。]]',
  'error.MODEL_UNKNOWN.todo': '请用 /model 选择另一个模型，或在 Kimi 的 config.toml 中更正。',

  'error.MODEL_UNREACHABLE.what': '与模型的连接中断。',
  'error.MODEL_UNREACHABLE.why': '[[{{reason}}||无法建立连接、连接被切断，或没有按时收到数据。]]',
  'error.MODEL_UNREACHABLE.todo': '请检查网络，然后重新发送。',

  'error.MODEL_SERVER_FAILED.what': '模型的服务器出错。',
  'error.MODEL_SERVER_FAILED.why': '[[{{reason}}||它返回了自身的错误，或什么也没有返回。你这边没有问题。]]',
  'error.MODEL_SERVER_FAILED.todo': '请稍后重新发送。',

  'error.MODEL_CONVERSATION_TOO_LONG.what': '对话对模型来说太长了。',
  'error.MODEL_CONVERSATION_TOO_LONG.why': '[[{{reason}}||要发送的内容超出了模型一次能接受的量。]]',
  'error.MODEL_CONVERSATION_TOO_LONG.todo': '请在终端中输入 /compact，或新建会话。',

  'error.NAME_AMBIGUOUS.what': '[[有 {{count}} 个会话叫“{{name}}”。||有多个会话同名。]]',
  'error.NAME_AMBIGUOUS.why': '[[它们是 {{ids}}。]]',
  'error.NAME_AMBIGUOUS.todo': '请用 id 代替名称。',

  'error.reason.there-is-nothing-to-repair': '这里没有可以修复的内容。',
  'error.reason.running': '它的智能体仍在运行。',
  'error.reason.survivors': '它的部分进程无法结束：{{pids}}。',
  'error.field.link': '链接',

  'error.quoted': '系统的原话：“{{words}}”',

  'error.field.cwd': '文件夹',
  'error.field.name': '名称',
  'error.field.prompt': '第一条消息',
  'error.field.text': '消息',
  'error.field.key': '设置项',
  'error.field.agent': '智能体',
  'error.field.tags': '标签',
  'error.field.group': '分组',
  'error.field.session': '会话',

  'error.reason.too-many-connections-at-once': '每个调用者最多 {{limit}} 个连接。',
  'error.reason.too-many-calls-at-once': '每个调用者同时最多处理 {{limit}} 个调用。',
  'error.reason.too-many-calls-a-second': '每个调用者每秒最多接收 {{limit}} 个调用。',
  'error.reason.too-many-bytes-at-once': '每个调用者的请求同时最多共 {{limit}} 字节。',
  'error.reason.missing': '没有这个文件。',
  'error.reason.no-such-folder': '这个路径下什么也没有。',
  'error.reason.too-long': '最多 {{limit}} 个字符。',
  'error.reason.too-short': '至少 {{limit}} 个字符。',
  'error.reason.too-large': '最大为 {{limit}}。',
  'error.reason.too-small': '最小为 {{limit}}。',
  'error.reason.it-is-empty': '内容为空。',
  'error.reason.of-another-kind': '类型不对（应为 {{expected}}）。',
  'error.reason.one-of-these-is-expected': '可用的值：{{allowed}}。',
  'error.reason.a-time-or-an-age-is-expected': '需要一个时间（2026-11-28、2026-11-28T14:00Z）或时长（90m、24h、7d）。',
  'error.reason.one-line-is-expected': '需要单行文字。',
  'error.reason.an-address-of-http-or-https-without-a-query-is-expected': '需要 http 或 https 地址，不含“?”和“#”。',
  'error.reason.damaged': '内容与写入时不符。',
  'error.reason.a-number-is-expected': '需要一个数字。',
  'error.reason.a-multiple-is-expected': '需要 {{step}} 的倍数。',
  'error.reason.control-or-direction-changing-characters-are-not-allowed-in-a-name': '名称中不能有控制字符或改变文字方向的字符。',
  'error.reason.too-many-tags': '一个会话最多有 {{limit}} 个标签。',
  'error.reason.a-dotted-name-is-expected': '需要用点分隔的名称，例如 terminal.fontSize 或 keys."session-new"。',
  'error.reason.its-place-in-the-file-cannot-be-edited-change-it-there':
    '无法只改动它在 settings.toml 中的位置而不影响其余内容。请直接在文件中修改。',
  'error.reason.others-than-the-administrator-can-write-it': '管理员以外的人也能写入它。',
  'error.reason.its-format-is-none': '“format”后面的值不是格式编号。',
  'error.reason.it-is-of-a-newer-format': '它的格式 {{format}} 来自更新版本的 Kimi Shell；本版本只认识到 {{known}}，其中的内容一概不使用。',
  'error.reason.it-cannot-be-brought-to-this-format': '无法把它从格式 {{format}} 升级到 {{known}}（{{why}}），其中的内容一概不使用。',
  'error.reason.it-is-no-toml': '第 {{line}} 行不是 TOML：{{why}}。',
  'error.reason.it-is-no-utf-8': '第 {{line}} 行不是 UTF-8 编码。',
  'error.reason.an-administrator-can-only-tighten-it': '管理员只能将其收紧。',
  'error.reason.neither-a-variable-nor-an-option-may-override-it': '环境变量和选项都不能覆盖它。',
  'error.reason.the-name-of-a-secret-is-expected':
    '设置中不能放密钥，只能放机密的名称。请用 “kimi-shell secret set NAME” 保存密钥，再把这一项设为 secret:NAME。在命令行中输入过的内容会留在 shell 的历史记录里。',
  'error.reason.the-name-of-a-provider-is-expected': '需要提供商的名称，以字母开头。',
  'error.reason.another-provider-has-this-variable': '{{other}} 的密钥会放在同一个变量（{{variable}}）中。',
  'error.reason.the-window-has-no-such-action': '窗口没有这个操作[[，是不是想写 {{nearest}}？||。]]全部操作见设置页的快捷键一节。',
  'error.reason.a-key-combination-is-expected':
    '需要一个组合键，例如 Ctrl+Alt+KeyN：先写修饰键（Ctrl、Alt、Shift、Cmd），再写浏览器对该键的名称[[。是不是想写 {{nearest}}？||。]]',
  'error.reason.it-would-be-text-for-the-terminal': '没有 Ctrl、Alt 或 Cmd 的按键是给终端的文字[[；可以使用 {{nearest}}。||。]]',
  'error.reason.the-browser-keeps-it-for-itself': '浏览器自己占用了它[[；可以使用 {{nearest}}。||。]]',
  'error.reason.no-such-setting': '没有这个设置项[[，是不是想写 {{nearest}}？||。]]“kimi-shell config list” 会列出全部设置。',
  'error.reason.the-recording-ends-before-it': '录制内容到字节 {{end}} 为止。',
  'error.reason.too-many-files-are-being-handed-over': '同时传入的文件太多。',
  'error.reason.a-part-of-the-file-is-missing': '文件缺了一部分。',
  'error.reason.the-command-is-empty': '命令是空的。',
  'error.reason.the-command-has-a-quote-that-is-not-closed': '命令里有没有闭合的引号。',
  'error.reason.it-is-a-batch-file-name-the-exe-behind-it': '它是批处理文件，请填写它所启动的 .exe。',
  'error.reason.not-a-folder': '它是文件，不是文件夹。',
  'error.reason.not-on-path': '它不在 PATH 的任何目录中。',
  'error.reason.not-an-absolute-path': '需要绝对路径。',
  'error.reason.an-absolute-folder-is-expected': '需要绝对路径。',
  'error.reason.it-is-a-link': '它是一个链接，可能指向任何地方。',
  'error.reason.it-is-not-a-plain-file': '它不是普通文件。',
  'error.reason.enoent': '它不存在。',
  'error.reason.eacces': '系统拒绝访问（EACCES）。',
  'error.reason.eperm': '系统不允许（EPERM）。',
  'error.reason.erofs': '磁盘是只读的（EROFS）。',
  'error.reason.enospc': '磁盘已满（ENOSPC）。',
  'error.reason.enotdir': '路径中有一段是文件，不是文件夹（ENOTDIR）。',
  'error.reason.eexist': '它已经存在（EEXIST）。',
  'error.reason.eisdir': '它是文件夹，不是文件（EISDIR）。',
  'error.reason.the-engine-is-ending': '引擎正在退出。',
  'error.reason.nothing-but-spaces-and-control-characters': '内容只有空格和控制字符。',
  'error.reason.kimi-asks-whether-to-trust-this-folder-answer-that-first': 'Kimi 正在询问是否信任此文件夹，请先回答。',
  'error.reason.the-input-box-holds-text-that-was-not-sent-send-or-clear-it-first': '输入框里有尚未发送的文字，请先发送或清除。',
  'error.reason.kimi-did-not-show-that-it-took-the-message': 'Kimi 没有显示已收到消息。',
  'error.reason.the-text-did-not-appear-in-the-input-box': '文字没有出现在输入框中。',
  'error.reason.it-is-missing': '缺少这一项。',
  'error.reason.letters-digits-and-are-expected': '只能包含字母、数字、“.”、“_”和“-”，最多 64 个字符。',
  'error.reason.the-keychain-does-not-give-its-key': '钥匙串没有给出它的密钥。',
  'error.reason.it-is-no-json': '它不是 JSON。',
  'error.reason.it-is-not-what-was-encrypted': '其中的值不是当初加密的内容：文件被改动过。',
  'error.reason.no-store': '这里没有可用的钥匙串，也还没有指定把机密保存在哪里。',
  'error.reason.passphrase': '正在等待口令。',
  'error.reason.keychain': '保存机密的钥匙串没有响应。',
  'error.reason.no-answer-in-time': '它没有及时响应。',
  'error.reason.it-does-not-give-back-what-it-was-given': '它给出的与存入的不一致。',
  'error.reason.other-machine': '它是在另一台机器上或由另一个用户创建的。',
  'error.reason.no-machine-id': '此系统没有可用来生成密钥的标识。',
  'error.reason.it-is-too-long': '它太长了。',
  'error.reason.it-is-no-address': '它不是一个地址。',
  'error.reason.it-is-an-address-of-something-else': '这不是 Kimi Shell 的地址。',
  'error.reason.it-says-more-than-a-link-may': '它带有链接不允许的内容：链接只能打开会话，或建议新建会话。',
  'error.reason.it-asks-for-something-unknown': '它要求的操作，这个版本不认识。',
  'error.reason.it-names-no-session': '它没有指明会话。',
  'error.reason.its-folder-is-no-absolute-path-on-this-machine': '其中的文件夹不是本机的绝对路径。',
  'error.reason.its-name-cannot-be-one': '其中的名称不能用作会话名。',
  'error.reason.one-link-or-folder-is-expected': '只能给出一个 Kimi Shell 链接或一个文件夹。',
  'error.reason.it-has-no-list-of-its-files': '文件清单缺失或无法读取。',
  'error.reason.the-settings-were-changed-meanwhile': 'settings.toml 在此期间被改动过，那些改动会丢失。',
  'error.reason.it-was-changed-or-deleted': '它被改动或删除了。',
  'error.reason.a-whole-number-is-expected': '需要一个整数。',
  'error.reason.it-did-not-say-that-it-is-ready-in-time': '它没有按时报告就绪。',
  'error.reason.the-gateway-did-not-say-hello': '终端网关的应答不符合预期。',
  'error.reason.the-terminal-did-not-show-the-text-a-password-prompt-hides-it': '终端没有显示这段文字；密码提示会隐藏输入。',
  'error.reason.its-interpreter-is-missing': '缺少它第一行指定的解释器。',
  'error.reason.it-changed-while-it-was-copied': '复制过程中它发生了变化。',
  'error.reason.this-engine-serves-no-page': '这个引擎不提供页面。',
  'error.reason.the-program-does-not-read-its-input': '程序没有读取输入。',
  'error.reason.neither-npm-nor-curl-nor-wget-is-on-path': 'PATH 中没有 npm、curl 或 wget。',
  'error.reason.kimi-waits-for-an-answer-give-it-first': 'Kimi 正在等待回答，请先回答。',
  'error.reason.kimi-shows-no-input-box-nothing-was-sent': 'Kimi 没有显示输入框，消息没有发送。',
  'error.reason.a-menu-is-open-in-the-terminal-answer-it-first': '终端中打开了菜单，请先处理。',
  'error.reason.kimi-began-to-wait-for-an-answer-the-message-was-not-sent': 'Kimi 开始等待回答，消息没有发送。',
  'error.reason.it-was-used-before': '它已经用过了。',
  'error.reason.it-is-malformed': '它的格式不对。',
  'error.reason.its-signature-does-not-match': '它的签名不符。',
  'error.reason.it-is-not-a-folder': '它不是文件夹。',
  'error.reason.the-key-is-wrong': '出示的密钥不对。',
  'error.reason.the-line-sets-no-token': '第 {{line}} 行不是“--ks-accent: #2a5bd0;”这样的格式：{{text}}',
  'error.reason.there-is-no-such-token': '第 {{line}} 行的变量不存在：{{text}}',
  'error.reason.the-token-takes-a-colour': '第 {{line}} 行需要颜色，例如 #2a5bd0 或 rgb(42 91 208)：{{text}}',
  'error.reason.the-token-takes-a-length': '第 {{line}} 行需要 24px 到 80px 之间的长度：{{text}}',
  'error.reason.no-version-in-common': '双方没有共同的协议版本。',
  'error.reason.the-notification-does-not-offer-it': '这条通知不提供该操作。',
};
