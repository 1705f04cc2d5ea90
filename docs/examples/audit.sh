# Who changed what, and whether the log is as it was written
# 谁更改了什么，日志是否保持原样
kimi-shell config set theme light
kimi-shell audit list --since 1h
kimi-shell audit search theme --procedure settings.set
kimi-shell audit export > audit.jsonl
kimi-shell audit verify
kimi-shell config unset theme
