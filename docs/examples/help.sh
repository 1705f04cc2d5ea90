# Find out how something is done
# 了解怎样操作
kimi-shell help session create
kimi-shell help --examples session send
kimi-shell help --troubleshoot ENGINE_UNREACHABLE
kimi-shell help --api session.create
