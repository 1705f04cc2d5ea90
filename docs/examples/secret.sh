# A key by name: kept, given to a session by reference, replaced
# 按名称保存机密：保存、按引用交给会话、更换
kimi-shell secret unlock --machine
echo first-value-of-a-key | kimi-shell secret set demo --rotate-days 90
kimi-shell secret list
kimi-shell session create holds-a-key --agent shell --env KEY=secret:demo
echo second-value-of-a-key | kimi-shell secret rotate demo
kimi-shell secret get demo --reveal
kimi-shell secret status
kimi-shell session delete holds-a-key --stop
kimi-shell secret delete demo
