import type { welcome as en } from '../en/welcome.ts';

/** Simplified Chinese texts: the first steps. */
export const welcome: Record<keyof typeof en, string> = {
  'window.welcome.kimi': 'Kimi 智能体',
  'window.welcome.kimi.looking': '正在查找 kimi 程序…',
  'window.welcome.kimi.found': '已安装 Kimi {{version}}。首次启动时，它会在终端里请你登录。',
  'window.welcome.folder': '工作文件夹',
  'window.welcome.folder.hint': '填绝对路径，例如你的某个项目；留空则用主目录。',
  'window.welcome.prompt': '要它做什么',
  'window.welcome.prompt.hint': 'Kimi 就绪后发送，在此之前保留在这里。也可以留空，之后在终端里输入。',
  'window.welcome.examples': '示例',
  'window.welcome.example.explain': '说明这个文件夹里有什么',
  'window.welcome.example.test': '运行测试，告诉我哪些没通过',
  'window.welcome.example.review': '审查我最近一次提交',
  'window.welcome.start': '启动 Kimi',
  'window.welcome.start.shell': '不用 Kimi，启动 shell',
  'window.welcome.skip': '跳过',
  'window.welcome.again': '以后可以在命令列表里用“{{action}}”再次打开此页。',
};
