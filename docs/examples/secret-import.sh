# Keys from a .env file
# 从 .env 文件导入机密
kimi-shell secret unlock --machine
echo 'DEMO_KEY=a-value-from-a-file' | kimi-shell secret import - --yes
kimi-shell secret delete DEMO_KEY
