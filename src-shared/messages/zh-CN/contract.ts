/**
 * What the contract and the commands say about themselves, by their English text: the contract is the one place where that
 * stands, and a test fails for a text that is missing here or not used any more.
 */
export const contractTexts: Readonly<Record<string, string>> = {
  'Say what runs: engine, holders, sessions': '查看正在运行的引擎、终端进程和会话',
  'Check this machine and say what to repair': '检查这台机器，并说明需要修复什么',
  'Start a session and its agent in a terminal': '新建会话，并在终端中启动代理',
  'List sessions and their states': '列出会话及其状态',
  'Show one session with its state and evidence': '查看一个会话的状态和依据',
  'Focus a session in the window that asked last, else attach here': '在最近使用的窗口中打开会话，没有窗口则在此终端打开',
  'Send a message to the agent and confirm that it arrived': '向代理发送消息，并确认已送达',
  'Give a session another name': '给会话改名',
  'Stop the agent kindly, then by signal, and verify that its processes are gone': '先正常停止代理，再用信号结束，并确认进程已全部退出',
  "Start an ended session's agent again (resuming its conversation where it can)": '重新启动已结束会话的代理（尽量接续原来的对话）',
  "Delete a session's record and recording (the agent must have ended; Kimi's own files stay)":
    '删除会话的记录和录制内容（代理须已结束；Kimi 自己的文件会保留）',
  'Work with a session in this terminal (Ctrl-] leaves it)': '在此终端中使用会话（按 Ctrl-] 离开）',
  "Write a session's raw output bytes to stdout": '把会话的原始输出字节写到标准输出',
  'List the agents that were found on this machine': '列出这台机器上找到的代理',
  'Install the Kimi CLI in a terminal that you can watch': '在可以查看的终端中安装 Kimi CLI',
  'Show every setting': '查看全部设置',
  'Change one setting': '修改一项设置',
  'Show one setting': '查看一项设置',
  'Run the engine in this terminal and print the link that opens the app': '在此终端中运行引擎，并给出打开应用的链接',

  'session id or name': '会话的 id 或名字',
  'name of the session': '会话的名字',
  'the new name': '新的名字',
  'folder it works in (default: where you are)': '工作文件夹（默认为当前文件夹）',
  'what runs in it': '其中运行的代理',
  'first message, sent once the agent is ready': '代理就绪后发送的第一条消息',
  'K=V, may be repeated': 'K=V，可以重复',
  'arguments for the agent, after --': '传给代理的参数，写在 -- 之后',
  'terminal size, COLSxROWS': '终端大小，格式为 列x行',
  'archived ones too': '包括已归档的会话',
  'what to say; - reads it from stdin': '要说的话；写 - 则从标准输入读取',
  'how long to wait for the confirmation': '等待确认的时长（毫秒）',
  'skip the kind part': '跳过正常停止的步骤',
  'stop it first when it still runs': '如果仍在运行，先停止它',
  'which of its terminals, by id': '使用它的哪个终端（id）',
  'read: watch without typing': 'read 表示只看不输入',
  'first byte (default: the oldest kept)': '从哪个字节开始（默认为保留的最早字节）',
  'stop before this byte': '到哪个字节为止（不含）',
  'go on until the session ends': '一直跟随到会话结束',
  'look again instead of answering from memory': '重新查找，而不是用已有结果',
  'dotted name, for example terminal.fontSize': '带点的名字，例如 terminal.fontSize',
  'the new value': '新的值',
  'the real Kimi CLI against a scripted model, in ~/.kimi-shell-demo unless KIMI_SHELL_HOME is set':
    '真正的 Kimi CLI 配合预先写好的模型脚本；数据放在 ~/.kimi-shell-demo，除非设置了 KIMI_SHELL_HOME',
  'port of the page on this machine (default: the one of last time)': '页面在本机的端口（默认为上次的端口）',
  'open the page in the browser': '在浏览器中打开页面',
  'as the system’s service manager runs it: prints no link, stands by while another engine runs':
    '供系统服务管理器运行：不打印链接；已有其他引擎运行时待命',
  'end the engine that runs, also one that does not answer, and take its place': '结束正在运行的引擎（没有应答的也结束）并接管',
  'end the engine that runs; sessions run on': '结束正在运行的引擎；会话会继续运行',
  'go on with every change, until you stop it; with --json one event a line':
    '持续输出每次变化，直到你停止；与 --json 一起使用时每行一个事件',
  'with --follow: go on after the event of this number, with nothing lost in between':
    '与 --follow 一起使用：从这个编号的事件之后继续，中间不丢失任何事件',
  'key that leaves the session, for example ctrl-]; pressed twice it reaches the agent': '离开会话的按键，例如 ctrl-]；连按两次则传给代理',
};
