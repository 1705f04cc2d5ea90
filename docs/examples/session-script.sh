# In a script: take the id out of the JSON, and go by exit codes
# 在脚本中：从 JSON 中取出 id，并根据退出码判断
id=$(kimi-shell session create report --agent shell --json | sed 's/.*"id":"\(ses_[0-9A-Z]*\)".*/\1/')
git --version | kimi-shell session send "$id" -
kimi-shell session stop "$id" --json
kimi-shell session delete "$id"
kimi-shell session show "$id" || test $? -eq 3
