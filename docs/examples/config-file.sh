# Settings as a file: edit it, carry it to another machine
# 以文件管理设置：编辑，并带到另一台机器
kimi-shell config set theme dark
kimi-shell config set terminal.fontSize 15
kimi-shell config export > settings.toml.copy
EDITOR='perl -pi -e s/dark/light/' kimi-shell config edit
kimi-shell config import settings.toml.copy
kimi-shell config unset theme
kimi-shell config unset terminal.fontSize
