import type { Example } from './example.ts';

/** docs/examples, made by `npm run docs`: changes belong there. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'agent',
    title: {
      en: 'Which agents are on this machine, and where',
      'zh-CN': '这台机器上有哪些智能体，在哪里',
    },
    script: `
kimi-shell agent list
kimi-shell agent list --json
`.trim(),
  },
  {
    name: 'audit',
    title: {
      en: 'Who changed what, and whether the log is as it was written',
      'zh-CN': '谁更改了什么，日志是否保持原样',
    },
    script: `
kimi-shell config set theme light
kimi-shell audit list --since 1h
kimi-shell audit search theme --procedure settings.set
kimi-shell audit export > audit.jsonl
kimi-shell audit verify
kimi-shell config unset theme
`.trim(),
  },
  {
    name: 'config-file',
    title: {
      en: 'Settings as a file: edit it, carry it to another machine',
      'zh-CN': '以文件管理设置：编辑，并带到另一台机器',
    },
    script: `
kimi-shell config set theme dark
kimi-shell config set terminal.fontSize 15
kimi-shell config export > settings.toml.copy
EDITOR='perl -pi -e s/dark/light/' kimi-shell config edit
kimi-shell config import settings.toml.copy
kimi-shell config unset theme
kimi-shell config unset terminal.fontSize
`.trim(),
  },
  {
    name: 'config',
    title: {
      en: 'Settings: look, change, take back',
      'zh-CN': '设置：查看、修改、恢复',
    },
    script: `
kimi-shell config list
kimi-shell config set terminal.fontSize 15
kimi-shell config get terminal.fontSize --json
kimi-shell config unset terminal.fontSize
kimi-shell config discover
`.trim(),
  },
  {
    name: 'engine',
    title: {
      en: 'What runs, why it goes on, whether all is well, what was logged; then end it',
      'zh-CN': '正在运行什么、为何继续运行、是否正常、记录了什么；然后结束它',
    },
    script: `
kimi-shell status
kimi-shell awake
kimi-shell doctor || echo 'something is to be repaired'
kimi-shell logs --since 1h --level warn
kimi-shell logs path
kimi-shell diagnostics --show
kimi-shell page revoke
kimi-shell serve --stop
`.trim(),
  },
  {
    name: 'help',
    title: {
      en: 'Find out how something is done',
      'zh-CN': '了解怎样操作',
    },
    script: `
kimi-shell help session create
kimi-shell help --examples session send
kimi-shell help --troubleshoot ENGINE_UNREACHABLE
kimi-shell help --api session.create
`.trim(),
  },
  {
    name: 'logs',
    title: {
      en: 'What the processes logged, where that is kept, and a bundle of it for somebody who helps',
      'zh-CN': '各进程的日志及其位置，以及给协助者的诊断信息',
    },
    script: `
kimi-shell session list
kimi-shell logs --lines 20
kimi-shell logs --since 1h --level warn
kimi-shell logs path
kimi-shell diagnostics --yes --out diagnostics.txt
rm diagnostics.txt
`.trim(),
  },
  {
    name: 'notification',
    title: {
      en: 'See what needs you, act on it, and hold notifications back for an hour',
      'zh-CN': '查看需要处理的事，作出处理，并开启一小时勿扰',
    },
    script: `
kimi-shell session create broken --agent shell -- -c 'sleep 1; exit 1'
until id=$(kimi-shell notification list --json | grep -o 'ntf_[0-9A-Z]*'); do sleep 1; done
kimi-shell notification list
kimi-shell notification act "$id" restart
kimi-shell notification dismiss all
kimi-shell notification quiet on --minutes 60
kimi-shell notification quiet off
until kimi-shell session delete broken; do sleep 1; done
`.trim(),
  },
  {
    name: 'secret-import',
    title: {
      en: 'Keys from a .env file',
      'zh-CN': '从 .env 文件导入机密',
    },
    script: `
kimi-shell secret unlock --machine
echo 'DEMO_KEY=a-value-from-a-file' | kimi-shell secret import - --yes
kimi-shell secret delete DEMO_KEY
`.trim(),
  },
  {
    name: 'secret',
    title: {
      en: 'A key by name: kept, given to a session by reference, replaced',
      'zh-CN': '按名称保存机密：保存、按引用交给会话、更换',
    },
    script: `
kimi-shell secret unlock --machine
echo first-value-of-a-key | kimi-shell secret set demo --rotate-days 90
kimi-shell secret list
kimi-shell session create holds-a-key --agent shell --env KEY=secret:demo
echo second-value-of-a-key | kimi-shell secret rotate demo
kimi-shell secret get demo --reveal
kimi-shell secret status
kimi-shell session delete holds-a-key --stop
kimi-shell secret delete demo
`.trim(),
  },
  {
    name: 'serve',
    title: {
      en: 'Serve for as long as a script needs it, with settings of its own',
      'zh-CN': '在脚本需要的时间内提供服务，并使用单独的设置',
    },
    script: `
kimi-shell serve --set terminal.fontSize=16 > link.txt &
until grep 'http://127' link.txt; do sleep 1; done
kimi-shell config get terminal.fontSize
kimi-shell serve --stop
wait
`.trim(),
  },
  {
    name: 'service',
    title: {
      en: 'Whether the engine is a service of this system',
      'zh-CN': '引擎是否已是系统服务',
    },
    script: `
kimi-shell service status || echo 'it is none here'
`.trim(),
  },
  {
    name: 'session-order',
    title: {
      en: 'Names, tags, groups and places of sessions',
      'zh-CN': '会话的名称、标签、分组和位置',
    },
    script: `
kimi-shell session create api --agent shell
kimi-shell session create page --agent shell
kimi-shell session tag page web urgent
kimi-shell session untag page urgent
kimi-shell session group page Shop
kimi-shell group rename Shop Store
kimi-shell session move api before page
kimi-shell session pin api
kimi-shell session unpin api
kimi-shell session guard page
kimi-shell session unguard page
kimi-shell session mark page unread
kimi-shell session rename page storefront
kimi-shell session list --tag web --group Store
kimi-shell session stop api
kimi-shell session stop storefront
kimi-shell session delete api
kimi-shell session delete storefront
`.trim(),
  },
  {
    name: 'session-output',
    title: {
      en: 'Run a program in a session, follow its output to its end, and read a part of it again',
      'zh-CN': '在会话中运行程序，跟随输出直到结束，再读取其中一部分',
    },
    script: `
kimi-shell session create count --agent shell -- -c 'for i in 1 2 3; do echo "line $i"; done'
kimi-shell session tail count --follow
kimi-shell session tail count --from 0 --to 6
kimi-shell session delete count
`.trim(),
  },
  {
    name: 'session-script',
    title: {
      en: 'In a script: take the id out of the JSON, and go by exit codes',
      'zh-CN': '在脚本中：从 JSON 中取出 id，并根据退出码判断',
    },
    script: `
id=$(kimi-shell session create report --agent shell --json | sed 's/.*"id":"\\(ses_[0-9A-Z]*\\)".*/\\1/')
git --version | kimi-shell session send "$id" -
kimi-shell session stop "$id" --json
kimi-shell session delete "$id"
kimi-shell session show "$id" || test $? -eq 3
`.trim(),
  },
  {
    name: 'session',
    title: {
      en: 'A session from its start to its end',
      'zh-CN': '一个会话从开始到结束',
    },
    script: `
kimi-shell session create build --agent shell
kimi-shell session send build 'echo built > built.txt'
kimi-shell session show build
kimi-shell session stop build
kimi-shell session restart build
kimi-shell session stop build
kimi-shell session delete build
`.trim(),
  },
];
