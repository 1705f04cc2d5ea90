# Whether the engine is a service of this system
# 引擎是否已是系统服务
kimi-shell service status || echo 'it is none here'
