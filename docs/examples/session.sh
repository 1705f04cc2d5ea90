# A session from its start to its end
# 一个会话从开始到结束
kimi-shell session create build --agent shell
kimi-shell session send build 'echo built > built.txt'
kimi-shell session show build
kimi-shell session stop build
kimi-shell session restart build
kimi-shell session stop build
kimi-shell session delete build
