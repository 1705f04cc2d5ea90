# See what needs you, act on it, and hold notifications back for an hour
# 查看需要处理的事，作出处理，并开启一小时勿扰
kimi-shell session create broken --agent shell -- -c 'sleep 1; exit 1'
until id=$(kimi-shell notification list --json | grep -o 'ntf_[0-9A-Z]*'); do sleep 1; done
kimi-shell notification list
kimi-shell notification act "$id" restart
kimi-shell notification dismiss all
kimi-shell notification quiet on --minutes 60
kimi-shell notification quiet off
until kimi-shell session delete broken; do sleep 1; done
