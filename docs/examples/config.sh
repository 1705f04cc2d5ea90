# Settings: look, change, take back
# 设置：查看、修改、恢复
kimi-shell config list
kimi-shell config set terminal.fontSize 15
kimi-shell config get terminal.fontSize --json
kimi-shell config unset terminal.fontSize
kimi-shell config discover
