# Which agents are on this machine, and where
# 这台机器上有哪些智能体，在哪里
kimi-shell agent list
kimi-shell agent list --json
