# Names, tags, groups and places of sessions
# 会话的名称、标签、分组和位置
kimi-shell session create api --agent shell
kimi-shell session create page --agent shell
kimi-shell session tag page web urgent
kimi-shell session untag page urgent
kimi-shell session group page Shop
kimi-shell group rename Shop Store
kimi-shell session move api before page
kimi-shell session pin api
kimi-shell session unpin api
kimi-shell session guard page
kimi-shell session unguard page
kimi-shell session mark page unread
kimi-shell session rename page storefront
kimi-shell session list --tag web --group Store
kimi-shell session stop api
kimi-shell session stop storefront
kimi-shell session delete api
kimi-shell session delete storefront
