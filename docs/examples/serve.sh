# Serve for as long as a script needs it, with settings of its own
# 在脚本需要的时间内提供服务，并使用单独的设置
kimi-shell serve --set terminal.fontSize=16 > link.txt &
until kimi-shell status > status.txt 2>&1; do sleep 1; done
kimi-shell config get terminal.fontSize
kimi-shell serve --stop
wait
