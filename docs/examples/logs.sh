# What the processes logged, where that is kept, and a bundle of it for somebody who helps
# 各进程的日志及其位置，以及给协助者的诊断信息
kimi-shell session list
kimi-shell logs --lines 20
kimi-shell logs --since 1h --level warn
kimi-shell logs path
kimi-shell diagnostics --yes --out diagnostics.txt
rm diagnostics.txt
