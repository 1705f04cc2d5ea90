# What runs, why it goes on, whether all is well, what was logged; then end it
# 正在运行什么、为何继续运行、是否正常、记录了什么；然后结束它
kimi-shell status
kimi-shell awake
kimi-shell doctor || echo 'something is to be repaired'
kimi-shell logs --since 1h --level warn
kimi-shell logs path
kimi-shell diagnostics --show
kimi-shell page revoke
kimi-shell serve --stop
